"""SSB's table 07459 is read in every shape that Statistikkbanken writes, and nothing else is."""

import re
from pathlib import Path
from typing import Any

import pytest

from members import population_file
from members.population_figures import PopulationFile, PopulationFileError
from members.population_file import read_population_file
from tests.members.ssb_files import TITLE, Download, json_stat

pytestmark = pytest.mark.once

SEX = {"Kjonn": {"1": "Menn", "2": "Kvinner"}}
AGES = {"Alder": {"000": "0 år", "001": "1 år", "F02-66": "2-66 år", "067+": "67 år eller eldre"}}


@pytest.fixture
def download(tmp_path: Path) -> Download:
    """A place for files."""
    return Download(tmp_path)


def counts(path: Path) -> dict[tuple[str, int], int | None]:
    """Return the figures of a file by number and year."""
    return {(figure.number, figure.year): figure.count for figure in read(path).figures}


def read(path: Path) -> PopulationFile:
    """Return a file that is read."""
    return read_population_file(path)


def refusal(path: Path) -> str:
    """Return why a file is not read."""
    with pytest.raises(PopulationFileError) as refused:
        read_population_file(path)
    assert all(problem.startswith(path.name) for problem in refused.value.problems)
    return str(refused.value)


def test_the_examples_in_the_guide_are_read(download: Download) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "content.md").read_text(encoding="utf-8")
    examples = [text for text in re.findall(r"```\n(.*?)```", guide, re.DOTALL) if "07459" in text]
    assert [counts(download.csv(text)) for text in examples] == [
        {("3203", 2025): 100_000, ("3203", 2026): 101_000},
        {("3203", 2026): 101_000},
    ]


# --- JSON-stat2 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "values"),
    [
        (("Region", "ContentsCode", "Tid"), [1, 2, 3, 4]),
        (("Tid", "ContentsCode", "Region"), [1, 3, 2, 4]),
        (("ContentsCode", "Tid", "Region"), [1, 3, 2, 4]),
    ],
)
@pytest.mark.parametrize("index", ["object", "list"])
def test_json_is_read_in_whatever_order_its_dimensions_stand(
    download: Download, order: tuple[str, ...], values: list[int], index: str
) -> None:
    data = json_stat(values, region=["0301", "3203"], years=["2025", "2026"], order=order, index=index)

    expected = {("0301", 2025): 1, ("0301", 2026): 2, ("3203", 2025): 3, ("3203", 2026): 4}
    assert counts(download.json(data)) == expected


def test_the_place_in_the_index_counts_and_not_the_order_of_writing(
    download: Download,
) -> None:
    data = json_stat([10, 20], region=["0301", "3203"])
    data["dimension"]["Region"]["category"]["index"] = {"3203": 1, "0301": 0}

    assert counts(download.json(data, mark=True)) == {("0301", 2026): 10, ("3203", 2026): 20}


def test_a_dimension_of_one_needs_no_index_and_one_may_be_left_out(download: Download) -> None:
    data = json_stat([7], order=("Region", "Tid"))
    del data["dimension"]["Tid"]["category"]["index"]

    assert counts(download.json(data)) == {("3203", 2026): 7}


def test_values_may_be_an_object_that_leaves_out_what_is_missing(download: Download) -> None:
    data = json_stat({"1": 7}, region=["0301", "3203"])

    assert counts(download.json(data)) == {("0301", 2026): None, ("3203", 2026): 7}


@pytest.mark.parametrize("sign", [".", "..", ":"])
def test_what_a_status_calls_no_figure_is_none(download: Download, sign: str) -> None:
    data = json_stat([0, 7], region=["0301", "3203"], status={"0": sign})

    assert counts(download.json(data)) == {("0301", 2026): None, ("3203", 2026): 7}


