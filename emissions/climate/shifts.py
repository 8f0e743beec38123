"""The changes since the year before that a report names: of the members' totals, and of their sectors.

A report says so of the largest only. What it says is what a later edition is held against, see
`revisions.py`. No queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from emissions.climate.content import ClimateContent, MemberContent
from emissions.figures import Change, change

#: How many of the largest falls, and of the largest rises, a report names.
_LARGEST = 5


@dataclass(frozen=True)
class Shift:
    """A change since the year before: of a member's total, or of one of its sectors.

    `member` and `sector` are keys of rows, `sector` None of a total; `before` and `after` are grams.
    """

    member: int
    sector: int | None
    name: str
    sector_name: str
    before: int
    after: int

    @property
    def grams(self) -> int:
        """How much more there was than in the year before, in grams."""
        return self.after - self.before

    @property
    def change(self) -> Change:
        """The change with its per cent."""
        return change(self.before, self.after)


def member_shifts(content: ClimateContent) -> list[Shift]:
    """Return the change of every member's total since the year before that is known."""
    return [
        Shift(one.key, None, one.name, "", one.before, one.grams)
        for one in content.municipalities
        if one.before is not None and one.grams is not None
    ]


def sector_shifts(content: ClimateContent) -> list[Shift]:
    """Return the change of every sector of every member since the year before that is known."""
    return [shift for one in content.municipalities for shift in _of_member(one, content)]


def _of_member(member: MemberContent, content: ClimateContent) -> Iterator[Shift]:
    for sector, before, after in zip(content.sectors, member.sectors_before, member.sectors, strict=True):
        if before is not None and after is not None:
            yield Shift(member.key, sector.key, member.name, sector.name, before, after)


def largest_falls(shifts: list[Shift]) -> list[Shift]:
    """Return the largest falls, the largest first; of equal ones the first by name."""
    return sorted((one for one in shifts if one.grams < 0), key=lambda one: one.grams)[:_LARGEST]


def largest_rises(shifts: list[Shift]) -> list[Shift]:
    """Return the largest rises, the largest first; of equal ones the first by name."""
    return sorted((one for one in shifts if one.grams > 0), key=lambda one: -one.grams)[:_LARGEST]


def shown_sector_shifts(content: ClimateContent) -> list[Shift]:
    """Return the changes of single sectors of members that the report names."""
    every = sector_shifts(content)
    return [*largest_falls(every), *largest_rises(every)]
