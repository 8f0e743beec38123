"""What pages, files and other apps read about the declarations; the status list is in status.py."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from declaration.models import Declaration, PublishedCount, Signature
from members.mergers import Mergers
from members.models import Municipality, MunicipalityNumber
from members.models.municipality import MunicipalityQuerySet
from members.selectors import Standing
from osloregionen.formatting import MISSING, counted_nb, date_nb, date_or_note_nb, list_nb, number_nb
from osloregionen.parts import Status

# --- Statuses as the reader sees them -------------------------------------------------------------

# In the order of lists and legends, from most to least.
_SIGNS = {
    Signature.Status.SIGNED: ("✓", "solid"),
    Signature.Status.JOINED: ("●", "dotted"),
    Signature.Status.IN_TREATMENT: ("…", "striped"),
    Signature.Status.INVITED: ("○", "framed"),
    Signature.Status.DECLINED: ("×", "crossed"),
    Signature.Status.WITHDRAWN: ("←", "lined"),
}
NOT_REGISTERED = Status(word=MISSING)


def status_of(signature: Signature | None) -> Status:
    """Return an answer as word and sign. No row is "ikke registrert", never "no". No queries."""
    return NOT_REGISTERED if signature is None else status_named(signature.status)


def status_named(value: str) -> Status:
    """Return the status of an answer as word and sign. No queries."""
    return _status(value, get_language())


def statuses_in_order() -> tuple[str, ...]:
    """Return the statuses that an answer can have, as stored, from most to least."""
    return tuple(status.value for status in _SIGNS)


@cache
def _status(value: str, _language: str | None) -> Status:
    # Six of them, asked for hundreds of times a page; the words follow the language.
    status = Signature.Status(value)
    sign, tone = _SIGNS[status]
    return Status(word=capfirst(str(status.label)), sign=sign, tone=tone)


def status_rank(signature: Signature | None) -> int:
    """Return an answer's place in a list sorted by status: signed first, "ikke registrert" last."""
    order = list(_SIGNS)
    return len(order) if signature is None else order.index(Signature.Status(signature.status))


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
    """Return the published declarations, newest first. Three queries."""
    declarations = list(Declaration.objects.published().prefetch_related("published_counts"))
    grouped = (
        Signature.objects.filter(declaration__in=declarations)
        .order_by()
        .values_list("declaration_id", "status")
        .annotate(count=Count("pk"))
    )
    counts = {(declaration, status): count for declaration, status, count in grouped}
    return [
        Edition(
            declaration=declaration,
            summary=_summary(declaration, signed, today or timezone.localdate()),
            signed=signed,
            joined=counts.get((declaration.pk, Signature.Status.JOINED), 0),
            published_counts=list(declaration.published_counts.all()),
        )
        for declaration in declarations
        for signed in [counts.get((declaration.pk, Signature.Status.SIGNED), 0)]
    ]


def signing_sentence(declaration: Declaration, today: dt.date) -> str:
    """Return when and where the declaration was or will be signed, as a sentence. No queries.

    Of a day that is over it says that it was signed where the round is closed: the day alone tells nothing.
    """
    if declaration.signing_on is None:
        return _("Signeringsdatoen er ikke registrert.")
    place = f" ({declaration.signing_place})" if declaration.signing_place else ""
    if declaration.signing_on > today:
        what = _("Skal signeres")
    elif declaration.signing_on == today:
        what = _("Signeres i dag,")
    elif declaration.status == Declaration.Status.CLOSED:
        what = _("Signert")
    else:
        what = _("Signeringsdatoen var")
    return f"{what} {date_nb(declaration.signing_on)}{place}."


def round_status(declaration: Declaration) -> str:
    """Return how far the round of signing has come. No queries.

    What ends is the round: the declaration itself still holds, and "avsluttet" alone would deny it.
    """
    said = {
        Declaration.Status.OPEN: _("Åpen for svar"),
        Declaration.Status.CLOSED: _("Signeringsrunden er avsluttet"),
    }
    return said.get(Declaration.Status(declaration.status), capfirst(declaration.get_status_display()))


def deadline_sentence(declaration: Declaration, today: dt.date) -> str:
    """Return when answers are or were due, and how long there is left or has been. No queries.

    Empty where a closed declaration never had a date.
    """
    deadline, is_open = declaration.response_deadline, declaration.status == Declaration.Status.OPEN
    if deadline is None:
        return _("Svarfristen er ikke registrert.") if is_open else ""
    left = (deadline - today).days
    words = {"date": date_nb(deadline), "days": counted_nb(abs(left), _("dag"), _("dager"))}
    if left >= 0 and not is_open:
        return _("Svarfristen var satt til %(date)s.") % words
    if left == 0:
        return _("Svarfristen er i dag, %(date)s.") % words
    if left > 0:
        return _("Svarfristen er %(date)s, om %(days)s.") % words
    if is_open:
        return _("Svarfristen var %(date)s, for %(days)s siden. Svar kan fortsatt registreres.") % words
    return _("Svarfristen var %(date)s.") % words


