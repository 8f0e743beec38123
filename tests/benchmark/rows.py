"""Every row that `script/benchmark` measures: its name, what it compares, its goal and how it is done."""

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmark import serving
from tests.benchmark.emissions import IMPORT_GOAL, import_emissions
from tests.benchmark.measuring import ROUNDS, Pairs, in_turn, timed
from tests.benchmark.report import Goal, Result
from tests.benchmark.serving import BenchmarkError, Server

LIST_GOAL = Goal(2)
PDF_GOAL = Goal(1.3)
HOT_GOAL = Goal(0.6, at_least=True)
#: Twice the time.
FILE_GOAL = Goal(0.5, at_least=True)
#: A cookie of a form: whoever has one is somebody, and gets a page made for the occasion.
SOMEBODY = {"Cookie": "csrftoken=" + "b" * 32}


@dataclass
class Bench:
    """What rows share: the folder with the database, the rounds, and the servers that are running."""

    folder: Path
    rounds: int = ROUNDS
    closing: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    servers: dict[tuple[str, bool], Server] = field(default_factory=dict)

    def server(self, application: str, *, behind_proxy: bool) -> Server:
        """Return the running server of an application, started with the first row that asks."""
        key = (application, behind_proxy)
        if key not in self.servers:
            self.servers[key] = Server.start(application, behind_proxy=behind_proxy)
            self.closing.callback(self.servers[key].stop)
        return self.servers[key]

    @contextlib.contextmanager
    def side(
        self, name: str, environment: Mapping[str, str] | None = None
    ) -> Iterator[Callable[[], dict[str, float]]]:
        """Start one side of a comparison; what it yields does one go and returns seconds and kilobytes."""
        command = [sys.executable, "-m", "tests.benchmark.side", name, str(self.folder / "document")]
        process = subprocess.Popen(
            command,
            cwd=serving.ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin and process.stdout  # noqa: PT018 - for the types

        def go() -> dict[str, float]:
            print(file=process.stdin, flush=True)
            answer = process.stdout.readline()
            if not answer:
                raise BenchmarkError(f"the side «{name}» ended; what it said stands above")
            return json.loads(answer)

        try:
            yield go
        except BaseException:
            # Whoever stops the benchmark need not wait for the go that is under way.
            process.terminate()
            raise
        finally:
            process.stdin.close()
            process.wait()
            process.stdout.close()


@dataclass(frozen=True)
class Row:
    """A row of the benchmark. `measure` gives the result, which gets the row's own name, title and goal."""

    name: str
    title: str
    measure: Callable[[Bench], Result]
    goal: Goal | None = None

    def run(self, bench: Bench) -> Result:
        """Measure, and say what was measured."""
        return replace(self.measure(bench), name=self.name, title=self.title, goal=self.goal)


def _result(**fields: Any) -> Result:
    return Result(name="", title="", **fields)


# --- Lists: a page and its rows in a plain loop ----------------------------------------------------


def _addresses() -> dict[str, str]:
    from django.urls import reverse

    from actionplan.models import ActionPlan, Activity
    from declaration.models import Declaration
    from members.models import Municipality
    from tests.benchmark.plain_urls import GOAL

    slug = Declaration.objects.published()[0].slug
    plans = ActionPlan.objects.all()[:1]
    plan = {"year": plans[0].year}
    # One that came out of a merger has most to tell.
    merged = Municipality.objects.members_now().filter(predecessors__isnull=False).last()
    return {
        "front": reverse("home"),
        "members": reverse("members:municipality_list"),
        "meetings": reverse("members:meeting_list"),
        "documents": reverse("members:document_list"),
        "municipality": merged.get_absolute_url() if merged else "",
        "status": reverse("declaration:declaration_status", args=[slug]),
        "plan": reverse("actionplan:plan_detail", kwargs=plan),
        "goal": reverse("actionplan:goal_detail", args=[GOAL]),
        "declaration": reverse("declaration:declaration_detail", args=[slug]),
        "activity": Activity.objects.filter(plan=plans[0])[0].get_absolute_url(),
        "emissions": reverse("emissions:overview"),
        "about": reverse("members:page_about"),
        "pdf": reverse("actionplan:plan_pdf", kwargs=plan),
        "csv": reverse("members:municipality_list") + "?format=csv",
    }


def list_page(bench: Bench, name: str) -> Result:
    """Measure a list page against its rows in a plain loop: both uncached, through Django's test client."""
    from django.test import Client, override_settings

    client = Client(headers=SOMEBODY)

    def fetch(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise BenchmarkError(f"{address} answered {answer.status_code}")

    with override_settings(ROOT_URLCONF="tests.benchmark.plain_urls"):
        ours, theirs = partial(fetch, _addresses()[name]), partial(fetch, f"/plain/{name}/")
        # Templates are compiled, addresses looked up, connections opened.
        ours(), theirs()
        return _result(pairs=in_turn(timed(ours), timed(theirs), bench.rounds))


# --- Served pages: requests per second beside an empty view -----------------------------------------


def served(
    bench: Bench,
    name: str,
    *,
    headers: Mapping[str, str] | None = None,
    same: bool = False,
    threads: bool = False,
) -> Result:
    """Measure an address by HTTP beside an empty view on the same gunicorn; `same`: has it changed?"""
    portal = bench.server(serving.PORTAL, behind_proxy=not threads)
    empty = bench.server(serving.EMPTY, behind_proxy=not threads)
    address = _addresses()[name]
    sent = dict(headers or {})
    # Front page and plan tell the PDF's size, and are kept for good as soon as it has been made.
    portal.get(_addresses()["pdf"])
    status, answer = portal.get(address, sent)
    # Each worker meets the page: with threads eight readers at once, who all wait until it is made.
    serving.load(portal, address, sent, seconds=serving.SECONDS * 5)()
    if status != 200:
        raise BenchmarkError(f"{address} answered {status}")
    if same:
        sent["If-None-Match"] = portal.get(address, sent)[1]["ETag"]
        if portal.get(address, sent)[0] != 304:
            raise BenchmarkError(f"{address} did not answer 304 to its own ETag")
    serving.load(empty, "/")()
    # What is made anew may take a second: a sample of one would hold a few answers only.
    seconds = serving.SECONDS * (2 if headers else 1)
    pairs = in_turn(
        serving.load(portal, address, sent, seconds=seconds), serving.load(empty, "/"), bench.rounds
    )
    size = int(answer["Content-Length"] or 0) / 1000
    return _result(
        pairs=pairs,
        unit="requests/s",
        memory=(portal.memory, empty.memory),
        note="" if same else f"{size:.0f} kB.",
    )


def served_file(bench: Bench, name: str) -> Result:
    """Measure a file that has been made beside the same bytes through WhiteNoise, on the same gunicorn."""
    portal = bench.server(serving.PORTAL, behind_proxy=True)
    address = _addresses()[name]
    # The first asks for it to be made, the second may find it where later ones do.
    portal.get(address)
    status, _headers, body = portal.fetch(address)
    if status != 200:
        raise BenchmarkError(f"{address} answered {status}")
    folder = bench.folder / "files"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.file").write_bytes(body)
    os.environ["BENCHMARK_FILES"] = str(folder)
    files = bench.server(serving.FILES, behind_proxy=True)
    # Each worker meets it.
    serving.load(portal, address)(), serving.load(files, f"/{name}.file")()
    if not files.fetch(f"/{name}.file")[2] == portal.fetch(address)[2] == body:
        raise BenchmarkError(f"WhiteNoise has other bytes than {address}")
    seconds = serving.SECONDS * 2
    pairs = in_turn(
        serving.load(portal, address, seconds=seconds),
        serving.load(files, f"/{name}.file", seconds=seconds),
        bench.rounds,
    )
    memory = (portal.memory, files.memory)
    return _result(pairs=pairs, unit="requests/s", memory=memory, note=f"{len(body) / 1000:.0f} kB.")


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
        return _result(missing=missing)
    _write_document(bench)
    peaks = {"portal": 0, other: 0}
    with bench.side("portal") as portal, bench.side(other) as beside:

        def sample(name: str, go: Callable[[], dict[str, float]]) -> float:
            answer = go()
            peaks[name] = max(peaks[name], int(answer["kilobytes"]))
            return answer["seconds"]

        portal(), beside()
        pairs = in_turn(partial(sample, "portal", portal), partial(sample, other, beside), bench.rounds)
    return _result(pairs=pairs, memory=(peaks["portal"], peaks[other]))


def _chromium_missing() -> str:
    if importlib.util.find_spec("playwright") is None:
        return "Playwright is not installed."
    named = os.environ.get("CHROMIUM")
    if (named and not Path(named).exists()) or (not named and not shutil.which("chromium")):
        return "there is no Chromium here (apt-get install chromium, or CHROMIUM=…)."
    return ""


# --- Charts -----------------------------------------------------------------------------------------


def charts_warm(bench: Bench) -> Result:
    """Measure the drawing of the newest table's chart in a process that has drawn before."""
    from emissions import selectors
    from emissions.charts import change_chart
    from osloregionen import charts

    newest = selectors.published_tables()[0]

    def draw() -> None:
        charts._drawn.cache_clear()
        change_chart(newest)

    draw()
    return _result(pairs=in_turn(timed(draw), None, bench.rounds))


def charts_kept(bench: Bench) -> Result:
    """Measure the same chart where the drawing is kept."""
    from emissions import selectors
    from emissions.charts import change_chart

    newest = selectors.published_tables()[0]
    change_chart(newest)
    return _result(pairs=in_turn(timed(lambda: change_chart(newest)), None, bench.rounds))


def charts_first(bench: Bench) -> Result:
    """Measure the first charts of a new process, each round in another one."""
    peaks = []

    def sample() -> float:
        with bench.side("first-chart") as go:
            answer = go()
        peaks.append(int(answer["kilobytes"]))
        return answer["seconds"]

    pairs = Pairs([sample() for _round in range(bench.rounds)])
    return _result(pairs=pairs, memory=(max(peaks), None))


# --- All of them ------------------------------------------------------------------------------------

_LISTS = {
    "members": "64 members with map and three declarations' statuses",
    "meetings": "40 meetings",
    "documents": "30 documents",
    "status": "the status of 64 parties, with map and figures",
    "plan": "150 activities of a plan",
    "goal": "the activities of one goal, five plans",
}
_PAGES = {
    "front": "the front page",
    "members": "a list (members)",
    "municipality": "a municipality's page",
    "status": "a declaration's status",
    "plan": "a plan of 150 activities",
    "declaration": "a declaration's page",
    "activity": "an activity's page",
    "emissions": "the emissions, with charts",
    "about": "a fixed page",
    "pdf": "the plan's PDF, once made",
    "csv": "the members as CSV",
}


def _rows() -> Iterator[Row]:
    for name, what in _LISTS.items():
        yield Row(
            f"list-{name}",
            f"Page uncached, {what}; beside it the same rows in a plain template loop.",
            partial(list_page, name=name),
            LIST_GOAL,
        )
    for name, what in _PAGES.items():
        for state, headers, goal in (("hot", None, HOT_GOAL), ("cold", SOMEBODY, None)):
            kept = "kept" if state == "hot" else "made anew for each request"
            yield Row(
                f"serve-{name}-{state}",
                f"{_capital(what)}, {kept}; beside it an empty Django view. Sync workers.",
                partial(served, name=name, headers=headers),
                # A file of hundreds of kilobytes is no page: it is sent, not made.
                goal if name != "pdf" else None,
            )
    yield Row(
        "serve-front-unchanged",
        "The front page for a reader who has it (304); beside it an empty Django view. Sync workers.",
        partial(served, name="front", same=True),
        HOT_GOAL,
    )
    yield Row(
        "serve-pdf-file",
        "The plan's PDF, once made; beside it the same bytes through WhiteNoise. Sync workers.",
        partial(served_file, name="pdf"),
        FILE_GOAL,
    )
    for name in ("front", "plan"):
        yield Row(
            f"serve-{name}-hot-threads",
            f"{_capital(_PAGES[name])}, kept; beside it an empty Django view. Threads, as without nginx.",
            partial(served, name=name, threads=True),
            HOT_GOAL,
        )
    yield Row(
        "pdf-weasyprint",
        "The PDF of a plan of 150 activities; beside it WeasyPrint alone on the same HTML in a warm process.",
        partial(printed, other="weasyprint"),
        PDF_GOAL,
    )
    yield Row(
        "pdf-chromium",
        "The same PDF; beside it a headless Chromium, open already, printing the same HTML.",
        partial(printed, other="chromium"),
    )
    yield Row("chart-warm", "A chart of ten sectors, wide and narrow, drawn.", charts_warm)
    yield Row("chart-kept", "The same chart where its drawing is kept.", charts_kept)
    yield Row("chart-first", "The first three charts of a new process, imports and all.", charts_first)
    for database in ("sqlite", "postgresql"):
        title = "The national statistics imported: preview, comparison, commit; beside it calamine alone."
        measure = partial(import_emissions, database=database)
        yield Row(f"emissions-import-{database}", title, measure, IMPORT_GOAL)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


ROWS: tuple[Row, ...] = tuple(_rows())
