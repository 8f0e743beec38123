"""`import_emissions` on workbooks as they are downloaded: what it says, what it stores, what it refuses."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emissions.models import Edition, EditionFile, Emission, SectorTotal
from tests.emissions.conftest import NINE, TEN, Members
from tests.emissions.workbooks import figures, table_of_all, table_of_one, tonnes, write_csv, write_one

pytestmark = pytest.mark.django_db

Told = Callable[..., str]
Workbook = Callable[..., Path]
#: A real download, beside the project where it was built; it is not part of it.
OSLO = Path(settings.BASE_DIR).parent / "shared" / "data" / "klimagassutslipp_oslo.xlsx"
TONNE = 1_000_000


def test_without_commit_it_reports_and_writes_nothing(workbook: Workbook, told: Told) -> None:
    said = told("import_emissions", workbook(of=TEN), published_on="2025-11-01")
    for line in (
        "alle.xlsx: all municipalities, sheet “Oversikt - detaljert”",
        "published     2025-11-01",
        "rows          24, of which 18 are members'",
        "years         2023, 2024",
        "(ten-sector edition): Oppvarming, Veitrafikk, Bruk av produkter med fluorgasser",
        "members       3 of 3, by the numbers in force on 2025-11-01",
        "No edition is in use to compare with.",
        "Nothing was stored. Run it again with --commit to store it.",
    ):
        assert line in said, said
    assert not Edition.objects.exists()
    assert not Emission.objects.exists()


def test_with_commit_it_stores_figures_sums_and_the_file(workbook: Workbook, told: Told) -> None:
    file = workbook()
    said = told("import_emissions", file, "--published-on", "2025-11-01", "--commit")
    edition = Edition.objects.get()
    assert f"Stored as edition {edition.pk}: 12 figures, and the file itself." in said
    assert f"manage.py publish_edition {edition.pk}" in said
    assert bytes(EditionFile.objects.get().content) == file.read_bytes()
    figure = Emission.objects.get(municipality__name="Prøvekommune 1", year=2024, source__name="Personbiler")
    assert figure.grams == round(tonnes(9102, 2024, 0) * TONNE)
    country = SectorTotal.objects.get(area="land", year=2024, sector__name="Veitrafikk")
    assert country.grams == sum(round(tonnes(n, 2024, 0) * TONNE) for n in (9101, 9102, 9103, 1103))


def test_the_same_file_twice_is_recognised(workbook: Workbook, told: Told) -> None:
    file = workbook()
    told("import_emissions", file, "--commit")
    edition = Edition.objects.get()
    for options in ({}, {"commit": True}):
        said = told("import_emissions", file, **options)
        assert f"The same file is stored already, as edition {edition.pk}. Nothing was stored." in said
    assert Edition.objects.count() == 1


def test_a_date_that_is_given_with_a_stored_file_is_said_not_to_be_kept(
    workbook: Workbook, told: Told
) -> None:
    file = workbook()
    told("import_emissions", file, "--commit")
    edition = Edition.objects.get()
    said = told("import_emissions", file, "--published-on", "2025-11-01", "--commit")
    assert f"Edition {edition.pk} has no date of publication, and got none now" in said
    advice = f"publish_edition {edition.pk} --published-on 2025-11-01"
    assert advice in said
    told(*advice.split())
    said = told("import_emissions", file, "--published-on", "2025-11-02")
    assert f"Edition {edition.pk} is published on 2025-11-01; that is still so, and 2025-11-02" in said
    assert "not written" not in told("import_emissions", file, "--published-on", "2025-11-01")


def test_a_second_edition_is_compared_published_and_rolled_back(
    workbook: Workbook, told: Told, client: Any
) -> None:
    def recalculated(row: Any) -> Any:
        return row._replace(tonnes=row.tonnes + 1000) if row.year == 2023 else row

    told("import_emissions", workbook("forste.xlsx"), published_on="2024-11-01", commit=True)
    first = Edition.objects.get()
    told("publish_edition", first.pk)
    file = workbook("andre.xlsx", changed=recalculated, years=(2023, 2024, 2025))
    said = told("import_emissions", file, published_on="2025-11-01", commit=True)
    assert f"Compared with edition {first.pk}" in said
    assert "figures that differ: 6, new: 6, gone: 0, the same: 6." in said
    assert re.search(r"2023: \+6,000\.0", said), said
    second = Edition.objects.exclude(pk=first.pk).get()
    assert first.title in client.get("/utslipp/").content.decode()
    told("publish_edition", second.pk)
    assert second.title in client.get("/utslipp/").content.decode()
    told("publish_edition", second.pk, "--back")
    page = client.get("/utslipp/").content.decode()
    assert first.title in page
    assert second.title not in page


def test_the_differences_of_a_year_keep_nine_sectors_and_ten_apart(workbook: Workbook, told: Told) -> None:
    def recalculated(row: Any) -> Any:
        return row._replace(tonnes=row.tonnes + 1000) if row.year == 2023 else row

    told("import_emissions", workbook("ni.xlsx"), published_on="2024-11-01", commit=True)
    told("publish_edition", Edition.objects.get().pk)
    said = told("import_emissions", workbook("ti.xlsx", of=TEN, changed=recalculated))
    assert "by year (nine sectors | all ten):" in said, said
    # In 2024 nothing is new but the tenth sector.
    assert re.search(r"2023: \+6,000\.0 \| \+[0-9.,]+\n    2024: 0\.0 \| \+[0-9.,]+\n", said), said


def test_a_csv_file_gives_the_same_edition(workbook: Workbook, tmp_path: Path, told: Told) -> None:
    told("import_emissions", workbook(), "--commit")
    rows = figures(
        {**Members().names, 1103: "Stavanger"},
        years=(2023, 2024),
        of=NINE,
    )
    told("import_emissions", write_csv(tmp_path / "alle.csv", table_of_all(rows)), "--commit")
    columns = ("municipality", "year", "source", "gas", "grams")
    first, second = (
        set(Emission.objects.filter(edition=edition).values_list(*columns))
        for edition in Edition.objects.all()
    )
    assert first == second


def test_an_older_edition_is_read_by_the_numbers_of_its_time(
    three_members: Members, tmp_path: Path, told: Told
) -> None:
    rows = figures(dict(zip(three_members.former, three_members.names.values(), strict=True)), of=NINE)
    file = write_csv(tmp_path / "alle.csv", table_of_all(rows))
    said = told("import_emissions", file)
    assert "members       3 of 3, by the numbers in force on 2023-12-31" in said
    assert "members       3 of 3, by the numbers in force on 2022-11-01" in told(
        "import_emissions", file, published_on="2022-11-01"
    )


def test_a_file_of_one_municipality_is_known_by_its_info_sheet(
    three_members: Members, tmp_path: Path, told: Told
) -> None:
    rows = list(figures({9102: "Prøvekommune 1"}, of=NINE))
    said = told("import_emissions", write_one(tmp_path / "en.xlsx", "Prøvekommune 1", rows), "--commit")
    assert "en.xlsx: Prøvekommune 1" in said
    assert Edition.objects.get().municipality.name == "Prøvekommune 1"  # type: ignore[union-attr]
    assert Emission.objects.count() == 4


def test_a_csv_file_of_one_needs_its_number(three_members: Members, tmp_path: Path, told: Told) -> None:
    rows = figures({9102: "Prøvekommune 1"}, of=NINE)
    file = write_csv(tmp_path / "en.csv", table_of_one(rows))
    with pytest.raises(CommandError, match="--municipality NUMBER"):
        told("import_emissions", file)
    assert "en.csv: Prøvekommune 1" in told("import_emissions", file, municipality="9102")


def test_a_fault_is_told_with_sheet_and_row_and_nothing_stored(workbook: Workbook, told: Told) -> None:
    def broken(row: Any) -> Any:
        return row._replace(tonnes=-3) if (row.number, row.year) == (1103, 2024) else row

    with pytest.raises(CommandError) as error:
        told("import_emissions", workbook(changed=broken), "--commit")
    said = str(error.value)
    assert said.startswith("alle.xlsx is refused:")
    assert "sheet “Oversikt - detaljert”, row 16" in said.replace("Sheet", "sheet")
    assert said.endswith("Nothing was stored.")
    assert "Traceback" not in said
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"published_on": "2025-13-01"}, "is no date"),
        ({"published_on": "2199-01-01"}, "still to come"),
        ({"municipality": "0301"}, "--municipality is for a file of one"),
    ],
)
def test_wrong_arguments_are_told(workbook: Workbook, told: Told, options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        told("import_emissions", workbook(), *(f"--{k.replace('_', '-')}={v}" for k, v in options.items()))


@pytest.mark.parametrize("options", [{}, {"published_on": f"{timezone.localdate()}"}])
def test_a_year_that_is_not_over_is_refused(workbook: Workbook, told: Told, options: dict[str, str]) -> None:
    year = timezone.localdate().year
    with pytest.raises(CommandError, match=f"no figures for the year {year}, only for 2009 to {year - 1}"):
        told("import_emissions", workbook(years=(year - 1, year)), **options)


def test_the_same_file_for_another_municipality_is_told(
    three_members: Members, tmp_path: Path, told: Told
) -> None:
    file = write_csv(tmp_path / "en.csv", table_of_one(figures({9102: "Prøvekommune 1"}, of=NINE)))
    told("import_emissions", file, municipality="9102", commit=True)
    edition = Edition.objects.get()
    said = f"The very same file is stored already as edition {edition.pk}, of Prøvekommune 1"
    assert said in told("import_emissions", file, municipality="9103")
    assert said not in told("import_emissions", file, municipality="9102")


def test_a_file_whose_name_is_no_text_is_stored_and_told(
    three_members: Members, tmp_path: Path, told: Told
) -> None:
    file = tmp_path / os.fsdecode(b"alle\xff.csv")
    write_csv(file, table_of_all(figures(three_members.names, of=NINE)))
    assert "alle\ufffd.csv: all municipalities" in told("import_emissions", file, "--commit")
    assert Edition.objects.get().file_name == "alle\ufffd.csv"
    file.write_bytes(b"")
    with pytest.raises(CommandError) as error:
        told("import_emissions", file)
    assert str(error.value).startswith("alle\ufffd.csv is refused:")


def test_a_file_that_is_not_there_is_told(three_members: Members, tmp_path: Path, told: Told) -> None:
    with pytest.raises(CommandError, match=r"finnes-ikke\.xlsx can't be read"):
        told("import_emissions", tmp_path / "finnes-ikke.xlsx")


def test_the_queries_do_not_grow_with_the_rows(workbook: Workbook, told: Told) -> None:
    from django.db import connection

    def queries(name: str, **sizes: Any) -> int:
        file = workbook(name, **sizes)
        with CaptureQueriesContext(connection) as captured:
            told("import_emissions", file, "--commit")
        return len(captured)

    assert queries("en.xlsx", years=(2024,)) == queries("to.xlsx", years=(2019, 2020, 2021, 2022, 2023))


if OSLO.exists():

    def test_the_real_file_of_oslo_has_its_known_sums(told: Told) -> None:
        said = told("import_emissions", OSLO, published_on="2025-12-01", commit=True)
        assert "klimagassutslipp_oslo.xlsx: Oslo" in said
        edition = Edition.objects.get()
        sums = {
            year: sum(edition.totals.filter(year=year).values_list("grams", flat=True))
            for year in (2009, 2020, 2024)
        }
        assert sums == {2009: 1_388_245_600_000, 2020: 1_099_914_200_000, 2024: 944_853_200_000}
        assert (edition.sectors, edition.row_count) == ("ten", 1346)
        assert "1 jump (at least 1,000 tonnes" in said
        assert "Oslo, Industri, olje og gass, 2013 to 2015" in said
