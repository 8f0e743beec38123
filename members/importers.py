"""Reads the members app's content files (`members/content/`) into content rows."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.models import TextChoices

from members.models import (
    Body,
    County,
    Document,
    Meeting,
    Membership,
    Municipality,
    MunicipalityNumber,
    Page,
    Population,
    PublishedFigure,
)
from osloregionen.content import Columns, ContentFolder, ContentRow, Entry, Ref, iso_date
from osloregionen.models import Record

CONTENT = Path(__file__).parent / "content"


def read_content() -> list[ContentRow]:
    """Return the content rows of all files; raises `ContentError` with every problem. No query."""
    folder = ContentFolder(CONTENT)
    return folder.checked(
        [
            *_counties(folder),
            *_municipalities(folder),
            *_populations(folder),
            *_memberships(folder),
            *_published_figures(folder),
            *_bodies(folder),
            *_meetings(folder),
            *_documents(folder),
            *_pages(folder),
        ]
    )


def _counties(folder: ContentFolder) -> Iterable[ContentRow]:
    columns = Columns(["key", "number", "name", "valid_from", "valid_to"], ["source"])
    for entry in folder.csv("counties.csv", columns):
        values = entry.pick("name", "valid_from", "valid_to", "source")
        # Excel drops the zero that a number begins with.
        values["number"] = entry["number"].zfill(2)
        yield ContentRow(County, entry["key"], values, entry.where, natural=("number", "valid_from"))


def _municipalities(folder: ContentFolder) -> Iterable[ContentRow]:
    plain = ["name", "org_number", "website", "tile_row", "tile_col", "dissolved_on"]
    columns = Columns(["key", *plain, "language_form", "merged_into"], ["source"])
    for entry in folder.csv("municipalities.csv", columns):
        values = entry.pick(*plain, "source")
        values |= {
            "slug": entry["key"],
            "language_form": _choice(Municipality.LanguageForm, entry["language_form"]),
            "merged_into": _ref(Municipality, entry["merged_into"]),
        }
        yield ContentRow(Municipality, entry["key"], values, entry.where, natural=("slug",))
    yield from _numbers(folder)


def _numbers(folder: ContentFolder) -> Iterable[ContentRow]:
    """Yield the numbers; the county follows from a number's first two digits and its dates."""
    columns = Columns(["municipality", "number", "valid_from", "valid_to"], ["source"])
    counties = _CountyFinder(folder)
    for entry in folder.csv("municipality_numbers.csv", columns):
        number = entry["number"].zfill(4)
        county = counties.key_of(number[:2], entry)
        if county is None:
            folder.problem(entry.where, f"no county in counties.csv has number '{number[:2]}' at that time")
            continue
        values = entry.pick("valid_from", "valid_to", "source")
        values |= {
            "municipality": Ref(Municipality, entry["municipality"]),
            "county": Ref(County, county),
            "number": number,
        }
        key = f"{entry['municipality']}-{number}"
        natural = ("municipality", "number", "valid_from")
        yield ContentRow(MunicipalityNumber, key, values, entry.where, natural=natural)


class _CountyFinder:
    """Finds the county of a number in a period, from counties.csv itself."""

    def __init__(self, folder: ContentFolder) -> None:
        # Read apart, so that what is wrong with the file is said once.
        columns = Columns(["key", "number", "name", "valid_from", "valid_to"], ["source"])
        self.counties = ContentFolder(folder.path).csv("counties.csv", columns)

    def key_of(self, number: str, period: Entry) -> str | None:
        """Return the key of the county whose own period covers the whole of `period`."""
        starts, ends = iso_date(period["valid_from"]), iso_date(period["valid_to"]) or "9999"
        for county in self.counties:
            begins, stops = iso_date(county["valid_from"]), iso_date(county["valid_to"]) or "9999"
            if county["number"].zfill(2) == number and begins <= starts and ends <= stops:
                return str(county["key"])
        return None