def test_a_code_of_today_s_borders_is_told_from_a_plain_one_and_other_regions_are_passed_over(
    download: Download,
) -> None:
    regions = ["0", "32", "F-32", "EAK", "K-3203", "0301", "030101"]
    found = read(download.json(json_stat(list(range(7)), region=regions)))

    assert [(one.number, one.is_restated) for one in found.figures] == [("3203", True), ("0301", False)]
    assert found.other_regions == {"0", "32", "F-32", "EAK", "030101"}


def test_the_day_of_the_last_change_is_norway_s(download: Download) -> None:
    assert str(read(download.json(json_stat([1]))).updated) == "2026-02-25"
    assert read(download.json(json_stat([1], updated="i fjor"))).updated is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"size": [1, 1, 2]}, "'size' says [1, 1, 2], but the dimensions have [1, 1, 1]"),
        ({"value": [1, 2]}, "has 2 values, but the dimensions make 1"),
        ({"value": None}, "has no 'value'"),
        ({"value": {"5": 1}}, "'value' names a place outside the dimensions"),
        ({"value": [1.5]}, "Region 3203, Tid 2026: '1.5' is no number of inhabitants"),
        ({"value": [-1]}, "Region 3203, Tid 2026: '-1' is no number of inhabitants"),
        ({"value": [True]}, "'True' is no number of inhabitants"),
        ({"value": [10**9]}, "'1000000000' is no number of inhabitants"),
        ({"dimension": {}}, "the dimension 'Region' is not described"),
        ({"id": ["Region", "Region", "Tid"]}, "has a dimension twice"),
        ({"class": "collection"}, "JSON, but no data in JSON-stat2"),
        ({"label": "05803: Endringer i befolkningen"}, "table 05803, not 07459"),
    ],
)
def test_json_that_contradicts_itself_or_is_something_else_is_refused(
    download: Download, changes: dict[str, Any], told: str
) -> None:
    assert told in refusal(download.json({**json_stat([1]), **changes}, name="ssb.json"))


def test_another_table_s_figures_are_refused_by_what_they_are(download: Download) -> None:
    data = json_stat([1])
    data["dimension"]["ContentsCode"]["category"] = {"index": {"Dode": 0}, "label": {"Dode": "Døde"}}

    assert "holds Døde; wanted is one figure, the persons (Personer1)" in refusal(download.json(data))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"id": [', "line 1, column 9: not JSON"),
        ('{"value": NaN}', "numbers or nesting that no statistics have"),
        ('{"a":' * 100_000, "numbers or nesting that no statistics have"),
        ('{"dataset": {}}', "JSON-stat of the first version"),
        ("<!DOCTYPE html>", "a web page, whatever it is called"),
        ("PK\x03\x04", "an Excel file"),
        ("%PDF-1.7", "a PDF: choose CSV or JSON-stat2"),
        ("a\0b", "neither CSV nor JSON"),
        ("", "no row among the first ten has the heading 'region'"),
    ],
)
def test_what_is_no_json_at_all_is_told_as_what_it_is(download: Download, text: str, told: str) -> None:
    assert told in refusal(download.write(text, "07459_20260301-101500.json", "utf-8"))


