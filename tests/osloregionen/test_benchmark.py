"""The benchmark's own arithmetic, choice of rows and output; and that a slow side shows."""

import gc
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from tests.benchmark import cli
from tests.benchmark.measuring import Pairs, go_by_go, in_turn, peak_of_tree, timed
from tests.benchmark.report import Goal, Result, as_json, as_markdown, as_text, missed
from tests.benchmark.rows import ROWS, Bench, Row
from tests.benchmark.serving import BenchmarkError, load
from tests.databases import new_database

ROOT = Path(__file__).parents[2]
SHORT = 0.001


def work(seconds: float) -> Callable[[], None]:
    """Return a function that keeps the processor busy for so long."""

    def busy() -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            pass

    return busy


def row(name: str, ours: float = SHORT, goal: Goal | None = None) -> Row:
    """Return a row of so much work beside a millisecond of it."""

    def measure(bench: Bench) -> Result:
        return Result("", "", pairs=in_turn(timed(work(ours), 0), timed(work(SHORT), 0), bench.rounds))

    return Row(name, "Prøve.", measure, goal)


def measured(*some: Row, rounds: int = 3) -> list[Result]:
    """Return the rows' results; none may fail."""
    results, failed = cli.run(some, Bench(Path(), rounds))
    assert failed == 0
    return results


# --- Pairs, medians, spread -------------------------------------------------------------------------


def test_both_sides_are_measured_in_turn_and_take_turns_with_who_is_first() -> None:
    seen: list[str] = []

    def side(name: str) -> Callable[[], float]:
        def sample() -> float:
            seen.append(name)
            return 1.0

        return sample

    in_turn(side("a"), side("b"), 3)
    assert "".join(seen) == "abbaab"


def test_the_ratio_is_the_median_of_the_pairs_ratios_and_the_spread_their_extremes() -> None:
    # The medians' own ratio would be 20 / 4 = 5.
    pairs = Pairs(ours=[10.0, 20.0, 90.0], theirs=[5.0, 4.0, 3.0])
    assert pairs.ratios == [2.0, 5.0, 30.0]
    assert pairs.ratio == 5.0
    assert pairs.spread == (2.0, 30.0)
    assert Pairs(ours=[8.0, 1.0, 4.0, 6.0], theirs=[1.0, 1.0, 1.0, 1.0]).ratio == 5.0


def test_a_row_with_nothing_beside_it_has_no_ratio() -> None:
    pairs = in_turn(lambda: 2.0, None, 4)
    assert (pairs.ours, pairs.theirs, pairs.ratio, pairs.spread) == ([2.0] * 4, None, None, None)


def test_a_slower_side_gives_a_worse_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    # By a clock that only work moves on: a busy machine must not decide.
    clock = Fraction(0)

    def takes(seconds: int) -> Callable[[], None]:
        def go() -> None:
            nonlocal clock
            clock += seconds

        return go

    monkeypatch.setattr("tests.benchmark.measuring.time.perf_counter", lambda: clock)
    same, slow = (in_turn(timed(takes(ours), 0), timed(takes(1), 0), 7) for ours in (1, 5))
    assert (same.ratio, slow.ratio) == (1, 5)


def test_an_interruption_of_single_goes_decides_nothing_and_a_slower_side_still_shows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Fraction(0)
    seen: list[str] = []

    def side(name: str, seconds: Fraction) -> Callable[[], None]:
        def go() -> None:
            nonlocal clock
            seen.append(name)
            # Every seventh go meets something a hundred times as long, the one side's or the other's.
            clock += seconds + (0 if len(seen) % 7 else 100 * seconds)

        return go

    monkeypatch.setattr("tests.benchmark.measuring.time.perf_counter", lambda: clock)
    beside = side("b", Fraction(1))
    same, slow = (go_by_go(side("a", Fraction(ours)), beside, 7, at_least=20) for ours in (1, 3))
    assert (same.ratios, slow.ratios) == ([1] * 7, [3] * 7)
    # By turns within a round, and the rounds by turns too.
    assert "".join(seen).startswith("abab")
    assert "".join(seen).count("abba") >= 3


def test_what_a_process_held_before_is_given_back_to_the_collector_after_measuring() -> None:
    gc.unfreeze()
    frozen: list[int] = []
    go_by_go(lambda: frozen.append(gc.get_freeze_count()), lambda: None, 1, at_least=0)
    assert frozen[0] > 0
    assert gc.get_freeze_count() == 0


def test_a_goal_is_at_most_or_at_least() -> None:
    assert Goal(2).is_met(2)
    assert not Goal(2).is_met(2.01)
    assert Goal(0.6, at_least=True).is_met(0.6)
    assert not Goal(0.6, at_least=True).is_met(0.59)


