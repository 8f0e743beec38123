"""What runs inside the limited child process that turns HTML into PDF. Imports no Django.

The parent (`osloregionen.pdf`) starts `render_into` in a process of its own. It limits itself before
it reads a byte of the document, reaches nothing but the assets it was handed, and leaves its answer
as files in a folder that the parent removes.
"""

import gc
import json
import logging
import resource
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Known to be heavy (a second): the fork server preloads it, so that each child finds it imported.
import pydyf
import pyphen
import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from osloregionen.pdf_job import ARCHIVAL, DOCUMENT, REPORT, Limits

SCHEME = "asset:"
# Links a reader may follow. Anything else (file:, javascript:, a bare path) loses its address.
FOLLOWABLE = ("#", "http://", "https://", "mailto:")
_MEDIA_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf", ".png": "image/png"}
# What WeasyPrint leaves out of the metadata of PDF/A: that the file is PDF/UA too. PDF/A demands that a file
# describes the properties which it does not know.
_PDF_UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
# Half a second's work, read here by the fork server: it is kept in memory, and each child finds it there.
pyphen.Pyphen(lang="nb")
_LARGEST_FILE = 64 * 1024 * 1024
# Signs that are none: control characters, and the ends of lines and paragraphs that Word leaves behind.
_SPACES = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160), 0x2028, 0x2029], " ")
# What stands for a letter that no font here has: PDF/UA refuses the empty box that would come of it, and
# nothing at all would tell nobody that something is missing.
_NO_LETTER = "□"


class DeniedError(ValueError):
    """The document asked for something that was not handed to it."""


class Assets(URLFetcher):
    """WeasyPrint's fetcher of addresses: `asset:<name>` from memory, nothing else from anywhere."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the asset at `url`; raises `DeniedError`, which WeasyPrint logs and goes on without."""
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self.assets:
            raise DeniedError("not among the assets of this document")
        media_type = _MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
        return URLFetcherResponse(url, body=self.assets[name], headers={"Content-Type": media_type})


class _Warnings(logging.Handler):
    """Keeps the first things WeasyPrint complains about, for the parent's log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        #: Letters that no font has.
        self.missing: set[int] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message, shortened: it may quote the document."""
        if str(record.msg).startswith(".notdef glyph") and isinstance(record.args, tuple):
            self.missing.add(record.args[-1])  # type: ignore[arg-type]
        if len(self.lines) < 20:
            self.lines.append(record.getMessage()[:300])


def render_into(folder: str, html: str, assets: Mapping[str, bytes], limits: Limits, variant: str) -> None:
    """Render `html` to `document.pdf` in `folder`, a `variant` of pdf_job, with `report.json` beside it.

    The report holds `pages`, `warnings` (what was denied or not understood) and, where there is no
    PDF, `failure`. When a limit is met the kernel ends the process and neither may exist.
    """
    _limit(limits)
    # One document, and then the process ends: looking for garbage all the time takes an eighth of it.
    gc.disable()
    # Fonts are unpacked to disk; whatever ends this process, the parent clears the folder.
    tempfile.tempdir = folder
    warnings = _Warnings()
    logger = logging.getLogger("weasyprint")
    logger.handlers = [warnings]
    report: dict[str, Any] = {"warnings": warnings.lines}
    try:
        html = html.translate(_SPACES)
        report["pages"] = _write(folder, html, assets, variant)
        if warnings.missing:
            # Only now does one know which they are: what fonts there are, differs from machine to machine.
            html = html.translate(dict.fromkeys(warnings.missing, _NO_LETTER))
            gc.collect()
            report["pages"] = _write(folder, html, assets, variant)
    # Whatever goes wrong in here is told to the parent, which decides.
    except (Exception, RecursionError) as error:  # noqa: BLE001
        report["failure"] = f"{type(error).__name__}: {error}"[:500]
    report["peak_kilobytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    Path(folder, REPORT).write_text(json.dumps(report), encoding="utf-8")


def _limit(limits: Limits) -> None:
    """Limit this process for good. RLIMIT_DATA, not RLIMIT_AS: libraries reserve more than they use."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.data_bytes, limits.data_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(folder: str, html: str, assets: Mapping[str, bytes], variant: str) -> int:
    """Write `html` as a PDF in the folder, and return how many pages it has."""
    document = _lay_out(html, assets, variant)
    finisher = _finish_archival if variant == ARCHIVAL else _finish
    document.write_pdf(Path(folder, DOCUMENT), finisher=finisher, pdf_variant=variant)
    return len(document.pages)


def _lay_out(html: str, assets: Mapping[str, bytes], variant: str) -> Any:
    """Return `html` as WeasyPrint's document of pages; links elsewhere than to the web are cut."""
    page = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=Assets(assets))
    for element in page.etree_element.iter("a"):
        if not element.get("href", "").startswith(FOLLOWABLE):
            element.attrib.pop("href", None)
    document = page.render(pdf_variant=variant)
    document.names = {
        element.get("id"): element.get("title") or " ".join("".join(element.itertext()).split())[:200]
        for element in page.etree_element.iter()
        if element.get("id")
    }
    return document


def _finish(document: Any, pdf: Any) -> None:
    """Mend what WeasyPrint leaves for a screen reader to stumble over."""
    _name_links(document, pdf)
    _wrap_items(pdf)


def _wrap_items(pdf: Any) -> None:
    """Let what a list's item holds beside its mark lie in a body: paragraphs of a loose list lie bare."""
    by_reference = {item.reference: item for item in pdf.objects if isinstance(item, pydyf.Dictionary)}
    for item in list(by_reference.values()):
        if item.get("S") != "/LI":
            continue
        body, kids = None, pydyf.Array()
        for reference in item["K"]:
            kid = by_reference.get(reference)
            if kid is None or kid.get("S") in ("/Lbl", "/LBody"):
                kids.append(reference)
                continue
            if body is None:
                about = {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "P": item.reference}
                body = pydyf.Dictionary({**about, "Pg": item["Pg"]})
                pdf.add_object(body)
                kids.append(body.reference)
            body["K"].append(reference)
            kid["P"] = body.reference
        item["K"] = kids


def _name_links(document: Any, pdf: Any) -> None:
    """Let a screen reader say what a link inside the document leads to, instead of its anchor."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/Link" and "Dest" in item:
            anchor = item["Dest"].string
            item["Contents"] = pydyf.String(document.names.get(anchor, anchor))


_WRITTEN = pydyf.Stream.data.fget


def _ended(stream: Any) -> bytes:
    """Return a stream as written, with an end that nobody can misread.

    One in 256 ends in CR. With the LF that follows it reads as a single end of line, and a checker of PDF/A
    says that the stream is shorter than it claims; after CR and LF it cannot.
    """
    written: bytes = _WRITTEN(stream)
    return written.removesuffix(b"\nendstream") + b"\r\nendstream"


def _finish_archival(document: Any, pdf: Any) -> None:
    """Let the metadata say that the file is PDF/A and PDF/UA, uncompressed: not all checkers unpack it."""
    _finish(document, pdf)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.stream = [b"".join(item.stream).replace(b"</rdf:RDF>", _PDF_UA + b"</rdf:RDF>")]
            item.compress = False
    # For all of them: some are made while the file is written. This process makes no other.
    pydyf.Stream.data = property(_ended)
