"""What changed between two texts, word by word, and between two lists of texts, line by line.

    changed_words("to store møter", "tre små møter")   # [−to store] [+tre små] møter
    changed_lines(before, after)                       # lines kept, moved, removed, added, or changed

Built on difflib, whose time can grow with the cube of a text's length: an `Effort` counts the steps, and
what is left of a text when it is spent is removed and added whole. Nothing is lost, only told more coarsely.
The same two texts give the same answer in any order, mirrored, on any machine.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import groupby

#: Steps of one comparison, however many texts it has: some seconds at the very most.
STEPS = 4_000_000
#: Texts with more words than this are first laid side by side sentence by sentence.
_MANY_WORDS = 400
#: difflib itself leaves out words that make up more than a hundredth of a text this long.
_POPULAR_FROM = 2000
#: Texts with less than this part of their words in common are two texts.
_ALIKE = 0.3
#: Lines of a list that are this much alike are one line, changed.
_SAME_LINE = 0.5
#: Runs of lines with more pairs than this are not searched for the same line in other words.
_MOST_PAIRS = 400
#: "ny og bedre" for "god og billig" is one change: words this short do not part two of them.
_SHORT_WORD = 3

#: Unchanged words that stay on each side of a change when a text is shortened.
_AROUND = 14
#: Fewer words than this are not worth leaving out.
_LEFT_OUT = 40

_WORDS = re.compile(r" ?(?:\n+|\w+|[^\w\s])")
_SENTENCE_END = re.compile(r"[.!?:;]|\n+")


class Mark(StrEnum):
    """What became of words or lines."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    #: Of lines only: the same line in another place.
    MOVED = "moved"
    #: Of lines only: some of its words are other ones.
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Words that stand together, and whether both texts have them."""

    mark: Mark
    text: str


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Line:
    """A line of a list, in pieces; one piece unless its words changed."""

    mark: Mark
    pieces: Pieces


@dataclass
class Effort:
    """How many steps are left for finding differences; shared by all texts of a comparison."""

    steps: int = STEPS


def tidy(text: str) -> str:
    """Return a text without the white space that no reader sees; paragraphs and line breaks stay."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def changed_words(before: str, after: str, effort: Effort | None = None) -> Pieces:
    """Return both texts as one: what they share, what only the first has, what only the second has.

    The pieces that are not added make up `tidy(before)`, those that are not removed `tidy(after)`.
    """
    before, after = tidy(before), tidy(after)
    if before == after:
        return (Piece(Mark.SAME, after),) if after else ()
    # Which text is looked up in which gives other matches: so the two have one order of their own.
    if before > after:
        return _mirrored(changed_words(after, before, effort))
    first, second = _WORDS.findall(before), _WORDS.findall(after)
    is_long = max(len(first), len(second)) > _MANY_WORDS
    return _told(list((_long if is_long else _matched)(first, second, effort or Effort())))


def whole(before: str, after: str) -> Pieces:
    """Return two short values as one removed and one added: a date is not another date in other words."""
    both = (Piece(Mark.REMOVED, tidy(before)), Piece(Mark.ADDED, tidy(after)))
    return tuple(piece for piece in both if piece.text)


def changed_lines(before: Sequence[str], after: Sequence[str], effort: Effort | None = None) -> list[Line]:
    """Return two lists as one: each line kept, moved, removed, added, or changed in its words.

    In the order of the second; what is removed stands where it was.
    """
    first, second = [tidy(line) for line in before], [tidy(line) for line in after]
    effort = effort or Effort()
    if first > second:
        pairs = [_Pair(pair.new, pair.old, pair.moved) for pair in _pairs(second, first, effort)]
    else:
        pairs = list(_pairs(first, second, effort))
    kept = sorted((pair.old, pair.new) for pair in pairs if pair.old is not None and pair.new is not None)

    def place(pair: _Pair) -> tuple[int, int]:
        if pair.new is not None:
            return pair.new, -1
        old = pair.old or 0
        return max((new for above, new in kept if above < old), default=-1), old

    return [_line(pair, first, second, effort) for pair in sorted(pairs, key=place)]


def words_alike(pieces: Iterable[Piece]) -> float:
    """Return how much of two texts is the same, from 0 to 1."""
    sizes: Counter[Mark] = Counter()
    for piece in pieces:
        sizes[piece.mark] += len(piece.text)
    either = 2 * sizes[Mark.SAME] + sizes[Mark.REMOVED] + sizes[Mark.ADDED]
    return 2 * sizes[Mark.SAME] / either if either else 1.0


