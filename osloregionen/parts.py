"""Plain values that the shared partials take. They know no app and no database."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: How a status is drawn, from most to least. Each tone is another pattern: it shows in black and white too.
TONES = ("solid", "dotted", "striped", "framed", "halved", "crossed", "lined", "empty")


@dataclass(frozen=True)
class Status:
    """A status as word, sign and tone; the word alone must be enough.

    `tone` is one of TONES. "empty" is for "ikke registrert": it claims nothing and has no sign. `group` is
    what a map's legend says, where the word is about one municipality alone.
    """

    word: str
    sign: str = ""
    tone: str = "empty"
    group: str = ""

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"{self.tone!r} is not one of {', '.join(TONES)}")

    @property
    def in_legend(self) -> "Status":
        """The status as a map's legend has it."""
        return Status(self.group, self.sign, self.tone) if self.group else self


@dataclass(frozen=True)
class Fact:
    """A line of `_facts.html`: label, value, optional source. None or "" reads "ikke registrert"."""

    label: str
    value: object = None
    source: str = ""


@dataclass(frozen=True)
class Figure:
    """One of the large figures of `_figures.html`: "31" over "signert". `value` is finished text."""

    value: str
    label: str


@dataclass(frozen=True)
class Crumb:
    """A step of the breadcrumbs: a page above this one."""

    label: str
    url: str


@dataclass(frozen=True)
class PdfLink:
    """The button of a PDF: `title` is what it is of, `size` "9 sider, 160 kB" or empty while nobody knows.

    `label` is the button's text where "Last ned PDF" will not do; `quiet` where another button comes first.
    """

    url: str
    title: str
    size: str = ""
    label: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class CalendarLink:
    """The links of `_calendar.html`: `title` is what the calendar holds, `url` the file's path.

    `address` is the whole address, `subscribe` the same for a calendar program, `others` names and paths of
    other calendars.
    """

    title: str
    url: str
    address: str
    subscribe: str
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """An entry of the main navigation. `view` is its URL name, `also` the names of other pages under it."""

    label: "str | _StrPromise"
    view: str
    also: tuple[str, ...] = field(default=())
