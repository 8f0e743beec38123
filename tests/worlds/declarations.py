"""Made-up declarations with every status that a party can have, and with none."""

import datetime as dt
from collections.abc import Iterator

from declaration.models import (
    Commitment,
    Declaration,
    MainPoint,
    Milestone,
    PublishedCount,
    Signature,
    Theme,
)
from members.models import Body
from tests.worlds.members import MERGED_ON, Parties
from tests.worlds.store import SOURCE, SOURCES, day, prose, store

_LAST = 2025
#: How the parties stand, one after the other; None has no row.
_STANDINGS = ("signert", "signert", "tilsluttet", "til_behandling", "invitert", "avslatt", "trukket", None)


def build_declarations(
    parties: Parties, bodies: list[Body], *, declarations: int, points: int
) -> list[Declaration]:
    """Make published declarations that renew each other and a draft; members, counties, absorbed sign.

    The first lies before the mergers, the last is open for answers; those between lie after the mergers.
    Each has so many points (main points, commitments) and a few themes and milestones.
    """
    published = [
        _declaration(2019, "avsluttet", signing_on=dt.date(2019, 2, 7), signing_place="Prøverådhuset, Oslo")
    ]
    for year in range(_LAST - declarations + 2, _LAST):
        published.append(
            _declaration(
                year, "avsluttet", signing_on=day(year, 5), renews=published[-1], purpose=prose(year)
            )
        )
    published.append(
        _declaration(
            _LAST,
            "apen",
            opened_on=dt.date(_LAST - 1, 1, 1),
            response_deadline=dt.date(2099, 6, 1),
            contact="prøvesekretariatet",
            contact_email="et-langt-navn-for-provesekretariatet@example.org",
            renews=published[-1],
            purpose=prose(3),
            introduction=prose(4, 6),
            reasons=f"{prose(5)}\n\n- {prose(6, 1)}\n- {prose(7, 1)}",
            full_text="\n\n".join(f"{n}. {prose(n, 4)}" for n in range(1, 8)),
            verified_on=dt.date(_LAST, 11, 1),
        )
    )
    for place, declaration in enumerate(published):
        _add_content(declaration, place, bodies, points)
        store(list(_signatures(declaration, place, parties)))
    _declaration(_LAST + 2, "utkast", renews=published[-1], purpose="Hemmelig prøveutkast")
    return published


def build_huge_declaration(parties: Parties) -> Declaration:
    """Make one open declaration that nearly all parties have answered; no history."""
    declaration = _declaration(_LAST, "apen", response_deadline=dt.date(2099, 6, 1))
    store(list(_signatures(declaration, 2, parties)), history=False)
    return declaration


def _declaration(year: int, status: str, **fields: object) -> Declaration:
    return store(
        [
            Declaration(
                title=f"Prøveerklæringen {year} om klima, miljø og ærlige tall i Østre og Ytre Prøveregion",
                slug=f"proveerklaeringen-{year}",
                year=year,
                status=status,
                source=SOURCE,
                **fields,
            )
        ]
    )[0]


def _signatures(declaration: Declaration, place: int, parties: Parties) -> Iterator[Signature]:
    before_mergers = declaration.signing_on is not None and declaration.signing_on < MERGED_ON
    answering = [m for m in parties.members if not (before_mergers and m.pk in parties.new)]
    if before_mergers:
        answering += parties.absorbed
    for n, municipality in enumerate(answering):
        status = _STANDINGS[(n + place) % len(_STANDINGS)]
        if status is not None:
            yield _signature(declaration, n, status, municipality=municipality)
    # Today's counties signed what is from their time, their predecessors the first.
    counties = parties.counties[4:] if before_mergers else parties.counties[:3]
    for n, county in enumerate(counties):
        yield _signature(declaration, n, ("signert", "tilsluttet", "avslatt")[n], county=county)


def _signature(declaration: Declaration, n: int, status: str, **party: object) -> Signature:
    fields: dict[str, object] = {}
    decided = status in ("signert", "tilsluttet", "avslatt", "trukket")
    # What is closed may lack its basis; what is open may not.
    if decided and (declaration.status == "apen" or n % 3):
        fields |= {
            "basis": ("politisk_vedtak", "ordforers_bekreftelse")[n % 2],
            "decided_on": day(declaration.year - 1, n),
            "case_reference": f"{declaration.year}/{n:04}" if n % 2 else "",
        }
    # Of those that withdrew, some had signed.
    signed = status == "signert" or (status == "trukket" and n % 2 == 0)
    if signed:
        fields["signed_on"] = declaration.signing_on or day(declaration.year, n % 8)
    if status == "trukket":
        fields["withdrawn_on"] = day(declaration.year, 9)
    if signed and n % 4 in (0, 3):
        fields |= {
            "signatory_name": f"Åse-Øyvind Prøveperson {n + 1}",
            "signatory_title": "prøveordfører" if n % 4 else "fungerende prøveordfører og gruppeleder",
            "signed_at": declaration.signing_place or "Prøvehuset",
        }
    evidence = f"https://example.org/vedtak/{declaration.year}/{n}" if n % 4 == 1 else ""
    return Signature(
        declaration=declaration, status=status, evidence=evidence, source=SOURCES[n % 3], **party, **fields
    )


def _add_content(declaration: Declaration, place: int, bodies: list[Body], points: int) -> None:
    store([MainPoint(declaration=declaration, order=n, text=prose(n, 1)) for n in range(points)])
    themes = store(
        [
            # Of the first only the themes' names are known.
            Theme(declaration=declaration, order=n, title=f"Prøvetema {n}", text=prose(n) if place else "")
            for n in range(1, 2 + points // 3)
        ]
    )
    store(
        [
            Commitment(
                declaration=declaration,
                theme=themes[n % len(themes)] if n % 3 and place else None,
                # Not all numbers are known: the highest proves that some are missing.
                number=2 * n if n % 4 else None,
                order=n,
                text=prose(n, 2),
                is_verbatim=(True, False, None)[n % 3],
                source=SOURCES[n % 3],
            )
            for n in range(1, 1 + points)
        ]
    )
    year = declaration.year
    store(
        [
            Milestone(
                declaration=declaration,
                order=n,
                title=f"Prøvemilepæl {n}",
                body=bodies[n % len(bodies)] if n % 2 else None,
                on=day(year, n) if n % 3 else None,
                ends_on=day(year, n) + dt.timedelta(days=1) if n == 2 else None,
                date_note=f"februar {year}" if n % 3 == 0 else "",
                done_on=day(year, n) if n % 4 == 1 else None,
                source=SOURCES[n % 3],
            )
            for n in range(1, 1 + points // 2)
        ]
    )
    store(
        [
            PublishedCount(
                declaration=declaration,
                count=50 + 4 * n if n else None,
                wording=f"{50 + 4 * n} har sluttet seg til" if n else "over 50 prøvekommuner",
                as_of=day(year, n) if n else None,
                as_of_note="" if n else f"våren {year}",
                source=SOURCES[n % 2],
            )
            # The first declaration has no published count.
            for n in range(points // 2 if place else 0)
        ]
    )
