"""Drawings that are kept: in the process, and for others that show the same."""

import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache

from osloregionen.charts import Bar, Chart, bar_chart
from osloregionen.component_samples import ROWS, NarrowTable
from osloregionen.drawing import kept, kinds
from osloregionen.step_charts import svg_of


def drawn(value: float = 7) -> Chart:
    table = NarrowTable(ROWS)
    return bar_chart(title="Prøve", alt="", source="", table=table, bars=[Bar("Kept", value)])


@pytest.fixture
def other_process() -> Any:
    """A function that makes this process forget what it has drawn, as if it were another."""
    forgetful = (kept.drawn, kept._drawn_text, kept._engine)

    def forget() -> None:
        for one in forgetful:
            one.cache_clear()

    forget()
    yield forget
    forget()


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What has been drawn, in order: each drawing twice, wide and narrow."""
    seen: list[object] = []

    def noting(plan: object, *, wide: bool) -> str:
        seen.append((plan, wide))
        return f'width="10" height="10"><text>{len(seen)}</text></svg>'

    monkeypatch.setattr(kinds, "svg_of", noting)
    return seen


def test_another_process_finds_what_this_one_drew(other_process: Any, draws: list[object]) -> None:
    first = drawn()
    assert drawn() == first or drawn().svg == first.svg
    other_process()
    assert drawn().svg == first.svg
    assert len(draws) == 2


def test_another_figure_is_another_drawing(other_process: Any, draws: list[object]) -> None:
    assert drawn(7).svg != drawn(8).svg
    assert len(draws) == 4


@pytest.mark.parametrize("package", ["altair", "vl-convert-python"])
def test_another_version_of_a_library_draws_anew(
    other_process: Any, draws: list[object], monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    first = drawn()
    real = kept.version
    monkeypatch.setattr(kept, "version", lambda name: "99.0" if name == package else real(name))
    other_process()
    assert drawn().svg != first.svg


def test_a_disk_that_is_full_costs_no_page(
    other_process: Any, draws: list[object], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def full(*_args: Any, **_rest: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(type(cache._connections["default"]), "set", full)
    assert ">1</text>" in drawn().svg
    assert "A drawing is not kept" in caplog.text


def test_vega_lite_that_others_write_is_kept_too(other_process: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from osloregionen.drawing import engine

    made: list[object] = []
    monkeypatch.setattr(engine, "svg", lambda what: made.append(what) or 'width="1"></svg>')
    first = svg_of({"mark": "bar"}, "Det man ser")
    other_process()
    assert svg_of({"mark": "bar"}, "Det man ser") == first
    assert len(made) == 1


def test_a_process_that_draws_nothing_new_never_imports_altair() -> None:
    code = (
        "import sys, django; django.setup(); import osloregionen.chart_files; print('altair' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
