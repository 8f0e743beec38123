"""Which pages there are to look at in the present database: what the HTML checker, the browser tests and the
screenshots all go through. Taken from the page catalogue, so that a new page is looked at from its first day.
"""

from collections.abc import Iterator
from itertools import islice

from declaration.models import Declaration
from declaration.selectors import declaration_addresses
from osloregionen.catalogue import ERRORS, PUBLIC, STAFF
from osloregionen.pages import Arguments, Audience, Entry, Kind
from tests.seen import Seen

#: What every model has of its own in the admin, from the same templates.
STAFF_KINDS = ("_changelist", "_add", "_change", "_delete", "_history")

#: One of each kind of page that the admin has, of the rows with most to show: looked at in every world.
STAFF_SEEN = (
    "admin:index",
    "admin:app_list",
    "admin:password_change",
    "admin:actionplan_activity_changelist",
    "admin:actionplan_activity_add",
    "admin:actionplan_activity_change",
    "admin:actionplan_activity_history",
    "admin:actionplan_activity_simple_history",
    "admin:actionplan_activity_delete",
    "admin:declaration_signature_changelist",
    "admin:declaration_signature_change",
    "admin:declaration_declaration_list",
    "admin:members_municipality_change",
)

#: Nobody writes the log by hand, nor what the steps of adoption and the import of statistics write; that
#: stays, and so do the fixed pages.
STAFF_REFUSED = (
    "admin:admin_logentry_add",
    "admin:admin_logentry_delete",
    "admin:actionplan_planversion_add",
    "admin:actionplan_planversion_delete",
    "admin:actionplan_treatment_add",
    "admin:actionplan_update_add",
    "admin:emissions_edition_add",
    "admin:emissions_edition_delete",
    "admin:emissions_importjob_delete",
    "admin:emissions_publishedclimatereport_add",
    "admin:emissions_publishedclimatereport_delete",
    "admin:members_page_delete",
)

#: What the council's content has no row for, but the filled world: looked at there in every way.
ONLY_FILLED = (
    "emissions:climate_report",
    "emissions:edition_comparison",
    # Templates of our own for one model's form.
    "admin:emissions_importjob_change",
    "admin:emissions_edition_change",
)

#: Forms of such rows that are like the others'.
FORMS_ONLY_FILLED = (
    "admin:actionplan_planversion_change",
    "admin:actionplan_treatment_change",
    "admin:actionplan_update_change",
    "admin:emissions_climatereport_change",
    "admin:emissions_target_change",
    "admin:emissions_publishedclimatereport_change",
)

#: Our own pages that show for every record what they show for the first.
ALIKE = (
    "admin:actionplan_actionplan_list",
    "admin:actionplan_activity_progress",
)

#: One list is looked at as it is when it has been searched and filtered: with rows left, and with none.
SEARCHED = "admin:members_meeting_changelist"
WITH_ROWS, WITHOUT_ROWS = "q=e&kind__exact=mote", "q=finnes-ikke"


def pages(world: str = "council") -> list[Seen]:
    """Return what is looked at in this world: all that a visitor may see, and of what staff see its part.

    The council's content and the filled world have every page of the catalogue between them. One query per
    kind of page.
    """
    found = [
        *public_pages(world),
        *(Seen(error.address.strip("/"), error.address, error.status) for error in ERRORS),
        *(seen for name in STAFF_SEEN for seen in staff_pages(_STAFF[name])),
        *(seen._replace(staff=False) for seen in staff_pages(_STAFF["admin:login"])),
    ]
    if world == "council":
        found += searched_lists()
    else:
        # In every way in the council's content, but for what that has not.
        found = [seen._replace(briefly=seen.name not in ONLY_FILLED) for seen in found]
    own, forms = _OF_STAFF.get(world, ((), ()))
    return [
        *found,
        *(seen for entry in own for seen in own_pages(entry)),
        *(seen for entry in forms for seen in staff_pages(entry)),
    ]


def own_pages(entry: Entry) -> Iterator[Seen]:
    """Give a page of our own as it is for the first record, and, for a brief look, for the last.

    The page of a step: each step for the first record that can take it, and the last, where it is refused.
    Nothing where the portal lacks what the page is about.
    """
    every = [(entry.address(one), _step(one)) for one in (entry.every() if entry.every else [entry.example])]
    first = {step: address for address, step in reversed(every)}
    for address in dict.fromkeys(address for address, step in every if first[step] == address):
        yield Seen(entry.name, address, staff=True)
    if every and entry.name not in ALIKE and every[-1][0] not in first.values():
        yield Seen(entry.name, every[-1][0], staff=True, briefly=True)


