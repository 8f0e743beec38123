"""Files of statistics as Miljødirektoratet gives them, of any size, and with its traps.

    write_all(path, figures({301: "Oslo", 3201: "Bærum"}, years=[2023, 2024]))
    write_one(path, "Oslo", figures({301: "Oslo"}))
    write_csv(path, table_of_all(figures(…)))
    write_national(path)        # as large as the country: 480,000 rows, written in half a minute

Figures follow from number, year and series, so that a test can reckon them itself (`tonnes`).
"""

import csv
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, NamedTuple
from xml.sax.saxutils import escape

import xlsxwriter

CONTENT = Path(__file__).parents[2] / "emissions" / "content"
#: The years of the statistics: every other at first.
YEARS = (2009, 2011, 2013, *range(2015, 2025))
#: Both spellings of the heading over the figures.
VALUE, VALUE_PLAIN = "Utslipp (tonn CO₂-ekvivalenter)", "Utslipp (tonn CO2-ekvivalenter)"
#: Both names of the tenth sector.
TENTH, TENTH_SHORT = "Bruk av produkter med fluorgasser", "produkter med fluorgasser"
INFO, OVERVIEW, DETAILS = "Info", "Oversikt", "Oversikt - detaljert"

Table = list[list[Any]]


class Figure(NamedTuple):
    """A row of the statistics."""

    county: str
    number: int
    name: str
    year: int
    sector: str
    source: str
    gas: str
    tonnes: float


@cache
def series() -> tuple[tuple[str, str, str], ...]:
    """Return sector, source and gas of all 104 series, as the content files have them."""
    with (CONTENT / "sectors.csv").open(encoding="utf-8-sig", newline="") as file:
        sectors = {row["key"]: row["name"] for row in csv.DictReader(file, delimiter=";")}
    with (CONTENT / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return tuple((sectors[row["sector"]], row["name"], gas) for row in rows for gas in row["gases"].split())


def tonnes(number: int, year: int, place: int) -> float:
    """Return a made-up figure with one decimal, the same each time; a few are nothing."""
    return (number * 7919 + year * 104729 + place * 15485863) % 400_000 // 7 / 10


def figures(
    municipalities: Mapping[int, str],
    *,
    years: Sequence[int] = YEARS[-2:],
    of: Sequence[tuple[str, str, str]] | None = None,
    tenth: str = TENTH,
) -> Iterator[Figure]:
    """Give the rows of some municipalities and years; `of` are the series, else all of them."""
    for number, name in municipalities.items():
        for year in years:
            for place, (sector, source, gas) in enumerate(series() if of is None else of):
                shown = tenth if sector == TENTH else sector
                yield Figure("Fylke", number, name, year, shown, source, gas, tonnes(number, year, place))


def table_of_all(rows: Iterable[Figure], *, value: str = VALUE) -> Table:
    """Return rows as the download of all municipalities has them, below its headings."""
    headings = ["Fylke", "Kommunenummer", "Kommune", "År", "Sektor", "Utslippskilde", "Klimagass", value]
    return [headings, *(list(row) for row in rows)]


def table_of_one(rows: Iterable[Figure], *, value: str = VALUE) -> Table:
    """Return rows as the download of one municipality has them."""
    headings = ["År", "Sektor", "Utslippskilde", "Klimagass", value]
    return [headings, *(list(row[3:]) for row in rows)]


def overview(rows: Iterable[Figure], *, value: str = VALUE) -> Table:
    """Return the sums by year and sector, as the sheet `Oversikt` has them."""
    sums: dict[tuple[int, str], float] = {}
    for row in rows:
        key = row.year, row.sector
        sums[key] = round(sums.get(key, 0) + row.tonnes, 1)
    return [["År", "Sektor", value], *([year, sector, total] for (year, sector), total in sums.items())]


def info(dataset: str) -> Table:
    """Return the lines of the sheet `Info`."""
    return [["Nedlastet fra:", "https://example.org/"], ["Datasett:", dataset], ["Utgiver:", "Prøveetaten"]]


def write_sheets(
    path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]], *, hidden: Sequence[str] = ()
) -> Path:
    """Write a workbook sheet by sheet; text stays text, whatever it looks like. Returns the path."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def write_all(path: Path, rows: Iterable[Figure], *, value: str = VALUE) -> Path:
    """Write the download of all municipalities, small enough for XlsxWriter."""
    return write_sheets(path, {INFO: info("Alle kommuner"), DETAILS: table_of_all(rows, value=value)})


def write_one(path: Path, dataset: str, rows: Iterable[Figure], *, value: str = VALUE) -> Path:
    """Write the download of one municipality: about the file, sums, rows, and a sheet that is empty."""
    rows = list(rows)
    sheets = {
        INFO: info(dataset),
        OVERVIEW: overview(rows, value=value),
        DETAILS: table_of_one(rows, value=value),
        "Tilleggsinfo": [["År", "Sektor", "Tittel", "Navn", "Mengde"]],
    }
    return write_sheets(path, sheets)


def write_csv(
    path: Path, table: Table, *, separator: str = ";", encoding: str = "utf-8", mark: str = ","
) -> Path:
    """Write a table as CSV; `mark` is the decimal mark of its numbers. Returns the path."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        for row in table:
            writer.writerow(
                [str(cell).replace(".", mark) if isinstance(cell, float) else cell for cell in row]
            )
    return path


