"""What changed between two texts is found, told readably, and at a bounded cost."""

import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osloregionen.word_changes import (
    STEPS,
    Effort,
    Line,
    Mark,
    Piece,
    changed_lines,
    changed_words,
    tidy,
    words_alike,
)

pytestmark = pytest.mark.once

SIGNS = {Mark.SAME: "{}", Mark.REMOVED: "[−{}]", Mark.ADDED: "[+{}]"}
SWAPPED = {Mark.REMOVED: Mark.ADDED, Mark.ADDED: Mark.REMOVED}

some_words = st.lists(st.sampled_from(["ny", "og", "plan", "møte,", "(to)", "slutt.", "\n"]), max_size=14)
texts = st.text(max_size=40) | some_words.map(" ".join)
lists = st.lists(
    st.sampled_from(["en plan for møter", "en ny plan for møter", "klima", "reise", "klimaskole"])
)


def told(before: str, after: str) -> str:
    """Return the change in signs."""
    return "".join(SIGNS[piece.mark].format(piece.text) for piece in changed_words(before, after))


def told_lines(before: list[str], after: list[str]) -> list[tuple[Mark, str]]:
    """Return each line's mark and its pieces in signs."""
    lines = changed_lines(before, after)
    return [
        (line.mark, "".join(SIGNS[piece.mark].format(piece.text) for piece in line.pieces)) for line in lines
    ]


def without(mark: Mark, pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.mark is not mark)


def test_words_that_are_other_ones_are_marked() -> None:
    assert told("Holde to store møter i året.", "Holde tre små møter i året.") == (
        "Holde[− to store][+ tre små] møter i året."
    )


def test_a_short_word_does_not_part_two_changes() -> None:
    assert told("Lage ny og bedre plan her", "Lage god og billig plan her") == (
        "Lage[− ny og bedre][+ god og billig] plan her"
    )


def test_a_short_sentence_that_stays_is_not_marked() -> None:
    assert told("Nei. Vi møtes på mandag her.", "Nei. Vi møtes på tirsdag her.").startswith(
        "Nei. Vi møtes på["
    )


def test_two_texts_with_next_to_nothing_in_common_are_told_as_two() -> None:
    assert told("Kurs i Oslo for alle", "Rapport om utslipp i regionen") == (
        "[−Kurs i Oslo for alle][+Rapport om utslipp i regionen]"
    )


def test_white_space_that_nobody_sees_is_no_change() -> None:
    assert told("To  ord \r\n her", "To ord\nher") == "To ord\nher"


def test_lines_are_kept_moved_removed_added_and_changed() -> None:
    before = ["Kartlegge behov", "Holde to møter for alle", "Skrive en rapport", "Utgår"]
    after = ["Skrive en rapport", "Kartlegge behov", "Holde tre møter for alle", "Klimaskole"]
    assert sorted(told_lines(before, after)) == sorted(
        [
            (Mark.MOVED, "Skrive en rapport"),
            (Mark.SAME, "Kartlegge behov"),
            (Mark.CHANGED, "Holde[− to][+ tre] møter for alle"),
            (Mark.REMOVED, "[−Utgår]"),
            (Mark.ADDED, "[+Klimaskole]"),
        ]
    )


def test_a_line_that_moved_and_changed_is_one_line() -> None:
    assert told_lines(["Lage program", "Invitere"], ["Invitere", "Lage program for alle"]) == [
        (Mark.SAME, "Invitere"),
        (Mark.CHANGED, "Lage program[+ for alle]"),
    ]


def test_a_removed_line_is_told_where_it_stood() -> None:
    assert [mark for mark, _text in told_lines(["a", "b", "c"], ["a", "c"])] == [
        Mark.SAME,
        Mark.REMOVED,
        Mark.SAME,
    ]


@given(texts, texts)
@settings(deadline=None, max_examples=50)
def test_both_texts_can_be_read_out_of_the_change(before: str, after: str) -> None:
    pieces = changed_words(before, after)
    assert (without(Mark.ADDED, pieces), without(Mark.REMOVED, pieces)) == (tidy(before), tidy(after))
    assert all(piece.text for piece in pieces)