def shortened(pieces: Pieces) -> Pieces:
    """Return the pieces with […] for what is far from any change, in texts of which much is the same."""
    if all(piece.mark is Mark.SAME for piece in pieces):
        return pieces
    last = len(pieces) - 1
    return tuple(
        Piece(Mark.SAME, _shortened(piece.text, is_first=place == 0, is_last=place == last))
        if piece.mark is Mark.SAME
        else piece
        for place, piece in enumerate(pieces)
    )


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    words = _WORDS.findall(text)
    head = 0 if is_first else _AROUND
    tail = 0 if is_last else _AROUND
    if len(words) <= head + tail + _LEFT_OUT:
        return text
    start = f"{''.join(words[:head])} " if head else ""
    return f"{start}[…]{''.join(words[len(words) - tail :])}"


# --- Words ----------------------------------------------------------------------------------------

#: A stretch of each text, beside each other: the same in both, or other words.
_Run = tuple[list[str], list[str]]


class _Counted(SequenceMatcher[str]):
    """difflib's matcher, which stops looking when the effort is spent."""

    def __init__(self, first: list[str], second: list[str], effort: Effort) -> None:
        self.effort = effort
        self.first = first
        super().__init__(None, first, second, autojunk=len(second) > _POPULAR_FROM)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Find the longest match, or none where looking costs more than there is."""
        # Documented, but not in the types.
        places: dict[str, list[int]] = self.b2j  # type: ignore[attr-defined]
        cost = sum(1 + len(places.get(word, ())) for word in self.first[alo:ahi])
        if cost > self.effort.steps:
            return Match(alo, blo, 0)
        self.effort.steps -= cost
        return super().find_longest_match(alo, ahi, blo, bhi)


def _matched(first: list[str], second: list[str], effort: Effort) -> Iterator[_Run]:
    """Give the stretches of two lists of words (sentences, lines) in order."""
    head = 0
    while head < min(len(first), len(second)) and first[head] == second[head]:
        head += 1
    tail = 0
    while tail < min(len(first), len(second)) - head and first[-1 - tail] == second[-1 - tail]:
        tail += 1
    middle = first[head : len(first) - tail], second[head : len(second) - tail]
    yield first[:head], second[:head]
    for _tag, i1, i2, j1, j2 in _Counted(*middle, effort).get_opcodes():
        yield middle[0][i1:i2], middle[1][j1:j2]
    yield first[len(first) - tail :], second[len(second) - tail :]


def _long(first: list[str], second: list[str], effort: Effort) -> Iterator[_Run]:
    """Give the stretches of two long texts: sentence by sentence, and word by word where these differ."""
    for old, new in _matched(_sentences(first), _sentences(second), effort):
        if old == new:
            yield from ((_WORDS.findall(text), _WORDS.findall(text)) for text in new)
        else:
            yield from _matched(_WORDS.findall("".join(old)), _WORDS.findall("".join(new)), effort)


def _sentences(words: list[str]) -> list[str]:
    sentences = [""]
    for word in words:
        sentences[-1] += word
        if _SENTENCE_END.fullmatch(word.strip(" ")):
            sentences.append("")
    return [sentence for sentence in sentences if sentence]


def _told(runs: list[_Run]) -> Pieces:
    """Return the stretches as pieces that are easy to read."""
    if _common(runs) < _ALIKE:
        runs = [_joined(runs)]
    pieces: list[Piece] = []
    for is_same, old, new in _without_crumbs(runs):
        found = [(Mark.SAME, new)] if is_same else [(Mark.REMOVED, old), (Mark.ADDED, new)]
        pieces.extend(Piece(mark, "".join(words)) for mark, words in found if words)
    return tuple(pieces)


def _common(runs: list[_Run]) -> float:
    same = sum(2 * len(old) for old, new in runs if old == new)
    every = sum(len(old) + len(new) for old, new in runs)
    return same / every if every else 1.0


def _joined(runs: Iterable[_Run]) -> _Run:
    run = list(runs)
    return [word for old, _new in run for word in old], [word for _old, new in run for word in new]


def _without_crumbs(runs: list[_Run]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Give the stretches, alike or not, where an "og" or a comma does not part two changes."""
    whole_runs = [
        (is_same, *_joined(group)) for is_same, group in groupby(runs, key=lambda run: run[0] == run[1])
    ]
    changed = [n for n, (is_same, _old, _new) in enumerate(whole_runs) if not is_same]

    def reads_alike(place: int) -> bool:
        is_same, _old, new = whole_runs[place]
        inside = bool(changed) and changed[0] < place < changed[-1]
        return is_same and not (inside and _is_crumb(new))

    for is_same, places in groupby(range(len(whole_runs)), key=reads_alike):
        yield (is_same, *_joined(whole_runs[place][1:] for place in places))


