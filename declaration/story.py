"""One edition as its page tells it: finished facts, themes, milestones and sentences."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from declaration.models import Commitment, Declaration, MainPoint, Milestone, Signature, Theme
from declaration.selectors import round_status, signing_sentence
from osloregionen.formatting import counted_nb, date_nb, period_nb
from osloregionen.parts import Fact
from osloregionen.text import each_once


@dataclass(frozen=True)
class Point:
    """A commitment. `label` is "Punkt 10" or empty; `remark` says how far its wording can be trusted."""

    label: str
    text: str
    remark: str


@dataclass(frozen=True)
class ThemeBlock:
    """A theme with the commitments known to stand under it."""

    title: str
    text: str
    points: list[Point]


@dataclass(frozen=True)
class Step:
    """A milestone: `when` as precise as its source, `state` "gjennomført …" or that nobody knows."""

    title: str
    when: str
    body: str
    state: str
    done: bool


@dataclass(frozen=True)
class Story:
    """What the page of an edition says. Lists are empty where nothing is registered."""

    lead: str
    facts: list[Fact]
    main_points: list[MainPoint]
    themes: list[ThemeBlock]
    bare_themes: bool
    points: list[Point]
    points_note: str
    point_sources: list[str]
    steps: list[Step]
    step_sources: list[str]


def declaration_with_content(slug: str) -> Declaration:
    """Return a declaration, exercises too, with all that its page tells. Six queries.

    Raises Http404 for drafts and unknown ones.
    """
    found = (
        Declaration.objects.with_page()
        .select_related("renews", "renewed_by")
        .prefetch_related("main_points", "themes", "commitments", "milestones__body", "published_counts")
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise Http404
    return found


def story_of(declaration: Declaration, today: dt.date) -> Story:
    """Return the story of an edition from `declaration_with_content`. No queries."""
    themes = list(declaration.themes.all())
    commitments = list(declaration.commitments.all())
    blocks = [_block(theme, commitments) for theme in themes]
    milestones = list(declaration.milestones.all())
    return Story(
        lead=signing_sentence(declaration, today),
        facts=_facts(declaration),
        main_points=list(declaration.main_points.all()),
        themes=blocks,
        bare_themes=not any(block.text or block.points for block in blocks),
        points=[_point(commitment) for commitment in commitments if commitment.theme_id is None],
        points_note=_points_note(commitments),
        point_sources=_distinct_sources(commitments),
        steps=[_step(milestone) for milestone in milestones],
        step_sources=_distinct_sources(milestones),
    )


def _distinct_sources(rows: Iterable[Commitment | Milestone]) -> list[str]:
    """Return each source once; one that another one begins with says nothing more."""
    sources = each_once(row.source for row in rows)
    return [
        source
        for source in sources
        if not any(other != source and other.startswith(source) for other in sources)
    ]


def _published(declaration: Declaration | None) -> Declaration | None:
    """Return the declaration unless it is a draft, which no visitor may see."""
    if declaration is None or declaration.status == Declaration.Status.DRAFT:
        return None
    return declaration


def _facts(declaration: Declaration) -> list[Fact]:
    facts = [Fact(_("Status"), round_status(declaration))]
    if declaration.opened_on is not None:
        facts.append(Fact(_("Åpnet for svar"), date_nb(declaration.opened_on)))
    deadline = declaration.response_deadline
    facts.append(Fact(_("Svarfrist"), date_nb(deadline) if deadline else None))
    if deadline is not None:
        # The two bases are the only ones the portal takes for an edition that asks for answers.
        ways = _("%(council)s eller %(mayor)s") % {
            "council": Signature.Basis.COUNCIL.label,
            "mayor": Signature.Basis.MAYOR.label,
        }
        facts.append(Fact(_("Grunnlag for svar"), capfirst(ways)))
    facts += [
        Fact(_("Signeringsdato"), date_nb(declaration.signing_on) if declaration.signing_on else None),
        Fact(_("Sted"), declaration.signing_place),
        Fact(_("Sist kontrollert"), date_nb(declaration.verified_on) if declaration.verified_on else None),
    ]
    for label, other in (
        (_("Fornyer"), _published(declaration.renews)),
        (_("Fornyet av"), _published(getattr(declaration, "renewed_by", None))),
    ):
        if other is not None:
            facts.append(
                Fact(label, format_html('<a href="{}">{}</a>', other.get_absolute_url(), other.title))
            )
    return facts


def _block(theme: Theme, commitments: list[Commitment]) -> ThemeBlock:
    points = [_point(commitment) for commitment in commitments if commitment.theme_id == theme.pk]
    return ThemeBlock(title=theme.title, text=theme.text, points=points)


def _point(commitment: Commitment) -> Point:
    remarks = {
        True: "",
        False: _("gjengitt etter omtale, ikke ordrett"),
        None: _("om dette er ordrett, er ikke registrert"),
    }
    label = _("Punkt %(number)s") % {"number": commitment.number} if commitment.number is not None else ""
    return Point(label=label, text=commitment.text, remark=remarks[commitment.is_verbatim])


def _points_note(commitments: list[Commitment]) -> str:
    """Say how many points there are, as far as known: the highest number proves a least number of them."""
    if not commitments:
        return _("Forpliktelsene i erklæringen er ikke registrert.")
    known = len(commitments)
    highest = max((row.number for row in commitments if row.number is not None), default=0)
    registered = capfirst(counted_nb(known, _("punkt er registrert"), _("punkter er registrert")))
    if highest > known:
        return _(
            "%(registered)s. Erklæringen har et punkt %(highest)s, så minst %(missing)s er ikke registrert."
        ) % {
            "registered": registered,
            "highest": highest,
            "missing": counted_nb(highest - known, _("punkt"), _("punkter")),
        }
    return _("%(registered)s. Om dette er alle, er ikke registrert.") % {"registered": registered}


def _step(milestone: Milestone) -> Step:
    when = [period_nb(milestone.on, milestone.ends_on)] if milestone.on else []
    if milestone.date_note:
        when.append(milestone.date_note)
    if milestone.done_on is not None:
        state = _("gjennomført %(date)s") % {"date": date_nb(milestone.done_on)}
    else:
        state = _("gjennomføring ikke registrert")
    return Step(
        title=milestone.title,
        when=", ".join(when) or _("dato ikke registrert"),
        body=milestone.body.name if milestone.body else "",
        state=state,
        done=milestone.done_on is not None,
    )