def test_a_missed_goal_is_told_and_is_no_failure() -> None:
    met, missed = measured(row("met", goal=Goal(100)), row("missed", ours=9 * SHORT, goal=Goal(0.001)))
    assert (met.verdict, missed.verdict) == ("met", "not met")
    assert "≤ 0.001 not met" in as_text([missed])


def test_memory_counts_what_a_process_starts() -> None:
    alone = peak_of_tree(os.getpid())
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        try:
            deadline = time.monotonic() + 10
            while peak_of_tree(os.getpid()) <= alone and time.monotonic() < deadline:
                time.sleep(0.01)
            # The child's first: its peak may still rise.
            of_child = peak_of_tree(child.pid)
            assert peak_of_tree(os.getpid()) >= alone + of_child > alone
        finally:
            child.communicate(b"\n")
    assert peak_of_tree(child.pid) == 0


# --- Choosing rows ----------------------------------------------------------------------------------


def test_one_row_is_chosen_by_its_name_and_several_by_the_first_part() -> None:
    assert [one.name for one in cli.chosen(["pdf-weasyprint"])] == ["pdf-weasyprint"]
    assert [one.name for one in cli.chosen(["serve-front-hot"])] == ["serve-front-hot"]
    assert {one.name.partition("-")[0] for one in cli.chosen(["chart", "list"])} == {"chart", "list"}
    assert cli.chosen([]) == list(ROWS)


