"""One side of a comparison in a process of its own, so that its memory is its own.

    python -m tests.benchmark.side NAME FOLDER     each line read is one go; it answers with JSON

The folder holds the document to print: document.html and, in assets/, all that it may use.
"""

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmark.emissions import calamine_alone, importing
from tests.benchmark.measuring import peak_of, peak_of_tree

#: What one go gives: seconds, and the peak memory of what it started, in kilobytes.
Go = Callable[[], tuple[float, int]]


@contextlib.contextmanager
def portal_pdf(folder: Path) -> Iterator[Go]:
    """Print as the portal does, in a limited child process of a fork server."""
    _django()
    from osloregionen import pdf

    html, assets = _document(folder)
    # How long it takes is asked here, not how long the portal waits: on a busy machine it may be a minute.
    patient = pdf.Limits(cpu_seconds=120, wall_seconds=300)
    peaks: list[int] = []
    result = pdf._result

    def noting(place: Path, *rest: Any) -> Any:
        with contextlib.suppress(OSError, KeyError, ValueError):
            peaks.append(json.loads((place / "report.json").read_text(encoding="utf-8"))["peak_kilobytes"])
        return result(place, *rest)

    # The child tells its peak in a report that is gone when render_pdf returns.
    pdf._result = noting

    def go() -> tuple[float, int]:
        started = time.perf_counter()
        pdf.render_pdf(html, assets=assets, limits=patient)
        return time.perf_counter() - started, peaks[-1]

    yield go


@contextlib.contextmanager
def weasyprint_alone(folder: Path) -> Iterator[Go]:
    """Print by WeasyPrint in this very process, with the same fonts, pictures and variant of PDF."""
    import weasyprint

    from osloregionen.pdf_job import ACCESSIBLE
    from osloregionen.pdf_worker import SCHEME, Assets

    html, _own = _document(folder)
    fetcher = Assets({file.name: file.read_bytes() for file in (folder / "assets").iterdir()})

    def go() -> tuple[float, int]:
        started = time.perf_counter()
        page = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
        page.write_pdf(pdf_variant=ACCESSIBLE)
        return time.perf_counter() - started, 0

    yield go


@contextlib.contextmanager
def chromium(folder: Path) -> Iterator[Go]:
    """Print by a headless Chromium that is open already, with tags as in an accessible PDF."""
    import shutil

    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    # A folder of its own: the others read the same files as they were.
    copy = folder / "for-chromium"
    shutil.copytree(folder / "assets", copy / "assets", dirs_exist_ok=True)
    page_file = copy / "document.html"
    html = (folder / "document.html").read_text(encoding="utf-8")
    page_file.write_text(html.replace("asset:", "assets/"), encoding="utf-8")
    for style in (copy / "assets").glob("*.css"):
        style.write_text(style.read_text(encoding="utf-8").replace("asset:", ""), encoding="utf-8")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)

        def go() -> tuple[float, int]:
            started = time.perf_counter()
            page = browser.new_page()
            page.goto(page_file.as_uri())
            page.pdf(tagged=True, prefer_css_page_size=True)
            passed = time.perf_counter() - started
            peak = peak_of_tree(os.getpid()) - _own_peak()
            page.close()
            return passed, peak

        yield go
        browser.close()


@contextlib.contextmanager
def first_chart(folder: Path) -> Iterator[Go]:
    """Draw the published tables' charts, the first time in this process with all it must import."""
    _django()
    from django.core.cache import cache

    from emissions import selectors

    # What another process has drawn is found there.
    cache.clear()
    published = selectors.published_tables()

    def go() -> tuple[float, int]:
        started = time.perf_counter()
        from emissions.charts.published import change_chart

        for table in published:
            change_chart(table)
        return time.perf_counter() - started, 0

    yield go


SIDES = {
    "portal": portal_pdf,
    "weasyprint": weasyprint_alone,
    "chromium": chromium,
    "first-chart": first_chart,
    "import-emissions": importing,
    "calamine": calamine_alone,
}


def _django() -> None:
    import django

    django.setup()


def _document(folder: Path) -> tuple[str, dict[str, bytes]]:
    html = (folder / "document.html").read_text(encoding="utf-8")
    return html, {file.name: file.read_bytes() for file in (folder / "assets").glob("mal-*.svg")}


def _own_peak() -> int:
    return peak_of(os.getpid())


def main(name: str, folder: str) -> None:
    """Do one go per line of standard input; a line answers each, with the peak of both processes' memory."""
    with SIDES[name](Path(folder)) as go:
        for _line in sys.stdin:
            try:
                seconds, below = go()
            # Whatever it is: the benchmark tells it in a line and goes on with the next row.
            except Exception as error:  # noqa: BLE001
                sys.exit(f"{name}: {type(error).__name__}: {error}")
            answer = {"seconds": seconds, "kilobytes": _own_peak() + below}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
