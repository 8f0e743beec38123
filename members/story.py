"""One municipality's story as its page tells it: finished sentences, facts and tables."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from members import selectors
from members.models import Membership, Municipality
from members.tables import NumberTable, PopulationTable, PredecessorTable
from osloregionen.formatting import NBSP, counted_nb, date_nb, list_nb, number_nb
from osloregionen.parts import Fact
from osloregionen.rendered import link_html, missing_html
from osloregionen.text import each_once


@dataclass(frozen=True)
class Story:
    """What the page says. Tables are None where there is nothing to tell, as `lead` is empty.

    `lead` tells which municipality this is, and sets it apart from others of its name.
    """

    lead: str
    sentences: list[str]
    facts: list[Fact]
    is_member: bool
    numbers: NumberTable | None
    populations: PopulationTable | None
    predecessors: PredecessorTable | None
    number_source: str
    population_source: str


def story_of(municipality: Municipality) -> Story:
    """Return the story of a municipality from `selectors.municipality_with_story`. No queries."""
    numbers = list(municipality.numbers.all())
    populations = selectors.population_rows(municipality)
    predecessors = list(municipality.predecessors.all())
    memberships = list(municipality.memberships.all())
    return Story(
        lead=_lead(municipality),
        sentences=_sentences(municipality, populations),
        facts=_facts(municipality, memberships),
        is_member=any(membership.left_on is None for membership in memberships),
        numbers=NumberTable(numbers) if numbers else None,
        populations=PopulationTable(populations) if populations else None,
        predecessors=PredecessorTable(
            predecessors,
            caption=_("Kommunene som ble en del av %(name)s") % {"name": municipality.name},
        )
        if predecessors
        else None,
        number_source=_sources(number.source for number in numbers),
        population_source=_sources(row.source for row in populations),
    )


def members_lead(totals: selectors.MemberTotals) -> str:
    """Say how many members there are, and how many live in those whose figure is known. No queries."""
    if not totals.members:
        return _("Ingen medlemmer er registrert ennå.")
    members = counted_nb(totals.members, _("kommune"), _("kommuner"))
    if totals.population is None or totals.on is None:
        return _("%(members)s. Folketall er ikke registrert.") % {"members": members}
    words = {
        "members": members,
        "counted": number_nb(totals.counted),
        "population": number_nb(totals.population),
        "day": date_nb(totals.on),
    }
    if totals.counted < totals.members:
        return (
            _("%(members)s. I de %(counted)s med registrert folketall bodde det %(population)s %(day)s.")
            % words
        )
    return _("%(members)s med til sammen %(population)s innbyggere %(day)s.") % words


def _lead(municipality: Municipality) -> str:
    if municipality.merged_into is not None:
        return _("%(name)s er ikke lenger egen kommune. Den ble slått sammen til %(successor)s%(date)s.") % {
            "name": municipality.name,
            "successor": municipality.merged_into.name,
            "date": _day(municipality.dissolved_on),
        }
    number = selectors.number_in_force(municipality, timezone.localdate())
    if number is None:
        return ""
    return _("%(name)s har kommunenummer %(number)s og ligger i %(county)s fylke.") % {
        "name": municipality.name,
        "number": number.number,
        "county": number.county.name,
    }


def _sentences(municipality: Municipality, populations: list[selectors.PopulationRow]) -> list[str]:
    name = municipality.name
    said = []
    if municipality.merged_into is None and populations:
        last = populations[-1]
        said.append(
            _("Kommunen hadde %(count)s innbyggere %(date)s.")
            % {"count": number_nb(last.count), "date": date_nb(last.on)}
        )
    for merger in selectors.mergers_into(municipality):
        words = {"name": name, "names": list_nb(merger.names), "date": _day(merger.on)}
        if merger.continues:
            said.append(_("%(names)s ble slått sammen med %(name)s%(date)s.") % words)
        else:
            said.append(_("Kommunen ble dannet%(date)s av %(names)s.") % words)
    return said


def _facts(municipality: Municipality, memberships: list[Membership]) -> list[Fact]:
    facts = [_membership(membership) for membership in memberships]
    if not facts:
        facts = [Fact(_("Medlemskap"), None)]
    if municipality.merged_into is None:
        website = municipality.website
        facts += [
            Fact(_("Nettsted"), link_html(website) if website else None),
            Fact(_("Organisasjonsnummer"), _grouped(municipality.org_number)),
            Fact(_("Målform"), municipality.get_language_form_display()),
            Fact(_("Delregion"), municipality.subregion),
        ]
    checked = date_nb(municipality.verified_on) if municipality.verified_on else None
    return [*facts, Fact(_("Sist kontrollert"), checked)]


def _membership(membership: Membership) -> Fact:
    joined = date_nb(membership.joined_on) if membership.joined_on else missing_html()
    parts = [format_html("{} {}", _("Medlem fra:"), joined)]
    if membership.joined_on is None and membership.known_from is not None:
        parts.append(format_html("{} {}", _("kjent som medlem fra"), date_nb(membership.known_from)))
    if membership.left_on is not None:
        parts.append(format_html("{} {}", _("utmeldt"), date_nb(membership.left_on)))
    text = format_html(", ".join(["{}"] * len(parts)), *parts)
    return Fact(_("Medlemskap"), text, membership.source)


def _sources(sources: Iterable[str]) -> str:
    """Return the sources of a table's rows as one text."""
    return "; ".join(each_once(sources))


def _day(on: datetime.date | None) -> str:
    return f" {date_nb(on)}" if on else ""


def _grouped(number: str) -> str:
    return NBSP.join(number[i : i + 3] for i in range(0, len(number), 3))
