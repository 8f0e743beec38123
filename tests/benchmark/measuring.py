"""How anything is measured: pairs in turn, the median of their ratios and its spread, peak memory.

A ratio on a busy machine means something only if both sides met the same minute. So each round measures
both, the one right after the other, and the rounds take turns with who is first.
"""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 7
#: A sample takes at least this long, so that the clock and a passing interruption weigh little.
SAMPLE_SECONDS = 0.2

Sample = Callable[[], float]


@dataclass(frozen=True)
class Pairs:
    """What was measured, round by round. `theirs` is None where there is nothing to compare with."""

    ours: list[float]
    theirs: list[float] | None = None

    @property
    def ratios(self) -> list[float]:
        """Ours by theirs, one for each round."""
        return [mine / other for mine, other in zip(self.ours, self.theirs or [], strict=False)]

    @property
    def ratio(self) -> float | None:
        """The median of the rounds' ratios; two medians' ratio might be of different minutes."""
        return statistics.median(self.ratios) if self.ratios else None

    @property
    def spread(self) -> tuple[float, float] | None:
        """The smallest and the largest ratio."""
        return (min(self.ratios), max(self.ratios)) if self.ratios else None


def in_turn(ours: Sample, theirs: Sample | None, rounds: int = ROUNDS) -> Pairs:
    """Return samples of both sides, taken in turn; each round begins with the other side than the last."""
    if theirs is None:
        return Pairs([ours() for _round in range(rounds)])
    mine, others = [], []
    for number in range(rounds):
        if number % 2 == 0:
            mine.append(ours())
            others.append(theirs())
        else:
            others.append(theirs())
            mine.append(ours())
    return Pairs(mine, others)


def go_by_go(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    rounds: int = ROUNDS,
    at_least: float = SAMPLE_SECONDS,
) -> Pairs:
    """Return the seconds of one go of each side, for what takes milliseconds in this very process.

    Within a round the sides take turns go by go until each has filled the time, and a sample is its median
    go: an interruption (a neighbour on the machine, a collection of garbage) hits single goes, and a mean of
    five would be of the interruption. What lived here before the first go is set aside from the collector:
    this process holds the tools of tests and worlds, which a server does not.
    """
    gc.collect()
    gc.freeze()

    def sample(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
        goes: tuple[list[float], list[float]] = ([], [])
        while not goes[0] or min(sum(goes[0]), sum(goes[1])) < at_least:
            for work, took in zip((first, second), goes, strict=True):
                started = time.perf_counter()
                work()
                took.append(time.perf_counter() - started)
        return statistics.median(goes[0]), statistics.median(goes[1])

    mine, others = [], []
    try:
        for number in range(rounds):
            if number % 2 == 0:
                one, other = sample(ours, theirs)
            else:
                other, one = sample(theirs, ours)
            mine.append(one)
            others.append(other)
    finally:
        gc.unfreeze()
    return Pairs(mine, others)


def timed(work: Callable[[], object], at_least: float = SAMPLE_SECONDS) -> Sample:
    """Return a sample that does the work as often as fills the time, and gives the seconds of one go."""

    def sample() -> float:
        started = time.perf_counter()
        done = 0
        while (passed := time.perf_counter() - started) < at_least or not done:
            work()
            done += 1
        return passed / done

    return sample


def peak_of_tree(pid: int) -> int:
    """Return the peak memory of a process and all below it that still live, in kilobytes.

    The sum of what each would report as `ru_maxrss`. Pages that they share count once for each.
    """
    return sum(peak_of(one) for one in [pid, *_below(pid)])


def peak_of(pid: int) -> int:
    """Return the peak memory of one process, in kilobytes; 0 where it has ended.

    Not its own `ru_maxrss`: that of a process which was started counts what its parent had grown to by then.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def _below(pid: int) -> list[int]:
    children: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children += [int(child) for child in tasks.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return [one for child in children for one in (child, *_below(child))]
