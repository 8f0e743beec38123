"""A page's charts as files, as the component page offers them: SVG, PNG and CSV."""

import struct
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.test import Client, RequestFactory
from lxml import etree, html

from osloregionen.chart_files import chart_response, svg_file
from osloregionen.component_charts import CHARTS
from osloregionen.views import NotFoundError
from tests.osloregionen.drawings import texts

pytestmark = pytest.mark.django_db
PAGE = "/komponenter/"


def fetched(client: Client, **query: str) -> Any:
    return client.get(PAGE, {"diagram": "prove-flater", **query})


def test_an_svg_is_one_file_with_title_description_source_and_where_it_is_from(client: Client) -> None:
    answer = fetched(client, format="svg", ar="2019")
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="prove-flater-20')
    drawing = etree.fromstring(answer.content)
    name = "{http://www.w3.org/2000/svg}"
    assert drawing.findtext(f"{name}title") == "Prøvediagram med flater"
    assert drawing.findtext(f"{name}desc") == "Prøvediagram med flater, med oppdiktede tall."
    assert drawing.find(f"{name}rect").get("fill") == "#ffffff"
    said = " ".join(drawing.itertext())
    assert "En merknad som sier hva man må vite for å lese diagrammet." in said
    assert "Kilde: Prøvekilde, side 3, https://www.example.org/" in said
    assert "fra http://testserver/komponenter/?ar=2019" in said
    assert "Prøvesektor 10" in said
    # Nothing is fetched from elsewhere when it is opened.
    assert not [one for one in drawing.iter() if any("href" in str(key) for key in one.attrib)]


def test_a_png_is_as_wide_as_a_slide(client: Client) -> None:
    answer = fetched(client, format="png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", answer.content[16:24])
    assert wide == 1920
    assert high > 900


def test_many_small_charts_are_files_that_fit_a_slide(client: Client) -> None:
    drawing = etree.fromstring(client.get(PAGE, {"diagram": "prove-sma-64", "format": "svg"}).content)
    wide, high = (float(drawing.get(side)) for side in ("width", "height"))
    assert wide / high >= 16 / 9
    words = [text.words for text in texts(etree.tostring(drawing).decode())]
    assert len([one for one in words if one == "2009"]) == 64
    picture = client.get(PAGE, {"diagram": "prove-sma-64", "format": "png"}).content
    wide, high = struct.unpack(">II", picture[16:24])
    assert wide == 1920
    assert high <= 1080


def test_no_two_words_of_a_slide_stand_on_each_other() -> None:
    found = texts(svg_file(CHARTS["prove-sma-64"](), "https://www.example.org/"))
    assert [(one, two) for n, one in enumerate(found) for two in found[n + 1 :] if one.meets(two)] == []
    assert [text for text in found if text.left < 0 or text.right > 1440] == []


def test_few_small_charts_are_files_as_they_stand_on_the_page() -> None:
    assert CHARTS["prove-sma-5"]().slide is None


def test_a_file_says_what_stands_under_the_title_and_is_named_by_its_years() -> None:
    chart = replace(CHARTS["prove-andeler"](), subtitle="Ti prøvesektorer.", years="2009-2024")
    drawing = etree.fromstring(svg_file(chart))
    assert drawing.findtext("{*}desc").startswith("Ti prøvesektorer. ")
    assert "Ti prøvesektorer." in [span.text for span in drawing.iter("{*}tspan")]
    request = RequestFactory().get(PAGE, {"diagram": "prove", "format": "svg"})
    answer = chart_response(request, {"prove": lambda: chart}, of="utslipp-oslo")
    assert answer is not None
    assert 'filename="utslipp-oslo-prove-2009-2024-20' in answer["Content-Disposition"]


def test_a_csv_is_the_table_behind_the_chart(client: Client) -> None:
    answer = fetched(client, format="csv")
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Navn;Antall",
        "Prøvesektor 1;1111",
        "Prøvesektor 2;2222",
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"diagram": "tull", "format": "svg"}, "Siden har ikke diagrammet «tull»."),
        ({"diagram": "", "format": "svg"}, "Siden har ikke diagrammet «»."),
        ({"format": "gif"}, "Formatet «gif» finnes ikke. Diagrammer kan lastes ned som svg, png, csv."),
        ({}, "Formatet «» finnes ikke."),
    ],
)
def test_an_unknown_chart_or_format_is_told_in_norwegian(
    client: Client, query: dict[str, str], said: str
) -> None:
    answer = fetched(client, **query)
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_a_chart_without_figures_is_told_and_no_other_is_drawn() -> None:
    request = RequestFactory().get(PAGE, {"diagram": "tom", "format": "svg"})
    with pytest.raises(NotFoundError, match="ingen tall"):
        chart_response(request, {"tom": lambda: None, "annet": lambda: pytest.fail("drawn")})
    assert chart_response(RequestFactory().get(PAGE), {"annet": lambda: pytest.fail("drawn")}) is None


@pytest.mark.parametrize("file_format", ["svg", "csv"])
def test_a_chart_s_file_can_be_named_by_whose_figures_it_has(file_format: str) -> None:
    request = RequestFactory().get(PAGE, {"diagram": "prove-flater", "format": file_format})
    answer = chart_response(request, CHARTS, of="utslipp-oslo")
    assert answer is not None
    assert answer["Content-Disposition"].startswith('attachment; filename="utslipp-oslo-prove-flater-20')


def test_a_part_of_an_address_that_is_not_a_file_s_is_no_traceback() -> None:
    request = RequestFactory().get(PAGE, {"diagram": "x" * 500, "format": "svg"})
    with pytest.raises(BadRequest) as told:
        chart_response(request, {})
    assert len(str(told.value)) < 100


def test_a_page_offers_each_chart_as_files_with_the_choices_in_use(client: Client) -> None:
    page = html.fromstring(client.get(PAGE, {"ar": "2019", "format": "", "page": "2"}).content)
    for figure in page.xpath("//figure[.//figcaption[contains(., 'flater')]]"):
        links = figure.xpath(".//p[@class='downloads']/a")
        assert [link.get("href") for link in links] == [
            f"?ar=2019&diagram=prove-flater&format={name}" for name in ("svg", "png", "csv")
        ]
    assert not page.xpath("//figure[.//figcaption[contains(., 'trinn')]]//p[@class='downloads']")


def test_long_titles_and_sources_are_broken_into_lines_that_fit() -> None:
    address = f"https://www.example.org/{'en-svært-lang-adresse-' * 12}"
    chart = replace(
        CHARTS["prove-andeler"](), title="Andelene av utslippene etter sektor " * 5, source=address
    )
    drawing = svg_file(chart)
    assert all(text.left >= 0 and text.right <= 768 for text in texts(drawing))
    said = "".join(etree.fromstring(drawing).itertext())
    assert address in said.replace("\n", "")


def test_what_a_title_says_is_text_and_no_markup() -> None:
    chart = replace(CHARTS["prove-andeler"](), title='<script>alert("x")</script> & mer')
    drawing = etree.fromstring(svg_file(chart))
    assert drawing.findtext("{*}title") == '<script>alert("x")</script> & mer'
    assert not drawing.findall(".//{*}script")
