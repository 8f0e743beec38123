"""Charts drawn on the server: what holds for every kind, and what bars say."""

import re
from fractions import Fraction
from typing import Any

import pytest

from osloregionen.charts import COLOURS, NARROW, WIDE, Bar, Chart, bar_chart
from osloregionen.component_charts import CHARTS
from osloregionen.drawing import kept, kinds
from osloregionen.drawing.plans import Plan
from tests.osloregionen.drawings import drawings, texts, width
from tests.osloregionen.shared_urls import Shares


@pytest.fixture(scope="module", params=sorted(CHARTS))
def any_chart(request: pytest.FixtureRequest) -> Chart:
    """Each kind of chart in its states, as the component page has them."""
    return CHARTS[request.param]()


def test_a_drawing_passes_a_strict_csp(any_chart: Chart) -> None:
    for drawing in drawings(any_chart):
        assert "style" not in drawing
        assert "<script" not in drawing
        assert "href=" not in drawing


def test_a_drawing_has_only_colours_with_dark_counterparts(any_chart: Chart, settings: Any) -> None:
    css = (settings.BASE_DIR / "static/css/charts.css").read_text()
    for drawing in drawings(any_chart):
        used = set(re.findall(r'((?:fill|stroke)="#[0-9a-f]{3,6})"', drawing))
        assert [one for one in used if f'.chart [{one}"]' not in css] == []
        assert {one.partition('"')[2] for one in used} <= set(COLOURS.values())


def test_a_drawing_is_as_wide_as_a_page_or_a_phone_has_room_for(any_chart: Chart) -> None:
    assert width(any_chart.svg) <= WIDE + 1
    assert width(any_chart.narrow) <= NARROW + 1


def test_no_word_of_a_drawing_runs_over_its_edges(any_chart: Chart) -> None:
    for drawing in drawings(any_chart):
        over = [text for text in texts(drawing) if text.left < -1 or text.right > width(drawing) + 1]
        assert over == []


def test_no_two_words_of_a_drawing_stand_on_each_other(any_chart: Chart) -> None:
    for drawing in drawings(any_chart):
        found = texts(drawing)
        assert [(one, two) for n, one in enumerate(found) for two in found[n + 1 :] if one.meets(two)] == []


@pytest.fixture(scope="module")
def plans() -> dict[type, Plan]:
    """One plan of each kind, as the component page's charts make them."""
    found: dict[type, Plan] = {}
    drawn = kept.drawn

    def noted(plan: Plan) -> kept.Drawn:
        found.setdefault(type(plan), plan)
        return drawn(plan)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "drawn", noted)
        for make in CHARTS.values():
            make()
    return found


def test_every_kind_of_drawing_is_what_vega_lite_s_schema_allows(plans: dict[type, Plan]) -> None:
    import altair

    assert plans.keys() == kinds._KINDS.keys()
    for plan in plans.values():
        # Written without checks, which take longer than the drawing: this test makes them.
        altair.LayerChart.validate(kinds.specification_of(plan, wide=True))


@pytest.fixture(scope="module")
def chart() -> Chart:
    return bar_chart(
        title="Utslipp etter sektor",
        alt='Veitrafikk er "størst".',
        source="Klimastatus 2020",
        table=Shares([{"share": 22}]),
        bars=[
            Bar("Veitrafikk", 562289, "2019"),
            Bar("Veitrafikk", 520000, "2020"),
            Bar("Luftfart", -120, "2019"),
            Bar("Luftfart", 7.5, "2020"),
        ],
    )


def test_each_bar_has_its_number_in_norwegian(chart: Chart) -> None:
    for number in ("562\u00a0289", "520\u00a0000", "\u2212120", "7,5"):
        assert f">{number}<" in chart.svg


def test_the_drawing_is_one_picture_with_one_description(chart: Chart) -> None:
    assert chart.svg.startswith('<svg role="img" aria-label="Veitrafikk er &quot;størst&quot;."')
    assert chart.svg.count("aria-") == 1
    assert "axis titled" not in chart.svg


def test_names_too_long_for_bars_are_shortened_and_the_bars_stay(chart: Chart) -> None:
    long = (
        "Et navn som er mye lengre enn det er plass til ved siden av en søyle, på hvilken skjerm det enn er"
    )
    drawn = bar_chart(title="", alt="", source="", table=chart.table, bars=[Bar(long, -1171962), Bar("B", 5)])
    for drawing in drawings(drawn):
        assert long not in drawing
        assert "Et navn som er" in drawing
        assert width(drawing) <= WIDE + 1


def test_bars_may_have_a_unit_and_rounded_fractions(chart: Chart) -> None:
    bars = [Bar("Asker", Fraction(-25, 2)), Bar("Bærum", Fraction(1, 3))]
    drawn = bar_chart(title="", alt="", source="", table=chart.table, bars=bars, decimals=1, unit="%")
    assert "−12,5\u00a0%" in drawn.svg
    assert "0,3\u00a0%" in drawn.svg


@pytest.mark.urls("tests.osloregionen.shared_urls")
def test_a_page_shows_the_chart_with_title_source_and_table(client: Any, db: None) -> None:
    page = client.get("/prove/diagram/").content.decode()

    assert "<figcaption>Utslipp</figcaption>" in page
    assert "Kilde: Klimastatus 2020" in page
    assert "Vis tallene som tabell" in page
    assert '<th scope="row" class="num">22</th>' in page
