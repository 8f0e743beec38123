"""What a report says of a file before it is stored: sums, what differs from the edition in use, jumps."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from emissions.edition_report import EditionReport, edition_report
from emissions.edition_text import edition_text
from emissions.matching import match
from emissions.models import Edition
from emissions.services import publish_edition
from emissions.statistics.file import StatisticsFile
from tests.emissions.conftest import EVERY_NINE, EVERY_TEN, NINE, TEN, Members, rows_of
from tests.worlds.statistics import edition_of, statistics_of

pytestmark = pytest.mark.django_db

Make = Callable[..., Edition]
TONNE = 1_000_000


def _report(members: Members, rows: list[tuple[object, ...]] | None = None, **given: Any) -> EditionReport:
    one, alone = given.pop("one", ""), given.pop("alone", False)
    rows = rows or rows_of(members, **given)
    if not one and not alone:
        # Who is no member, so that the country is more than the members.
        rows = [*rows, (1103, *rows[0][1:5], 100)]
    statistics = statistics_of(rows, names={**members.names, 1103: "Stavanger"}, one=one)
    return edition_report(match(statistics), file_name="ny.xlsx", sha256="0" * 64)


def test_it_lies_in_json_and_comes_back(three_members: Members, make_edition: Make) -> None:
    publish_edition(edition=make_edition(published_on="2025-11-01"))
    report = _report(three_members, of=(*TEN, ("Avfall og avløp", "Helt ny kilde", "NF3")), more=2000)
    assert EditionReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_nine_sectors_and_ten_are_summed_apart(three_members: Members) -> None:
    [total] = _report(three_members, years=[2024], of=EVERY_TEN).totals
    assert (total.nine, total.ten) == (2700 * TONNE, 3000 * TONNE)
    [total] = _report(three_members, years=[2024], of=EVERY_NINE).totals
    assert (total.nine, total.ten) == (2700 * TONNE, None)


def test_the_region_has_a_sum_only_where_all_members_have_figures(three_members: Members) -> None:
    rows = [row for row in rows_of(three_members, of=EVERY_NINE) if (row[0], row[1]) != (9101, 2023)]
    report = _report(three_members, rows)
    first, second = report.totals
    assert (first.year, first.members, first.nine) == (2023, 2, None)
    assert (second.year, second.members, second.nine) == (2024, 3, 2700 * TONNE)
    assert "2023  all nine sectors for 2 of 3 members: no sum" in edition_text(report)
    assert "Prøvekommune 0 has no figures at all in 2023" in edition_text(report)


def test_a_sum_over_sectors_needs_every_member_in_every_one_of_them(three_members: Members) -> None:
    tenth = EVERY_TEN[9][0]
    rows = [
        row
        for row in rows_of(three_members, of=EVERY_TEN)
        if (row[0], *row[1:3]) not in {(9101, 2024, "Veitrafikk"), (9102, 2023, tenth)}
    ]
    report = _report(three_members, rows)
    first, second = report.totals
    assert (first.members, first.nine, first.ten) == (3, 2700 * TONNE, None)
    assert (second.members, second.nine, second.ten) == (2, None, None)
    why = "En rad som mangler, er ikke null, så summene den hører til i, blir ikke regnet ut."
    assert [warning.norwegian() for warning in report.warnings] == [
        f"Prøvekommune 0 har ingen tall for Veitrafikk i 2024. {why}",
        f"Prøvekommune 1 har ingen tall for {tenth} i 2023. {why}",
    ]


def test_a_sector_that_nobody_has_is_told_once_and_leaves_no_sum(three_members: Members) -> None:
    report = _report(three_members, of=EVERY_NINE[:8])
    assert {total.nine for total in report.totals} == {None}
    [warning] = report.warnings
    assert f"No member has figures of {EVERY_NINE[8][0]} in 2023, 2024" in warning.english()


def test_the_sums_of_one_municipality_need_every_sector_too(three_members: Members) -> None:
    whole, lacking = (
        _report(three_members, one="Prøvekommune 1", numbers=[0], years=[2024], of=of)
        for of in (EVERY_NINE, EVERY_NINE[1:])
    )
    assert (whole.totals[0].nine, whole.warnings) == (900 * TONNE, [])
    assert "2024  not all nine sectors: no sum" in edition_text(lacking)
    assert f"Prøvekommune 1 has no figures of {EVERY_NINE[0][0]} in 2024" in edition_text(lacking)


def test_of_very_many_figures_that_are_missing_the_first_are_told(three_members: Members) -> None:
    rows = [
        (number, year, *series, 1)
        for number in three_members.numbers
        for year in (2021, 2022, 2023, 2024)
        for place, series in enumerate(EVERY_NINE)
        if (number + year + place) % 9 not in (0, 1, 3)
    ]
    codes = [warning.code for warning in _report(three_members, rows).warnings]
    assert len(codes) == 21
    assert codes[-1] == "more-lacking"


def test_members_that_are_missing_are_named(three_members: Members) -> None:
    report = _report(three_members, numbers=three_members.numbers[:2])
    assert report.missing == ["9103 Prøvekommune 2"]
    assert all(total.nine is None for total in report.totals)


def test_a_second_edition_with_another_history_is_compared(
    three_members: Members, make_edition: Make
) -> None:
    current = make_edition(published_on="2024-11-01")
    publish_edition(edition=current)
    rows = [
        (*row[:5], 350.5 if row[:3] == (9102, 2023, "Veitrafikk") else 101 if row[1] == 2024 else 100)
        for row in rows_of(three_members, years=(2023, 2024, 2025))
        if row[:3] != (9103, 2023, "Oppvarming")
    ]
    report = _report(three_members, rows)
    assert (report.current_edition, report.changed, report.added, report.gone, report.same) == (
        current.pk,
        7,
        6,
        1,
        4,
    )
    largest = report.largest[0]
    assert (largest.member, largest.year, largest.sector, largest.source, largest.gas) == (
        "Prøvekommune 1",
        2023,
        "Veitrafikk",
        "Personbiler",
        "CO2",
    )
    assert (largest.before, largest.after) == (100 * TONNE, 350_500_000)
    cells = {(cell.year, cell.sector): cell for cell in report.cells}
    changed = cells[2023, "Veitrafikk"]
    assert (changed.changed, changed.added, changed.gone, changed.grams) == (1, 0, 0, 250_500_000)
    gone = cells[2023, "Oppvarming"]
    assert (gone.changed, gone.gone, gone.grams) == (0, 1, -100 * TONNE)
    assert cells[2025, "Oppvarming"].added == 3
    text = edition_text(report)
    assert f"Compared with edition {current.pk}, in use" in text
    assert "figures that differ: 7, new: 6, gone: 1, the same: 4." in text
    assert "Prøvekommune 1 2023, Veitrafikk, Personbiler, CO2: 100.0 -> 350.5" in text


def test_a_file_of_the_members_alone_is_told(three_members: Members) -> None:
    rows = rows_of(three_members, of=EVERY_NINE)
    assert _report(three_members, rows).warnings == []
    [warning] = _report(three_members, rows, alone=True).warnings
    assert "Filen har bare medlemmenes kommuner; summen for landet blir da medlemmenes" in warning.norwegian()


def test_other_sums_of_those_who_are_no_members_are_told_as_the_countrys(three_members: Members) -> None:
    """Their figures are not kept: without this a spoilt file of the country looked the same."""

    def file_with(stavanger: float, *, lacking: int = 0) -> StatisticsFile:
        rows = rows_of(three_members, years=[2023, 2024], of=EVERY_NINE)[lacking:]
        outside = [(1103, year, *EVERY_NINE[0], stavanger if year == 2024 else 50) for year in (2023, 2024)]
        return statistics_of([*rows, *outside], names={**three_members.names, 1103: "Stavanger"})

    def told(file: StatisticsFile) -> list[str]:
        report = edition_report(match(file), file_name="ny.xlsx", sha256="0" * 64)
        problems = [one for one in report.warnings if one.code == "outside-differs"]
        return [one.norwegian().replace("\xa0", " ") for one in problems]

    publish_edition(edition=edition_of(file_with(100), published_on=dt.date(2025, 11, 1)))
    assert told(file_with(100)) == []
    # What a member lacks, nobody else has.
    assert told(file_with(100, lacking=1)) == []
    [said] = told(file_with(2100))
    assert "andre tall for 2024 enn i utgaven som er i bruk" in said
    assert "i 2024: 100,0 tonn der, 2 100,0 tonn her." in said


def test_years_that_the_edition_in_use_has_and_the_file_lacks_are_told(
    three_members: Members, make_edition: Make
) -> None:
    current = make_edition(published_on="2024-11-01", years=(2009, 2011, 2024))
    publish_edition(edition=current)
    assert _report(three_members, years=(2009, 2011, 2024), of=EVERY_NINE).warnings == []
    [warning] = _report(three_members, years=(2024,), of=EVERY_NINE).warnings
    assert f"ingen tall for 2009 og 2011, som utgave {current.pk} har" in warning.norwegian()


def test_without_an_edition_in_use_there_is_nothing_to_compare_with(
    three_members: Members, make_edition: Make
) -> None:
    make_edition(published_on="2024-11-01")
    report = _report(three_members, more=1)
    assert (report.current, report.changed, report.added) == (None, 0, 0)
    assert "No edition is in use to compare with." in edition_text(report)


def test_a_file_of_one_is_compared_with_what_counts_for_that_municipality(
    three_members: Members, make_edition: Make
) -> None:
    publish_edition(edition=make_edition(published_on="2024-11-01"))
    report = _report(three_members, one="Prøvekommune 1", numbers=[0], more=5)
    assert (report.changed, report.gone, report.municipality) == (4, 0, "Prøvekommune 1")
    publish_edition(
        edition=make_edition(published_on="2025-01-01", one="Prøvekommune 1", numbers=[0], more=5)
    )
    assert _report(three_members, one="Prøvekommune 1", numbers=[0], more=5).same == 4


@pytest.mark.parametrize(
    ("before", "after", "jumps"),
    [(2000, 4000, 1), (2000, 3999, 0), (4000, 1999, 1), (400, 1399, 0), (0, 1000, 1), (0, 999, 0)],
)
def test_a_jump_is_twice_or_half_as_much_and_a_thousand_tonnes(
    three_members: Members, before: float, after: float, jumps: int
) -> None:
    rows = [(9101, 2023, *NINE[0], before), (9101, 2024, *NINE[0], after)]
    report = _report(three_members, rows)
    assert report.jump_count == jumps
    if jumps:
        assert f"Prøvekommune 0, Veitrafikk, 2023 to 2024: {before:,.1f} -> {after:,.1f}" in edition_text(
            report
        )


def test_a_sector_that_is_missing_one_year_is_no_jump_from_nothing(three_members: Members) -> None:
    rows = [(9101, 2023, *NINE[0], 5000), (9101, 2024, *NINE[1], 5000)]
    assert _report(three_members, rows).jump_count == 0


def test_new_sources_and_gases_are_told(three_members: Members) -> None:
    new = (("Avfall og avløp", "Helt ny kilde", "CO2"), ("Veitrafikk", "Personbiler", "NF3"))
    text = edition_text(_report(three_members, of=(*NINE, *new)))
    assert "New source “Helt ny kilde” in the sector Avfall og avløp (CO2)." in text
    assert "The source “Personbiler” in the sector Veitrafikk has a new gas: NF3." in text


def test_the_queries_do_not_grow_with_the_figures(
    three_members: Members, make_edition: Make, django_assert_max_num_queries: Any
) -> None:
    publish_edition(edition=make_edition(published_on="2024-11-01"))

    def queries(years: range) -> int:
        statistics = statistics_of(rows_of(three_members, years=years), names=three_members.names)
        matched = match(statistics)
        with django_assert_max_num_queries(8) as captured:
            edition_report(matched, file_name="ny.xlsx", sha256="0" * 64)
        return len(captured)

    assert queries(range(2020, 2025)) == queries(range(2024, 2025))
