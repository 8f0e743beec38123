"""Makes and removes the practice round: a declaration on which staff can try all there is, marked "ØVELSE".

It asks the council's real members, and all that they are said to have answered is made up. The answers are
made through the steps like any other, so each has a history; the history is then given the days of the story.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from declaration.models import (
    Commitment,
    Declaration,
    MainPoint,
    Milestone,
    PublishedCount,
    Signature,
    Theme,
)
from declaration.services.process import Step, step_service
from declaration.services.signatures import correct
from members.models import County, Municipality
from osloregionen.models import Record
from osloregionen.portal_list import PRACTICE

SLUG = "ovelse"

_I, _T, _A, _S, _D, _W = Step.INVITE, Step.TAKE_UP, Step.ACCEDE, Step.SIGN, Step.DECLINE, Step.WITHDRAW
#: What the members do, one after the other in Norwegian order; the list begins anew when it is used up. The
#: first eight have every status that there is.
_STORIES: tuple[tuple[Step, ...], ...] = (
    (_I, _T, _A, _S),
    (_I, _A),
    (_I, _T),
    (_I, _T, _D),
    (),
    (_I, _T, _A, _S, _W),
    (_I,),
    (_I, _A, _S),
    (_I, _T, _A, _S),
    (_I, _T, _A),
    (_I, _A, _S),
    (_I, _T, _A, _S),
    (_I, _T),
    (_T, _A),
    (_I, _A, _S),
    (_A, _S),
    (_I,),
    (_I, _T, _A, _S),
    (_I, _T, _D, _T),
    (_I, _T, _A),
    (_I, _A, _S),
    (),
    (_I, _T, _A, _S),
    (_I, _T, _A, _W),
)
_COUNTY_STORIES: tuple[tuple[Step, ...], ...] = ((_I, _T, _A, _S), (_I, _T, _A), (_I, _T))
#: Which day of the round each step falls on at the earliest, counted from the day it opened.
_DAYS = {_I: 0, _T: 12, _A: 24, _D: 30, _S: 46, _W: 68}
_AGAIN = 66
#: How long ago the round was opened, and how long there is left to answer.
_OPEN_FOR, _LEFT = dt.timedelta(days=75), dt.timedelta(days=21)


class PracticeError(Exception):
    """The practice round can't be made or removed; the argument says why, for the command line."""


@dataclass(frozen=True)
class PracticeRound:
    """The practice round as it is stored. `made`: just now."""

    declaration: Declaration
    answers: int
    made: bool


def load_practice_round(today: dt.date | None = None) -> PracticeRound:
    """Make the practice round, or return the one that is there. About 2,500 queries for 64 members.

    Raises PracticeError where there is nobody to ask, or the address belongs to something else.
    """
    with transaction.atomic():
        there = Declaration.objects.filter(is_practice=True).first()
        if there is not None:
            return PracticeRound(there, there.signatures.count(), made=False)
        if Declaration.objects.filter(slug=SLUG).exists():
            raise PracticeError(
                f"A declaration of the council's own has the address «{SLUG}»; rename it first."
            )
        members = list(Municipality.objects.members_now().order_by("sort_name", "pk"))
        if not members:
            raise PracticeError("There are no members to ask; load the content first.")
        today = today or timezone.localdate()
        declaration = _declaration(today)
        _add_content(declaration)
        counties = list(County.objects.filter(valid_to=None).order_by("number"))
        for place, municipality in enumerate(members):
            _play(_STORIES[place % len(_STORIES)], place, declaration, municipality=municipality)
        for place, county in enumerate(counties[: len(_COUNTY_STORIES)]):
            _play(_COUNTY_STORIES[place], place, declaration, county=county)
        _check_some(declaration, today)
        return PracticeRound(declaration, declaration.signatures.count(), made=True)


def remove_practice_round() -> int:
    """Remove the practice round with its answers, their history, the admin's log of them, and its PDF.

    Returns how many rows went. Raises PracticeError where a row has been moved between the exercise and a
    declaration of the council's own, for it could be a real answer, or where such a declaration renews the
    exercise: then nothing is removed.
    """
    with transaction.atomic():
        rounds = list(Declaration.objects.filter(is_practice=True).values_list("pk", flat=True))
        _refuse_renewed(rounds)
        gone = {*rounds, *Declaration.history.filter(is_practice=True).values_list("id", flat=True)}
        count = 0
        for model in _PARTS:
            found = model.history.filter(declaration_id__in=gone).values_list("id", flat=True)
            kept = model._base_manager.filter(declaration__in=rounds).values_list("pk", flat=True)
            ids = {*found, *kept}
            _refuse_moved(model, ids, gone)
            count += _remove(model, ids)
        count += _remove(Declaration, gone)
    if gone:
        # PDFs lie there under what they show, so nobody can tell which are the exercise's; all are made anew.
        cache.clear()
    return count


#: What belongs to a declaration, in an order in which it can be deleted.
_PARTS: tuple[type[Any], ...] = (Signature, Commitment, Theme, MainPoint, Milestone, PublishedCount)


def _refuse_renewed(rounds: list[int]) -> None:
    titles = Declaration.objects.filter(renews__in=rounds).values_list("title", flat=True)
    if titles:
        names = ", ".join(f"«{title}»" for title in titles)
        raise PracticeError(
            f"{names} is said to renew the exercise. Nothing is removed: choose another declaration, or "
            "none, under «Fornyer» in its form in the admin first."
        )


