"""The 17 UN sustainable development goals: number, bokmål name, colour, text colour.

Names as FN-sambandet gives them in bokmål; colours from the UN's guidelines for the goals' icons.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """One goal. `ink` is the colour (black or white) that reads best on `colour`."""

    number: int
    name: str
    colour: str
    ink: str


def _luminance(colour: str) -> float:
    """Return the relative luminance (0–1) of `#rrggbb`, as WCAG 2.1 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast ratio (1–21) of two colours given as `#rrggbb`."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _goal(number: int, name: str, colour: str) -> Goal:
    ink = max(("#000000", "#ffffff"), key=lambda candidate: contrast(candidate, colour))
    return Goal(number, name, colour, ink)


GOALS: dict[int, Goal] = {
    goal.number: goal
    for goal in (
        _goal(1, "Utrydde fattigdom", "#e5243b"),
        _goal(2, "Utrydde sult", "#dda63a"),
        _goal(3, "God helse og livskvalitet", "#4c9f38"),
        _goal(4, "God utdanning", "#c5192d"),
        _goal(5, "Likestilling mellom kjønnene", "#ff3a21"),
        _goal(6, "Rent vann og gode sanitærforhold", "#26bde2"),
        _goal(7, "Ren energi til alle", "#fcc30b"),
        _goal(8, "Anstendig arbeid og økonomisk vekst", "#a21942"),
        _goal(9, "Industri, innovasjon og infrastruktur", "#fd6925"),
        _goal(10, "Mindre ulikhet", "#dd1367"),
        _goal(11, "Bærekraftige byer og lokalsamfunn", "#fd9d24"),
        _goal(12, "Ansvarlig forbruk og produksjon", "#bf8b2e"),
        _goal(13, "Stoppe klimaendringene", "#3f7e44"),
        _goal(14, "Livet i havet", "#0a97d9"),
        _goal(15, "Livet på land", "#56c02b"),
        _goal(16, "Fred, rettferdighet og velfungerende institusjoner", "#00689d"),
        _goal(17, "Samarbeid for å nå målene", "#19486a"),
    )
}


def goal_choices() -> list[tuple[int, str]]:
    """Return the goals as choices of a field; labels carry the number, as staff say it."""
    return [(goal.number, f"{goal.number} {goal.name}") for goal in GOALS.values()]