@given(texts, texts)
@settings(deadline=None, max_examples=50)
def test_the_change_back_is_the_same_change_mirrored(before: str, after: str) -> None:
    there, back = changed_words(before, after), changed_words(after, before)
    assert Counter(Piece(SWAPPED.get(one.mark, one.mark), one.text) for one in there) == Counter(back)


@given(texts)
@settings(deadline=None, max_examples=50)
def test_a_text_and_itself_differ_in_nothing(text: str) -> None:
    assert {piece.mark for piece in changed_words(text, text)} <= {Mark.SAME}


@given(lists, lists)
@settings(deadline=None, max_examples=50)
def test_both_lists_can_be_read_out_of_the_change(before: list[str], after: list[str]) -> None:
    lines = changed_lines(before, after)
    assert [without(Mark.REMOVED, line.pieces) for line in lines if line.mark is not Mark.REMOVED] == after
    old = [without(Mark.ADDED, line.pieces) for line in lines if line.mark is not Mark.ADDED]
    assert sorted(old) == sorted(before)


@given(lists, lists)
@settings(deadline=None, max_examples=50)
def test_the_change_of_a_list_back_is_the_same_mirrored(before: list[str], after: list[str]) -> None:
    def kinds(lines: list[Line]) -> list[tuple[Mark, float]]:
        return sorted((line.mark, words_alike(line.pieces)) for line in lines)

    there = [Line(SWAPPED.get(one.mark, one.mark), one.pieces) for one in changed_lines(before, after)]
    assert kinds(there) == kinds(changed_lines(after, before))


def _words(count: int, vocabulary: list[str], seed: int) -> list[str]:
    rng = random.Random(seed)
    return [rng.choice(vocabulary) for _n in range(count)]


MANY = [f"ord{n}" for n in range(3000)]
BASE = _words(50_000, [*MANY, *(f"{word}." for word in MANY[:200])], 1)
CASES = {
    "nothing alike": (BASE, _words(50_000, MANY, 2)),
    "two words only": (_words(50_000, ["a", "b"], 1), _words(50_000, ["a", "b"], 2)),
    "shifted by one": (["a", "b"] * 25_000, ["b", "a"] * 25_000),
    "every line its own": ([f"\n{word}" for word in BASE], [f"\n{word}" for word in BASE[::-1]]),
    "no sentences": (_words(50_000, MANY, 3), _words(50_000, MANY, 3)[:-1000] + MANY[:1000]),
}


#: The others each take a second or two; CI tries them.
_QUICK = {"two words only", "shifted by one"}


@pytest.mark.parametrize(
    "case", [case if case in _QUICK else pytest.param(case, marks=pytest.mark.slow) for case in CASES]
)
def test_two_texts_of_50_000_words_do_not_hang(case: str) -> None:
    before, after = (" ".join(words) for words in CASES[case])
    effort = Effort()
    started = time.process_time()
    pieces = changed_words(before, after, effort)
    assert time.process_time() - started < 15
    assert 0 <= effort.steps <= STEPS
    assert (without(Mark.ADDED, pieces), without(Mark.REMOVED, pieces)) == (tidy(before), tidy(after))


def test_a_few_words_are_found_in_a_text_of_50_000() -> None:
    edited = [*BASE]
    for place in (100, 20_000, 49_000):
        edited[place] = "ENDRET"
    pieces = changed_words(" ".join(BASE), " ".join(edited))
    assert [piece.text.strip() for piece in pieces if piece.mark is Mark.ADDED] == ["ENDRET"] * 3


def test_what_is_left_when_the_effort_is_spent_is_told_whole() -> None:
    before, after = "En to tre fire fem seks.", "En to nye fire fem seks sju."
    pieces = changed_words(before, after, Effort(steps=0))
    assert (without(Mark.ADDED, pieces), without(Mark.REMOVED, pieces)) == (before, after)
    assert len(pieces) < len(changed_words(before, after))
