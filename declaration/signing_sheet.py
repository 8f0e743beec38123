"""The sheet that is signed by hand at the ceremony: a line for each party that has joined."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from declaration import status
from declaration.declaration_report import told_apart
from declaration.models import Declaration, Signature
from declaration.selectors import signing_sentence, statuses_of
from declaration.status import PartyRow
from osloregionen.documents import printed_title, title_size
from osloregionen.formatting import counted_nb, date_nb, list_nb, moment_nb, number_nb

_HAS_JOINED = (Signature.Status.JOINED, Signature.Status.SIGNED)


@dataclass(frozen=True)
class SigningLine:
    """A party's line. Empty are `signed` where it has not, name and title where nobody knows them."""

    number: int
    name: str
    signatory: str
    title: str
    signed: str


@dataclass(frozen=True)
class SigningSheet:
    """Everything the sheet says; `changed` is when it was printed."""

    title: str
    title_size: str
    kind: str
    practice: bool
    lead: str
    joined: str
    not_joined: list[str]
    lines: list[SigningLine]
    as_of: str
    changed: dt.datetime
    address: str = ""


def signing_sheet_of(declaration: Declaration) -> SigningSheet:
    """Return the sheet as it is now, by the place that staff gave each and then by name. Three queries."""
    now = timezone.localtime()
    answers = statuses_of(declaration)
    municipalities = told_apart(status.party_rows(status.parties(declaration), answers))
    counties = status.county_rows(declaration)
    joined = [row for row in municipalities + counties if row.signature and _joined(row)]
    lines = [_line(number, row) for number, row in enumerate(sorted(joined, key=_place), start=1)]
    return SigningSheet(
        title=printed_title(declaration.title, practice=declaration.is_practice),
        title_size=title_size(declaration.title),
        kind=_("Signeringsark"),
        practice=declaration.is_practice,
        lead=signing_sentence(declaration, now.date()),
        joined=_("%(count)s har sluttet seg til. Én linje for hver.")
        % {"count": counted_nb(len(lines), _("part"), _("parter")).capitalize()}
        if lines
        else _("Ingen parter har sluttet seg til ennå."),
        not_joined=_not_joined(municipalities, counties),
        lines=lines,
        as_of=_("Skrevet ut %(moment)s, slik det da var registrert.") % {"moment": moment_nb(now)},
        changed=now,
    )


def _joined(row: PartyRow) -> bool:
    return row.signature is not None and row.signature.status in _HAS_JOINED


def _place(row: PartyRow) -> tuple[bool, int, str]:
    """Return where a party stands: by its place, those without one last, and by name in Norwegian order."""
    order = row.signature.signing_order if row.signature else None
    return (order is None, order or 0, row.sort_name)


def _line(number: int, row: PartyRow) -> SigningLine:
    answer = row.signature
    assert answer is not None  # noqa: S101 - only who has joined has a line
    return SigningLine(
        number=number,
        name=row.name,
        signatory=answer.signatory_name,
        title=answer.signatory_title,
        signed=date_nb(answer.signed_on) if answer.signed_on else "",
    )


def _not_joined(municipalities: list[PartyRow], counties: list[PartyRow]) -> list[str]:
    """Return how many have not joined, by what they have answered; of counties only who has answered."""
    missing = [row for row in municipalities if not _joined(row)]
    if not missing:
        said = [_("Alle kommunene i oversikten har sluttet seg til.")] if municipalities else []
    else:
        counts = Counter(row.signature.status if row.signature else "" for row in missing)
        parts = [f"{value.label} {number_nb(counts[value])}" for value in Signature.Status if counts[value]]
        if counts[""]:
            parts.append(_("uten registrert svar %(count)s") % {"count": number_nb(counts[""])})
        said = [
            _("%(missing)s av %(all)s har ikke sluttet seg til: %(parts)s.")
            % {
                "missing": number_nb(len(missing)),
                "all": counted_nb(len(municipalities), _("kommune"), _("kommuner")),
                "parts": list_nb(parts),
            }
        ]
    others = sum(not _joined(row) for row in counties)
    if others:
        said.append(
            _("%(count)s med registrert svar har heller ikke sluttet seg til.")
            % {"count": counted_nb(others, _("fylkeskommune"), _("fylkeskommuner")).capitalize()}
        )
    return said
