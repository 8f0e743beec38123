"""HTML to PDF/UA-1 by WeasyPrint, in a child process with limits.

    render_pdf(html)                                   # our fonts and style sheets are always there
    render_pdf(html, assets={"figur.svg": svg})        # <img src="asset:figur.svg" alt="…">
    archival_pdf(html)                                 # PDF/A-2a too

The document reaches nothing but `asset:<name>`: no file, no address, no `data:`. One process per
document, forked from a server that has WeasyPrint loaded; the server starts with the first document
and ends with the worker it belongs to. docs/decisions/pdf.md says why, and what it costs.
"""

import datetime as dt
import functools
import hashlib
import json
import logging
import multiprocessing
import signal
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from io import BytesIO
from multiprocessing import forkserver
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from fontTools.ttLib import woff2

from osloregionen import pdf_job
from osloregionen.pdf_job import ACCESSIBLE, ARCHIVAL, DOCUMENT, REPORT, WORKER, Limits
from osloregionen.turns import turn

logger = logging.getLogger(__name__)

LIMITS = Limits()
#: How long nobody tries again what could not be made: a document past its limits would else keep every worker
#: busy, one request after the other.
_FAILED_SECONDS = 60
#: Beyond the rendering that is waited for: starting its process, and writing the file.
_PATIENCE = 5
_WORKER_FILE = Path(__file__).with_name("pdf_worker.py")
_FONTS = ("Inter-Regular.woff2", "Inter-Italic.woff2", "Inter-SemiBold.woff2", "Inter-Bold.woff2")


@dataclass(frozen=True)
class Pdf:
    """A finished document, how many pages it has, and when it was made."""

    body: bytes
    pages: int
    made: dt.datetime = field(default_factory=timezone.now, compare=False)


@dataclass(frozen=True)
class PdfFacts:
    """What is known of a document without reading it: pages, bytes, and when it was made."""

    pages: int
    size: int
    made: dt.datetime


class PdfError(Exception):
    """The document could not be made; the reason is for the log, not for the reader."""


class PdfTimeoutError(PdfError):
    """Making the document took more processor or wall time than it may."""


def render_pdf(html: str, *, assets: Mapping[str, bytes] | None = None, limits: Limits = LIMITS) -> bytes:
    """Return `html` as the bytes of a PDF/UA-1 file. Same input, same bytes.

    Takes a whole HTML document (`<html lang="nb">`, a `<title>`) and the named assets it may use.
    Raises `PdfTimeoutError` or `PdfError`. No queries.
    """
    return _render(html, assets or {}, limits).body


def archival_pdf(html: str, *, assets: Mapping[str, bytes] | None = None) -> Pdf:
    """Return `html` as PDF/A-2a and PDF/UA-1 in one file, made anew; else as `render_pdf`."""
    return _render(html, assets or {}, LIMITS, ARCHIVAL)


def cached_pdf(html: str, *, assets: Mapping[str, bytes] | None = None) -> Pdf:
    """Return `html` as PDF, rendered once per content and then read from Django's cache.

    Who asks while it is being rendered, in whatever process, waits for that. Raises what `render_pdf`
    raises; for a minute after a failure nobody tries again. No queries.
    """
    key = content_key(html, assets)
    kept = _kept_or_failed(key)
    if kept is not None:
        return kept
    try:
        with turn(f"pdf-{key}", seconds=LIMITS.wall_seconds + _PATIENCE):
            return _kept_or_failed(key) or _made(key, html, assets or {})
    except TimeoutError as error:
        raise PdfTimeoutError(str(error)) from error


def _made(key: str, html: str, assets: Mapping[str, bytes]) -> Pdf:
    """Render, and tell those who wait what became of it."""
    try:
        pdf = _render(html, assets, LIMITS)
    except PdfError as error:
        cache.set(f"pdf-failed:{key}", str(error), _FAILED_SECONDS)
        raise
    cache.set_many({f"pdf:{key}": pdf, f"pdf-facts:{key}": PdfFacts(pdf.pages, len(pdf.body), pdf.made)})
    return pdf


def _kept_or_failed(key: str) -> Pdf | None:
    """Return the PDF if it has been made. Raises `PdfError` where that failed just now."""
    kept = kept_pdf(key)
    failure = None if kept else cache.get(f"pdf-failed:{key}")
    if failure:
        raise PdfError(f"tried less than a minute ago: {failure}")
    return kept


def kept_pdf(key: str) -> Pdf | None:
    """Return the PDF with that `content_key` if it has been made, else None."""
    kept: Pdf | None = cache.get(f"pdf:{key}")
    return kept