def when_published(count: PublishedCount) -> str:
    """Return when a published count applies, as precisely as its source; empty where nobody knows."""
    return date_or_note_nb(count.as_of, count.as_of_note)


def published_wordings(counts: Iterable[PublishedCount]) -> str:
    """Return published counts as one text for a file, each with its date and source. No queries."""
    texts = []
    for count in counts:
        about = "; ".join(part for part in (when_published(count), _("kilde: ") + count.source) if part)
        texts.append(f"«{count.wording}» ({about})")
    return "; ".join(texts)


def published_sentence(declaration: Declaration) -> str:
    """Return "Publiserte kilder oppgir 50–54 tilslutninger." of the published counts, if any.

    Who signed has joined: the sources count either. Where none of them is exact it gives their words, such as
    «over 50». Needs the counts fetched.
    """
    published = list(declaration.published_counts.all())
    counts = [count.count for count in published if count.count is not None]
    if not counts:
        wordings = list_nb([f"«{count.wording}»" for count in published])
        return _("Publiserte kilder oppgir %(span)s.") % {"span": wordings} if wordings else ""
    low, high = number_nb(min(counts)), counted_nb(max(counts), _("tilslutning"), _("tilslutninger"))
    span = high if min(counts) == max(counts) else f"{low}–{high}"
    return _("Publiserte kilder oppgir %(span)s.") % {"span": span}


def _summary(declaration: Declaration, signed: int, today: dt.date) -> str:
    registered = ngettext(
        "%(count)s signatur er registrert.", "%(count)s signaturer er registrert.", signed
    ) % {"count": number_nb(signed) if signed else _("Ingen")}
    return f"{signing_sentence(declaration, today)} {registered}"


# --- Answers ---------------------------------------------------------------------------------------


def reference_date(declaration: Declaration) -> dt.date:
    """Return the date whose borders and members the declaration is read by. No queries.

    The signing; before one is set, the deadline; before that, today.
    """
    return declaration.signing_on or declaration.response_deadline or timezone.localdate()


def statuses_of(declaration: Declaration) -> dict[int, Signature]:
    """Return the answers by municipality id; those without a row are not in it. One query."""
    signatures = Signature.objects.filter(declaration=declaration, municipality__isnull=False)
    signatures = signatures.defer("created_at", "updated_at")
    return {signature.municipality_id: signature for signature in signatures if signature.municipality_id}


def member_standings() -> list[Standing]:
    """Return how today's members stand to each published declaration, newest first. Six queries."""
    declarations = list(Declaration.objects.published().prefetch_related("published_counts"))
    signatures = Signature.objects.filter(declaration__in=declarations, municipality__isnull=False).only(
        "declaration_id", "municipality_id", "status"
    )
    answers: dict[int, dict[int, Signature]] = {}
    for signature in signatures:
        answers.setdefault(signature.declaration_id, {})[signature.municipality_id or 0] = signature
    members = list(members_with_past()) if declarations else []
    return [
        standing_of(declaration, members, answers.get(declaration.pk, {})) for declaration in declarations
    ]


def members_with_past() -> MunicipalityQuerySet:
    """Return today's members with numbers and predecessors: what `standing_of` needs. Three queries."""
    # Only what is read: whole rows of members, numbers and predecessors took a tenth of a list's time.
    numbers = MunicipalityNumber.objects.only("municipality_id", "valid_from", "valid_to")
    predecessors = Municipality.objects.only("merged_into_id", "name")
    return (
        Municipality.objects.members_now()
        .only("name", "slug", "sort_name", "tile_row", "tile_col", "dissolved_on")
        .prefetch_related(Prefetch("numbers", numbers), Prefetch("predecessors", predecessors))
    )


def standing_of(
    declaration: Declaration, members: Sequence[Municipality], answers: dict[int, Signature]
) -> Standing:
    """Return how `members_with_past` stand to a declaration with these answers. No queries.

    A member that did not exist on the declaration's date shows its predecessors' answers with their names,
    or that it did not exist: that Skedsmo signed does not make Lillestrøm a signatory.
    Those that are left out are "ikke registrert".
    """
    on = reference_date(declaration)
    statuses = {
        pk: status_of(signature)
        for pk, signature in sorted(answers.items(), key=lambda answer: status_rank(answer[1]))
    }
    for member in members:
        if member.pk in answers or _existed(member, list(member.numbers.all()), on):
            continue
        said = [
            f"{old.name}: {statuses[old.pk].word.lower()}"
            for old in member.predecessors.all()
            if old.pk in answers
        ]
        if said:
            group = _("svar fra kommuner som ble slått sammen")
            statuses[member.pk] = Status(word="; ".join(said), sign="◐", tone="halved", group=group)
        else:
            statuses[member.pk] = Status(word=_("fantes ikke %(date)s") % {"date": date_nb(on)}, sign="–")
    signatories = {pk for pk, signature in answers.items() if signature.status == Signature.Status.SIGNED}
    return Standing(
        key=declaration.slug,
        label=declaration.title,
        statuses=statuses,
        signed=sum(member.pk in signatories for member in members),
        published=published_sentence(declaration),
        short=_("Erklæringen %(year)s") % {"year": declaration.year},
    )