def test_an_unknown_name_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.arguments(["--only", "tull"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "There is no row «tull»" in said
    assert "pdf-weasyprint" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "wrong",
    [
        ["--rounds", "0"],
        ["--rounds", "mange"],
        ["--json", "--markdown"],
        ["x"],
        ["--write", "--only", "list"],
        ["--try", "--write"],
        ["--try", "--markdown"],
        ["--migrated", "/finnes/ikke.sqlite3"],
    ],
)
def test_what_cannot_be_asked_for_ends_with_a_sentence(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.arguments(wrong)
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_help_names_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.arguments(["--help"])
    assert ended.value.code == 0
    said = "".join(capsys.readouterr().out.split())
    assert all(one.name in said for one in ROWS)


def test_the_rows_names_are_told_apart() -> None:
    assert len({one.name for one in ROWS}) == len(ROWS)


# --- What is printed --------------------------------------------------------------------------------


def test_json_has_every_sample_and_the_machine() -> None:
    results = measured(row("one", goal=Goal(50)))
    content = json.loads(json.dumps(as_json(results, 3)))
    assert set(content) == {"date", "machine", "rounds", "load", "rows"}
    assert content["machine"]["cores"] >= 1
    (only,) = content["rows"]
    assert only["name"] == "one"
    assert len(only["ours"]) == len(only["theirs"]) == 3
    assert only["spread"][0] <= only["ratio"] <= only["spread"][1]
    assert (only["goal"], only["verdict"], only["missing"]) == ("≤ 50", "met", None)


def test_a_row_without_its_program_says_so_and_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/finnes/ikke")
    (row_of_chromium,) = cli.chosen(["pdf-chromium"])
    (result,) = measured(row_of_chromium)
    assert "no Chromium" in result.missing
    assert "not measured: there is no Chromium" in as_text([result])
    assert json.loads(json.dumps(as_json([result], 1)))["rows"][0]["missing"]


def test_a_row_that_fails_is_told_and_the_others_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(bench: Bench) -> Result:
        raise BenchmarkError("/finnes-ikke/ answered 404")

    results, failed = cli.run([Row("bad", "", fail), row("good")], Bench(Path(), 1))
    assert ([result.name for result in results], failed) == (["good"], 1)
    assert "bad failed: /finnes-ikke/ answered 404" in capsys.readouterr().err


def test_the_markdown_is_a_table_with_date_and_machine_and_no_names() -> None:
    text = as_markdown(measured(row("one")), 3)
    assert "| `one` |" in text
    assert "Measured on 20" in text
    assert os.uname().nodename not in text
    assert str(ROOT) not in text


def test_the_table_is_put_between_the_marks_of_its_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(cli.PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    cli.put_into(page, "| new |")
    text = page.read_text(encoding="utf-8")
    assert "| new |" in text
    assert "| `list-members` |" not in text
    cli.put_into(page, "| newer |")
    assert "| new |" not in page.read_text(encoding="utf-8")
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="marks"):
        cli.put_into(page, "| new |")


def test_the_markdown_tells_in_a_sentence_which_goals_are_missed() -> None:
    met, bad = row("met", goal=Goal(100)), row("missed", ours=9 * SHORT, goal=Goal(0.001))
    assert "Goals not met: `missed`.\n" in as_markdown(measured(met, bad), 3)
    assert "Every goal is met.\n" in as_markdown(measured(met), 3)


def table_and_words() -> tuple[dict[str, list[str]], str, str]:
    """Return the page's table by the rows' names, all between its marks, and the words around."""
    before, _mark, rest = cli.PAGE.read_text(encoding="utf-8").partition(cli._BEGINS)
    inside, _mark, after = rest.partition(cli._ENDS)
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in inside.splitlines()]
    return {line[0].strip("`"): line[1:] for line in lines if line and "`" in line[0]}, inside, before + after


def test_the_page_of_benchmarks_has_every_row_by_its_own_title_and_names_no_machine() -> None:
    table, inside, _words = table_and_words()
    assert list(table) == [one.name for one in ROWS]
    assert [one.name for one in ROWS if f"- `{one.name}`: {one.title}" not in inside] == []
    assert "Measured on 20" in inside


def goals_told_wrongly(table: dict[str, list[str]]) -> list[str]:
    """Return the rows whose goal in the table is another than their own, or whose ratio says otherwise."""
    wrong = []
    for one in ROWS:
        _ours, _theirs, ratio, goal, _memory = table[one.name]
        told = goal.removeprefix(str(one.goal)).strip() if one.goal and ratio else goal
        if one.goal is None or not ratio:
            wrong += [one.name] if goal else []
            continue
        number = float(ratio.split()[0])
        # What was rounded to the goal itself may have lain on either side of it.
        right = (
            {"met", "not met"} if number == one.goal.bound else {("not met", "met")[one.goal.is_met(number)]}
        )
        wrong += [] if goal.startswith(str(one.goal)) and told in right else [one.name]
    return wrong


def test_the_tables_goals_are_the_rows_own_and_agree_with_its_ratios() -> None:
    table, inside, _words = table_and_words()
    assert goals_told_wrongly(table) == []
    assert missed(name for name, cells in table.items() if cells[3].endswith("not met")) in inside
    plain, front = "serve-plan-hot-plain", "serve-front-hot"
    assert goals_told_wrongly(table | {plain: [*table[plain][:3], "", ""]}) == [plain]
    assert goals_told_wrongly(table | {front: [*table[front][:2], "0.31", *table[front][3:]]}) == [front]


def repeated_ratios(words: str) -> set[str]:
    """Return the decimal numbers in a text that are neither a goal nor a time."""
    goals = {f"{one.goal.bound:g}" for one in ROWS if one.goal}
    return set(re.findall(r"(?<![\w.])\d+\.\d+(?![\w.]*\d)(?! m?s\b)", words)) - goals


def test_the_words_around_the_table_repeat_no_ratio_of_it() -> None:
    *_table, words = table_and_words()
    assert repeated_ratios(words) == set()
    assert repeated_ratios("The members' emissions miss it (2.3); at least 0.6 is asked; 0.75 s.") == {"2.3"}


def test_a_failing_address_gives_no_requests_per_second(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nobody:
        headers: dict[str, str] = {}

        def url(self, address: str) -> str:
            return f"http://127.0.0.1:9{address}"

    for has_wrk in (True, False):
        monkeypatch.setattr("shutil.which", lambda _name, found=has_wrk: "/usr/bin/wrk" if found else None)
        with pytest.raises((BenchmarkError, FileNotFoundError)):
            load(Nobody(), "/", seconds=0.2)()  # type: ignore[arg-type]


# --- The whole ---------------------------------------------------------------------------------------


@pytest.fixture
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[list[str]]:
    """Say to begin with a database that is migrated: a copy of the tests' own, where that is a file."""
    with new_database(tmp_path_factory.mktemp("migrated"), "migrated") as address:
        file = address.removeprefix("sqlite:///")
        yield [] if file == address else ["--migrated", file]


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_the_whole_benchmark_runs_in_a_folder_of_its_own_and_leaves_nothing(
    tmp_path: Path, migrated: list[str]
) -> None:
    names = ("list-meetings", "serve-front-hot", "chart-kept")
    command = [sys.executable, "-m", "tests.benchmark", "--try", "--json", *migrated]
    done = subprocess.run(
        [*command, *(part for name in names for part in ("--only", name))],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path), "DATABASE_URL": "sqlite:////finnes/ikke.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [one["name"] for one in told["rows"]] == list(names)
    assert (told["rounds"], told["tried"]) == (1, True)
    assert "the figures mean nothing" in done.stderr
    assert list(tmp_path.iterdir()) == []
