"""Writes the page catalogue as a table for people: what docs/pages.md holds."""

import re
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.management.base import BaseCommand
from django.db.models import Model

from osloregionen.catalogue import EARLIER_STATE, ERRORS, MODEL_PAGES, PUBLIC, STAFF
from osloregionen.models import Record
from osloregionen.pages import Audience, Entry, Kind, routes

FILE = settings.BASE_DIR / "docs/pages.md"
_TEXT = """# Pages

Every address of the portal, as the catalogue lists it (`osloregionen/catalogue.py` and each app's
`pages.py`). Written by `script/manage list_pages --write`; a test holds it to the code. What is listed is
tested: status, number of queries in a small and a large portal, and each page's HTML.

Each page is looked at in Chromium too: axe finds nothing (WCAG 2.1 A and AA; but for some of Django's own
fields in the admin), it does not scroll sideways, neither as it comes nor with all details unfolded (which
axe is shown), and the console has nothing to say. On a phone that holds too with boxes ticked that show more.
Of many rows that are alike axe is shown a few. After a page's first look it is asked what is there where that
has changed; it is asked for colours of words that look as none did that it could judge before, on any page.

- Every page in all six ways, at 360, 768 and 1280 px in light and dark: in the council's content, and there
  one list of the admin searched and filtered too; in the filled portal what that has no row for, deletion,
  history and earlier states, and the page of each step for a record that can take it.
- In two ways, 360 and 1280 px, one in light and the other in dark: in an empty portal and in the filled
  one the pages for everyone (but the component pages), for errors, and one of each kind that staff have; of
  the portal's own pages for staff the last record too, like a step that is refused, where it shows something
  else than the first; and in the council's content a search that finds nothing.
- Not at all: what the admin refuses everyone, like writing its log by hand.

No address leads to what a form is answered with: a page that asks once more, one that refuses, what a list
would change. The HTML checker reads examples of each, and some are looked at in Chromium in two ways or more:
deletion of several, a step for several, an invitation, a refused adoption, a form sent empty, a list brought
in.

## For everyone

{public}

A table comes as a file too: the same address with `?format=csv`, `xlsx` or `json`, and the filters in use;
`&tabell=` chooses where a page has several.

## For staff

{staff}

And for each of these {models} kinds of rows:

{model_pages}

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
    of_models = {name for model in admin.site._registry for name in _pages_of(model)}
    own = [entry for entry in STAFF if entry.name not in of_models]
    records = sorted(f"{model._meta.object_name} (`{_place(model)}`)" for model in admin.site._registry)
    everyone = [*PUBLIC, *(entry for entry in own if entry.audience == Audience.PUBLIC)]
    return _TEXT.format(
        public=_table(everyone),
        staff=_table([entry for entry in own if entry.audience == Audience.STAFF]),
        models=len(records),
        model_pages=_model_pages(),
        records=", ".join(records),
        errors="\n".join(f"- {error.status}: {error.title} (`{error.address}`)" for error in ERRORS),
    )


def _pages_of(model: type[Model]) -> dict[str, str]:
    """Return what the pages are that a model has as every other has: by name, the kind of page."""
    kinds = (*MODEL_PAGES, EARLIER_STATE) if issubclass(model, Record) else (*MODEL_PAGES,)
    return {f"admin:{_place(model).replace('/', '_')}_{kind}": kind for kind in kinds}


def _place(model: type[Model]) -> str:
    return f"{model._meta.app_label}/{model._meta.model_name}"


def _but_for(kind: str) -> str:
    """Return which kinds of rows lack a page that the others have, if any."""
    lacking = [model for model in admin.site._registry if kind not in _pages_of(model).values()]
    names = sorted(str(model._meta.object_name) for model in lacking)
    return f" (not of {', '.join(names)})" if names else ""


def _model_pages() -> str:
    """Return a line for each page that models have, as it is for the first one that has it."""
    route_of, title_of = dict(routes()), {entry.name: entry.title for entry in STAFF}
    lines: dict[str, str] = {}
    for model in admin.site._registry:
        for name, kind in _pages_of(model).items():
            address = _readable(route_of[name]).replace(_place(model), "<app>/<model>", 1)
            what = title_of[name].partition(": ")[2]
            lines.setdefault(kind, f"- `/{address}`: {what}{_but_for(kind)}")
    return "\n".join(lines.values())


def _table(entries: list[Entry]) -> str:
    route_of = dict(routes())
    lines = ["| address | what it is | kind | example | needs |", "|---|---|---|---|---|"]
    for entry in entries:
        kind = str(entry.kind) + (" with tables" if entry.tables or entry.named_tables else "")
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
    # Simple-history's arguments have places and no names.
    named = re.sub(r"\([^?()][^()]*\)", "<…>", named)
    return re.sub(r"<\w+:", "<", named).replace("\\", "").replace("^", "").replace("$", "")
