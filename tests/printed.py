"""A finished PDF as its readers meet it: its text, what a screen reader goes through, what a checker says."""

import functools
import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

import page
import pikepdf
import pypdf

#: A part of the structure: its tag, its alternative text, the tags above it.
Element = tuple[str, str, tuple[str, ...]]


def folded(text: str) -> str:
    """Return text so that it reads the same however its lines were broken: "C40-" may end one."""
    return re.sub(r"-\s", "-", " ".join(text.split()))


@functools.lru_cache(maxsize=8)
def pages_of(body: bytes) -> tuple[str, ...]:
    """Return the text of each page, folded. Kept: to read takes longer than to make."""
    return tuple(folded(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def text_of(body: bytes) -> str:
    """Return the text of all pages, folded."""
    return " ".join(pages_of(body))


def letters_of(text: str) -> str:
    """Return a text without what hyphenation and line breaks put into it."""
    return re.sub(r"\W", "", text)


def elements_of(body: bytes) -> list[Element]:
    """Return every structure element in reading order."""

    def walk(element: Any, above: tuple[str, ...]) -> Iterator[Element]:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return
        tag = str(element.S)
        yield tag, str(element.get("/Alt", "")), above
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from walk(kid, (*above, tag))

    with pikepdf.open(io.BytesIO(body)) as opened:
        return [item for root in opened.Root.StructTreeRoot.K for item in walk(root, ())]


def ua_failures(body: bytes) -> list[tuple[str, str]]:
    """Return what makes the file no PDF/UA-1: rule and message. Empty for a valid one."""
    return _failures(body, "ua1")


def archival_failures(body: bytes) -> list[tuple[str, str]]:
    """Return what makes the file no PDF/A-2a: rule and message. Empty for a valid one."""
    return _failures(body, "2a")


def _failures(body: bytes, profile: str) -> list[tuple[str, str]]:
    report = page.validate_pdf_bytes(body, profile=profile)
    failures = [(failure.rule_id, failure.message) for failure in report.failures]
    return failures or ([] if report.is_compliant else [("", "not compliant")])


def heading_levels(body: bytes) -> list[int]:
    """Return the levels of the headings in reading order."""
    return [int(tag[2]) for tag, _alt, _above in elements_of(body) if re.fullmatch(r"/H[1-6]", tag)]


def leaves_a_level_out(levels: list[int]) -> bool:
    """Say whether some heading lies more than one level below the one before it, or the first is no title."""
    return levels[:1] != [1] or any(after > before + 1 for before, after in itertools.pairwise(levels))


def table_heads(body: bytes) -> list[tuple[int, int]]:
    """Return for each table how many headers its columns and its rows have."""
    heads: list[list[int]] = []
    for tag, _alt, above in elements_of(body):
        if tag == "/Table":
            heads.append([0, 0])
        if tag == "/TH" and "/THead" in above:
            heads[-1][0] += 1
        if tag == "/TH" and "/TBody" in above:
            heads[-1][1] += 1
    return [(columns, rows) for columns, rows in heads]