def test_a_file_that_is_too_large_is_not_opened(download: Download, monkeypatch: pytest.MonkeyPatch) -> None:
    path = download.json(json_stat([1, 2], region=["0301", "3203"]))
    monkeypatch.setattr(population_file, "MOST_CELLS", 1)
    assert "more than 1 figures" in refusal(path)
    monkeypatch.setattr(population_file, "MOST_BYTES", 10)
    assert "has 10 at most" in refusal(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refusal(tmp_path / "borte.csv")


# --- CSV ----------------------------------------------------------------------------------------------

WIDE = f'"{TITLE}"\n\n"region";"Personer 2025";"Personer 2026"\n'


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_csv_with_the_years_side_by_side_is_read(download: Download, encoding: str) -> None:
    path = download.csv(WIDE + '"0301 Oslo";11;12\n"K-3203 Asker";21;22\n', encoding=encoding)

    assert counts(path) == {("0301", 2025): 11, ("0301", 2026): 12, ("3203", 2025): 21, ("3203", 2026): 22}
    assert read(path).figures[3].where == "row 5, Personer 2026"


@pytest.mark.parametrize(
    "text",
    [
        f'"region","år","statistikkvariabel","{TITLE}"\n"3203 Asker","2026","Personer",98\n',
        f'"region";"statistikkvariabel";"år";"{TITLE}"\n"K-3203 Asker";"Personer";"2026";98\n',
        f'{TITLE}\n"Region"\t"ContentsCode"\t"Tid"\t"value"\n"3203"\t"Personer1"\t"2026"\t98\n',
        f'"{TITLE}"\n"region";"contents";"2026"\n"K-3203 Asker";"Persons";98\n',
        f'"{TITLE}"\n"region";"Persons 2026"\n"3203 Asker";" 98 "\n',
    ],
)
def test_csv_with_a_row_for_each_figure_and_in_english_is_read(download: Download, text: str) -> None:
    assert counts(download.csv(text)) == {("3203", 2026): 98}


@pytest.mark.parametrize("sign", [".", "..", ":", ""])
def test_signs_for_a_missing_figure_are_no_nought(download: Download, sign: str) -> None:
    path = download.csv(WIDE + f'"3203 Asker";{sign};0\n')

    assert counts(path) == {("3203", 2025): None, ("3203", 2026): 0}


def test_the_table_is_known_by_the_name_of_the_file_alone(download: Download) -> None:
    text = '"region";"Personer 2026"\n"3203 Asker";98\n'

    assert counts(download.csv(text)) == {("3203", 2026): 98}
    told = refusal(download.csv(text, name="folketall.csv"))
    assert "nothing says that this is table 07459" in told
    assert "may be named 07459.csv" in told
    assert counts(download.csv(text, name="07459.csv")) == counts(download.csv(text))
    assert "table 01222, not 07459" in refusal(download.csv(text, name="01222_20260301-101500.csv"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WIDE + '"Oslo";1;2\n', "no region has a municipality's number: choose codes"),
        (WIDE + '"3203 Asker";1\n', "row 4: 2 cells, but 3 headings"),
        (WIDE + '"3203 Asker";1;2\n"";1;2\n', "row 5: the region is empty"),
        (WIDE + '"3203 Asker";1;mange\n', "row 4, Personer 2026: 'mange' is no number of inhabitants"),
        (WIDE + '"3203 Asker";1;1,5\n', "row 4, Personer 2026: '1,5' is no number of inhabitants"),
        (
            WIDE + '"3203 Asker";1;2\n"3203 Asker";1;2\n',
            "row 5, Personer 2025: 3203 in 2025 is there already, at row 4, Personer 2025",
        ),
        (
            WIDE.replace("2026", "2099") + '"3203 Asker";1;2\n',
            "2099 is before the first census or in the future",
        ),
        (
            WIDE.replace("Personer 2026", "Døde 2026") + '"3203 Asker";1;2\n',
            "row 3: the column 'Døde 2026' is",
        ),
        (WIDE.replace("Personer 2026", "Menn Personer 2026"), "put only the years side by side"),
        (f'"{TITLE}"\n"region";"region";"Personer 2026"\n', "row 2: the column 'region' is there twice"),
        (
            '"region";"år";"Menn";"Kvinner"\n"3203 Asker";"2026";1;2\n',
            "one column of figures is wanted beside the year; found: 'Menn', 'Kvinner'",
        ),
        (f'"region";"år";"{TITLE}"\n"3203 Asker";"2026K1";2\n', "row 2: '2026K1' is not a year"),
        (
            f'"region";"statistikkvariabel";"år";"{TITLE}"\n"3203 Asker";"Døde";"2026";2\n',
            "row 2: 'Døde' is not the number of persons",
        ),
        (WIDE + '"3203 Asker;1;2\n', "row 4: cannot be read"),
    ],
)
def test_csv_that_cannot_be_right_is_refused_with_its_row(download: Download, text: str, told: str) -> None:
    assert told in refusal(download.csv(text))


