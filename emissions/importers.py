"""Reads sectors, sources and the council's published tables from `emissions/content/`.

The statistics themselves are not content files; what is here describes them, or was published once.
"""

from pathlib import Path

from emissions.models import (
    PublishedComment,
    PublishedRow,
    PublishedShare,
    PublishedTable,
    Sector,
    Source,
    SourceGas,
)
from osloregionen.content import Columns, ContentFolder, ContentRow, Entry, Ref

CONTENT = Path(__file__).parent / "content"

_SECTORS = Columns(["key", "name", "other_name", "since_edition", "source"])
_SOURCES = Columns(["sector", "name", "gases", "first_year", "last_year", "source"])
_TABLES = {
    "table": Columns(
        ["key", "title", "from_year", "to_year", "source"], ["published_on", "published_note", "comments"]
    ),
    "rows": Columns(["label"], ["sector", "percent", "tonnes", "remark"]),
    "shares": Columns(["key", "year", "percent", "text"]),
}


def read_content(path: Path = CONTENT) -> list[ContentRow]:
    """Return the rows of `sectors.csv`, `sources.csv` and each `table-<years>.toml`, in that order.

    Raises `ContentError` with every problem of all files. No queries.
    """
    folder = ContentFolder(path)
    rows: list[ContentRow] = []
    for order, entry in enumerate(folder.csv("sectors.csv", _SECTORS), start=1):
        key = entry["key"]
        values = entry.pick("name", "other_name", "since_edition", "source") | {"slug": key, "order": order}
        rows.append(ContentRow(Sector, key, values, entry.where, natural=("name",)))
    for entry in folder.csv("sources.csv", _SOURCES):
        rows += _source(entry)
    for file in sorted(path.glob("table-*.toml")):
        tables = folder.toml(file.name, _TABLES)
        if folder.has_one(file.name, tables, "table"):
            rows += _table(folder, tables)
    return folder.checked(rows)


def _source(entry: Entry) -> list[ContentRow]:
    """Return a source and its gases, which stand in one cell with spaces between."""
    key = f"{entry['sector']}/{entry['name']}"
    values = entry.pick("name", "first_year", "last_year", "source") | {
        "sector": Ref(Sector, entry["sector"])
    }
    rows = [ContentRow(Source, key, values, entry.where, natural=("sector", "name"))]
    for gas in entry["gases"].split():
        values = {"emission_source": Ref(Source, key), "gas": gas, "source": entry["source"]}
        rows.append(
            ContentRow(SourceGas, f"{key}/{gas}", values, entry.where, natural=("emission_source", "gas"))
        )
    return rows


def _table(folder: ContentFolder, tables: dict[str, list[Entry]]) -> list[ContentRow]:
    entry = tables["table"][0]
    key, table = entry["key"], Ref(PublishedTable, entry["key"])
    values = entry.pick("title", "from_year", "to_year", "published_on", "published_note", "source")
    rows = [ContentRow(PublishedTable, key, values | {"slug": key}, entry.where, natural=("slug",))]
    for order, row in enumerate(tables["rows"], start=1):
        values = row.pick("label", "percent", "tonnes", "remark") | {
            "table": table,
            "order": order,
            "sector": Ref(Sector, row["sector"]) if row["sector"] else None,
            "source": entry["source"],
        }
        rows.append(
            ContentRow(PublishedRow, f"{key}/{row['label']}", values, row.where, natural=("table", "label"))
        )
    for order, text in enumerate(folder.list_of(entry, "comments"), start=1):
        values = {"table": table, "order": order, "text": text, "source": entry["source"]}
        rows.append(ContentRow(PublishedComment, f"{key}/{order}", values, entry.where))
    for order, share in enumerate(tables["shares"], start=1):
        values = share.pick("year", "percent", "text") | {"order": order, "source": entry["source"]}
        rows.append(ContentRow(PublishedShare, share["key"], values, share.where))
    return rows
