"""The path to a target, and how far along it a place is. No queries but for the targets themselves."""

from dataclasses import dataclass
from fractions import Fraction

from emissions.figures.arithmetic import change
from emissions.figures.basis import basis_of_target
from emissions.figures.series import Place, Series
from emissions.models import Target


@dataclass(frozen=True)
class PathPoint:
    """Where the straight line from the base year to the target year is in a year, in grams."""

    year: int
    grams: Fraction


@dataclass(frozen=True)
class Standing:
    """How far a place has come towards a target in the newest year that it has a total of.

    `needed` is the cut that the target asks for and `reached` the one that is made since the base year, both
    in per cent of the base year; `reached` is negative where emissions rose. `path_grams` is where the
    straight line is in `last_year`, and `gap` what emissions are above it (below: negative); both None where
    the year is before the base year. `left` is what is above the target itself.
    """

    target: Target
    base_grams: int
    target_grams: Fraction
    last_year: int
    last_grams: int
    needed: Fraction
    reached: Fraction | None
    path_grams: Fraction | None
    gap: Fraction | None
    left: Fraction


def targets_of(place: Place) -> list[Target]:
    """Return a place's targets, the nearest first. One query."""
    found = Target.objects.filter(area=place.kind, municipality=place.municipality)
    return list(found.select_related("municipality").order_by("target_year", "sectors", "pk"))


def path_of(target: Target, series: Series) -> list[PathPoint] | None:
    """Return the straight line from the base year's figure to the target, a point for every year.

    Level after the target year, up to the newest year of the series. None where it can't be drawn: the series
    lacks the base year's total, or is over other sectors than the target (`basis_of_target` says which it is
    over).
    """
    base = _base(target, series)
    if base is None:
        return None
    last = max(target.target_year, *series.years)
    return [PathPoint(year, _on_line(target, base, year)) for year in range(target.base_year, last + 1)]


def standing_of(target: Target, series: Series) -> Standing | None:
    """Return how far a place has come towards a target; None where `path_of` is."""
    base, last_year = _base(target, series), series.last_year
    if base is None or last_year is None:
        return None
    last = series.totals[last_year]
    if last is None:  # What `last_year` never is; said for the type.
        return None
    goal = _on_line(target, base, target.target_year)
    path = _on_line(target, base, last_year) if last_year >= target.base_year else None
    risen = change(base, last).percent if last_year >= target.base_year else None
    return Standing(
        target=target,
        base_grams=base,
        target_grams=goal,
        last_year=last_year,
        last_grams=last,
        needed=Fraction(target.reduction),
        reached=-risen if risen is not None else None,
        path_grams=path,
        gap=last - path if path is not None else None,
        left=last - goal,
    )


def _base(target: Target, series: Series) -> int | None:
    """Return the base year's total, if the series is of the target's place and sectors and has it."""
    whose = (series.place.kind, series.place.municipality.pk if series.place.municipality else None)
    if whose != (target.area, target.municipality_id) or series.basis != basis_of_target(target):
        return None
    return series.totals.get(target.base_year)


def _on_line(target: Target, base: int, year: int) -> Fraction:
    """Return where the line is: evenly down from the base year, level after the target year."""
    gone = Fraction(min(year, target.target_year) - target.base_year, target.target_year - target.base_year)
    return base * (1 - gone * Fraction(target.reduction) / 100)
