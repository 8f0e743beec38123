"""The editions of the plans that can be compared: each year's plan as it is now, and each adopted version.

"2021-1" is version 1 of 2021, "2021" the plan for 2021 as it is now.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan, PlanVersion
from actionplan.snapshot import PlanContent, content_of
from osloregionen.formatting import date_nb

_CODE = re.compile(r"([0-9]{4})(?:-([1-9][0-9]{0,3}))?")


@dataclass(frozen=True)
class Edition:
    """A plan as it was adopted, or as it is now where `version` is None.

    `adopted` is the number of the plan's latest version, None where it has none.
    """

    plan: ActionPlan
    version: PlanVersion | None = None
    adopted: int | None = None

    @property
    def code(self) -> str:
        """What an address calls it: "2021-1", "2021"."""
        return str(self.plan.year) if self.version is None else f"{self.plan.year}-{self.version.number}"

    @property
    def name(self) -> str:
        """What a sentence calls it: "2021, versjon 1", "2022"."""
        if self.version is None:
            return str(self.plan.year)
        return _("%(year)s, versjon %(number)s") % {"year": self.plan.year, "number": self.version.number}

    @property
    def label(self) -> str:
        """What a reader chooses: "2021, versjon 1 – vedtatt 28. oktober 2020", "2022 – utkast"."""
        if self.version is not None:
            return _("%(name)s – vedtatt %(date)s") % {
                "name": self.name,
                "date": date_nb(self.version.adopted_on),
            }
        now = _("slik det er nå")
        if self.plan.status and self.plan.status != ActionPlan.Status.ADOPTED:
            now = str(ActionPlan.Status(self.plan.status).label)
        return f"{self.plan.year} – {now}"

    def content(self) -> PlanContent:
        """Return what it says: one query for a version, those of `content_of` for a plan as it is now.

        Raises ValueError for a version that was frozen by a newer portal than this one.
        """
        if self.version is None:
            return content_of(self.plan)
        return PlanContent.from_json(self.version.content)


@dataclass(frozen=True)
class Choice:
    """Two editions as an address asks for them; None where it asks for none, or for one that is not there.

    `problems` says in the reader's words why there is nothing to compare; `exists` is False where the address
    asks for something that does not exist.
    """

    every: list[Edition]
    before: Edition | None = None
    after: Edition | None = None
    problems: tuple[str, ...] = ()
    exists: bool = True

    @property
    def can_compare(self) -> bool:
        """Whether there are two editions at all."""
        return len(self.every) > 1

    @property
    def offered(self) -> tuple[Edition | None, Edition | None]:
        """What the form has chosen: what the address asks for, else what changed last."""
        if self.before is not None or self.after is not None or not self.every:
            return self.before, self.after
        return suggested(self.every[0], self.every), self.every[0]

    @property
    def editions(self) -> tuple[Edition, Edition] | None:
        """The two to compare, None where there is something wrong."""
        if self.before is None or self.after is None or self.problems:
            return None
        return self.before, self.after


def editions() -> list[Edition]:
    """Return all editions: the newest year first, in each the plan as it is now and then its versions.

    Two queries; what a version holds is not read.
    """
    found: list[Edition] = []
    plans = ActionPlan.objects.select_related("period__adopted_by", "adopted_by").order_by("-year")
    versions: dict[int, list[PlanVersion]] = {}
    for version in PlanVersion.objects.light().order_by("-number"):
        versions.setdefault(version.plan_id, []).append(version)
    for plan in plans:
        own = versions.get(plan.pk, [])
        latest = own[0].number if own else None
        found.extend(Edition(plan, version, latest) for version in (None, *own))
    return found


def latest_comparison() -> Iterator[str]:
    """Give the query that shows what changed last; none where there is nothing to compare. Two queries."""
    every = editions()
    before = suggested(every[0], every) if every else None
    if before is not None:
        yield urlencode({"fra": before.code, "til": every[0].code})


def comparison_states() -> Iterator[str]:
    """Give the queries that show a comparison: of what changed last, and of an edition with itself."""
    yield from latest_comparison()
    for newest in editions()[:1]:
        yield urlencode({"fra": newest.code, "til": newest.code})


def choose(before: str, after: str) -> Choice:
    """Return the two editions with these codes, or why there are no such two. Two queries."""
    every = editions()
    known = {edition.code: edition for edition in every}
    codes = [code.strip() for code in (before, after)]
    first, second = (known.get(code) for code in codes)
    missing = [_not_found(code, every) for code in dict.fromkeys(codes) if code and code not in known]
    problems = list(missing)
    if len(every) < 2:
        problems = [
            _("Det er bare én utgave av handlingsprogrammene i portalen, og ingenting å sammenligne.")
        ]
        if not every:
            problems = [_("Ingen handlingsprogrammer er registrert.")]
    elif not missing and any(codes) and not all(codes):
        problems = [
            _("Velg to utgaver: både hva det skal sammenlignes fra, og hva det skal sammenlignes til.")
        ]
    elif first is not None and first == second:
        problems = [_("Du har valgt den samme utgaven to ganger. Velg to forskjellige.")]
    return Choice(every, first, second, tuple(problems), exists=not missing)


def suggested(edition: Edition, every: list[Edition]) -> Edition | None:
    """Return what an edition is best compared with: what was adopted last before it, else the year before.

    Takes `editions()`. No queries.
    """
    older = every[every.index(edition) + 1 :]
    same_year = [one for one in older if one.plan.year == edition.plan.year]
    return next(iter([*same_year, *_best_of(older[len(same_year) :])]), None)


@dataclass(frozen=True)
class ComparisonLink:
    """A way from a plan's page to a comparison."""

    label: str
    url: str


