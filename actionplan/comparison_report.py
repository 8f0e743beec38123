"""What a comparison of two plans says, on its page and in print: every word, ready for the templates."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.comparison import Comparison, Kind
from actionplan.comparison_sections import (
    TOLD,
    ChangedField,
    OverviewRow,
    Section,
    field_of,
    is_across,
    kind_word,
    overview_of,
    paragraphs,
    sections_of,
)
from actionplan.models import ActionPlan
from actionplan.plan_report import status_text
from actionplan.snapshot import PlanContent
from osloregionen.documents import title_size
from osloregionen.formatting import NBSP, list_nb
from osloregionen.parts import Figure


@dataclass(frozen=True)
class Side:
    """One of the two that are compared. `name` is short, `title` the plan's own with the version.

    `mark` tells its numbers from the other's: "2021", or "versjon 1" where both are of one year. `adopted`
    says that its plan is, `final` is what is adopted, `stored` what is a version: the other may have been
    changed since.
    """

    label: str
    code: str
    name: str
    open_name: str
    mark: str
    title: str
    column: str
    status: str
    adopted: bool
    final: bool
    stored: bool
    sha256: str


@dataclass(frozen=True)
class ComparisonReport:
    """Everything the comparison says, in the words it says it."""

    title: str
    title_size: str
    running: str
    practice: bool
    status: str
    final: bool
    before: Side
    after: Side
    headline: str
    figures: list[Figure]
    notes: list[str]
    plan: list[ChangedField]
    sections: list[Section]
    overview: list[OverviewRow]
    changed: dt.datetime
    address: str

    @property
    def paragraphs(self) -> list[list[ChangedField]]:
        """What changed outside the focus areas, as print sets it."""
        return paragraphs(self.plan)

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both that are compared."""
        return self.before, self.after


def report_of(
    comparison: Comparison,
    codes: tuple[str, str],
    address: str = "",
    *,
    adopted: tuple[int | None, int | None] = (None, None),
) -> ComparisonReport:
    """Return what is said of a comparison of the editions with these codes. No queries.

    `address` is the absolute one of its page. `adopted` is the version that was adopted of a plan that is
    compared as it is now: what was adopted is that one, whatever the plan says now.
    """
    across = is_across(comparison)
    before = _side(comparison.before, codes[0], _("Fra"), adopted[0], across=across)
    after = _side(comparison.after, codes[1], _("Til"), adopted[1], across=across)
    both = {"before": before.name, "after": after.name}
    title = _("Endringer i handlingsprogrammet fra %(before)s til %(after)s") % both
    return ComparisonReport(
        title=title,
        title_size=title_size(title),
        running=_("Endringer fra %(before)s til %(after)s") % both,
        practice=False,
        status=_status(before, after),
        final=all(side.final and side.stored for side in (before, after)),
        before=before,
        after=after,
        headline=_headline(comparison),
        figures=_figures(comparison),
        notes=list(_notes(comparison)),
        plan=[field_of(change) for change in comparison.plan],
        sections=list(sections_of(comparison, before.mark)),
        overview=list(overview_of(comparison)),
        changed=max(comparison.before.changed, comparison.after.changed),
        address=address,
    )


# --- What is compared -----------------------------------------------------------------------------


def _side(content: PlanContent, code: str, label: str, adopted: int | None, *, across: bool) -> Side:
    is_adopted = content.status == ActionPlan.Status.ADOPTED
    # What is drafted beside a version is not what holds.
    status, details = status_text(content, None if is_adopted else adopted)
    state = _state(content)
    final = is_adopted and content.adopted_on is not None
    if is_adopted and content.version is None and adopted is not None:
        status, final = _("Slik det er nå"), False
        details = _("Vedtaket gjelder versjon %(number)s.") % {"number": adopted}
    return Side(
        label=label,
        code=code,
        name=f"{content.year} ({state})",
        # Without a status, that it is not known to be adopted is all there is to say.
        open_name=f"{content.year} ({state})" if content.status else str(content.year),
        mark=str(content.year) if across else state,
        title=f"{content.title}, {state}",
        column=_column(content, across=across),
        # What is adopted says so in its details.
        status=details if final else f"{status}. {details}",
        adopted=is_adopted and content.adopted_on is not None,
        final=final,
        stored=content.version is not None,
        sha256=content.sha256(),
    )


def _column(content: PlanContent, *, across: bool) -> str:
    """Return the head of the column of its numbers: by the year, or of one year by which edition it is."""
    if across:
        return _("Nr. i %(year)d") % {"year": content.year}
    return _("Nr. i versjon %(version)d") % {"version": content.version} if content.version else _("Nr. nå")


def _state(content: PlanContent) -> str:
    """Return which edition of its year a content is, in a word or three that stay on one line."""
    if content.version is not None:
        state = _("versjon %(number)s") % {"number": content.version}
    elif content.status == ActionPlan.Status.ADOPTED:
        state = _("slik det er nå")
    elif content.status:
        state = str(ActionPlan.Status(content.status).label)
    else:
        state = _("vedtak ikke registrert")
    return state.replace(" ", NBSP)


