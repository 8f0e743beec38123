"""`manage.py import_population` shows what SSB's figures would change for the members, and writes it."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from members import services
from members.models import Municipality, Population
from tests.factories import make_municipality
from tests.members.ssb_files import TITLE, Download, json_stat

pytestmark = pytest.mark.django_db

NEW_YEAR = dt.date(2026, 1, 1)
SOURCE = "Statistisk sentralbyrå, tabell 07459, oppdatert 25.\xa0februar 2026"


@pytest.fixture
def download(tmp_path: Path) -> Download:
    """A place for files."""
    return Download(tmp_path)


def run(path: Path, *options: str) -> str:
    """Run the command and return what it says."""
    said = io.StringIO()
    call_command("import_population", path, *options, stdout=said)
    return said.getvalue()


def stored(name: str) -> dict[int, int]:
    """Return a municipality's inhabitants by year."""
    rows = Population.objects.filter(municipality__name=name).values_list("on__year", "count")
    return dict(rows)


def test_without_commit_it_reports_and_writes_nothing(download: Download) -> None:
    before = list(Population.objects.values_list("pk", "count", "version"))

    said = run(download.json(json_stat([99_000], region=["3203"])))

    assert "Nothing is written yet; with --commit: 1 new, 0 changed. 0 as they are stored." in said
    assert SOURCE in said
    assert list(Population.objects.values_list("pk", "count", "version")) == before


def test_figures_are_stored_with_date_source_and_history(download: Download) -> None:
    said = run(download.json(json_stat([99_000, 7], region=["3203", "0"])), "--commit")

    row = Population.objects.get(municipality__name="Asker", on=NEW_YEAR)
    assert (row.count, row.source, row.verified_on) == (99_000, SOURCE, None)
    assert row.history.get().history_change_reason == "Lest inn fra SSBs tabell 07459"
    assert "Written: 1 new, 0 changed." in said
    assert "Regions that are no members: 1, passed over" in said


def test_a_second_run_changes_nothing(download: Download) -> None:
    path = download.json(json_stat([99_000]))
    run(path, "--commit")
    rows = list(Population.objects.values_list("pk", "version", "updated_at"))

    said = run(path, "--commit")

    assert "Written: 0 new, 0 changed. 1 as they are stored." in said
    assert list(Population.objects.values_list("pk", "version", "updated_at")) == rows


def test_another_figure_for_the_same_date_is_shown_and_keeps_the_old_one_in_history(
    download: Download,
) -> None:
    path = download.json(json_stat([98_816], years=["2024"]))

    assert "Asker (3203), 2024-01-01: 98815 -> 98816" in run(path)
    assert stored("Asker")[2024] == 98_815
    run(path, "--commit")

    row = Population.objects.get(municipality__name="Asker", on=dt.date(2024, 1, 1))
    assert (row.count, row.source) == (98_816, SOURCE)
    assert [one.count for one in row.history.order_by("history_id")][-2:] == [98_815, 98_816]


def test_a_figure_that_is_the_same_keeps_the_source_it_has(download: Download) -> None:
    row = Population.objects.get(municipality__name="Asker", on=dt.date(2024, 1, 1))

    run(download.json(json_stat([98_815], years=["2024"])), "--commit")

    assert Population.objects.get(pk=row.pk).source == row.source


def test_a_number_means_who_had_it_on_the_first_of_january(download: Download) -> None:
    # SSB writes nought where a number was not in use.
    values = [61_000, 0, 0, 0, 94_000, 0]
    path = download.json(json_stat(values, region=["0220", "3025"], years=["2019", "2021", "2026"]))

    said = run(path, "--commit")

    assert stored("Asker") | {2022: 0, 2024: 0} == {2019: 61_000, 2021: 94_000, 2022: 0, 2024: 0}
    assert "Left out" not in said


