"""What the app gives away as data: members, their numbers and inhabitants; bodies, meetings and documents."""

import re
from typing import Any

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members import selectors
from members.mergers import Mergers
from members.models import (
    Body,
    Document,
    Meeting,
    Membership,
    Municipality,
    MunicipalityNumber,
    Population,
    PublishedFigure,
)
from members.models.municipality import in_force
from members.tables import (
    BodyTable,
    DocumentTable,
    MeetingTable,
    MembershipTable,
    MergerTable,
    MunicipalityTable,
    NumberHistoryTable,
    PopulationFileTable,
    PublishedFigureTable,
)
from osloregionen.datasets import (
    NLOD_2,
    UNKNOWN_LICENCE,
    Choice,
    Dataset,
    Facts,
    Licence,
    Theme,
    last_change,
    latest,
    not_there,
)
from osloregionen.formatting import date_nb
from osloregionen.tables import Table

_MEMBER_WORDS = (_("kommuner"), _("medlemmer"), "Osloregionen")
_ON_EACH_LINE = _("Kilden står på hver linje.")
_STATISTICS_NORWAY = re.compile(r"statistisk sentralbyrå|\bSSB\b", re.IGNORECASE)
_MEMBERS_LICENCE = Licence(
    _("Innbyggertall fra SSB: NLOD 2.0. For resten er lisens ikke registrert. Oppgi alltid kilden."),
    page=NLOD_2.page,
)


def municipality_of(choice: Choice) -> Municipality | None:
    """Return the municipality that is asked for, member or not; None where all are. One query.

    Raises `NotFoundError` where the portal has none of that address.
    """
    if not choice.municipality:
        return None
    found = None
    # PostgreSQL refuses to look for a null character; no address has more than these.
    if re.fullmatch(r"[a-z0-9-]{1,100}", choice.municipality):
        found = Municipality.objects.filter(slug=choice.municipality).first()
    if found is None:
        raise not_there(
            _("Portalen har ingen kommune med adressen «%(slug)s». Velg en kommune fra listen på datasiden."),
            slug=choice.municipality,
        )
    return found


def municipality_choices() -> list[tuple[str, str]]:
    """Return address and name of today's members, in Norwegian order. One query.

    None at all where they are too many to choose from a list, as when names are suggested.
    """
    most = selectors.MOST_SUGGESTED
    found = list(Municipality.objects.members_now().values_list("slug", "name")[: most + 1])
    return found if len(found) <= most else []


def parts_of(choice: Choice) -> list[int] | None:
    """Return the municipality that is asked for and those that became part of it, by key; None for all.

    Two queries. Raises `NotFoundError`.
    """
    municipality = municipality_of(choice)
    if municipality is None:
        return None
    return [municipality.pk, *(old.pk for old in Mergers().all_made_of(municipality))]


def _narrowed(rows: QuerySet[Any], choice: Choice, field: str) -> QuerySet[Any]:
    parts = parts_of(choice)
    return rows if parts is None else rows.filter(**{f"{field}__in": parts})


def _number_now(municipality: str) -> Subquery:
    number = MunicipalityNumber.objects.filter(
        in_force(timezone.localdate()), municipality=OuterRef(municipality)
    )
    return Subquery(number.values("number")[:1])


# --- Members ------------------------------------------------------------------------------------------


def _members(choice: Choice) -> Table:
    on = selectors.population_date()
    municipality = municipality_of(choice)
    rows = selectors.members(population_on=on)
    return MunicipalityTable(
        rows if municipality is None else rows.filter(pk=municipality.pk), population_on=on
    )


def _member_facts(_choice: Choice) -> Facts:
    totals = selectors.member_totals()
    concerns = _now("Medlemmene i dag.")
    if totals.on is not None:
        concerns += " " + _now("Innbyggerne %(date)s.") % {"date": date_nb(totals.on)}
    source = _now(
        "Datasettene «Medlemskap over tid» og «Kommunenumre over tid» har kilden til medlemskap og numre."
    )
    if totals.source:
        source += " " + _now("Innbyggere: %(source)s.") % {"source": totals.source.rstrip(".")}
    return Facts(
        source=source,
        concerns=concerns,
        changed=latest(
            last_change(Municipality.objects.all()),
            last_change(Membership.objects.all()),
            last_change(MunicipalityNumber.objects.all()),
            last_change(Population.objects.all()),
        ),
        licence=_MEMBERS_LICENCE if _STATISTICS_NORWAY.search(totals.source) else UNKNOWN_LICENCE,
    )


def _memberships(choice: Choice) -> Table:
    rows = Membership.objects.select_related("municipality").annotate(number_now=_number_now("municipality"))
    return MembershipTable(_narrowed(rows, choice, "municipality"))


def _numbers(choice: Choice) -> Table:
    rows = MunicipalityNumber.objects.select_related("municipality", "county")
    return NumberHistoryTable(_narrowed(rows, choice, "municipality"))


def _mergers(choice: Choice) -> Table:
    rows = Municipality.objects.filter(merged_into__isnull=False).select_related("merged_into")
    return MergerTable(_narrowed(rows, choice, "pk"))


def _populations(choice: Choice) -> Table:
    rows = Population.objects.select_related("municipality").annotate(number_now=_number_now("municipality"))
    return PopulationFileTable(_narrowed(rows, choice, "municipality"))


