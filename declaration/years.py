"""What happened with the mayors' declarations in a year, and how they stood when it was over."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from declaration.models import Declaration, Milestone, Signature
from declaration.selectors import published_sentence
from osloregionen.formatting import counted_nb, date_nb, date_or_note_nb, period_nb


@dataclass(frozen=True)
class DeclarationYear:
    """A declaration in a year: what happened with it then, a sentence each."""

    declaration: Declaration
    sentences: list[str]


def declarations_in(year: int) -> list[DeclarationYear]:
    """Return the declarations in force at the end of a year, or dealt with in it. Four queries.

    The newest first. What is not dated is in no year: it is told of nowhere here.
    """
    found = Declaration.objects.published().filter(year__lte=year + 1).select_related("renewed_by")
    declarations = list(found.prefetch_related("milestones", "published_counts").order_by("-year", "title"))
    answers: dict[int, list[Signature]] = {}
    for answer in Signature.objects.filter(declaration__in=declarations).order_by("pk"):
        answers.setdefault(answer.declaration_id, []).append(answer)
    told = []
    for declaration in declarations:
        own = answers.get(declaration.pk, [])
        happened = list(_happened(declaration, own, year))
        if happened or in_force(declaration, year):
            told.append(DeclarationYear(declaration, [*happened, *_standing(declaration, own, year)]))
    return told


def in_force(declaration: Declaration, year: int) -> bool:
    """Say whether a declaration is of that year or before it, and not renewed by its end.

    Takes one with `renewed_by` fetched. No queries.
    """
    after: Declaration | None = getattr(declaration, "renewed_by", None)
    renewed = after is not None and after.status != Declaration.Status.DRAFT and after.year <= year
    return declaration.year <= year and not renewed


def _happened(declaration: Declaration, answers: list[Signature], year: int) -> Iterator[str]:
    """Give what is dated in the year: the opening, milestones, answers, the signing."""
    opened = declaration.opened_on
    if opened is not None and opened.year == year:
        yield _("Erklæringen ble åpnet for svar %(date)s.") % {"date": date_nb(opened)}
    for milestone in declaration.milestones.all():
        if _is_in(milestone.on, year) or _is_in(milestone.done_on, year):
            yield f"{milestone.title}: {_when(milestone)}."
    joined = sum(
        _is_in(one.decided_on, year) and one.status in (Signature.Status.JOINED, Signature.Status.SIGNED)
        for one in answers
    )
    if joined:
        yield _("%(count)s er registrert med vedtak om tilslutning i %(year)s.") % _counted(joined, year)
    signed = sum(_is_in(one.signed_on, year) for one in answers)
    if signed:
        yield _("%(count)s er registrert med signatur i %(year)s.") % _counted(signed, year)
    withdrawn = sum(_is_in(one.withdrawn_on, year) for one in answers)
    if withdrawn:
        yield _("%(count)s er registrert med tilslutning som er trukket i %(year)s.") % _counted(
            withdrawn, year
        )


def _standing(declaration: Declaration, answers: Iterable[Signature], year: int) -> Iterator[str]:
    """Give how many had signed when the year was over, by the dates that are registered.

    With what the front page says of them: how many the published sources tell of, and that no list is whole.
    """
    end = dt.date(year, 12, 31)
    signed = sum(
        one.signed_on is not None
        and one.signed_on <= end
        and (one.withdrawn_on is None or one.withdrawn_on > end)
        for one in answers
    )
    if signed:
        yield _("%(count)s har en registrert signatur datert til og med %(year)s.") % _counted(signed, year)
    else:
        yield _("Ingen signaturer er registrert med dato til og med %(year)s.") % {"year": year}
    if published := published_sentence(declaration):
        yield published
    yield _("Ingen fullstendig liste er kjent: «ikke registrert» betyr ikke nei.")


def _counted(count: int, year: int) -> dict[str, object]:
    words = counted_nb(count, _("kommune eller fylkeskommune"), _("kommuner og fylkeskommuner"))
    return {"count": words, "year": year}


def _when(milestone: Milestone) -> str:
    if milestone.on is not None:
        return period_nb(milestone.on, milestone.ends_on)
    return date_or_note_nb(milestone.done_on, milestone.date_note)


def _is_in(on: dt.date | None, year: int) -> bool:
    return on is not None and on.year == year
