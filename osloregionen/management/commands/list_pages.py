"""Writes the page catalogue as a table for people: what docs/pages.md holds."""

import re
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from osloregionen.catalogue import ERRORS, PUBLIC, STAFF
from osloregionen.pages import Audience, Entry, Kind, routes

FILE = settings.BASE_DIR / "docs/pages.md"
_TEXT = """# Pages

Every address of the portal, as the catalogue lists it (`osloregionen/catalogue.py` and each app's
`pages.py`). Written by `script/manage list_pages --write`; a test holds it to the code. What is listed is
tested: status, number of queries in a small and a large portal, and each page's HTML.

Each page is looked at in Chromium too: axe finds nothing (WCAG 2.1 A and AA; but for some of Django's own
fields in the admin), it does not scroll sideways, neither as it comes nor with all details unfolded (which
axe is shown), and the console has nothing to say. Of many rows that are alike axe is
shown a few, and after a page's first look what looks as it did not before.

- Every page in all six ways, at 360, 768 and 1280 px in light and dark: in the council's content, and there
  one list of the admin searched and filtered too; in the filled portal what that has no row for, deletion,
  history and earlier states, and the page of each step for a record that can take it.
- In two ways more, 360 and 1280 px, one in light and the other in dark: in an empty portal and in the filled
  one the pages for everyone (but the component pages), for errors, and one of each kind that staff have; a
  step that is refused, and a search that finds nothing.
- Not at all: what the admin refuses everyone, like writing its log by hand.

No address leads to what a form is answered with: a page that asks once more, one that refuses, what a list
would change. The HTML checker reads examples of each; in Chromium only a list brought in is looked at.

## For everyone

{public}

A table comes as a file too: the same address with `?format=csv`, `xlsx` or `json`, and the filters in use;
`&tabell=` chooses where a page has several.

## For staff

{staff}

And for each of these {models} kinds of rows a list, new, form, deletion and history, and for those of the
portal every earlier state:
{records}.

## When something is wrong

{errors}
"""


class Command(BaseCommand):
    """Prints the table, or writes it where it belongs."""

    help = "Print the page catalogue as Markdown, or write it to docs/pages.md with --write."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        """Take --write."""
        parser.add_argument("--write", action="store_true", help="write docs/pages.md")

    def handle(self, *args: Any, write: bool = False, **options: Any) -> None:
        """Print or write. No queries."""
        if write:
            FILE.write_text(page(), encoding="utf-8")
            self.stdout.write("Written: docs/pages.md")
        else:
            self.stdout.write(page(), ending="")


def page() -> str:
    """Return the whole of docs/pages.md. No queries."""
    own = [entry for entry in STAFF if " " not in entry.name and not _is_of_a_model(entry)]
    records = sorted({entry.title.partition(":")[0] for entry in STAFF if _is_of_a_model(entry)})
    everyone = [*PUBLIC, *(entry for entry in own if entry.audience == Audience.PUBLIC)]
    return _TEXT.format(
        public=_table(everyone),
        staff=_table([entry for entry in own if entry.audience == Audience.STAFF]),
        models=len(records),
        records=", ".join(records),
        errors="\n".join(f"- {error.status}: {error.title} (`{error.address}`)" for error in ERRORS),
    )


def _is_of_a_model(entry: Entry) -> bool:
    return ": " in entry.title and entry.name.startswith("admin:")


def _table(entries: list[Entry]) -> str:
    route_of = dict(routes())
    lines = ["| address | what it is | kind | example | needs |", "|---|---|---|---|---|"]
    for entry in entries:
        kind = str(entry.kind) + (" with tables" if entry.tables else "")
        example = "" if entry.every and not entry.example else f"`{_example(entry)}`"
        lines.append(
            f"| `/{_readable(route_of[entry.name])}` | {entry.title} | {kind} | {example} | {entry.needs} |"
        )
    return "\n".join(lines)


def _example(entry: Entry) -> str:
    return entry.addresses_to_see()[-1] if entry.kind == Kind.REDIRECT and entry.states else entry.address()


def _readable(route: str) -> str:
    """Return "handlingsprogram/<year>/" for what Django's patterns say at length."""
    named = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", route)
    return re.sub(r"<\w+:", "<", named).replace("\\", "").replace("^", "").replace("$", "")
