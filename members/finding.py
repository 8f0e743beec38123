"""Which municipality a reader means by a name or a number, written as people write.

A guess never leads to a page by itself: next door to "Hole" lies "Hol", which is no member. What is misspelt
gets suggestions.
"""

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Municipality, MunicipalityNumber
from osloregionen.formatting import MISSING, date_nb
from osloregionen.text import search_key

#: More hits than this are counted, not listed: who gets them had better write more of the name.
MOST_FOUND = 50
_MOST_SIMILAR = 5
#: Fewer letters than this may be the beginning of a name that the portal does not have: "Os" is not Oslo.
_ENOUGH_LETTERS = 3
#: How alike names must be to be suggested; 1 is the same.
_ALIKE = 0.7
#: Words that are no part of a name.
_NOISE = {"kommune", "kommunen", "kommunenummer", "kommunenr", "herad", "nummer", "nr"}


@dataclass(frozen=True)
class Choice:
    """A municipality that may be meant, and what sets it apart: "3114, Østfold"."""

    municipality: Municipality
    distinction: str


@dataclass(frozen=True)
class Hits:
    """What a search gave. `clear` is the one that must be meant; else there are choices, or suggestions."""

    clear: Municipality | None = None
    found: tuple[Choice, ...] = ()
    left_out: int = 0
    similar: tuple[Choice, ...] = ()


def find(text: str) -> Hits:
    """Return the municipalities, members or absorbed, that a reader may mean. Two to five queries.

    A whole name wins over a name with its county ("Nes i Akershus"), that over a number, that over the
    beginning of a name, and that over beginnings of its words in any order. Case, hyphens, spaces and the
    ways to write æ, ø and å never count, nor does "kommune".
    A number is looked up among all that have been in use ("301" is "0301"); a name beside it must fit.
    """
    words = [word for word in search_key(text).split() if word not in _NOISE]
    if not words:
        return Hits()
    names = dict(Municipality.objects.values_list("pk", "search_name"))
    exact = [pk for pk, name in names.items() if _squeezed(name) == "".join(words)]
    placed = [] if exact else _in_county(words, names)
    found = exact or placed or _numbered(words, names) or _beginning(words, names)
    sure = bool(exact or placed) or len("".join(words)) >= _ENOUGH_LETTERS
    if len(found) == 1 and sure:
        return Hits(clear=Municipality.objects.get(pk=found[0]))
    if len(found) > 1:
        choices = _choices(found)
        return Hits(found=choices[:MOST_FOUND], left_out=len(choices[MOST_FOUND:]))
    # Found as a beginning and looking alike it may be twice.
    likest = list(dict.fromkeys([*found, *_similar(words, names)]))[:_MOST_SIMILAR]
    by_name = {choice.municipality.pk: choice for choice in _choices(likest)}
    return Hits(similar=tuple(by_name[pk] for pk in likest))


def _squeezed(name: str) -> str:
    return name.replace(" ", "")


def _numbered(words: list[str], names: dict[int, str]) -> list[int]:
    """Return those that have or had the number among the words, if its name is not another's. One query."""
    numbers = [word for word in words if word.isdecimal() and len(word) <= 4]
    if len(numbers) != 1:
        return []
    known = MunicipalityNumber.objects.filter(number=numbers[0].zfill(4)).order_by("pk")
    pks = dict.fromkeys(known.values_list("municipality_id", flat=True))
    others = [word for word in words if word != numbers[0]]
    return [pk for pk in pks if _words_begin(others, names[pk])]


def _in_county(words: list[str], names: dict[int, str]) -> list[int]:
    """Return those of a whole name that are or were in the county named behind it. One query at most."""
    if len(words) == 1:
        return []
    counties = MunicipalityNumber.objects.order_by("pk").values_list("municipality_id", "county__name")
    found: dict[int, None] = {}
    for pk, county in counties:
        place = search_key(county)
        ways = {f"{names[pk]} {between}{place}" for between in ("", "i ")}
        if {" ".join(words), " ".join(words).removesuffix(" fylke")} & ways:
            found[pk] = None
    return list(found)


def _beginning(words: list[str], names: dict[int, str]) -> list[int]:
    """Return those whose name begins so; where none does, those whose words do."""
    whole = "".join(words)
    ways: tuple[Callable[[str], bool], ...] = (
        lambda name: _squeezed(name).startswith(whole),
        lambda name: _words_begin(words, name),
    )
    for fits in ways:
        if found := [pk for pk, name in names.items() if fits(name)]:
            return found
    return []


def _words_begin(words: list[str], name: str) -> bool:
    return all(any(part.startswith(word) for part in name.split()) for word in words)


def _similar(words: list[str], names: dict[int, str]) -> Iterable[int]:
    """Return those whose name, or a word of it, holds or looks like what was written; the likest first."""
    parts: dict[str, list[int]] = defaultdict(list)
    for pk, name in names.items():
        for part in {name, *(word for word in name.split() if len(word) > _ENOUGH_LETTERS)}:
            parts[part].append(pk)
    asked = " ".join(words)
    holding = [part for part in parts if len(asked) >= _ENOUGH_LETTERS and asked in part]
    close = difflib.get_close_matches(asked, parts, n=_MOST_SIMILAR, cutoff=_ALIKE)
    return dict.fromkeys(pk for part in [*holding, *close] for pk in parts[part])


def _choices(pks: Iterable[int]) -> tuple[Choice, ...]:
    """Return the municipalities, those of today first, with what sets them apart. Two queries."""
    numbers = MunicipalityNumber.objects.select_related("county").order_by(
        F("valid_from").asc(nulls_first=True), "pk"
    )
    rows = (
        Municipality.objects.filter(pk__in=list(pks))
        .select_related("merged_into")
        .prefetch_related(Prefetch("numbers", numbers))
    )
    ordered = sorted(rows, key=lambda row: (row.dissolved_on is not None, row.sort_name, row.pk))
    return tuple(Choice(row, _distinction(row)) for row in ordered)


def _distinction(municipality: Municipality) -> str:
    """Return the number, the county and, of one that has ended, until when and what it is part of."""
    today = timezone.localdate()
    numbers = list(municipality.numbers.all())
    number = next((one for one in numbers if one.holds_on(today)), numbers[-1] if numbers else None)
    said = [number.number, number.county.name] if number else [_("nummer %(missing)s") % {"missing": MISSING}]
    if municipality.dissolved_on is not None:
        said.append(_("til %(date)s") % {"date": date_nb(municipality.dissolved_on - dt.timedelta(days=1))})
    if municipality.merged_into is not None:
        said.append(_("nå del av %(name)s") % {"name": municipality.merged_into.name})
    return ", ".join(said)
