"""What charts say in words: edition and sectors, and alt texts of noughts and of a single year."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from emissions.charts.members import members_chart
from emissions.charts.place import Drawn, change_chart, sector_share_chart, subtitle_of, trend_chart
from emissions.charts.sector import sector_trend_chart
from emissions.figures import REGION, Basis, MemberTotals, Series, sector_lines
from emissions.models import Edition, Sector
from members.models import Municipality
from osloregionen.charts import Chart

TONNE = 1_000_000
SECTORS = tuple(Sector(pk=key, name=f"Prøvesektor {key}", slug=f"prove-{key}") for key in (1, 2, 3, 4))
DRAWN = Drawn("Prøvekommune", "Prøvekilde", subtitle_of(Basis.NINE, dt.date(2025, 11, 1)))


def series_of_tonnes(tonnes: Mapping[int, Sequence[int]]) -> Series:
    """Return a place's figures: by year, the tonnes of its four sectors."""
    return Series(
        place=REGION,
        edition=Edition(first_year=min(tonnes)),
        basis=Basis.NINE,
        years=tuple(tonnes),
        sectors=SECTORS,
        totals={year: sum(of) * TONNE for year, of in tonnes.items()},
        of_sector={
            (year, key): one * TONNE for year, of in tonnes.items() for key, one in enumerate(of, start=1)
        },
        counted=dict.fromkeys(tonnes, 1),
        members=1,
    )


def trend(tonnes: Mapping[int, Sequence[int]]) -> Chart:
    chart = trend_chart(DRAWN, series_of_tonnes(tonnes))
    assert chart is not None
    return chart


def changed(tonnes: Mapping[int, Sequence[int]]) -> Chart:
    lines = sector_lines(series_of_tonnes(tonnes), 2024)
    chart = change_chart(DRAWN, lines, first=2009, last=2024)
    assert chart is not None
    return chart


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_chart_says_edition_date_and_sectors_under_its_title() -> None:
    published = "Utgaven av statistikken ble publisert 1. november 2025."
    day = dt.date(2025, 11, 1)
    assert plain(subtitle_of(Basis.NINE, day)) == f"Ni sektorer, sammenlignbart. {published}"
    assert plain(subtitle_of(Basis.TEN, day)) == f"Ti sektorer. {published}"
    assert subtitle_of(Basis.TEN, None) == (
        "Ti sektorer. Når utgaven av statistikken ble publisert, er ikke registrert."
    )


def test_the_trend_tells_totals_and_the_largest_sectors() -> None:
    chart = trend({2009: (5, 4, 3, 2), 2024: (4, 3, 2, 1)})
    assert plain(chart.alt) == (
        "Flater stablet oppå hverandre, én per sektor. Samlet: 14 tonn i 2009 og 10 tonn i 2024. "
        "Størst i 2024: Prøvesektor 1 (4 tonn), Prøvesektor 2 (3 tonn) og Prøvesektor 3 (2 tonn)."
    )
    assert chart.years == "2009-2024"
    assert chart.subtitle == DRAWN.subtitle


def test_a_trend_of_noughts_names_no_sector_as_the_largest() -> None:
    assert plain(trend({2009: (0, 0, 0, 0), 2024: (0, 0, 0, 0)}).alt) == (
        "Flater stablet oppå hverandre, én per sektor. Samlet: 0 tonn i 2009 og 0 tonn i 2024."
    )
    assert plain(trend({2009: (9, 0, 0, 0), 2024: (7, 0, 0, 0)}).alt).endswith(
        "Bare én sektor har utslipp i 2024: Prøvesektor 1 (7 tonn)."
    )


def test_a_trend_of_one_year_says_that_year_once() -> None:
    chart = trend({2024: (4, 3, 2, 1)})
    assert chart.title == "Utslipp i Prøvekommune i 2024, etter sektor"
    assert "fra 2024" not in chart.alt
    assert "Samlet: 10 tonn i 2024. Størst i 2024:" in plain(chart.alt)
    assert chart.years == "2024"


def test_changes_that_are_none_are_told_as_none() -> None:
    assert plain(changed({2009: (0, 0, 0, 0), 2024: (0, 0, 0, 0)}).alt) == (
        "Liggende søyler, én per sektor. Ingen av sektorene er endret, regnet i hele tonn."
    )
    assert plain(changed({2009: (9, 5, 5, 5), 2024: (4, 5, 5, 8)}).alt) == (
        "Liggende søyler, én per sektor. Nedgang: Prøvesektor 1 (−5 tonn). Oppgang: Prøvesektor 4 (+3 tonn)."
    )


def test_shares_name_no_sector_without_one() -> None:
    chart = sector_share_chart(DRAWN, sector_lines(series_of_tonnes({2024: (7, 0, 0, 0)}), 2024), year=2024)
    assert chart is not None
    assert plain(chart.alt) == "Liggende søyler, én per sektor. Størst: Prøvesektor 1 (100,0 %)."


@pytest.mark.parametrize(
    ("tonnes", "said"),
    [
        ({2009: (0, 0, 0, 0), 2024: (0, 0, 0, 0)}, "En linje som ligger på 0 tonn fra 2009 til 2024."),
        ({2024: (7, 0, 0, 0)}, "Ett punkt: 7 tonn i 2024."),
        ({2009: (9, 0, 0, 0), 2024: (7, 0, 0, 0)}, "En linje fra 9 tonn i 2009 til 7 tonn i 2024."),
    ],
)
def test_a_sector_s_line_is_told_as_it_is_seen(tonnes: Any, said: str) -> None:
    chart = sector_trend_chart(DRAWN, series_of_tonnes(tonnes), SECTORS[0], {})
    assert chart is not None
    assert plain(chart.alt) == said


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        (
            [{2009: 9, 2024: 7}, {2009: 5, 2024: 6}, {2009: None, 2024: 6}],
            "Små linjediagrammer, ett per kommune. 1 av 2 kommuner har lavere utslipp i 2024 enn i 2009.",
        ),
        (
            [{2009: 0, 2024: 0}, {2009: 0, 2024: 0}],
            "Små linjediagrammer, ett per kommune. Ingen av 2 kommuner har lavere utslipp i 2024 enn i 2009.",
        ),
        ([{2024: 7}, {2024: 5}], "Små diagrammer, ett per kommune, hvert med ett punkt for 2024."),
    ],
)
def test_the_members_are_told_of_those_with_figures_of_both_years(totals: Any, said: str) -> None:
    members = [
        MemberTotals(
            Municipality(name=f"Prøve {number}"),
            {year: None if tonnes is None else tonnes * TONNE for year, tonnes in of.items()},
        )
        for number, of in enumerate(totals)
    ]
    chart = members_chart(DRAWN, members)
    assert chart is not None
    assert plain(chart.alt) == said
    assert ("fra 2009 til 2024" in chart.title) == (len(totals[0]) > 1)