def cached_facts(key: str) -> PdfFacts | None:
    """Return what is known of the PDF with that `content_key` if it has been made, else None."""
    facts: PdfFacts | None = cache.get(f"pdf-facts:{key}")
    return facts


def _render(html: str, assets: Mapping[str, bytes], limits: Limits, variant: str = ACCESSIBLE) -> Pdf:
    """Render in a child process of its own, and clear up after it whatever became of it."""
    started = time.monotonic()
    context = _context()
    # The server loads WeasyPrint while this process unpacks the fonts.
    forkserver.ensure_running()
    known = {**_packaged_assets(), **assets}
    with tempfile.TemporaryDirectory(prefix="portal-pdf-") as folder:
        process = context.Process(target=pdf_job.run, args=(folder, html, known, limits, variant))
        try:
            process.start()
        # The fork server may have died between two documents; the next call starts another.
        except (OSError, EOFError) as error:
            raise PdfError(f"the child process did not start: {error}") from error
        try:
            process.join(limits.wall_seconds)
            exit_code = process.exitcode
        finally:
            if process.is_alive():
                process.kill()
                process.join()
            process.close()
        pdf = _result(Path(folder), exit_code, limits)
    logger.info("%d pages, %d kB in %.2f s", pdf.pages, len(pdf.body) // 1000, time.monotonic() - started)
    return pdf


def content_key(html: str, assets: Mapping[str, bytes] | None = None) -> str:
    """Return a short name for what `render_pdf` would make: the same for the same content.

    Fonts, style sheets and the engine are part of it: a new look is new content. No queries.
    """
    digest = hashlib.sha256(_engine() + html.encode())
    for name, body in sorted((assets or {}).items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(body).digest())
    return digest.hexdigest()[:40]


@functools.cache
def _engine() -> bytes:
    """Return what tells one engine from another: WeasyPrint's version, our worker, fonts and styles."""
    digest = hashlib.sha256(version("weasyprint").encode() + _WORKER_FILE.read_bytes())
    for name, body in _packaged_files().items():
        digest.update(name.encode() + b"\0" + hashlib.sha256(body).digest())
    return digest.digest()


@functools.cache
def _packaged_files() -> Mapping[str, bytes]:
    """Return the fonts that npm installed and the style sheets of print. Raises `PdfError` without them.

    Static files of the whole Inter: the Latin subset lacks ₂, and a variable font is a risk in PDF.
    """
    fonts = settings.BASE_DIR / "node_modules/inter-ui/web"
    styles = sorted((settings.BASE_DIR / "static/pdf").glob("*.css"))
    try:
        return {file.name: file.read_bytes() for file in (*(fonts / name for name in _FONTS), *styles)}
    except OSError as error:
        raise PdfError(f"a font or style sheet of print is missing: {error}") from error


@functools.cache
def _packaged_assets() -> Mapping[str, bytes]:
    """Return what every document may use, its fonts unpacked.

    Once per worker: unpacking costs 0.3 s a font, and every child would do it again.
    """
    assets: dict[str, bytes] = {}
    for name, body in _packaged_files().items():
        if not name.endswith(".woff2"):
            assets[name] = body
            continue
        unpacked = BytesIO()
        woff2.decompress(BytesIO(body), unpacked)
        assets[name.replace(".woff2", ".ttf")] = unpacked.getvalue()
    return assets


@functools.cache
def _context() -> multiprocessing.context.ForkServerContext:
    """Return the context whose server has WeasyPrint loaded and has rendered nothing.

    A server that had rendered would hand its children locks and threads in an unknown state.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["weasyprint", WORKER])
    return context


def _result(folder: Path, exit_code: int | None, limits: Limits) -> Pdf:
    """Return the PDF a child left in `folder`, or raise what became of it."""
    if exit_code is None:
        raise PdfTimeoutError(f"not done after {limits.wall_seconds} s")
    if exit_code == -signal.SIGXCPU:
        raise PdfTimeoutError(f"used more than {limits.cpu_seconds} s of the processor")
    if exit_code != 0:
        raise PdfError(f"the child process ended with {exit_code}")
    try:
        report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
        failure = report.get("failure")
        for line in report["warnings"]:
            logger.warning("WeasyPrint: %s", line)
        pdf = Pdf(b"", 0) if failure else Pdf((folder / DOCUMENT).read_bytes(), report["pages"])
    except (OSError, ValueError) as error:
        raise PdfError(f"the child process left no answer: {error}") from error
    if failure:
        raise PdfError(failure)
    return pdf
