"""What the benchmark prints: a table to read, JSON, or Markdown for docs/benchmarks.md."""

import datetime as dt
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmark.measuring import Pairs
from tests.benchmark.serving import generator


@dataclass(frozen=True)
class Goal:
    """What a ratio should be: at most, or at least."""

    bound: float
    at_least: bool = False

    def is_met(self, ratio: float) -> bool:
        """Whether the ratio reaches the goal."""
        return ratio >= self.bound if self.at_least else ratio <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}"


@dataclass(frozen=True)
class Result:
    """A measured row. `unit` is "s" or "requests/s"; memory in kB; `missing` says why there is none."""

    name: str
    title: str
    unit: str = "s"
    pairs: Pairs | None = None
    goal: Goal | None = None
    memory: tuple[int, int | None] | None = None
    note: str = ""
    missing: str = ""

    @property
    def verdict(self) -> str:
        """Whether the goal is met; empty where there is none, or nothing was measured."""
        if self.goal is None or self.pairs is None or self.pairs.ratio is None:
            return ""
        return "met" if self.goal.is_met(self.pairs.ratio) else "not met"


def machine() -> dict[str, Any]:
    """Return what one must know of the machine to read the figures: no names, no paths."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def as_json(results: Sequence[Result], rounds: int) -> dict[str, Any]:
    """Return everything that was measured, sample by sample."""
    return {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "rounds": rounds,
        "load": generator(),
        "rows": [_row_json(result) for result in results],
    }


def _row_json(result: Result) -> dict[str, Any]:
    pairs = result.pairs
    return {
        "name": result.name,
        "title": result.title,
        "unit": result.unit,
        "ours": pairs.ours if pairs else None,
        "theirs": pairs.theirs if pairs else None,
        "ratio": pairs.ratio if pairs else None,
        "spread": pairs.spread if pairs else None,
        "goal": str(result.goal) if result.goal else None,
        "verdict": result.verdict or None,
        "memory_kilobytes": result.memory,
        "note": result.note or None,
        "missing": result.missing or None,
    }


HEADINGS = ("row", "portal", "beside it", "ratio (from–to)", "goal", "memory, MB")


def cells(result: Result) -> tuple[str, ...]:
    """Return a row of the table; a row that could not be measured says why."""
    if result.pairs is None:
        return (result.name, f"not measured: {result.missing}", "", "", "", "")
    pairs = result.pairs
    ratio = ""
    if pairs.ratio is not None and pairs.spread is not None:
        ratio = f"{pairs.ratio:.2f} ({pairs.spread[0]:.2f}–{pairs.spread[1]:.2f})"
    memory = " / ".join(f"{peak / 1024:.0f}" for peak in result.memory or () if peak is not None)
    goal = f"{result.goal} {result.verdict}" if result.goal else ""
    other = _amount(pairs.theirs, result.unit) if pairs.theirs else ""
    return (result.name, _amount(pairs.ours, result.unit), other, ratio, goal, memory)


def _amount(samples: list[float], unit: str) -> str:
    middle = statistics.median(samples)
    if unit != "s":
        return f"{middle:.0f}/s"
    return f"{middle:.2f} s" if middle >= 1 else f"{middle * 1000:.1f} ms"


def as_text(results: Sequence[Result]) -> str:
    """Return the table for a terminal, with the rows' meaning below it."""
    table = [HEADINGS, *(cells(result) for result in results)]
    # What says why a row is missing may run over its neighbours.
    widths = [
        max(len(row[place]) for row in table if not row[1].startswith("not measured") or not place)
        for place in range(len(HEADINGS))
    ]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    lines += ["", *(f"{result.name}: {_meaning(result)}" for result in results)]
    return "\n".join(lines)


def as_markdown(results: Sequence[Result], rounds: int) -> str:
    """Return the table for docs/benchmarks.md, under a line about date and machine."""
    here = machine()
    day = dt.datetime.now(dt.UTC).date().isoformat()
    cores = f"{here['cores']} cores ({here['processor']})"
    about = f"Measured on {day}: {cores}, Python {here['python']}, {rounds} rounds, load by {generator()}."
    lines = [about, "", _line(HEADINGS), _line("---" for _heading in HEADINGS)]
    lines += [_line((f"`{cell[0]}`", *cell[1:])) for cell in map(cells, results)]
    lines += ["", missed(result.name for result in results if result.verdict == "not met")]
    lines += ["", *(f"- `{result.name}`: {_meaning(result)}" for result in results)]
    return "\n".join(lines)


def missed(names: Iterable[str]) -> str:
    """Return which rows miss their goal, as a sentence."""
    told = ", ".join(f"`{name}`" for name in names)
    return f"Goals not met: {told}." if told else "Every goal is met."


def _meaning(result: Result) -> str:
    return f"{result.title} {result.note}".strip()


def _line(parts: Any) -> str:
    return "| " + " | ".join(parts) + " |"