def test_all_faults_are_told_at_once_but_not_without_end(download: Download) -> None:
    path = download.csv(WIDE + '"3203 Asker";x;y\n' * 2)
    assert len(refusal(path).splitlines()) == 4
    rows = "".join(f'"{number} Sted";x;y\n' for number in range(3000, 3100))
    assert refusal(download.csv(WIDE + rows)).splitlines()[-1].endswith("and perhaps more")


# --- By sex and age -----------------------------------------------------------------------------------


def test_sexes_and_ages_are_added_up_where_all_are_there(download: Download) -> None:
    data = json_stat([1, 2, 3, 4, 10, 20, 30, 40], extra={**SEX, **AGES})

    assert counts(download.json(data)) == {("3203", 2026): 110}


def test_a_total_is_taken_alone_where_it_stands_among_its_parts(download: Download) -> None:
    data = json_stat([10, 20, 30], extra={"Kjonn": {"1": "Menn", "2": "Kvinner", "0": "Begge kjønn"}})

    assert counts(download.json(data)) == {("3203", 2026): 30}


def test_one_missing_part_leaves_no_figure(download: Download) -> None:
    assert counts(download.json(json_stat([10, None], extra=SEX))) == {("3203", 2026): None}


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ({"Kjonn": {"1": "Menn"}}, "has Menn as sexes; wanted are men and women"),
        ({"Alder": {"000": "0 år", "002+": "2 år eller eldre"}}, "lacks the ages from 1 only"),
        ({"Alder": {"000": "0 år", "020+": "20 år eller eldre"}}, "lacks the ages from 1 to 19"),
        ({"Alder": {"F00-17": "0-17 år", "F18-66": "18-66 år"}}, "lacks the ages from 67 on"),
        ({"Alder": {"F00-17": "0-17 år", "017+": "17 år eller eldre"}}, "has the age 17 twice"),
        ({"Alder": {"U": "Ukjent"}}, "has an age that cannot be read: 'Ukjent'"),
        (
            {"Sivilstand": {"1": "Ugift", "2": "Gift"}},
            "has a dimension 'Sivilstand', which table 07459 has not",
        ),
    ],
)
def test_a_part_of_the_people_is_not_taken_for_all(
    download: Download, extra: dict[str, dict[str, str]], told: str
) -> None:
    values = [1] * len(next(iter(extra.values())))

    assert told in refusal(download.json(json_stat(values, extra=extra)))


def test_sexes_and_ages_of_csv_are_added_up_too(download: Download) -> None:
    rows = [
        f'"K-3203 Asker";"{sex}";"{age}";5\n'
        for sex in ("Menn", "Kvinner")
        for age in ("0-19 år", "20-104 år", "105 år eller eldre")
    ]
    head = f'"{TITLE}"\n"region";"kjønn";"alder";"Personer 2026"\n'

    assert counts(download.csv(head + "".join(rows))) == {("3203", 2026): 30}
    told = refusal(download.csv(head + "".join(rows[:-1])))
    assert "only 5 of 6 figures by sex and age are there for K-3203 in 2026" in told


def test_codes_with_text_are_read_as_codes(download: Download) -> None:
    head = f'"{TITLE}"\n"Region";"Kjonn";"Alder";"ContentsCode";"Personer1 2026"\n'
    rows = [
        f'"3203 Asker";"{sex}";"{age}";"Personer1 Personer";5\n'
        for sex in ("1 Menn", "2 Kvinner")
        for age in ("000 0 år", "001+ 1 år eller eldre")
    ]

    assert counts(download.csv(head + "".join(rows))) == {("3203", 2026): 20}
