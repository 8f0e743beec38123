"""Every row that `script/benchmark` measures: its name, what it compares, its goal and how it is done."""

import os
from collections.abc import Iterator, Mapping
from functools import partial

from tests.benchmark import serving
from tests.benchmark.bench import Bench, Row, result
from tests.benchmark.drawn import charts_first, charts_found, charts_kept, charts_warm, printed
from tests.benchmark.emissions import IMPORT_GOAL, import_emissions
from tests.benchmark.measuring import go_by_go, in_turn
from tests.benchmark.report import Goal, Result
from tests.benchmark.serving import BenchmarkError

LIST_GOAL = Goal(2)
PDF_GOAL = Goal(1.3)
HOT_GOAL = Goal(0.6, at_least=True)
#: Twice the time.
FILE_GOAL = Goal(0.5, at_least=True)
#: A cookie of a form: whoever has one is somebody, and gets a page made for the occasion.
SOMEBODY = {"Cookie": "csrftoken=" + "b" * 32}
#: What every browser takes; wrk takes nothing unless told.
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


# --- Lists: a page and its rows in a plain loop ----------------------------------------------------


def _addresses() -> dict[str, str]:
    from django.urls import reverse

    from actionplan.models import ActionPlan, Activity
    from declaration.models import Declaration
    from emissions.figures import editions_ever_published
    from emissions.models import ClimateReport, Sector
    from members.models import Municipality
    from tests.benchmark.plain_urls import GOAL

    slug = Declaration.objects.published()[0].slug
    plans = ActionPlan.objects.all()[:1]
    plan = {"year": plans[0].year}
    # One that came out of a merger has most to tell.
    merged = Municipality.objects.members_now().filter(predecessors__isnull=False).last()
    member = Municipality.objects.members_now().first()
    editions = [edition.pk for edition in editions_ever_published()]
    report = ClimateReport.objects.filter(published__isnull=False).first()
    return {
        "front": reverse("home"),
        "members": reverse("members:municipality_list"),
        "meetings": reverse("members:meeting_list"),
        "documents": reverse("members:document_list"),
        "municipality": merged.get_absolute_url() if merged else "",
        "status": reverse("declaration:declaration_status", args=[slug]),
        "plan": reverse("actionplan:plan_detail", kwargs=plan),
        "goal": reverse("actionplan:goal_detail", args=[GOAL]),
        "outputs": reverse("actionplan:output_list"),
        "plan-status": reverse("actionplan:plan_status", kwargs=plan),
        "plan-connections": reverse("actionplan:connections", kwargs=plan),
        "plan-comparison": reverse("actionplan:comparison"),
        "declaration": reverse("declaration:declaration_detail", args=[slug]),
        "activity": Activity.objects.filter(plan=plans[0])[0].get_absolute_url(),
        "emissions": reverse("emissions:overview"),
        "emissions-municipality": reverse("emissions:municipality", args=[member.slug]) if member else "",
        "emissions-members": reverse("emissions:members"),
        "emissions-sectors": reverse("emissions:sectors"),
        "emissions-sector": reverse("emissions:sector", args=[Sector.objects.all()[0].slug]),
        "emissions-published": reverse("emissions:published"),
        "emissions-editions": reverse("emissions:editions"),
        "emissions-comparison": reverse("emissions:edition_comparison", args=editions[:2]),
        "climate": reverse("emissions:climate_report", args=[report.year]) if report else "",
        "data": reverse("data"),
        "about": reverse("members:page_about"),
        "guide": reverse("emissions:method"),
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
        return result(pairs=go_by_go(ours, theirs, bench.rounds))


# --- Served pages: requests per second beside an empty view -----------------------------------------


def served(
    bench: Bench,
    name: str,
    *,
    headers: Mapping[str, str] = BROWSER,
    same: bool = False,
    threads: bool = False,
) -> Result:
    """Measure an address by HTTP beside an empty view on the same gunicorn; `same`: has it changed?

    Both are asked with the same headers.
    """
    portal = bench.server(serving.PORTAL, behind_proxy=not threads)
    empty = bench.server(serving.EMPTY, behind_proxy=not threads)
    address = _addresses()[name]
    sent = dict(headers)
    # Front page and plan tell the PDF's size, and are kept for good as soon as it has been made.
    portal.get(_addresses()["pdf"], sent)
    whole = portal.get(address)[1]
    status, answer = portal.get(address, sent)
    # Each worker meets the page: with threads eight readers at once, who all wait until it is made.
    serving.load(portal, address, sent, seconds=bench.seconds * 5)()
    if status != 200:
        raise BenchmarkError(f"{address} answered {status}")
    if same:
        sent["If-None-Match"] = portal.get(address, sent)[1]["ETag"]
        if portal.get(address, sent)[0] != 304:
            raise BenchmarkError(f"{address} did not answer 304 to its own ETag")
    beside = serving.load(empty, "/", sent, seconds=bench.seconds)
    beside()
    # What is made anew may take a second: a sample of one would hold a few answers only.
    seconds = bench.seconds * (2 if headers == SOMEBODY else 1)
    pairs = in_turn(serving.load(portal, address, sent, seconds=seconds), beside, bench.rounds)
    return result(
        pairs=pairs,
        unit="requests/s",
        memory=(portal.memory, empty.memory),
        note="" if same else _size(whole, answer),
    )


def _size(whole: Mapping[str, str], sent: Mapping[str, str]) -> str:
    """Say how large a page is, and how much of that is sent."""
    kilobytes, fewer = (int(answer["Content-Length"] or 0) / 1000 for answer in (whole, sent))
    return f"{kilobytes:.0f} kB, sent as {fewer:.0f}." if fewer < kilobytes else f"{kilobytes:.0f} kB."


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
    for server, place in ((portal, address), (files, f"/{name}.file")):
        serving.load(server, place, seconds=bench.seconds)()
    if not files.fetch(f"/{name}.file")[2] == portal.fetch(address)[2] == body:
        raise BenchmarkError(f"WhiteNoise has other bytes than {address}")
    seconds = bench.seconds * 2
    pairs = in_turn(
        serving.load(portal, address, seconds=seconds),
        serving.load(files, f"/{name}.file", seconds=seconds),
        bench.rounds,
    )
    memory = (portal.memory, files.memory)
    return result(pairs=pairs, unit="requests/s", memory=memory, note=f"{len(body) / 1000:.0f} kB.")


# --- All of them ------------------------------------------------------------------------------------

_LISTS = {
    "members": "64 members with map and three declarations' statuses",
    "meetings": "40 meetings",
    "documents": "30 documents",
    "status": "the status of 64 parties, with map and figures",
    "plan": "150 activities of a plan",
    "plan-status": "how 150 activities stand on a day",
    "goal": "the activities of one goal, five plans",
    "outputs": "375 outputs of all years",
    "emissions-members": "the emissions of 64 members, with small multiples",
}
_PAGES = {
    "front": "the front page",
    "members": "a list (members)",
    "municipality": "a municipality's page",
    "status": "a declaration's status",
    "plan": "a plan of 150 activities",
    "plan-status": "how a plan comes along",
    "plan-connections": "a plan's connections",
    "plan-comparison": "two years' plans compared",
    "declaration": "a declaration's page",
    "activity": "an activity's page",
    "emissions": "the region's emissions, with charts",
    "emissions-municipality": "a municipality's emissions, with charts",
    "emissions-members": "the members' emissions, with small multiples",
    "emissions-sectors": "the sectors beside each other",
    "emissions-sector": "a sector, down to source and gas",
    "emissions-published": "the council's published figures",
    "emissions-editions": "the editions of the statistics",
    "emissions-comparison": "two editions compared",
    "climate": "a Klimastatus report",
    "data": "the page of data",
    "about": "a fixed page",
    "guide": "a guide: how figures are made",
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
        for state, headers, goal in (("hot", BROWSER, HOT_GOAL), ("cold", SOMEBODY, None)):
            kept = "kept" if state == "hot" else "made anew for each request"
            yield Row(
                f"serve-{name}-{state}",
                f"{_capital(what)}, {kept}; beside it an empty Django view. Sync workers.",
                partial(served, name=name, headers=headers),
                # A file of hundreds of kilobytes is no page: it is sent, not made.
                goal if name != "pdf" else None,
            )
    yield Row(
        "serve-plan-hot-plain",
        "The same plan, kept, for who takes no gzip; beside it an empty Django view. Sync workers.",
        partial(served, name="plan", headers={}),
        HOT_GOAL,
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
    yield Row("chart-found", "The same chart where another process has drawn it.", charts_found)
    yield Row("chart-kept", "The same chart where its drawing is kept.", charts_kept)
    yield Row("chart-first", "The first three charts of a new process, imports and all.", charts_first)
    for database in ("sqlite", "postgresql"):
        title = "The national statistics imported: preview, comparison, commit; beside it calamine alone."
        measure = partial(import_emissions, database=database)
        yield Row(f"emissions-import-{database}", title, measure, IMPORT_GOAL)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


ROWS: tuple[Row, ...] = tuple(_rows())
