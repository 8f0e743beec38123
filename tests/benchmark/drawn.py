"""What is drawn and printed: the plan's PDF beside other ways to print it, and charts."""

import importlib.util
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmark.bench import Bench, result
from tests.benchmark.measuring import Pairs, in_turn, timed
from tests.benchmark.report import Result

# --- PDFs -------------------------------------------------------------------------------------------


def _write_document(bench: Bench) -> None:
    """Put the plan's HTML and all it may use into the folder, once, for each side to read."""
    folder = bench.folder / "document"
    if folder.exists():
        return
    from actionplan import reports
    from actionplan.models import ActionPlan
    from osloregionen.pdf import _packaged_assets

    plan = ActionPlan.objects.select_related("period", "adopted_by")[0]
    html, pictures = reports.plan_document(plan).make("")
    (folder / "assets").mkdir(parents=True)
    (folder / "document.html").write_text(html, encoding="utf-8")
    for name, body in {**_packaged_assets(), **pictures}.items():
        (folder / "assets" / name).write_bytes(body)


def printed(bench: Bench, other: str) -> Result:
    """Measure the portal's PDF against another way to print the same HTML, each in a process of its own."""
    if other == "chromium" and (missing := _chromium_missing()):
        return result(missing=missing)
    _write_document(bench)
    peaks = {"portal": 0, other: 0}
    with bench.side("portal") as portal, bench.side(other) as beside:

        def sample(name: str, go: Callable[[], dict[str, float]]) -> float:
            answer = go()
            peaks[name] = max(peaks[name], int(answer["kilobytes"]))
            return answer["seconds"]

        portal(), beside()
        pairs = in_turn(partial(sample, "portal", portal), partial(sample, other, beside), bench.rounds)
    return result(pairs=pairs, memory=(peaks["portal"], peaks[other]))


def _chromium_missing() -> str:
    if importlib.util.find_spec("playwright") is None:
        return "Playwright is not installed."
    named = os.environ.get("CHROMIUM")
    if (named and not Path(named).exists()) or (not named and not shutil.which("chromium")):
        return "there is no Chromium here (apt-get install chromium, or CHROMIUM=…)."
    return ""


# --- Charts -----------------------------------------------------------------------------------------


def _drawn_anew(bench: Bench, forget: Callable[[], None]) -> Result:
    """Measure the newest table's chart, each time after something has been forgotten."""
    from emissions import selectors
    from emissions.charts.published import change_chart

    newest = selectors.published_tables()[0]

    def draw() -> None:
        forget()
        change_chart(newest)

    draw()
    return result(pairs=in_turn(timed(draw), None, bench.rounds))


def _forget_own() -> None:
    from osloregionen.drawing import kept

    kept.drawn.cache_clear()


def _forget_all() -> None:
    from django.core.cache import cache

    _forget_own()
    cache.clear()


def charts_warm(bench: Bench) -> Result:
    """Measure the drawing of a chart in a process that has drawn before."""
    return _drawn_anew(bench, _forget_all)


def charts_found(bench: Bench) -> Result:
    """Measure a chart that another process has drawn."""
    return _drawn_anew(bench, _forget_own)


def charts_kept(bench: Bench) -> Result:
    """Measure the same chart where the process has it."""
    return _drawn_anew(bench, lambda: None)


def charts_first(bench: Bench) -> Result:
    """Measure the first charts of a new process, each round in another one."""
    peaks = []

    def sample() -> float:
        with bench.side("first-chart") as go:
            answer = go()
        peaks.append(int(answer["kilobytes"]))
        return answer["seconds"]

    pairs = Pairs([sample() for _round in range(bench.rounds)])
    return result(pairs=pairs, memory=(max(peaks), None))