@dataclass(frozen=True)
class PartyAnswer:
    """What one municipality answered. `signature` None: ikke registrert.

    `member` says whether it was a member on the declaration's date, as far as we know; None where no
    membership of it is registered at all.
    """

    municipality: Municipality
    signature: Signature | None
    status: Status
    member: bool | None


@dataclass(frozen=True)
class EditionAnswers:
    """A municipality and one declaration: its own answer and those of the municipalities it was made of.

    `own` is None where the municipality did not exist on the declaration's date (Lillestrøm in 2019);
    `successor` is then what the one answered that it had become part of, if it had, and `became` names the
    mergers on the way, the successor last. `predecessors` are those that existed on the date, however many
    mergers ago; `untraced` are the parts made later of which nobody has registered what they were made of.
    """

    declaration: Declaration
    on: dt.date
    own: PartyAnswer | None
    predecessors: list[PartyAnswer]
    untraced: list[Municipality]
    successor: PartyAnswer | None
    became: list[Municipality]


def signatures_of(municipality: Municipality) -> list[EditionAnswers]:
    """Return what the municipality or its predecessors answered to each published declaration, newest first.

    A predecessor counts for the declarations of its own time only. Of one that comes as
    `members.selectors.municipality_with_story` fetches it, two queries; two or three more where there was a
    merger.
    """
    declarations = list(Declaration.objects.published())
    # Most municipalities never merged, and need not ask for those that did.
    fetched = {old.pk: old for old in municipality.predecessors.all()}
    mergers = Mergers() if fetched or municipality.merged_into_id is not None else None
    predecessors = [fetched.get(old.pk, old) for old in mergers.all_made_of(municipality)] if mergers else []
    successors = list(mergers.became(municipality)) if mergers else []
    parties = [municipality, *predecessors, *successors]
    answers = _answers(declarations, parties)
    # Asks only for those of whom they are not fetched.
    prefetch_related_objects(parties, "numbers", "memberships")

    def answer(declaration: Declaration, on: dt.date, party: Municipality) -> PartyAnswer:
        signature = answers.get((declaration.pk, party.pk))
        registered = party.memberships.all()
        member = any(membership.covers(on) for membership in registered) if registered else None
        return PartyAnswer(party, signature, status_of(signature), member)

    def existed(declaration: Declaration, on: dt.date, party: Municipality) -> bool:
        return (declaration.pk, party.pk) in answers or _existed(party, list(party.numbers.all()), on)

    found = []
    for declaration in declarations:
        on = reference_date(declaration)
        own = existed(declaration, on, municipality)
        parts = [old for old in predecessors if _ended_after(old, on)]
        then = [old for old in parts if existed(declaration, on, old)]
        known = {old.merged_into_id for old in parts}
        ended = municipality.dissolved_on is not None and municipality.dissolved_on <= on
        became: list[Municipality] = []
        if ended and not own:
            at = next((i for i, one in enumerate(successors) if existed(declaration, on, one)), None)
            became = [] if at is None else successors[: at + 1]
        found.append(
            EditionAnswers(
                declaration=declaration,
                on=on,
                own=answer(declaration, on, municipality) if own else None,
                predecessors=[answer(declaration, on, old) for old in then],
                untraced=[old for old in parts if old not in then and old.pk not in known],
                successor=answer(declaration, on, became[-1]) if became else None,
                became=became,
            )
        )
    return found


def _ended_after(municipality: Municipality, on: dt.date) -> bool:
    return municipality.dissolved_on is not None and municipality.dissolved_on > on


def _answers(
    declarations: Iterable[Declaration], parties: Iterable[Municipality]
) -> dict[tuple[int, int], Signature]:
    signatures = Signature.objects.filter(declaration__in=declarations, municipality__in=parties)
    return {(row.declaration_id, row.municipality_id): row for row in signatures if row.municipality_id}


def _existed(municipality: Municipality, periods: list[MunicipalityNumber], on: dt.date) -> bool:
    """Whether the municipality existed: it had a number on the date, or never had one and had not ended."""
    if municipality.dissolved_on is not None and municipality.dissolved_on <= on:
        return False
    return not periods or any(row.holds_on(on) for row in periods)


def declaration_addresses() -> Iterator[dict[str, str]]:
    """Give the address of every published declaration, the newest first. One query."""
    slugs = Declaration.objects.published().order_by("-year", "pk").values_list("slug", flat=True)
    return ({"slug": slug} for slug in slugs)