def comparison_links(plan: ActionPlan) -> list[ComparisonLink]:
    """Return the comparisons that a reader of a plan wants: with the year before, and of a draft with what
    is adopted. None where there is nothing to compare with. Two queries.
    """
    every = editions()
    years = [one.plan.year for one in every]
    if plan.year not in years:
        return []
    here = [one for one in every if one.plan.year == plan.year]
    draft, *versions = here
    pairs = []
    before = _best_of(every[years.index(plan.year) + len(here) :])
    if before:
        pairs.append((before[0], versions[0] if versions else draft))
    if versions and plan.status != ActionPlan.Status.ADOPTED:
        pairs.append((versions[0], draft))
    pairs.extend((older, newer) for newer, older in pairwise(versions))
    return [
        ComparisonLink(
            _("Se hva som er endret fra %(before)s til %(after)s")
            % {"before": one.name, "after": other.label if other is draft else other.name},
            comparison_address("actionplan:comparison", one.code, other.code),
        )
        for one, other in pairs
    ]


def _best_of(older: list[Edition]) -> list[Edition]:
    """Return the editions of the newest year among these, what is adopted first; the newest come first."""
    newest = [one for one in older if one.plan.year == older[0].plan.year]
    return sorted(newest, key=lambda one: one.version is None)


def comparison_address(name: str, before: str, after: str) -> str:
    """Return the address of the page or the PDF (by its name) that compares two codes. No queries."""
    return f"{reverse(name)}?{urlencode({'fra': before, 'til': after})}"


def _not_found(code: str, every: list[Edition]) -> str:
    """Return what a reader is told of a code that no edition has."""
    parts = _CODE.fullmatch(code)
    if parts is None:
        return _("«%(code)s» er ikke et valg. Velg et år (2021) eller en versjon (2021-1).") % {
            "code": code[:40]
        }
    year, number = parts.groups()
    if number and any(str(one.plan.year) == year for one in every):
        return _("Handlingsprogrammet for %(year)s har ingen versjon %(number)s.") % {
            "year": year,
            "number": number,
        }
    return _("Det er ikke registrert noe handlingsprogram for %(year)s.") % {"year": year}
