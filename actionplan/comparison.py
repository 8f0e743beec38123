"""What changed from one plan to another: two versions of a year, or two years.

    comparison = compare(before, after)   # two `PlanContent`s; no queries

Activities are the same where their key is, or where one continues the other, also through years between; all
others are new or removed. The two contents say so themselves: what is frozen is compared alike for ever,
whatever becomes of the activities later. What is compared of each stands in actionplan/comparison_fields.py.
How a plan was adopted is not compared, but told of both (actionplan/comparison_report.py).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from actionplan.comparison_fields import (
    ACTIVITY,
    ALONGSIDE,
    AREA,
    AREA_NUMBER,
    AREAS,
    PERIOD,
    PLAN,
    Change,
    Setting,
)
from actionplan.snapshot import ActivityContent, AreaContent, PlanContent, WordingContent
from osloregionen.formatting import ranges_nb
from osloregionen.word_changes import Effort


class Kind(StrEnum):
    """What became of an activity or a focus area."""

    NEW = "new"
    REMOVED = "removed"
    CHANGED = "changed"
    #: Another year's activity goes on as it was.
    CONTINUED = "continued"
    SAME = "same"


@dataclass(frozen=True)
class ActivityChange:
    """What became of an activity; `before` is None for a new one, `after` for one that is removed.

    `alongside` is what differs without being a change of the plan: the number, and how far it has come.
    """

    before: ActivityContent | None
    after: ActivityContent | None
    kind: Kind
    changes: tuple[Change, ...] = ()
    alongside: tuple[Change, ...] = ()


@dataclass(frozen=True)
class AreaChange:
    """What became of a focus area, and of its activities. None on both sides: for activities in no area."""

    before: AreaContent | None
    after: AreaContent | None
    kind: Kind
    changes: tuple[Change, ...]
    activities: tuple[ActivityChange, ...]
    alongside: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All that differs between two plans. `plan` is what changed outside the focus areas."""

    before: PlanContent
    after: PlanContent
    plan: tuple[Change, ...]
    areas: tuple[AreaChange, ...]

    @property
    def activities(self) -> list[ActivityChange]:
        """Every activity of either plan, area by area."""
        return [activity for area in self.areas for activity in area.activities]

    @property
    def counts(self) -> Counter[Kind]:
        """How many activities there are of each kind."""
        return Counter(activity.kind for activity in self.activities)

    @property
    def says_the_same(self) -> bool:
        """Whether nothing that the plans say has changed."""
        told = {Kind.SAME, Kind.CONTINUED}
        return not self.plan and {one.kind for one in self._parts} <= told

    @property
    def finds_nothing(self) -> bool:
        """Whether they say the same under the same numbers, and have come as far."""
        return self.says_the_same and not any(one.alongside for one in self._parts)

    @property
    def _parts(self) -> list[AreaChange | ActivityChange]:
        return [*self.areas, *self.activities]


def compare(before: PlanContent, after: PlanContent) -> Comparison:
    """Return what differs from `before` to `after`. No queries.

    Takes milliseconds for plans of 150 activities, and a bounded number of steps for any texts
    (osloregionen/word_changes.py).
    """
    setting = Setting(same_year=before.year == after.year, effort=Effort())
    areas = _area_pairs(_printed(before.areas), _printed(after.areas))
    same_areas = {(old.key, new.key) for old, new in areas if old is not None and new is not None}
    titles = [{area.key: area.title for area in content.areas} for content in (before, after)]
    changes: list[ActivityChange] = []
    for old, new in _activity_pairs(_printed(before.activities), _printed(after.activities)):
        if old is None or new is None:
            changes.append(ActivityChange(old, new, Kind.NEW if old is None else Kind.REMOVED))
            continue
        found = list(setting.changes(ACTIVITY, old, new))
        if old.area != new.area and (old.area, new.area) not in same_areas:
            found[:0] = setting.change(AREA, titles[0].get(old.area, ""), titles[1].get(new.area, ""))
        alongside = tuple(setting.changes(ALONGSIDE, old, new))
        changes.append(ActivityChange(old, new, _kind(found, setting), tuple(found), alongside))
    plans = (before, after) if setting.same_year else (_undated(before), _undated(after))
    return Comparison(
        before,
        after,
        plan=(*setting.changes(PLAN, *plans), *setting.changes(PERIOD, before.period, after.period)),
        areas=tuple(_areas(areas, changes, setting)),
    )