def _populations(folder: ContentFolder) -> Iterable[ContentRow]:
    for entry in folder.csv("populations.csv", Columns(["municipality", "on", "count", "source"])):
        values = entry.pick("on", "count", "source")
        values["municipality"] = Ref(Municipality, entry["municipality"])
        key = f"{entry['municipality']}-{iso_date(entry['on'])}"
        yield ContentRow(Population, key, values, entry.where, natural=("municipality", "on"))


def _memberships(folder: ContentFolder) -> Iterable[ContentRow]:
    columns = Columns(["municipality", "joined_on", "left_on", "known_from"], ["source"])
    times: Counter[str] = Counter()
    for entry in folder.csv("memberships.csv", columns):
        municipality = entry["municipality"]
        times[municipality] += 1
        values = entry.pick("joined_on", "left_on", "known_from", "source")
        values["municipality"] = Ref(Municipality, municipality)
        # A municipality that left and came back stands twice, in the order it happened.
        key = f"{municipality}-{times[municipality]}"
        yield ContentRow(Membership, key, values, entry.where, natural=("municipality", "left_on"))


def _published_figures(folder: ContentFolder) -> Iterable[ContentRow]:
    columns = Columns(["key", "what", "value", "wording", "as_of", "as_of_note", "source"])
    for entry in folder.csv("published_figures.csv", columns):
        values = entry.pick("value", "wording", "as_of", "as_of_note", "source")
        values["what"] = _choice(PublishedFigure.What, entry["what"])
        natural = ("what", "value", "as_of", "as_of_note")
        yield ContentRow(PublishedFigure, entry["key"], values, entry.where, natural=natural)


def _bodies(folder: ContentFolder) -> Iterable[ContentRow]:
    plain = ["mandate", "valid_from", "valid_to", "source"]
    columns = Columns(["key", "name", "kind", "order"], [*plain, "elected_by", "established_by"])
    for entry in folder.toml("bodies.toml", {"body": columns})["body"]:
        values = entry.pick("name", "kind", "order", *plain)
        values |= {
            "slug": entry["key"],
            "elected_by": _ref(Body, entry["elected_by"]),
            "established_by": _ref(Body, entry["established_by"]),
        }
        yield ContentRow(Body, entry["key"], values, entry.where, natural=("slug",))


def _meetings(folder: ContentFolder) -> Iterable[ContentRow]:
    when = ["on", "ends_on", "starts_at", "ends_at", "date_note"]
    plain = ["title", "organiser", *when, "place", "agenda_url", "public_note"]
    columns = Columns(["key", "kind", "body", *plain], ["source"])
    for entry in folder.csv("meetings.csv", columns):
        values = entry.pick(*plain, "source")
        values |= {"kind": _choice(Meeting.Kind, entry["kind"]), "body": _ref(Body, entry["body"])}
        yield ContentRow(Meeting, entry["key"], values, entry.where, natural=("title", "on"))


def _documents(folder: ContentFolder) -> Iterable[ContentRow]:
    plain = ["publisher", "date", "date_note", "url", "points", "source"]
    columns = Columns(["key", "title", "kind"], plain)
    for entry in folder.toml("documents.toml", {"document": columns})["document"]:
        values = entry.pick("title", "kind", *plain) | {"slug": entry["key"]}
        yield ContentRow(Document, entry["key"], values, entry.where, natural=("slug",))


def _pages(folder: ContentFolder) -> Iterable[ContentRow]:
    columns = Columns(["key", "title", "body"], ["lead", "source"])
    for entry in folder.toml("pages.toml", {"page": columns})["page"]:
        values = entry.pick("title", "lead", "body", "source") | {"place": entry["key"]}
        yield ContentRow(Page, entry["key"], values, entry.where, natural=("place",))


def _ref(model: type[Record], key: str) -> Ref | None:
    """Return the reference, or None where the file leaves it empty."""
    return Ref(model, key) if key else None


def _choice(choices: type[TextChoices], text: Any) -> Any:
    """Return the stored value for the word people write («Bokmål»); other texts as they are."""
    return {str(choice.label).lower(): choice.value for choice in choices}.get(str(text).lower(), text)
