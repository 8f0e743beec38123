"""Made-up counties, municipalities and what belongs to them; the council's bodies, meetings and documents."""

import datetime as dt
from dataclasses import dataclass, field

from members.models import (
    Body,
    County,
    Document,
    Meeting,
    Membership,
    Municipality,
    MunicipalityNumber,
    Page,
    Population,
    PublishedFigure,
)
from tests.worlds.store import SOURCE, SOURCES, day, prose, store, with_keys

#: The day on which this world's municipalities merged.
MERGED_ON = dt.date(2020, 1, 1)
_LAST_DAY_BEFORE = dt.date(2019, 12, 31)
#: So many municipalities may have a number of four digits at a time, with some left for other tests.
_NUMBERS = 9000
_LATEST_FIGURES = 2025
_TILE_COLUMNS = 8
_TILE_ROWS = 12

_NAMES = (
    "Prøvekommune {n}",
    "Øvre Prøvekommune {n}",
    # Two of the same name, as there are two named Våler.
    "Prøvekommune Våler",
    "Prøvekommune Våler",
    "Prøvekommune {n} Søndre Ålesætra-Østlandsskogene og Ytre Ærfuglneset",
    "Åmot-Prøvekommune {n}",
    "Ærdal prøvekommune {n}",
    "Nye Prøvekommunestrand {n}",
)


@dataclass
class Parties:
    """A world's counties and municipalities. `members` are today's, `absorbed` went into some of them."""

    counties: list[County] = field(default_factory=list)
    members: list[Municipality] = field(default_factory=list)
    absorbed: list[Municipality] = field(default_factory=list)
    others: list[Municipality] = field(default_factory=list)

    @property
    def new(self) -> set[int]:
        """The primary keys of the members that did not exist before the mergers."""
        return {member.pk for place, member in enumerate(self.members) if place % 8 == 7}


def build_parties(members: int, *, merged: int = 3, years: int = 3, history: bool = True) -> Parties:
    """Make counties, members and municipalities that merged into them, one that left, one that never joined.

    Of eight members in a row one grew by a neighbour, and one came out of `merged` others (0: no mergers at
    all). Inhabitants of so many `years`; some facts are missing.
    """
    parties = Parties(_counties(history))
    parties.members = store([_municipality(n) for n in range(members)], history=history)
    parties.absorbed = store(_absorbed(parties.members, merged), history=history)
    outside = [
        Municipality(name="Prøvekommune som meldte seg ut"),
        Municipality(name="Prøvekommune utenfor rådet"),
    ]
    parties.others = store([with_keys(row) for row in outside], history=history)
    store(_numbers(parties), history=history)
    store(_memberships(parties), history=history)
    store(_populations(parties, years), history=history)
    return parties


def _counties(history: bool) -> list[County]:
    names = ("Prøvefylke Østre", "Prøvefylke Åsfjell", "Prøvefylke Indre og Ytre Ærlandet", "Prøvefylke A")
    today = [
        County(number=f"9{n}", name=name, valid_from=MERGED_ON, source=SOURCES[n % 3])
        for n, name in enumerate(names)
    ]
    before = [
        County(number=f"8{n}", name=f"{name} (før)", valid_to=_LAST_DAY_BEFORE)
        for n, name in enumerate(names[:2])
    ]
    return store([*today, *before], history=history)


def _municipality(n: int) -> Municipality:
    row, col = divmod(n, _TILE_COLUMNS)
    # One in sixteen has no place on the map, and neither has what a map has no room for.
    placed = row < _TILE_ROWS and n % 16 != 5
    name = _NAMES[n % 8].format(n=n + 1)
    return with_keys(
        Municipality(
            name=name,
            slug=f"provekommune-valer-{n + 1}" if "{n}" not in _NAMES[n % 8] else "",
            org_number=f"{900000000 + n}" if n % 4 else "",
            website=f"https://www.provekommune-{n + 1}.example.org/" if n % 3 else "",
            language_form=("bokmal", "nynorsk", "noytral", "")[n % 4],
            tile_row=row + 1 if placed else None,
            tile_col=col + 1 if placed else None,
            subregion="Prøveregion Øst" if n % 5 == 0 else "",
            source=SOURCES[n % 3],
            verified_on=day(2025, n) if n % 2 else None,
        )
    )


def _absorbed(members: list[Municipality], merged: int) -> list[Municipality]:
    parts = {6: min(merged, 1), 7: merged}
    return [
        with_keys(
            Municipality(
                name=f"Gamle Prøvekommune {place + 1} {'ÆØÅ'[part % 3]} {part + 1}",
                merged_into=member,
                dissolved_on=MERGED_ON,
                source=SOURCES[part % 3],
            )
        )
        for place, member in enumerate(members)
        for part in range(parts.get(place % 8, 0))
    ]


def _numbers(parties: Parties) -> list[MunicipalityNumber]:
    merged = bool(parties.absorbed)
    today, before = parties.counties[:4], parties.counties[4:]
    rows, dissolved = [], list(parties.absorbed)
    for n, member in enumerate(parties.members[:_NUMBERS]):
        came_by_merger = merged and n % 8 == 7
        # A number depends on the year: these had another one in another county.
        renumbered = merged and n % 4 == 1
        row = MunicipalityNumber(
            municipality=member,
            number=f"{1 + n:04}",
            county=today[n % 4],
            valid_from=MERGED_ON if came_by_merger or renumbered else None,
            source=SOURCES[n % 3],
        )
        rows.append(row)
        if renumbered:
            dissolved.append(member)
    old = [
        # Counted from the other end, so that no two municipalities have one on the same date.
        MunicipalityNumber(
            municipality=gone, number=f"{9999 - n:04}", county=before[n % 2], valid_to=_LAST_DAY_BEFORE
        )
        for n, gone in enumerate(dissolved)
    ]
    return [*rows, *old]


