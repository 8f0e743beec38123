"""Charts drawn on the server."""

import re
from typing import Any

import pytest

from osloregionen.charts import COLOURS, Bar, Chart, bar_chart
from tests.osloregionen.shared_urls import Shares


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


def test_the_drawing_passes_a_strict_csp(chart: Chart) -> None:
    for drawing in (chart.svg, chart.narrow):
        assert "style" not in drawing
        assert "<script" not in drawing
        assert "href=" not in drawing


def test_the_drawing_is_one_picture_with_one_description(chart: Chart) -> None:
    assert chart.svg.startswith('<svg role="img" aria-label="Veitrafikk er &quot;størst&quot;."')
    assert chart.svg.count("aria-") == 1
    assert "axis titled" not in chart.svg


def test_its_colours_are_those_that_have_dark_counterparts(chart: Chart, settings: Any) -> None:
    css = (settings.BASE_DIR / "static/css/charts.css").read_text()
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', chart.svg))

    assert used <= set(COLOURS.values())
    assert all(f'="{colour}"]' in css for colour in used)


def test_the_phone_has_a_drawing_of_its_own_width(chart: Chart) -> None:
    def width(drawing: str) -> float:
        found = re.search(r'width="([0-9.]+)"', drawing)
        assert found is not None
        return float(found.group(1))

    assert width(chart.narrow) <= 340 < width(chart.svg)


@pytest.mark.urls("tests.osloregionen.shared_urls")
def test_a_page_shows_the_chart_with_title_source_and_table(client: Any, db: None) -> None:
    page = client.get("/prove/diagram/").content.decode()

    assert "<figcaption>Utslipp</figcaption>" in page
    assert "Kilde: Klimastatus 2020" in page
    assert "Vis tallene som tabell" in page
    assert '<th scope="row" class="num">22</th>' in page