def _step(arguments: Arguments) -> str:
    return "" if isinstance(arguments, tuple) else arguments.get("step", "")


def searched_lists() -> Iterator[Seen]:
    """Give the list that is looked at as searched and filtered, and, for a brief look, with nothing found."""
    for query in (WITH_ROWS, WITHOUT_ROWS):
        address = f"{_STAFF[SEARCHED].address()}?{query}"
        yield Seen(SEARCHED, address, staff=True, briefly=query == WITHOUT_ROWS)


def is_of_a_kind(entry: Entry) -> bool:
    """Tell whether a page that staff see is one that every model has, from the same templates."""
    return entry.name.endswith(STAFF_KINDS) and "password_change" not in entry.name


def _of_staff() -> dict[str, tuple[list[Entry], list[Entry]]]:
    """Return what else staff see by world: what is looked at as `own_pages` says, and what for one row."""
    left = [entry for entry in STAFF if entry.kind == Kind.PAGE and entry.audience == Audience.STAFF]
    left = [entry for entry in left if entry.name not in (*STAFF_SEEN, *STAFF_REFUSED)]
    council = [entry for entry in left if _is_form(entry)]
    own = [entry for entry in left if not is_of_a_kind(entry) or entry.name in ONLY_FILLED]
    forms = [entry for entry in left if entry not in (*council, *own)]
    return {"council": ([], council), "filled": (own, forms)}


def _is_form(entry: Entry) -> bool:
    """Tell whether it is a list or a form for which the council's content has a row."""
    return (
        is_of_a_kind(entry)
        and entry.name.endswith(("_changelist", "_add", "_change"))
        and entry.name not in (*ONLY_FILLED, *FORMS_ONLY_FILLED)
    )


_STAFF = {entry.name: entry for entry in STAFF}
_OF_STAFF = _of_staff()


def public_pages(world: str) -> Iterator[Seen]:
    """Give the pages of the catalogue, in the states that it names.

    In the council's content: its examples. In another world: the first and the last record of each kind.
    """
    for entry in PUBLIC:
        if entry.name.startswith("components") and world != "council":
            # They are the same everywhere, and one is the longest page of all.
            addresses = []
        elif entry.kind == Kind.PAGE:
            addresses = _examples(entry) if world == "council" else _addresses_here(entry)
        elif entry.name == "members:municipality_find":
            addresses = _questions(entry)
        else:
            addresses = []
        for address in dict.fromkeys(addresses):
            yield Seen(entry.name, address)
    yield from practice_pages()


def practice_pages() -> Iterator[Seen]:
    """Give the pages of an exercise, which no list leads to. One query."""
    for slug in Declaration.objects.filter(is_practice=True).values_list("slug", flat=True):
        for entry in PUBLIC:
            if entry.every is declaration_addresses and entry.kind == Kind.PAGE:
                yield Seen(entry.name, entry.address({"slug": slug}))


def staff_pages(entry: Entry) -> Iterator[Seen]:
    """Give a page that staff see, if this database has what it needs."""
    address = entry.address_here()
    if address is not None:
        yield Seen(entry.name, address, staff=entry.audience == Audience.STAFF)


def _examples(entry: Entry) -> list[str]:
    """Return the addresses that the catalogue names; none where the council's content has no such page."""
    return entry.addresses_to_see() if entry.address_here() is not None else []


def _addresses_here(entry: Entry) -> list[str]:
    if entry.every is None:
        found = [entry.address()]
    else:
        every = [entry.address(arguments) for arguments in islice(entry.every(), 5000)]
        found = [every[0], every[-1]] if every else []
    return [*found, *(f"{found[0]}?{query}" for query in entry.states_here())] if found else []


def _questions(entry: Entry) -> list[str]:
    """Return what leads to a page and not on to a municipality: several that fit, and one that resembles."""
    return [f"{entry.address()}?navn={name}" for name in ("kongs", "prøvekommune", "trondheim", "lilestrøm")]