def _memberships(parties: Parties) -> list[Membership]:
    rows = [
        Membership(
            municipality=member,
            joined_on=dt.date(2004, 1, 1) if n % 2 == 0 else None,
            known_from=dt.date(2021, 1, 1) if n % 2 else None,
            source=SOURCES[n % 3],
        )
        for n, member in enumerate(parties.members)
    ]
    left = Membership(
        municipality=parties.others[0],
        joined_on=dt.date(2005, 1, 1),
        left_on=dt.date(2021, 7, 1),
        source=SOURCE,
    )
    return [*rows, left]


def _populations(parties: Parties, years: int) -> list[Population]:
    # One in eight has no figure, and one no new one.
    return [
        Population(
            municipality=member,
            on=dt.date(year, 1, 1),
            count=1000 + n * 7919 % 90000 + (600000 if n == 0 else 0) + 10 * (year - 2020),
            source=SOURCE,
        )
        for n, member in enumerate(parties.members)
        for year in range(_LATEST_FIGURES - years + 1, _LATEST_FIGURES + 1)
        if n % 8 != 3 and not (n % 8 == 4 and year == _LATEST_FIGURES)
    ]


@dataclass
class Council:
    """The bodies and documents of a world."""

    bodies: list[Body]
    documents: list[Document]


def build_council(*, bodies: int, meetings: int, documents: int) -> Council:
    """Make so many bodies, meetings and documents, the fixed pages and published figures."""
    organs = _bodies(bodies)
    store([_meeting(n, organs) for n in range(meetings)])
    papers = store([_document(n) for n in range(documents)])
    store(
        [
            Page(
                place=place,
                title=f"Prøveside: {label}",
                body=f"## Prøveoverskrift\n\n{prose(n, 5)}\n\n- punkt",
            )
            for n, (place, label) in enumerate(Page.Place.choices)
        ]
    )
    store(
        [
            PublishedFigure(
                what="members", value=65, wording="65 prøvekommuner", as_of=dt.date(2021, 6, 1), source=SOURCE
            ),
            PublishedFigure(
                what="population", value=2200000, wording="ca. 2,2 mill.", as_of_note="2021", source=SOURCE
            ),
        ]
    )
    return Council(organs, papers)


def _bodies(count: int) -> list[Body]:
    top = store(
        [Body(name="Prøverepresentantskapet", slug="proverepresentantskapet", kind="political", order=1)]
    )[0]
    return [top, *store([_body(n, top) for n in range(1, count)])]


def _body(n: int, top: Body) -> Body:
    names = (
        f"Prøveorgan {n}",
        f"Prøvestyret {n}",
        f"Prøvefaggruppe {n} for samferdselsinvesteringsprioriteringer",
        f"Nedlagt prøveutvalg {n}",
    )
    return Body(
        name=names[n % 4],
        slug=f"proveorgan-{n}",
        kind="administrative" if n % 4 == 2 else "political",
        order=n + 1,
        mandate=prose(n) if n % 4 == 1 else "",
        elected_by=top if n % 4 == 1 else None,
        established_by=top if n % 4 == 2 else None,
        valid_to=dt.date(2020, 1, 1) if n % 4 == 3 else None,
    )


def _meeting(n: int, bodies: list[Body]) -> Meeting:
    # Of six in a row one is to come, one has no date, one goes over two days.
    when = None if n % 6 == 4 else day(2099 if n % 6 == 5 else 2018 + n % 8, n)
    return Meeting(
        title=f"Prøvemøte {n + 1}" + (f" – {prose(n, 1)}" if n % 4 == 3 else ""),
        kind=Meeting.Kind.values[n % len(Meeting.Kind.values)],
        body=bodies[n % 4] if n % 3 else None,
        organiser="" if n % 3 else "Prøvesamarbeidsrådet",
        on=when,
        ends_on=when + dt.timedelta(days=1) if when and n % 6 == 2 else None,
        starts_at=dt.time(9, 30) if n % 2 else None,
        ends_at=dt.time(15, 0) if n % 4 == 1 else None,
        date_note="27. oktober, året står ikke i kilden" if when is None else "",
        place="Prøvehuset, Ås" if n % 2 else "",
        agenda_url=f"https://example.org/program/{n}" if n % 5 == 0 else "",
        public_note=prose(n, 2) if n % 3 == 0 else "",
        source=SOURCES[n % 3],
    )


def _document(n: int) -> Document:
    return Document(
        title=f"Prøvedokument {n + 1}" + (f": {prose(n, 1)}" if n % 4 == 3 else ""),
        slug=f"provedokument-{n + 1}",
        kind=Document.Kind.values[n % len(Document.Kind.values)],
        publisher="Prøveregionen" if n % 2 else "",
        date=day(2015 + n % 10, n) if n % 3 else None,
        date_note="juni 2020" if n % 6 == 0 else "",
        url=f"https://example.org/dokumenter/{n}.pdf" if n % 4 else "",
        points=f"- {prose(n, 1)}\n- {prose(n + 1, 1)}" if n % 3 == 1 else "",
        source=SOURCES[n % 3],
    )