def _is_crumb(words: list[str]) -> bool:
    return len(words) <= 2 and not any("\n" in word or len(word.strip()) > _SHORT_WORD for word in words)


def _mirrored(pieces: Pieces) -> Pieces:
    """Return the pieces seen from the other text: what was added is removed, and stands first."""
    swap = {Mark.REMOVED: Mark.ADDED, Mark.ADDED: Mark.REMOVED}
    turned: list[Piece] = []
    for is_same, group in groupby(pieces, key=lambda piece: piece.mark is Mark.SAME):
        run = [Piece(swap.get(piece.mark, piece.mark), piece.text) for piece in group]
        turned.extend(run if is_same else sorted(run, key=lambda piece: piece.mark is Mark.ADDED))
    return tuple(turned)


# --- Lines ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Pair:
    """Where a line stands in the two lists; None in the one that lacks it."""

    old: int | None
    new: int | None
    moved: bool = False


def _pairs(first: list[str], second: list[str], effort: Effort) -> Iterator[_Pair]:
    """Give which line became which."""
    alone: list[_Pair] = []
    i = j = 0
    for old, new in _matched(first, second, effort):
        olds, news = range(i, i + len(old)), range(j, j + len(new))
        i, j = olds.stop, news.stop
        if old == new:
            yield from map(_Pair, olds, news)
            continue
        for pair in _reworded(first, second, olds, news, effort):
            if pair.old is None or pair.new is None:
                alone.append(pair)
            else:
                yield pair
    yield from _moved(first, second, alone, effort)


def _moved(first: list[str], second: list[str], alone: list[_Pair], effort: Effort) -> Iterator[_Pair]:
    """Give the lines that have none beside them, paired with the same ones elsewhere, or much alike."""
    news = [pair.new for pair in alone if pair.new is not None]
    places: dict[str, list[int]] = {}
    for new in news:
        places.setdefault(second[new], []).append(new)
    left: list[int] = []
    for pair in alone:
        if pair.old is None:
            continue
        same = places.get(first[pair.old])
        if same:
            yield _Pair(pair.old, same.pop(0), moved=True)
        else:
            left.append(pair.old)
    rest = sorted(new for found in places.values() for new in found)
    for old in left:
        found = _alike(first[old], second, rest, effort) if len(left) * len(news) <= _MOST_PAIRS else None
        yield _Pair(old, found, moved=found is not None)
        if found is not None:
            rest.remove(found)
    yield from (_Pair(None, new) for new in rest)


def _reworded(
    first: list[str], second: list[str], olds: range, news: range, effort: Effort
) -> Iterator[_Pair]:
    """Give the lines of a stretch that differs, paired where they are one line in other words."""
    start = news.start
    for old in olds:
        found = None
        if len(olds) * len(news) <= _MOST_PAIRS:
            found = _alike(first[old], second, range(start, news.stop), effort)
        if found is None:
            yield _Pair(old, None)
            continue
        yield from (_Pair(None, new) for new in range(start, found))
        yield _Pair(old, found)
        start = found + 1
    yield from (_Pair(None, new) for new in range(start, news.stop))


def _alike(line: str, lines: list[str], places: Iterable[int], effort: Effort) -> int | None:
    """Return the first place of which the line is this one in other words, if any."""
    return next((n for n in places if words_alike(changed_words(line, lines[n], effort)) >= _SAME_LINE), None)


def _line(pair: _Pair, first: list[str], second: list[str], effort: Effort) -> Line:
    if pair.new is None:
        return Line(Mark.REMOVED, (Piece(Mark.REMOVED, first[pair.old or 0]),))
    if pair.old is None:
        return Line(Mark.ADDED, (Piece(Mark.ADDED, second[pair.new]),))
    if first[pair.old] != second[pair.new]:
        return Line(Mark.CHANGED, changed_words(first[pair.old], second[pair.new], effort))
    return Line(Mark.MOVED if pair.moved else Mark.SAME, (Piece(Mark.SAME, second[pair.new]),))
