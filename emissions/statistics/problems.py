"""What can be wrong, or worth a look, with a file of statistics: one place that says it in both languages.

A `Problem` names its kind by a code and carries what the sentence needs, so that it can lie in JSON between
the reading and the page that shows it. `english()` is for the command line, `norwegian()` for the admin.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from emissions.statistics.member_problems import MEMBER_TEXTS
from osloregionen.formatting import number_nb

#: Codes whose text is a number of the file.
_OF_NUMBERS = ("value_negative", "value_large")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_OVERVIEW, _OF_OVERVIEW = "Oversikt", ("overview", "overview_unread")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where: `row` and `column` as the spreadsheet has them, if it lies there.

    `code` is a key of `TEXTS`; `values` fills in its sentences. All are plain values: `asdict` gives what
    JSON can hold, and `Problem(**that)` gives the problem back.
    """

    code: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def _in_sheet(self) -> str:
        """The sheet where one looks: the file's own sums stand in another than its rows."""
        return _OVERVIEW if self.sheet and self.code in _OF_OVERVIEW else self.sheet

    def english(self) -> str:
        """Return the place and what is wrong, as a sentence for the command line."""
        place = [
            f"sheet “{self._in_sheet}”" if self._in_sheet else "",
            f"row {self.row}" if self.row is not None else "",
            f"column “{self.column}”" if self.column else "",
        ]
        return _said(place, TEXTS[self.code][0] % dict(self.values))

    def norwegian(self) -> str:
        """Return the place and what is wrong, as a sentence for staff."""
        place = [
            gettext("arket «%(name)s»") % {"name": self._in_sheet} if self._in_sheet else "",
            gettext("rad %(row)s") % {"row": number_nb(self.row)} if self.row is not None else "",
            gettext("kolonnen «%(name)s»") % {"name": self.column} if self.column else "",
        ]
        values = {name: _in_norwegian(self.code, value) for name, value in self.values.items()}
        return _said(place, gettext(TEXTS[self.code][1]) % values)


def _in_norwegian(code: str, value: str | int) -> str:
    """Return a value as a sentence has it: numbers in bokmål, also those that came as the file has them."""
    if isinstance(value, int):
        return number_nb(value)
    return number_nb(Decimal(value)) if code in _OF_NUMBERS and _NUMBER.fullmatch(value) else value


class StatisticsError(Exception):
    """The file is refused. `problems` says why: the first of them, if there are many (`more`)."""

    def __init__(self, problems: Sequence[Problem], *, more: bool = False) -> None:
        self.problems = list(problems)
        self.more = more
        super().__init__(" ".join(problem.english() for problem in self.problems))