def _refuse_moved(model: type[Any], ids: set[int], gone: set[int]) -> None:
    moved = model.history.filter(id__in=ids).exclude(declaration_id__in=gone).values_list("id", flat=True)
    elsewhere = model._base_manager.filter(pk__in=ids).exclude(declaration__in=gone)
    numbers = sorted({*moved, *elsewhere.values_list("pk", flat=True)})
    if numbers:
        names = ", ".join(str(number) for number in numbers)
        raise PracticeError(
            f"{model._meta.object_name} {names} has been moved between the exercise and another declaration. "
            "Nothing is removed: see its history in the admin, and move or delete it there first."
        )


def _remove(model: type[Any], ids: set[int]) -> int:
    """Delete rows, what history and log say of them; return how many rows there were."""
    rows = model._base_manager.filter(pk__in=ids)
    count: int = rows.count()
    rows.delete()
    model.history.filter(id__in=ids).delete()
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in ids]).delete()
    return count


# --- The story -------------------------------------------------------------------------------------


def _declaration(today: dt.date) -> Declaration:
    opened = today - _OPEN_FOR
    declaration = Declaration(
        title=f"{PRACTICE}: Ordførererklæringen om klima og miljø",
        slug=SLUG,
        year=today.year,
        status=Declaration.Status.OPEN,
        is_practice=True,
        purpose=_("Dette er en øvelse. Her kan alle i sekretariatet prøve seg fram. Svarene er oppdiktet."),
        introduction=_(
            "Øvelsen spør de virkelige medlemmene, men ingen av dem har svart det som står her. Det som "
            "registreres her, teller ikke med noe sted."
        ),
        reasons=_("- Å kunne øve uten å ødelegge noe.\n- Å se hvordan sidene ser ut når svarene kommer inn."),
        opened_on=opened,
        response_deadline=today + _LEFT,
        signing_on=today + _LEFT + dt.timedelta(days=14),
        signing_place=_("Øvelsesstedet"),
        source=_("Oppdiktet til øvelse."),
    )
    declaration.full_clean()
    declaration.save()
    return declaration


def _add_content(declaration: Declaration) -> None:
    invented = _("Oppdiktet til øvelse.")
    opened, deadline = declaration.opened_on, declaration.response_deadline
    theme = Theme(declaration=declaration, order=1, title=_("Et tema til øvelse"), source=invented)
    rows: list[Record] = [
        MainPoint(declaration=declaration, order=1, text=_("Et hovedpunkt til øvelse."), source=invented),
        theme,
        Commitment(
            declaration=declaration,
            theme=theme,
            number=1,
            order=1,
            text=_("En forpliktelse til øvelse."),
            is_verbatim=True,
            source=invented,
        ),
        Milestone(
            declaration=declaration,
            order=1,
            title=_("Invitasjon sendt (øvelse)"),
            on=opened,
            done_on=opened,
            source=invented,
        ),
        Milestone(
            declaration=declaration, order=2, title=_("Svarfrist (øvelse)"), on=deadline, source=invented
        ),
        PublishedCount(declaration=declaration, wording=_("over 30 kommuner (oppdiktet)"), source=invented),
    ]
    for row in rows:
        row.full_clean()
        row.save()


def _play(
    story: tuple[Step, ...], place: int, declaration: Declaration, **party: Municipality | County
) -> None:
    """Take a party through its story, and give each step's history the day that it is told to be of."""
    opened = declaration.opened_on
    assert opened is not None  # noqa: S101 - the round was made with a day
    answer: Signature | None = None
    done: list[dt.date] = []
    for step, on in _dated(story, place, opened):
        answer = step_service(step)(
            declaration=declaration,
            seen=answer.version if answer is not None else None,
            by=None,
            reason=_("Øvelse: %(step)s") % {"step": step.label},
            source=_("Oppdiktet til øvelse."),
            **_facts(step, on, place, declaration),
            **party,
        )
        done.append(on)
    if answer is None:
        return
    told = list(Signature.history.filter(id=answer.pk).order_by("history_id"))
    for row, on in zip(told, done, strict=True):
        row.history_date = timezone.make_aware(dt.datetime.combine(on, dt.time(9, place % 60)))
    Signature.history.bulk_update(told, ["history_date"])


def _dated(story: tuple[Step, ...], place: int, opened: dt.date) -> Iterator[tuple[Step, dt.date]]:
    """Give each step its day; later than the one before, and before today."""
    spread = {_I: place % 4, _T: place % 10, _A: place * 5 % 20, _D: place % 9, _S: place * 3 % 20}
    taken: set[Step] = set()
    for step in story:
        days = _AGAIN if step in taken else _DAYS[step] + spread.get(step, place % 3)
        taken.add(step)
        yield step, opened + dt.timedelta(days=days)


def _facts(step: Step, on: dt.date, place: int, declaration: Declaration) -> dict[str, Any]:
    """Return what a step says beside its status."""
    case = f"{PRACTICE} {declaration.year}/{place + 1}"
    bases = (Signature.Basis.COUNCIL.value, Signature.Basis.MAYOR.value)
    match step:
        case Step.TAKE_UP:
            return {"case_reference": case}
        case Step.ACCEDE | Step.DECLINE:
            return {"basis": bases[place % 2], "decided_on": on, "case_reference": case}
        case Step.SIGN:
            return {
                "signed_on": on,
                "signed_at": _("Øvelsesstedet"),
                "signatory_name": _("Ordfører (øvelse)"),
                "signatory_title": _("ordfører"),
            }
        case Step.WITHDRAW:
            return {"withdrawn_on": on}
        case _:
            return {}


def _check_some(declaration: Declaration, today: dt.date) -> None:
    """Have every third signature checked, so that the board has both to tell of."""
    for answer in list(declaration.signatures.signed().order_by("pk"))[::3]:
        correct(
            signature=answer,
            seen=answer.version,
            by=None,
            reason=_("Øvelse: kontrollert mot kilden"),
            verified_on=today - dt.timedelta(days=1),
        )
