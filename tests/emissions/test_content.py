"""The published emissions as `load_content` makes them, and the checks that flag what can't be right."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from emissions.checks import sum_difference, table_findings
from emissions.importers import CONTENT, read_content
from emissions.models import PublishedRow, PublishedShare, PublishedTable, Sector, Source
from osloregionen.content import ContentError
from tests.factories import make_published_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> PublishedTable:
    return PublishedTable.objects.get(slug="utslippsendring-2019-2020")


def _gaps() -> str:
    out = StringIO()
    call_command("check_content", stdout=out)
    return out.getvalue()


def test_the_table_holds_what_was_published_line_by_line(table: PublishedTable) -> None:
    assert [(row.label, int(row.percent or 0), row.tonnes) for row in table.rows.all()] == [
        ("Annen mobil forbrenning", -3, -27_366),
        ("Avfall og avløp", -5, -19_969),
        ("Energiforsyning", -5, -21_889),
        ("Industri, olje og gass", -21, -82_123),
        ("Jordbruk", 0, 5_285),
        ("Luftfart", -120, -152_353),
        ("Oppvarming", 0, 487),
        ("Sjøfart", -41, -92_400),
        ("Veitrafikk", -5, -171_962),
        ("Totalt", -7, -562_289),
    ]


def test_only_the_total_has_no_sector(table: PublishedTable) -> None:
    assert [row.label for row in table.rows.filter(sector=None)] == ["Totalt"]
    assert all(row.label == row.sector.name for row in table.rows.exclude(sector=None) if row.sector)


def test_the_sectors_sum_to_the_total_within_one_tonne(table: PublishedTable) -> None:
    assert sum_difference(table.rows.all()) == -1


def test_the_impossible_fall_is_kept_and_flagged(table: PublishedTable) -> None:
    findings = table_findings(table)
    assert [finding.row.label for finding in findings if finding.row] == ["Luftfart"]
    assert len(findings) == 1
    assert "−120\u00a0% kan ikke stemme" in findings[0].text
    assert "kan ikke gå ned med mer enn 100 %" in table.rows.get(label="Luftfart").remark


def test_our_remark_is_not_mixed_with_the_published_comments(table: PublishedTable) -> None:
    comments = [comment.text for comment in table.comments.all()]
    assert len(comments) == 3
    assert comments[0].startswith("Det er størst nedgang i tonn CO2 i veitrafikken")
    assert comments[2].startswith("Pandemien er selvsagt en stor faktor")
    assert not any("i stedet for" in comment for comment in comments)
    assert "i stedet for utslippet i 2019" in table.rows.get(label="Luftfart").remark


def test_the_table_says_where_it_is_from_and_that_its_date_is_not_known(table: PublishedTable) -> None:
    assert "«Osloregionen interkommunalt politisk råd»" in table.source
    assert table.published_on is None
    assert table.published_note == "2022; datoen er ikke oppgitt"


def test_the_two_shares_stand_with_year_and_source() -> None:
    shares = PublishedShare.objects.all()
    assert [(int(one.percent), one.text, one.year) for one in shares] == [
        (22, "av de nasjonale utslippene", 2020),
        (50, "av de nasjonale utslippene i veitrafikken", 2020),
    ]
    assert all(one.source for one in shares)


def test_there_are_ten_sectors_and_the_tenth_has_two_names() -> None:
    sectors = list(Sector.objects.all())
    assert len(sectors) == 10
    assert [one.since_edition for one in sectors] == [None] * 9 + [2024]
    assert (sectors[9].name, sectors[9].other_name) == (
        "Bruk av produkter med fluorgasser",
        "produkter med fluorgasser",
    )


def test_sources_have_the_gases_of_the_statistics() -> None:
    assert Source.objects.count() == 47
    assert [one.gas for one in Source.objects.get(name="Busser").gases.all()] == ["CH4", "CO2", "N2O"]
    assert [one.gas for one in Source.objects.get(name="Bruk av SF6").gases.all()] == ["SF6"]
    assert Source.objects.filter(name="Jordbruk").count() == 1
    ended = Source.objects.get(name="Elektrisitetsproduksjon og annen energiforsyning")
    assert (ended.first_year, ended.last_year) == (2009, 2022)


@pytest.mark.parametrize(
    ("percent", "tonnes", "flagged"),
    [
        (-100, -100, False),
        (-100.1, -100, True),
        (250, 100, False),
        (-5, 100, True),
        (5, -100, True),
        (0, 100, False),
        (None, 100, False),
        (-5, None, False),
    ],
)
def test_a_line_is_flagged_when_it_cannot_be_right(
    percent: float | None, tonnes: int | None, flagged: bool
) -> None:
    table = make_published_table()
    table.rows.filter(sector__isnull=False).update(percent=percent, tonnes=tonnes)
    table.rows.filter(sector=None).update(percent=None, tonnes=tonnes)
    assert bool(table_findings(table)) is flagged


@pytest.mark.parametrize(("total", "flagged"), [(-100, False), (-101, False), (-99, False), (-102, True)])
def test_a_sum_may_differ_by_one_from_its_total(total: int, flagged: bool) -> None:
    table = make_published_table()
    table.rows.filter(sector=None).update(tonnes=total)
    texts = [finding.text for finding in table_findings(table)]
    assert texts == (["Sektorene summerer seg ikke til totalen: forskjellen er 2 tonn."] if flagged else [])


def test_a_sum_with_a_figure_missing_is_not_called_wrong() -> None:
    table = make_published_table()
    sector = Sector.objects.create(name="Prøvesektor uten tall", slug="uten-tall", order=99)
    PublishedRow.objects.create(table=table, order=3, sector=sector, label="Uten tall")
    assert sum_difference(table.rows.all()) is None
    assert table_findings(table) == []


def test_the_list_of_gaps_names_the_impossible_figure() -> None:
    gaps = _gaps()
    assert "Luftfart: −120\u00a0% kan ikke stemme." in gaps
    assert "publiseringsdatoen er ikke registrert" in gaps


def test_the_list_of_gaps_asks_no_more_of_the_database_with_more_tables(
    django_assert_max_num_queries: object,
) -> None:
    from emissions.gaps import content_gaps

    for _ in range(5):
        make_published_table()
    # Two for the tables, three for the editions of the statistics.
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        content_gaps()


def test_loading_again_changes_nothing(table: PublishedTable) -> None:
    before = list(PublishedRow.objects.values_list("pk", "version"))
    call_command("load_content", verbosity=0)
    assert list(PublishedRow.objects.values_list("pk", "version")) == before


# The file we were given lies beside the project, where it is at all: nothing is skipped for want of it.
GIVEN = Path(__file__).parents[2].parent / "shared" / "data" / "emission_categories.csv"

if GIVEN.exists():

    def test_our_categories_are_those_we_were_given() -> None:
        with GIVEN.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        stored = {
            (
                one.sector.other_name or one.sector.name,
                one.name,
                frozenset(gas.gas for gas in one.gases.all()),
                one.first_year,
                one.last_year,
            )
            for one in Source.objects.select_related("sector").prefetch_related("gases")
        }
        assert stored == {
            (
                row["sector"],
                row["source_category"],
                frozenset(row["gases"].split("; ")),
                int(row["first_year"]),
                int(row["last_year"]),
            )
            for row in rows
        }


def test_a_broken_file_is_refused_with_its_place(tmp_path: Path) -> None:
    for file in CONTENT.iterdir():
        text = file.read_text(encoding="utf-8-sig")
        (tmp_path / file.name).write_text(text.replace("comments = [", 'comments = "x"\nold = [', 1))
    with pytest.raises(ContentError) as refused:
        read_content(tmp_path)
    assert any("table-2019-2020.toml, line" in line for line in refused.value.problems)
