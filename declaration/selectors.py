"""What pages, files and other apps read about the declarations; the status list is in status.py."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from declaration.models import Declaration, PublishedCount, Signature
from members.models import Municipality, MunicipalityNumber
from osloregionen.formatting import MISSING, date_nb, list_nb, number_nb
from osloregionen.parts import Status

# --- Statuses as the reader sees them -------------------------------------------------------------

# In the order of lists and legends, from most to least.
_SIGNS = {
    Signature.Status.SIGNED: ("✓", "solid"),
    Signature.Status.JOINED: ("●", "dotted"),
    Signature.Status.IN_TREATMENT: ("…", "striped"),
    Signature.Status.INVITED: ("○", "striped"),
    Signature.Status.DECLINED: ("×", "crossed"),
}
NOT_REGISTERED = Status(word=MISSING)


def status_of(signature: Signature | None) -> Status:
    """Return an answer as word and sign. No row is "ikke registrert", never "no". No queries."""
    if signature is None:
        return NOT_REGISTERED
    sign, tone = _SIGNS[Signature.Status(signature.status)]
    return Status(word=capfirst(signature.get_status_display()), sign=sign, tone=tone)


def status_rank(signature: Signature | None) -> int:
    """Return an answer's place in a list sorted by status: signed first, "ikke registrert" last."""
    order = list(_SIGNS)
    return len(order) if signature is None else order.index(Signature.Status(signature.status))


def status_legend() -> list[Status]:
    """Return every status a party can have, from most to least, for the legend of a map. No queries."""
    known = [status_of(Signature(status=status)) for status in _SIGNS]
    return [*known, NOT_REGISTERED]


# --- Editions --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edition:
    """A published declaration as a list tells of it. `joined` counts those that have not signed."""

    declaration: Declaration
    summary: str
    signed: int
    joined: int
    published_counts: list[PublishedCount]


def editions(today: dt.date | None = None) -> list[Edition]:
    """Return the published declarations, newest first. Two queries."""
    declarations = (
        Declaration.objects.published()
        .annotate(
            signed_count=Count("signatures", filter=Q(signatures__status=Signature.Status.SIGNED)),
            joined_count=Count("signatures", filter=Q(signatures__status=Signature.Status.JOINED)),
        )
        .prefetch_related("published_counts")
    )
    return [
        Edition(
            declaration=declaration,
            summary=_summary(declaration, declaration.signed_count, today or timezone.localdate()),
            signed=declaration.signed_count,
            joined=declaration.joined_count,
            published_counts=list(declaration.published_counts.all()),
        )
        for declaration in declarations
    ]


def latest_declaration() -> Declaration | None:
    """Return the newest declaration that is no draft. One query."""
    return Declaration.objects.published().first()


def signing_sentence(declaration: Declaration, today: dt.date) -> str:
    """Return when and where the declaration was or will be signed, as a sentence. No queries."""
    if declaration.signing_on is None:
        return _("Signeringsdatoen er ikke registrert.")
    place = f", {declaration.signing_place}" if declaration.signing_place else ""
    what = _("Signert") if declaration.signing_on <= today else _("Skal signeres")
    return f"{what} {date_nb(declaration.signing_on)}{place}."


def when_published(count: PublishedCount) -> str:
    """Return when a published count applies, as precisely as its source; empty where nobody knows."""
    return date_nb(count.as_of) if count.as_of else count.as_of_note


def _summary(declaration: Declaration, signed: int, today: dt.date) -> str:
    signing = signing_sentence(declaration, today).removesuffix(".")
    registered = ngettext(
        "%(count)s signatur er registrert med kilde", "%(count)s signaturer er registrert med kilde", signed
    ) % {"count": number_nb(signed) if signed else _("ingen")}
    published = [
        f"«{count.wording}» ({when})" if (when := when_published(count)) else f"«{count.wording}»"
        for count in declaration.published_counts.all()
    ]
    if not published:
        return _("%(signing)s; %(registered)s.") % {"signing": signing, "registered": registered}
    return _("%(signing)s; %(registered)s, publisert antall er %(published)s.") % {
        "signing": signing,
        "registered": registered,
        "published": list_nb(published),
    }


# --- Answers ---------------------------------------------------------------------------------------


def reference_date(declaration: Declaration) -> dt.date:
    """Return the date whose borders and members the declaration is read by. No queries.

    The signing; before one is set, the deadline; before that, today.
    """
    return declaration.signing_on or declaration.response_deadline or timezone.localdate()


def statuses_of(declaration: Declaration) -> dict[int, Signature]:
    """Return the answers by municipality id; those without a row are not in it. One query."""
    signatures = Signature.objects.filter(declaration=declaration, municipality__isnull=False)
    return {signature.municipality_id: signature for signature in signatures if signature.municipality_id}


@dataclass(frozen=True)
class PartyAnswer:
    """What one municipality answered. `signature` None: ikke registrert."""

    municipality: Municipality
    signature: Signature | None
    status: Status


@dataclass(frozen=True)
class EditionAnswers:
    """A municipality and one declaration: its own answer and those of the municipalities it was made of.

    `own` is None where the municipality did not exist on the declaration's date (Lillestrøm in 2019).
    """

    declaration: Declaration
    on: dt.date
    own: PartyAnswer | None
    predecessors: list[PartyAnswer]


def signatures_of(municipality: Municipality) -> list[EditionAnswers]:
    """Return what the municipality or its predecessors answered to each published declaration, newest first.

    A predecessor counts for the declarations of its own time only. Four queries, however many declarations.
    """
    declarations = list(Declaration.objects.published())
    predecessors = list(municipality.predecessors.all())
    periods = list(MunicipalityNumber.objects.filter(municipality=municipality))
    answers = _answers(declarations, [municipality, *predecessors])

    def answer(declaration: Declaration, party: Municipality) -> PartyAnswer:
        signature = answers.get((declaration.pk, party.pk))
        return PartyAnswer(party, signature, status_of(signature))

    found = []
    for declaration in declarations:
        on = reference_date(declaration)
        existed = _existed(municipality, periods, on) or (declaration.pk, municipality.pk) in answers
        found.append(
            EditionAnswers(
                declaration=declaration,
                on=on,
                own=answer(declaration, municipality) if existed else None,
                predecessors=[
                    answer(declaration, old)
                    for old in predecessors
                    if old.dissolved_on is not None and old.dissolved_on > on
                ],
            )
        )
    return found


def _answers(
    declarations: Iterable[Declaration], parties: Iterable[Municipality]
) -> dict[tuple[int, int], Signature]:
    signatures = Signature.objects.filter(declaration__in=declarations, municipality__in=parties)
    return {(row.declaration_id, row.municipality_id): row for row in signatures if row.municipality_id}


def _existed(municipality: Municipality, periods: list[MunicipalityNumber], on: dt.date) -> bool:
    """Whether the municipality existed on the date: it had a number then, or never had one and had not ended."""
    if municipality.dissolved_on is not None and municipality.dissolved_on <= on:
        return False
    return not periods or any(
        (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or row.valid_to >= on)
        for row in periods
    )