def _status(before: Side, after: Side) -> str:
    """Return what nobody may miss: whether both are adopted, and are what was adopted."""
    sides = (before, after)
    open_ones = [
        (_("Vedtak ikke registrert: %(names)s"), [side.open_name for side in sides if not side.adopted]),
        (
            _("Ikke en vedtatt versjon: %(names)s"),
            [side.open_name for side in sides if side.adopted and not side.final],
        ),
    ]
    if any(names for _words, names in open_ones):
        return ". ".join(words % {"names": list_nb(names)} for words, names in open_ones if names)
    changeable = [side.open_name for side in (before, after) if not side.stored]
    if changeable:
        return _("Begge er vedtatt. Ikke lagret ved vedtaket: %(names)s") % {"names": list_nb(changeable)}
    return _("Begge er vedtatt")


def _notes(comparison: Comparison) -> Iterator[str]:
    """Give what a reader must know to read the comparison rightly."""
    yield _(
        "Ord som er tatt ut, er overstrøket og står i [− …]. "
        "Ord som er kommet til, er understreket og står i [+ …]. "
        "[…] står for tekst som ikke er endret."
    )
    if not is_across(comparison):
        yield _("Nye numre, status og framdrift er ikke regnet som endringer av programmet, og står for seg.")
        yield _("En aktivitet som er slettet og lagt inn på nytt, står både som tatt ut og som ny.")
        return
    yield _(
        "En aktivitet er videreført når det er registrert at den fortsetter en aktivitet i det andre "
        "programmet. Ellers er den ny, også der ordene ligner."
    )
    yield _("Et nytt nummer er ikke regnet som en endring, og står for seg.")
    yield _("Status, framdrift og kilder er ikke sammenlignet mellom to år.")
    if comparison.before.year > comparison.after.year:
        yield _("Sammenligningen går fra et nyere til et eldre program.")


# --- How much -------------------------------------------------------------------------------------


def _headline(comparison: Comparison) -> str:
    """Return "2 nye aktiviteter, 1 tatt ut, 3 endret og 8 uendret."."""
    counts, across = comparison.counts, is_across(comparison)
    if comparison.says_the_same:
        same = _("Alle aktivitetene er videreført uendret.") if across else _("Innholdet er det samme.")
        if not comparison.activities:
            same = _("Ingen av programmene har aktiviteter.")
        told = [same, *_beside(comparison)]
        return " ".join([_("Det er ingen forskjeller."), same] if comparison.finds_nothing else told)
    new = ngettext("%(count)s ny aktivitet", "%(count)s nye aktiviteter", counts[Kind.NEW])
    parts = [
        (Kind.NEW, new % {"count": counts[Kind.NEW] or _("ingen")}),
        (Kind.REMOVED, _("%(count)s tatt ut") % {"count": counts[Kind.REMOVED]}),
        (Kind.CHANGED, f"{counts[Kind.CHANGED]} {kind_word(Kind.CHANGED, across=across).lower()}"),
        (Kind.CONTINUED, f"{counts[Kind.CONTINUED]} {kind_word(Kind.CONTINUED, across=across).lower()}"),
        (Kind.SAME, f"{counts[Kind.SAME]} {kind_word(Kind.SAME, across=across).lower()}"),
    ]
    said = [text for kind, text in parts if counts[kind] or kind is Kind.NEW]
    around = [_("Også det som står utenfor aktivitetene, er endret.")] if _around(comparison) else []
    return " ".join([f"{capfirst(list_nb(said))}.", *_beside(comparison), *around])


def _beside(comparison: Comparison) -> Iterator[str]:
    """Give how many activities have another number, and how many have come further."""
    fields = [{change.field for change in one.alongside} for one in comparison.activities]
    moved = sum("number" in names for names in fields)
    further = sum(bool(names - {"number"}) for names in fields)
    if moved:
        yield ngettext(
            "%(count)s aktivitet har nytt nummer.", "%(count)s aktiviteter har nytt nummer.", moved
        ) % {"count": moved}
    if further:
        yield ngettext(
            "%(count)s aktivitet har ny status eller framdrift.",
            "%(count)s aktiviteter har ny status eller framdrift.",
            further,
        ) % {"count": further}


def _around(comparison: Comparison) -> bool:
    """Say whether anything but activities changed."""
    return bool(comparison.plan) or any(
        area.kind in TOLD for area in comparison.areas if area.before is not None or area.after is not None
    )


def _figures(comparison: Comparison) -> list[Figure]:
    counts, across = comparison.counts, is_across(comparison)
    unchanged = Kind.CONTINUED if across else Kind.SAME
    words = {kind: kind_word(kind, across=across).lower() for kind in (*TOLD, unchanged)}
    # The other words are the same of one and of several.
    words[Kind.NEW] = ngettext("ny", "nye", counts[Kind.NEW])
    return [Figure(str(counts[kind]), word) for kind, word in words.items()]