def _population_facts(_choice: Choice) -> Facts:
    rows = Population.objects.order_by()
    days = rows.aggregate(first=Min("on"), last=Max("on"))
    sources = sorted(set(rows.exclude(source="").values_list("source", flat=True)))
    from_statistics_norway = bool(sources) and all(map(_STATISTICS_NORWAY.search, sources))
    concerns = ""
    if days["first"] is not None:
        concerns = _now("Fra %(first)s til %(last)s.") % {
            "first": date_nb(days["first"]),
            "last": date_nb(days["last"]),
        }
    return Facts(
        source="; ".join(sources[:2]) or "",
        concerns=concerns,
        changed=last_change(Population.objects.all()),
        licence=NLOD_2 if from_statistics_norway else UNKNOWN_LICENCE,
        first=days["first"],
        last=days["last"],
    )


def _facts_of(rows: QuerySet[Any], concerns: Any) -> Facts:
    return Facts(source=str(_ON_EACH_LINE), concerns=str(concerns), changed=last_change(rows))


MEMBERS = (
    Dataset(
        name="medlemmer",
        title=_("Medlemskommunene"),
        description=_(
            "Dagens medlemmer med kommunenummer, fylke, innbyggere, kommunene de er slått sammen av, "
            "målform, organisasjonsnummer og nettsted."
        ),
        page="members:municipality_list",
        facts=_member_facts,
        file=_members,
        themes=(Theme.GOVERNMENT, Theme.REGIONS),
        keywords=_MEMBER_WORDS,
        by_municipality=True,
    ),
    Dataset(
        name="medlemskap",
        title=_("Medlemskap over tid"),
        description=_(
            "Når hver kommune ble medlem, og når den eventuelt meldte seg ut. Er innmeldingen ikke kjent, "
            "står første dato en kilde viser kommunen som medlem."
        ),
        page="members:municipality_list",
        facts=lambda _choice: _facts_of(Membership.objects.all(), _now("Datoene står på hver linje.")),
        file=_memberships,
        keywords=_MEMBER_WORDS,
        by_municipality=True,
    ),
    Dataset(
        name="kommunenumre",
        title=_("Kommunenumre over tid"),
        description=_(
            "Hvilket nummer og fylke hver kommune har hatt, og når. Et nummer betyr én kommune på en dag, "
            "og skiller kommuner med samme navn."
        ),
        page="members:municipality_list",
        facts=lambda _choice: _facts_of(
            MunicipalityNumber.objects.all(), _now("Perioden står på hver linje.")
        ),
        file=_numbers,
        themes=(Theme.GOVERNMENT, Theme.REGIONS),
        keywords=(_("kommunenummer"), _("fylker")),
        by_municipality=True,
    ),
    Dataset(
        name="sammenslainger",
        title=_("Kommunesammenslåinger"),
        description=_("Kommuner som gikk inn i en av medlemskommunene, og dagen de ikke lenger fantes."),
        page="members:municipality_list",
        facts=lambda _choice: _facts_of(
            Municipality.objects.filter(merged_into__isnull=False), _now("Datoen står på hver linje.")
        ),
        file=_mergers,
        themes=(Theme.GOVERNMENT, Theme.REGIONS),
        keywords=(_("kommunesammenslåing"),),
        by_municipality=True,
    ),
    Dataset(
        name="folketall",
        title=_("Folketall"),
        description=_("Innbyggere i hver kommune på datoene portalen har tall for, med kilde på hver linje."),
        page="members:municipality_list",
        facts=_population_facts,
        file=_populations,
        themes=(Theme.POPULATION,),
        keywords=(_("folketall"), _("innbyggere")),
        by_municipality=True,
    ),
)

COUNCIL = (
    Dataset(
        name="publiserte-tall-om-radet",
        title=_("Publiserte tall om rådet"),
        description=_("Medlemmer og innbyggere slik rådets egne kilder har oppgitt dem, med dato og ordlyd."),
        page="members:page_about",
        facts=lambda _choice: _facts_of(
            PublishedFigure.objects.all(), _now("Tidspunktet står på hver linje.")
        ),
        file=lambda _choice: PublishedFigureTable(PublishedFigure.objects.all()),
        keywords=_MEMBER_WORDS,
    ),
    Dataset(
        name="organer",
        title=_("Organer"),
        description=_("Politiske organer og administrative grupper, med mandat og hvem som velger dem."),
        page="members:page_about",
        facts=lambda _choice: _facts_of(Body.objects.all(), _now("Perioden står på hver linje.")),
        file=lambda _choice: BodyTable(Body.objects.select_related("elected_by", "established_by")),
        keywords=(_("organer"),),
    ),
    Dataset(
        name="moter",
        title=_("Møter"),
        description=_("Møter, samlinger, konferanser og webinarer, datert så nøyaktig som kilden."),
        page="members:meeting_list",
        facts=lambda _choice: _facts_of(Meeting.objects.all(), _now("Datoen står på hver linje.")),
        file=lambda _choice: MeetingTable(Meeting.objects.select_related("body")),
        keywords=(_("møter"),),
    ),
    Dataset(
        name="dokumenter",
        title=_("Dokumenter"),
        description=_("Dokumentene Osloregionen bygger på, med hovedpunkter og nettadresser."),
        page="members:document_list",
        facts=lambda _choice: _facts_of(Document.objects.all(), _now("Datoen står på hver linje.")),
        file=lambda _choice: DocumentTable(Document.objects.all()),
        keywords=(_("dokumenter"),),
    ),
)
