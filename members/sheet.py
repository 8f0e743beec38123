"""What a municipality's sheet says: every word of templates/members/municipality_pdf.html, on one page."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from members import selectors
from members.models import Municipality, MunicipalityNumber
from members.story import story_of
from osloregionen.documents import Sources, title_size
from osloregionen.formatting import MISSING, date_nb, list_nb, number_nb, period_nb


@dataclass(frozen=True)
class KnownFact:
    """A fact about the municipality and when it holds; empty is not registered. `source` is a number."""

    label: str
    value: str
    when: str
    source: int | None


@dataclass(frozen=True)
class MunicipalitySheet:
    """Everything the sheet says.

    `declarations` is a declaration.party_story.PartyStory, `emissions` an
    emissions.climate.municipality.MunicipalityEmissions; a view brings both.

    `changed` is the first moment of the day `as_of`: the sheet is one day's, and the same all day.
    """

    title: str
    title_size: str
    kind: str
    lead: str
    note: str
    sentences: list[str]
    declarations: object
    emissions: object
    facts: list[KnownFact]
    sources: list[str]
    as_of: str
    changed: dt.datetime
    address: str
    practice: bool = False


def sheet_of(
    municipality: Municipality, declarations: object, emissions: object, address: str = ""
) -> MunicipalitySheet:
    """Return what the sheet of a municipality from `selectors.municipality_with_story` says. No queries."""
    story = story_of(municipality)
    sources = Sources()
    today = timezone.localdate()
    note = ""
    if municipality.merged_into is None and not story.is_member:
        note = _("Portalen har ikke registrert at kommunen er medlem i dag.")
    return MunicipalitySheet(
        title=municipality.name,
        title_size=title_size(municipality.name),
        kind=_("Kommuneark"),
        lead=story.lead,
        note=note,
        sentences=story.sentences,
        declarations=declarations,
        emissions=emissions,
        facts=list(_facts(municipality, today, sources)),
        sources=list(sources.numbers),
        as_of=_("Slik det var registrert i portalen %(date)s.") % {"date": date_nb(today)},
        changed=timezone.make_aware(dt.datetime.combine(today, dt.time())),
        address=address,
    )


def _facts(municipality: Municipality, today: dt.date, sources: Sources) -> Iterator[KnownFact]:
    """Give number, county, inhabitants, membership and mergers, each with its date and source."""
    number = selectors.number_in_force(municipality, today) or _last_number(municipality)
    if number is None:
        yield KnownFact(_("Kommunenummer"), "", "", None)
    else:
        when = _while(number.valid_from, number.valid_to)
        yield KnownFact(_("Kommunenummer"), number.number, when, sources.number(number.source))
        yield KnownFact(_("Fylke"), number.county.name, when, sources.number(number.source))
    populations = selectors.population_rows(municipality)
    if populations:
        last = populations[-1]
        yield KnownFact(_("Innbyggere"), number_nb(last.count), date_nb(last.on), sources.number(last.source))
    else:
        yield KnownFact(_("Innbyggere"), "", "", None)
    for membership in municipality.memberships.all():
        value = _("medlem") if membership.left_on is None else _("ikke medlem lenger")
        yield KnownFact(
            _("Medlemskap"),
            value,
            _membership_when(membership.joined_on, membership.known_from, membership.left_on),
            sources.number(membership.source),
        )
    for merger in selectors.mergers_into(municipality):
        label = _("Slått sammen med") if merger.continues else _("Dannet av")
        on = date_nb(merger.on) if merger.on else ""
        yield KnownFact(label, list_nb(merger.names), on, sources.number(municipality.source))
    if municipality.merged_into is not None:
        on = date_nb(municipality.dissolved_on) if municipality.dissolved_on else ""
        yield KnownFact(
            _("Slått sammen til"), municipality.merged_into.name, on, sources.number(municipality.source)
        )


def _last_number(municipality: Municipality) -> MunicipalityNumber | None:
    return max(municipality.numbers.all(), key=lambda row: row.valid_to or dt.date.max, default=None)


def _while(first: dt.date | None, last: dt.date | None) -> str:
    if first is not None and last is not None:
        return period_nb(first, last)
    if first is not None:
        return _("fra %(date)s") % {"date": date_nb(first)}
    return _("til %(date)s") % {"date": date_nb(last)} if last is not None else _("i dag")


def _membership_when(joined: dt.date | None, known: dt.date | None, left: dt.date | None) -> str:
    parts = [_("fra %(date)s") % {"date": date_nb(joined)} if joined else _("innmeldingsdato %s") % MISSING]
    if joined is None and known is not None:
        parts.append(_("kjent som medlem fra %(date)s") % {"date": date_nb(known)})
    if left is not None:
        parts.append(_("utmeldt %(date)s") % {"date": date_nb(left)})
    return ", ".join(parts)
