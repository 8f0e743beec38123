"""Reads the declarations and their signatures from `declaration/content/`."""

from pathlib import Path

from declaration.models import (
    Commitment,
    Declaration,
    MainPoint,
    Milestone,
    PublishedCount,
    Signature,
    Theme,
)
from declaration.services import register_signature
from members.models import Body, County, Municipality
from osloregionen.content import Columns, ContentFolder, ContentRow, Entry, Ref
from osloregionen.models import Record

CONTENT = Path(__file__).parent / "content"

_PLAIN = (
    "title",
    "year",
    "status",
    "purpose",
    "introduction",
    "reasons",
    "full_text",
    "opened_on",
    "response_deadline",
    "signing_on",
    "signing_place",
    "source",
)
_TABLES = {
    "declaration": Columns(
        ["key", "title", "year", "status", "source"],
        [
            "purpose",
            "introduction",
            "reasons",
            "full_text",
            "opened_on",
            "response_deadline",
            "signing_on",
            "signing_place",
            "renews",
            "default_source",
            "main_points",
        ],
    ),
    "themes": Columns(["key", "title"], ["text", "source"]),
    "commitments": Columns(["key", "text", "verbatim"], ["number", "theme", "source"]),
    "milestones": Columns(["key", "title"], ["body", "on", "ends_on", "date_note", "done_on", "source"]),
    "published_counts": Columns(["key", "wording", "source"], ["count", "as_of", "as_of_note"]),
}
_SIGNATURES = Columns(
    ["declaration", "municipality", "county", "status", "source"],
    [
        "basis",
        "decided_on",
        "case_reference",
        "evidence",
        "signed_on",
        "signed_at",
        "signatory_name",
        "signatory_title",
    ],
)


def read_content(path: Path = CONTENT) -> list[ContentRow]:
    """Return the rows of `declaration-<year>.toml` and `signatures.csv`, the parts after their declaration.

    Raises `ContentError` with every problem of all files. No queries.
    """
    folder = ContentFolder(path)
    rows: list[ContentRow] = []
    for file in sorted(path.glob("declaration-*.toml")):
        tables = folder.toml(file.name, _TABLES)
        if folder.has_one(file.name, tables, "declaration"):
            rows += _declaration(folder, tables)
    rows += [_signature(folder, entry) for entry in folder.csv("signatures.csv", _SIGNATURES)]
    return folder.checked(rows)


def _declaration(folder: ContentFolder, tables: dict[str, list[Entry]]) -> list[ContentRow]:
    entry = tables["declaration"][0]
    key = entry["key"]
    declaration = Ref(Declaration, key)
    values = entry.pick(*_PLAIN) | {"slug": key}
    if entry["renews"]:
        values["renews"] = Ref(Declaration, entry["renews"])
    rows = [ContentRow(Declaration, key, values, entry.where, natural=("slug",))]
    for order, text in enumerate(folder.list_of(entry, "main_points"), start=1):
        point = {
            "declaration": declaration,
            "order": order,
            "text": text,
            "source": entry["default_source"] or entry["source"],
        }
        rows.append(ContentRow(MainPoint, f"{key}/{order}", point, entry.where))
    for order, theme in enumerate(tables["themes"], start=1):
        values = theme.pick("title", "text") | {"order": order}
        rows.append(_part(Theme, entry, theme, values))
    for order, commitment in enumerate(tables["commitments"], start=1):
        values = commitment.pick("number", "text") | {"order": order, "is_verbatim": commitment["verbatim"]}
        if commitment["theme"]:
            values["theme"] = Ref(Theme, f"{key}/{commitment['theme']}")
        rows.append(_part(Commitment, entry, commitment, values))
    for order, milestone in enumerate(tables["milestones"], start=1):
        values = milestone.pick("title", "on", "ends_on", "date_note", "done_on") | {"order": order}
        if milestone["body"]:
            values["body"] = Ref(Body, milestone["body"])
        rows.append(_part(Milestone, entry, milestone, values))
    for count in tables["published_counts"]:
        values = count.pick("count", "wording", "as_of", "as_of_note")
        rows.append(_part(PublishedCount, entry, count, values))
    return rows


def _part(model: type[Record], declaration: Entry, part: Entry, values: dict[str, object]) -> ContentRow:
    return ContentRow(
        model,
        f"{declaration['key']}/{part['key']}",
        {
            **values,
            "declaration": Ref(Declaration, declaration["key"]),
            "source": part["source"] or declaration["default_source"] or declaration["source"],
        },
        part.where,
    )


def _signature(folder: ContentFolder, entry: Entry) -> ContentRow:
    """Return a signature's row. Its key follows from declaration and party: a party answers once."""
    municipality, county = entry["municipality"], entry["county"]
    if bool(municipality) == bool(county):
        folder.problem(entry.where, "name either a municipality or a county")
    values = entry.pick("status", "source", *_SIGNATURES.optional) | {
        "declaration": Ref(Declaration, entry["declaration"]),
        "municipality": Ref(Municipality, municipality) if municipality else None,
        "county": Ref(County, county) if county else None,
    }
    return ContentRow(
        Signature,
        f"{entry['declaration']}/{municipality or f'fylke-{county}'}",
        values,
        entry.where,
        natural=("declaration", "municipality", "county"),
        create=register_signature,
    )