def test_a_figure_under_a_number_that_was_not_in_use_is_left_out_and_told(download: Download) -> None:
    path = download.json(json_stat([1, 2, 3], region=["3025"], years=["2024", "2025", "2021"]))

    assert "3025 Asker, 2024-2025: the number was not in use on 1 January" in run(path, "--commit")
    assert stored("Asker")[2021] == 3
    assert 2025 not in stored("Asker")


def test_figures_in_today_s_borders_are_taken_where_those_were_the_same(
    download: Download,
) -> None:
    years = ["2019", "2021", "2026"]
    values = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    path = download.json(json_stat(values, region=["K-3101", "K-3203", "K-3205"], years=years))

    said = run(path, "--commit")

    # Halden had other numbers, and the same borders.
    assert [stored("Halden")[year] for year in (2019, 2021, 2026)] == [1, 2, 3]
    # Røyken and Hurum became part of Asker in 2020; Lillestrøm was not there.
    assert (2019 in stored("Asker"), stored("Asker")[2021]) == (False, 5)
    assert 2019 not in stored("Lillestrøm")
    assert "K-3203 Asker, 2019: in the borders of after a merger" in said
    assert "K-3205 Lillestrøm, 2019: in the borders of after a merger" in said


def test_who_is_no_member_is_passed_over(download: Download) -> None:
    make_municipality(name="Våler", slug="valer-i-solor", number="3419", member=False)
    path = download.json(json_stat([5, 6], region=["3419", "4601"]))

    assert "Regions that are no members: 2, passed over" in run(path, "--commit")
    assert not Population.objects.filter(on=NEW_YEAR).exists()


def test_members_without_a_figure_are_named(download: Download) -> None:
    everyone = Municipality.objects.members_now().count()

    said = run(download.json(json_stat([99_000, None], region=["3203", "0301"])))

    assert "Oslo (0301), 2026: SSB has no figure" in said
    line = next(line for line in said.splitlines() if f"of {everyone}: " in line)
    assert line.startswith(f"  2026: {everyone - 1} of {everyone}: Aremark, ")
    assert "Oslo" in line
    assert "Asker," not in line


@pytest.mark.parametrize(
    ("values", "regions", "told"),
    [
        (
            [0],
            ["3203"],
            "Region 3203, Tid 2026: Asker (3203) has no inhabitants in 2026, though it was there",
        ),
        ([5, 6], ["3203", "K-3203"], "Asker (K-3203) has 6 in 2026, but 5 at Region 3203, Tid 2026"),
    ],
)
def test_figures_that_cannot_be_are_refused_and_nothing_is_written(
    download: Download, values: list[int], regions: list[str], told: str
) -> None:
    before = Population.objects.count()
    path = download.json(json_stat([*values, 7], region=[*regions, "0301"]))

    with pytest.raises(CommandError) as refused:
        run(path, "--commit")

    assert told in str(refused.value)
    assert str(refused.value).endswith("Nothing was written.")
    assert Population.objects.count() == before


def test_a_file_that_is_not_read_is_told_in_plain_words(download: Download) -> None:
    path = download.csv(f'"{TITLE}"\n"region";"Personer 2026"\n"3203 Asker";mange\n')

    with pytest.raises(CommandError) as refused:
        run(path)

    told = "07459_20260301-101500.csv, row 3, Personer 2026: 'mange' is no number of inhabitants"
    assert str(refused.value).splitlines() == [told, "Nothing was written."]


def test_all_is_written_or_nothing(download: Download, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_row: Any, **_why: Any) -> None:
        raise IntegrityError("the disk is full")

    monkeypatch.setattr(services, "save", fail)
    path = download.json(json_stat([99_000, 5], years=["2026", "2024"]))

    with pytest.raises(IntegrityError):
        run(path, "--commit")

    assert 2026 not in stored("Asker")


def test_queries_don_t_grow_with_figures(
    download: Download, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    regions = [f"{number:04}" for number in range(3000, 3400)]
    path = download.json(json_stat([50] * 800, region=regions, years=["2025", "2026"]))

    with django_assert_max_num_queries(5):
        assert "new" in run(path)
    with django_assert_max_num_queries(20):
        run(path, "--commit")
