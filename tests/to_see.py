"""Which pages there are to look at in the present database: what the HTML checker, the browser tests and the
screenshots all go through. Taken from the page catalogue, so that a new page is looked at from its first day.
"""

from collections.abc import Iterator
from itertools import islice

from declaration.models import Declaration
from declaration.selectors import declaration_addresses
from osloregionen.catalogue import ERRORS, PUBLIC, STAFF
from osloregionen.pages import Audience, Entry, Kind
from tests.seen import Seen

#: One of each kind of page that the admin has, of the rows with most to show: looked at in every way.
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


#: Nobody writes the log by hand, nor what the steps of adoption and the import of statistics write.
STAFF_REFUSED = (
    "admin:admin_logentry_add",
    "admin:actionplan_treatment_add",
    "admin:actionplan_planversion_add",
    "admin:actionplan_update_add",
    "admin:emissions_edition_add",
    "admin:emissions_publishedclimatereport_add",
)

#: What every model has of its own in the admin, looked at in two ways.
STAFF_KINDS = ("_changelist", "_add", "_change")


def pages(world: str = "council") -> list[Seen]:
    """Return all that a visitor may see in this world, and what staff see: list and forms of every model.

    One query per kind of page.
    """
    staff = {entry.name: entry for entry in STAFF}
    return [
        *public_pages(world),
        *(Seen(error.address.strip("/"), error.address, error.status) for error in ERRORS),
        *(seen for name in STAFF_SEEN for seen in staff_pages(staff[name])),
        *(
            seen._replace(briefly=True)
            # Other worlds have other rows, and the same forms.
            for entry in (STAFF if world == "council" else ())
            if entry.name.endswith(STAFF_KINDS) and entry.name not in (*STAFF_SEEN, *STAFF_REFUSED)
            for seen in staff_pages(entry)
        ),
        *(seen._replace(staff=False) for seen in staff_pages(staff["admin:login"])),
    ]


def public_pages(world: str) -> Iterator[Seen]:
    """Give the pages of the catalogue, in the states that it names.

    In the council's content: its examples. In another world: the first and the last record of each kind.
    """
    for entry in PUBLIC:
        if entry.kind == Kind.PAGE:
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
