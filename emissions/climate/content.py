"""What a Klimastatus holds, as plain values: what is shown, printed and frozen when it is published.

    content = composed(report, work)         # from the report's edition, see composing.py
    text = content.to_json()                 # the same text for the same content, always
    content = ClimateContent.from_json(text)

Emissions are whole grams as the edition has them, None where there is no figure; everything that is derived
(changes, shares, per inhabitant, ranks) is worked out from these when it is shown. Names, not rows: what is
renamed or told anew later changes nothing here. `SCHEMA` counts up with any change of shape, and `from_json`
goes on reading every earlier one.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from osloregionen.snapshots import Snapshot

SCHEMA = 2


@dataclass(frozen=True)
class EditionContent:
    """The edition that all figures are from. `number` is its row's; `sha256` that of the file."""

    number: int
    title: str
    publisher: str
    published_on: dt.date | None
    downloaded_on: dt.date | None
    source: str
    sha256: str
    last_year: int


@dataclass(frozen=True)
class YearContent:
    """The region in a year. `counted` of the members have figures in every sector; else there is no sum.

    `people` is None where not every member's inhabitants on 1 January are registered. `country` is the sum of
    all municipalities in the statistics.
    """

    year: int
    grams: int | None
    counted: int
    people: int | None
    country: int | None


@dataclass(frozen=True)
class SectorContent:
    """A sector of the region: its emissions in each of the content's `years`; `key` is its row's."""

    key: int
    name: str
    slug: str
    grams: tuple[int | None, ...]


@dataclass(frozen=True)
class MemberContent:
    """A member: its emissions in the report's year, the year before and the base year; `key` is its row's.

    `sectors` and `sectors_before` are those of the report's year and the year before, in the order of the
    content's sectors.
    """

    key: int
    name: str
    slug: str
    county: str
    people: int | None
    grams: int | None
    before: int | None
    base: int | None
    sectors: tuple[int | None, ...]
    sectors_before: tuple[int | None, ...]


@dataclass(frozen=True)
class ActivityContent:
    """An activity of the year's plan; an empty status is not registered."""

    number: str
    title: str
    status: str
    responsible: str


@dataclass(frozen=True)
class PlanContent:
    """The year's action plan: how many activities it has in all, and those on climate."""

    title: str
    url: str
    adoption: str
    activity_count: int
    activities: tuple[ActivityContent, ...]


@dataclass(frozen=True)
class OutputContent:
    """Something that came out of the work in the year, or was meant to."""

    when: str
    title: str
    kind: str
    status: str
    url: str


@dataclass(frozen=True)
class ExampleContent:
    """A good example from a municipality, which is empty where nobody has registered whose it is."""

    title: str
    municipality: str
    text: str
    when: str
    url: str
    source: str


@dataclass(frozen=True)
class DeclarationContent:
    """What happened with one of the mayors' declarations in the year, a sentence each."""

    title: str
    url: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """What the council did in the year, as a view brings it from the other apps."""

    plan: PlanContent | None = None
    outputs: tuple[OutputContent, ...] = ()
    declarations: tuple[DeclarationContent, ...] = ()
    examples: tuple[ExampleContent, ...] = ()


@dataclass(frozen=True)
class FormerContent:
    """The report before this one: its year, and its edition by name."""

    year: int
    edition: str


@dataclass(frozen=True)
class RevisionContent:
    """A figure that another edition has otherwise. `name` is the sector's, the member's, both, or empty.

    `kind` is "region" (its total), "sektor" (one of its sectors), "land" (the sum of all municipalities),
    "kommune" (a member's total), "kommunesektor" (one of a member's sectors), or "antall": how many members
    have figures, in all sectors or in one. That is a number of members; all else is grams.
    """

    kind: str
    year: int
    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class TargetContent:
    """A target of the region: so many per cent lower in one year than in another, as it was registered.

    `reduction` is the per cent as the database has them, "52.50"; `sectors` is "nine" or "ten".
    """

    base_year: int
    target_year: int
    reduction: str
    sectors: str
    wording: str
    source: str


@dataclass(frozen=True)
class ClimateContent(Snapshot):
    """A whole Klimastatus. `years` rise, and end with the report's; `base_year` is the first of all.

    `sectors` is "nine" or "ten". `revised` are the figures of the report before this one that this report's
    edition has otherwise. `published_on` is None in a draft. `targets` are the region's, the nearest first;
    None in a report of the first schema, for which is not known what was registered.
    """

    year: int
    base_year: int
    sectors_basis: str
    summary: str
    edition: EditionContent
    members: int
    years: tuple[YearContent, ...]
    sectors: tuple[SectorContent, ...]
    municipalities: tuple[MemberContent, ...]
    #: Where the inhabitants are from.
    people_sources: tuple[str, ...]
    work: Work
    former: FormerContent | None
    revised: tuple[RevisionContent, ...]
    #: The day for which it says what the council's other registers held.
    as_of: dt.date
    published_on: dt.date | None = None
    targets: tuple[TargetContent, ...] | None = None
    schema: int = field(default=SCHEMA, kw_only=True)
    earlier: ClassVar[Mapping[int, frozenset[str]]] = {1: frozenset({"targets"})}

    @property
    def before_year(self) -> int | None:
        """The year that the report's is compared with: the one before it in the statistics."""
        earlier = [one.year for one in self.years if one.year < self.year]
        return max(earlier, default=None)

    def of_year(self, year: int | None) -> YearContent | None:
        """Return the region in a year, None where the edition has no such year."""
        return next((one for one in self.years if one.year == year), None)