#: What each code says, in English and in bokmål.
TEXTS: Mapping[str, tuple[str, str]] = {
    # --- The file ---
    "empty": (
        "the file is empty",
        _("filen er tom"),
    ),
    "too_large": (
        "the file is larger than %(most)s MB: it can't be the statistics for municipalities",
        _("filen er større enn %(most)s MB: den kan ikke være utslippsstatistikken for kommuner"),
    ),
    "no_file": (
        "the file can't be opened",
        _("filen lar seg ikke åpne"),
    ),
    "web_page": (
        "the file is a web page (HTML or XML), whatever its name: download it again",
        _("filen er en nettside (HTML eller XML), uansett hva den heter. Last den ned på nytt"),
    ),
    "pdf": (
        "the file is a PDF",
        _("filen er en PDF. Last ned statistikken som Excel eller CSV"),
    ),
    "old_excel": (
        "the file is in an older Excel format (.xls): save it as .xlsx",
        _("filen er i et eldre Excel-format (.xls). Lagre den som «Excel-arbeidsbok (.xlsx)»"),
    ),
    "password": (
        "the workbook is protected with a password: save it without",
        _("Excel-arket er beskyttet med passord. Lagre det uten"),
    ),
    "utf16": (
        "the file is text in UTF-16: save it as UTF-8",
        _("filen er tekst i UTF-16. Lagre den som «CSV UTF-8»"),
    ),
    "encoding": (
        "the file is text neither in UTF-8 nor in Windows-1252",
        _("filen er verken tekst i UTF-8 eller i Windows-1252. Lagre den som «CSV UTF-8»"),
    ),
    "named_excel": (
        "the file is named as a workbook, but is plain text: name it .csv if it is CSV",
        _("filen heter som et Excel-ark, men er ren tekst. Er den en CSV-fil, må navnet slutte på .csv"),
    ),
    "kind": (
        "the file is neither a workbook (.xlsx) nor CSV",
        _("filen er verken et Excel-ark (.xlsx) eller en CSV-fil"),
    ),
    "damaged": (
        "the workbook is damaged, or was not downloaded to the end: download it again",
        _("Excel-arket er skadet, eller ikke lastet ned til slutten. Last det ned på nytt"),
    ),
    "parts": (
        "the workbook has more than %(most)s parts: it is not the statistics",
        _("Excel-arket har mer enn %(most)s deler: det er ikke statistikken"),
    ),
    "unpacked": (
        "the workbook unpacks to more than the %(most)s MB that its size allows: it is not the statistics",
        _(
            "Excel-arket blir større enn de %(most)s MB en fil på den størrelsen kan bli når den pakkes ut: "
            "det er ikke statistikken"
        ),
    ),
    "doctype": (
        "part “%(part)s” of the workbook declares a document type: the file was not made by a spreadsheet",
        _("delen «%(part)s» av Excel-arket oppgir en dokumenttype: filen er ikke laget av et regneark"),
    ),
    "memory": (
        "reading the file takes more memory than it may: it is damaged, or not the statistics",
        _("filen krever for mye minne: den er skadet, eller ikke statistikken"),
    ),
    "time": (
        "reading the file takes longer than it may: it is damaged, or not the statistics",
        _("filen tar for lang tid å lese: den er skadet, eller ikke statistikken"),
    ),
    "not_kept": (
        "what was read from the file is no longer whole: read the file again",
        _("det som ble lest fra filen, er ikke lenger helt. Les filen på nytt"),
    ),
    # --- Sheets and columns ---
    "no_sheet": (
        "there is no sheet “%(wanted)s”; the sheets are: %(found)s",
        _("arket «%(wanted)s» mangler. Er det riktig fil? Arkene i den heter: %(found)s"),
    ),
    "hidden_sheet": (
        "the sheet is hidden: nobody has seen what would be imported",
        _("arket er skjult. Vis det i regnearket, og se på tallene, før filen leses inn"),
    ),
    "sheet_twice": (
        "there are two sheets “%(name)s”",
        _("det er to ark som heter «%(name)s»"),
    ),
    "far_cell": (
        "there is something in column number %(column)s, far from all figures: delete it",
        _("det står noe i kolonne nummer %(column)s, langt fra alle tall. Slett det"),
    ),
    "many_rows": (
        "there is something so far down, below row %(most)s: delete it",
        _("det står noe så langt nede, under rad %(most)s. Slett det"),
    ),
    "no_headings": (
        "none of the headings of the statistics stands in the first %(most)s rows",
        _("ingen av statistikkens overskrifter står i de %(most)s første radene"),
    ),
    "no_column": (
        "the column is missing; the headings are: %(found)s",
        _("kolonnen mangler. Overskriftene er: %(found)s"),
    ),
    "column_twice": (
        "the column is there twice",
        _("kolonnen er der to ganger"),
    ),
    "no_rows": (
        "there are no figures below the headings",
        _("det er ingen tall under overskriftene"),
    ),
    # --- Rows ---
    "number": (
        "“%(text)s” is not the number of a municipality",
        _("«%(text)s» er ikke et kommunenummer"),
    ),
    "many_municipalities": (
        "there are more than %(most)s municipalities: this is not the statistics",
        _("det er flere enn %(most)s kommuner: dette er ikke statistikken"),
    ),
    "no_year": (
        "“%(text)s” is not a year",
        _("«%(text)s» er ikke et årstall"),
    ),
    "year": (
        "there can be no figures for the year %(text)s, only for %(first)s to %(last)s",
        _("det kan ikke være tall for året %(text)s, bare for %(first)s til %(last)s"),
    ),
    "odd_year": (
        "there are no figures for the year %(year)s: from 2009 to 2015 they came every other year",
        _("det er ingen tall for %(year)s: fra 2009 til 2015 kom de annethvert år"),
    ),
    "sector": (
        "the sector “%(text)s” is unknown",
        _("sektoren «%(text)s» er ukjent"),
    ),
    "source": (
        "“%(text)s” is not the name of a source (text of 1 to %(most)s characters)",
        _("«%(text)s» er ikke navnet på en utslippskilde (tekst på 1 til %(most)s tegn)"),
    ),
    "many_series": (
        "there are more than %(most)s combinations of source and gas: this is not the statistics",
        _("det er flere enn %(most)s kombinasjoner av kilde og klimagass: dette er ikke statistikken"),
    ),
    "gas": (
        "“%(text)s” is not the name of a gas",
        _("«%(text)s» er ikke navnet på en klimagass"),
    ),
    "value_empty": (
        "the figure is missing",
        _("tallet mangler"),
    ),
    "value_text": (
        "“%(text)s” is not a number",
        _("«%(text)s» er ikke et tall"),
    ),
    "value_negative": (
        "%(text)s tonnes are less than nothing",
        _("%(text)s tonn er mindre enn ingenting"),
    ),
    "value_large": (
        "%(text)s tonnes are more than a municipality can emit",
        _("%(text)s tonn er mer enn en kommune kan slippe ut"),
    ),
    "sum_large": (
        "%(sector)s in %(year)s comes to %(summed)s tonnes in all: more than the whole world emits",
        _("%(sector)s i %(year)s blir %(summed)s tonn til sammen: det er mer enn hele verden slipper ut"),
    ),
    "value_marks": (
        "“%(text)s” has another decimal mark than the numbers before it",
        _("«%(text)s» har et annet desimaltegn enn tallene før det"),
    ),
    "value_unclear": (
        "from this row on, the numbers can be read in two ways (is 1.234 a thousand, or one and a bit?)",
        _("fra denne raden kan tallene leses på to måter (er 1.234 over tusen, eller litt over én?)"),
    ),
    "formula_error": (
        "the cell holds a formula's error: %(text)s",
        _("cellen viser en feil fra en formel: %(text)s"),
    ),
    "formula_unreckoned": (
        "the cell holds a formula that nobody has reckoned: open the file in a spreadsheet and save it",
        _("cellen har en formel som ikke er regnet ut. Åpne filen i et regneark, og lagre den"),
    ),
    "twice": (
        "the same municipality, year, sector, source and gas stand in row %(first)s too",
        _("den samme kommunen, året, sektoren, kilden og klimagassen står også i rad %(first)s"),
    ),
    "cells": (
        "the row has %(count)s cells, the headings %(most)s: is a comma in a number taken for a separator?",
        _(
            "raden har %(count)s celler, overskriftene %(most)s. Er et komma i et tall tatt for et "
            "skilletegn?"
        ),
    ),
    "quote": (
        "the row can't be read: a quotation mark is missing, or a cell is too long",
        _("raden lar seg ikke lese: et anførselstegn mangler, eller en celle er for lang"),
    ),
    # --- Worth a look ---
    "two_names": (
        "municipality %(number)s is called both “%(one)s” and “%(other)s”",
        _("kommune %(number)s heter både «%(one)s» og «%(other)s»"),
    ),
    "overview": (
        "%(sector)s in %(year)s comes to %(summed)s tonnes, but the file's own sum is %(said)s",
        _(
            "%(sector)s i %(year)s er %(summed)s tonn når radene legges sammen, men filens egen sum er "
            "%(said)s"
        ),
    ),
    "overview_unread": (
        "“%(text)s” can't be a sum: the rows of %(sector)s in %(year)s are not compared with it",
        _("«%(text)s» kan ikke være en sum: radene for %(sector)s i %(year)s er ikke sammenlignet med den"),
    ),
    **MEMBER_TEXTS,
}


def _said(place: Sequence[str], text: str) -> str:
    """Return a sentence that begins with the place, if there is one."""
    where = ", ".join(part for part in place if part)
    whole = f"{where}: {text}" if where else text
    whole = whole[0].upper() + whole[1:]
    return whole if whole.endswith(("?", ".", "…")) else f"{whole}."