# --- As large as the country --------------------------------------------------------------------------

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_COLUMNS = "ABCDEFGH"
_AT_ONCE = 20_000


def national(count: int = 357) -> dict[int, str]:
    """Return the numbers and names of as many municipalities; the members' own of today come first."""
    folder = Path(__file__).parents[2] / "members" / "content"
    with (folder / "municipalities.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["key"]: row["name"] for row in csv.DictReader(file, delimiter=";")}
    with (folder / "municipality_numbers.csv").open(encoding="utf-8-sig", newline="") as file:
        own = {
            int(row["number"]): names[row["municipality"]]
            for row in csv.DictReader(file, delimiter=";")
            if not row["valid_to"]
        }
    others = (number for number in range(1101, 10_000) if number not in own)
    return own | {number: f"Prøvekommune {number}" for number in islice(others, count - len(own))}


def write_national(path: Path, municipalities: Mapping[int, str] | None = None) -> Path:
    """Write the download of the whole country, every year: of 357 municipalities 482,664 rows, 190 MB of XML.

    Written by hand, cell by cell as the real download has them (shared texts, a prefix on every element): a
    library would take minutes. Returns the path.
    """
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        _write_outline(package)
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            _write_rows(part, info("Alle kommuner"), strings)
        rows = figures(national() if municipalities is None else municipalities, years=YEARS)
        with package.open("xl/worksheets/sheet2.xml", "w", force_zip64=False) as part:
            _write_rows(part, chain(table_of_all(()), rows), strings)
        texts = "".join(f'<x:si><x:t xml:space="preserve">{escape(text)}</x:t></x:si>' for text in strings)
        package.writestr("xl/sharedStrings.xml", f'{_HEAD}<x:sst xmlns:x="{_MAIN}">{texts}</x:sst>')
    return path


def _write_rows(part: IO[bytes], rows: Iterable[Sequence[Any]], strings: dict[str, int]) -> None:
    part.write(f'{_HEAD}<x:worksheet xmlns:x="{_MAIN}"><x:sheetData>'.encode())
    numbered = enumerate(rows, start=1)
    while some := list(islice(numbered, _AT_ONCE)):
        part.write("".join(_row(number, row, strings) for number, row in some).encode())
    part.write(b"</x:sheetData></x:worksheet>")


def _row(number: int, row: Sequence[Any], strings: dict[str, int]) -> str:
    cells = []
    for letter, cell in zip(_COLUMNS, row, strict=False):
        if isinstance(cell, str):
            place = strings.setdefault(cell, len(strings))
            cells.append(f'<x:c r="{letter}{number}" s="0" t="s"><x:v>{place}</x:v></x:c>')
        else:
            cells.append(f'<x:c r="{letter}{number}" s="0"><x:v>{cell}</x:v></x:c>')
    return f'<x:row r="{number}" spans="1:8">{"".join(cells)}</x:row>'


def _write_outline(package: zipfile.ZipFile) -> None:
    """Write what says which sheets there are."""
    names = (INFO, DETAILS)
    sheets = "".join(
        f'<x:sheet name="{name}" sheetId="{place}" r:id="rId{place}"/>'
        for place, name in enumerate(names, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{_LINKS}/worksheet" Target="/xl/worksheets/sheet{place}.xml"/>'
        for place, _name in enumerate(names, start=1)
    )
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_SHEETS_TYPE}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("sharedStrings", "sharedStrings"),
            ("worksheets/sheet1", "worksheet"),
            ("worksheets/sheet2", "worksheet"),
        )
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook xmlns:x="{_MAIN}" xmlns:r="{_LINKS}"><x:sheets>{sheets}</x:sheets>'
        "</x:workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId9" Type="{_LINKS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
    }
    for name, content in parts.items():
        package.writestr(name, _HEAD + content)