def _printed(value: Any) -> Any:
    """Return a content's texts as they are printed: "4 – 6" is no other text than "4–6"."""
    if isinstance(value, str):
        return ranges_nb(value)
    if isinstance(value, tuple):
        return tuple(_printed(one) for one in value)
    # A document's own words are its own.
    if is_dataclass(value) and not isinstance(value, type | WordingContent):
        return replace(value, **{one.name: _printed(getattr(value, one.name)) for one in fields(value)})
    return value


def _undated(plan: PlanContent) -> PlanContent:
    """Return a plan whose title doesn't name its year: that another year's names another is no change."""
    return replace(plan, title=plan.title.replace(str(plan.year), ""))


def _kind(changes: Sequence[Change], setting: Setting) -> Kind:
    """Return what became of something that both plans have."""
    if changes:
        return Kind.CHANGED
    return Kind.SAME if setting.same_year else Kind.CONTINUED


# --- Which is which -------------------------------------------------------------------------------

_AreaPair = tuple[AreaContent | None, AreaContent | None]
_ActivityPair = tuple[ActivityContent | None, ActivityContent | None]


def _activity_pairs(
    before: Sequence[ActivityContent], after: Sequence[ActivityContent]
) -> list[_ActivityPair]:
    """Return which activity became which, in the order of `after`, those that are removed last.

    One activity may be continued by several.
    """
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    pairs = {(key, key) for key in old.keys() & new.keys()}
    for key in new.keys() - old.keys():
        pairs.update((found, key) for found in _nearest(new[key], old))
    for key in old.keys() - new.keys():
        pairs.update((key, found) for found in _nearest(old[key], new))
    froms, tos = {first for first, _second in pairs}, {second for _first, second in pairs}
    places = {key: place for place, key in enumerate(new)}
    order = {key: place for place, key in enumerate(old)}
    found: list[_ActivityPair] = [(old[a], new[b]) for a, b in pairs]
    found += [(None, one) for key, one in new.items() if key not in tos]
    found += [(one, None) for key, one in old.items() if key not in froms]

    def place(pair: _ActivityPair) -> tuple[int, int]:
        first, second = pair
        return (
            places[second.key] if second is not None else len(places),
            order[first.key] if first is not None else -1,
        )

    return sorted(found, key=place)


def _nearest(one: ActivityContent, wanted: Collection[int]) -> list[int]:
    """Return the nearest wanted activity that this one continues, if any."""
    line = (one.continues, *one.earlier)
    return [key for key in line if key is not None and key in wanted][:1]


def _area_pairs(before: Sequence[AreaContent], after: Sequence[AreaContent]) -> list[_AreaPair]:
    """Return which area became which: by key, then by title, since a new period has areas of its own."""
    keys = {area.key for area in before} & {area.key for area in after}
    titles = {area.title.casefold(): area for area in before if area.key not in keys}
    same = {area.key: area for area in before if area.key in keys}
    pairs: list[_AreaPair] = []
    for area in after:
        found = same[area.key] if area.key in keys else titles.pop(area.title.casefold(), None)
        pairs.append((found, area))
    taken = {old.key for old, _new in pairs if old is not None}
    return pairs + [(area, None) for area in before if area.key not in taken]


def _areas(pairs: list[_AreaPair], changes: list[ActivityChange], setting: Setting) -> Iterator[AreaChange]:
    """Give the areas with their activities: where each stands now, or stood before it was removed."""
    homes: dict[tuple[bool, int], list[ActivityChange]] = {}
    for change in changes:
        one = change.after or change.before
        if one is not None:
            homes.setdefault((change.after is not None, one.area), []).append(change)
    for old, new in pairs:
        here = homes.pop((True, new.key), []) if new is not None else []
        here += homes.pop((False, old.key), []) if old is not None else []
        if old is None or new is None:
            yield AreaChange(old, new, Kind.NEW if old is None else Kind.REMOVED, (), tuple(here))
        else:
            found = tuple(setting.changes(AREAS, old, new))
            alongside = tuple(setting.changes(AREA_NUMBER, old, new))
            yield AreaChange(old, new, _kind(found, setting), found, tuple(here), alongside)
    if homes:
        yield AreaChange(None, None, Kind.SAME, (), tuple(one for left in homes.values() for one in left))
