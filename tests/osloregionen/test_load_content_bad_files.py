"""`load_content` refuses bad files: every problem with file and row, and nothing is written."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from members.models import Municipality
from osloregionen.models import LoadedRow
from tests.osloregionen.content_files import ContentCopy, content_copy

__all__ = ["content_copy"]
pytestmark = pytest.mark.django_db


def refusal(content: ContentCopy) -> str:
    """Load, with one good row more than the database has; return the refusal, having seen nothing written."""
    if "municipalities.csv" in {path.name for path in content.path.iterdir()}:
        text = (content.path / "municipalities.csv").read_bytes()
        content.write("municipalities.csv", text + "godvik;Godvik;;;;;;;;Prøve\n".encode())
    loaded = LoadedRow.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("load_content", stdout=StringIO())
    assert not Municipality.objects.filter(slug="godvik").exists()
    assert LoadedRow.objects.count() == loaded
    message = str(refused.value)
    assert "Nothing was loaded" in message
    assert "Traceback" not in message
    return message


@pytest.mark.parametrize(
    ("name", "row", "complaint"),
    [
        ("populations.csv", "asker;2026-01-01;mange;Prøve", "count: “mange” value must be an integer."),
        ("populations.csv", "asker;2026-13-41;5;Prøve", "on: “2026-13-41” value has the correct format"),
        ("populations.csv", "asker;2026-01-01;-5;Prøve", "count: Ensure this value is greater than or equal"),
        ("populations.csv", "asker;2026-01-01;;Prøve", "count: "),
        ("populations.csv", "asker;2026-01-01;5", "has 3 cells, the header has 4"),
        ("populations.csv", "asker;2022-01-01;5;Prøve", "key 'asker-2022-01-01' is already used in"),
        (
            "populations.csv",
            "finnes-ikke;2026-01-01;5;Prøve",
            "refers to members.Municipality 'finnes-ikke', which is in no content file",
        ),
        ("municipalities.csv", ";Nyvik;;;;;;;;Prøve", "the key is empty"),
        (
            "municipalities.csv",
            "nyvik;Nyvik;12;;;;;;;Prøve",
            "org_number: Organisasjonsnummeret har ni sifre.",
        ),
        (
            "municipalities.csv",
            "nyvik;Nyvik;;;Klingon;;;;;Prøve",
            "language_form: Value 'Klingon' is not a valid",
        ),
        ("municipalities.csv", "nyvik;Nyvik;;ikke en adresse;;;;;;Prøve", "website: Enter a valid URL."),
        ("municipalities.csv", "nyvik;;;;;;;;;Prøve", "name: This field cannot be blank."),
        (
            "municipalities.csv",
            "nyvik;Nyvik;;;;11;8;;;Prøve",
            "En annen kommune har denne plassen i rutekartet.",
        ),
        (
            "municipalities.csv",
            "nyvik;Nyvik;;;;;;asker;;Prøve",
            "En kommune som er slått sammen med en annen, må ha en opphørsdato.",
        ),
        (
            "municipalities.csv",
            "nyvik;Nyvik;;;;;;nyvik;2026-01-01;Prøve",
            "'nyvik' refers to itself, directly or through others",
        ),
        (
            "municipality_numbers.csv",
            "rygge;3114;2024-01-01;2024-12-31;Prøve",
            "Våler har nummer 3114 i deler av perioden.",
        ),
        (
            "municipality_numbers.csv",
            "rygge;3012;2024-01-01;2024-12-31;Prøve",
            "no county in counties.csv has number '30' at that time",
        ),
        (
            "meetings.csv",
            "x;X;mote;;;;;;;;;;;Prøve",
            "Skriv en merknad om datoen når selve datoen ikke er kjent.",
        ),
    ],
)
def test_a_bad_row_is_refused_with_file_and_row(
    content_copy: ContentCopy, name: str, row: str, complaint: str
) -> None:
    place = content_copy.add(name, row)
    message = refusal(content_copy)
    assert complaint in message
    assert any(place in line and complaint in line for line in message.splitlines())


def test_a_missing_column_is_refused(content_copy: ContentCopy) -> None:
    content_copy.replace("counties.csv", "number;", "nummer;")
    message = refusal(content_copy)
    assert "counties.csv, row 1: column 'number' is missing" in message
    assert "counties.csv, row 1: unknown column 'nummer'; known are key, number," in message


def test_a_column_that_stands_twice_is_refused(content_copy: ContentCopy) -> None:
    content_copy.replace("counties.csv", "source", "name")
    assert "counties.csv, row 1: column 'name' stands twice" in refusal(content_copy)


def test_an_empty_file_is_refused(content_copy: ContentCopy) -> None:
    content_copy.write("counties.csv", "")
    assert "counties.csv, row 1: column 'key' is missing" in refusal(content_copy)


def test_a_missing_file_is_refused(content_copy: ContentCopy) -> None:
    (content_copy.path / "counties.csv").unlink()
    assert "counties.csv: can't be read: No such file or directory" in refusal(content_copy)


def test_an_unclosed_quotation_mark_is_refused(content_copy: ContentCopy) -> None:
    content_copy.add("counties.csv", 'nytt-99;99;"Nytt')
    assert "counties.csv: not a valid CSV file" in refusal(content_copy)


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(content_copy: ContentCopy) -> None:
    content_copy.write("counties.csv", content_copy.read("counties.csv").lstrip("\ufeff").encode("latin-1"))
    assert "counties.csv, line 2: not UTF-8" in refusal(content_copy)


def test_broken_toml_is_refused_with_its_line(content_copy: ContentCopy) -> None:
    content_copy.write("bodies.toml", '[[body]]\nkey = "styret\n')
    assert "bodies.toml: not valid TOML: Illegal character '\\n' (at line 2" in refusal(content_copy)


def test_an_unknown_name_in_toml_is_refused_with_the_line_of_its_table(content_copy: ContentCopy) -> None:
    content_copy.add(
        "bodies.toml", '[[body]]\nkey = "x"\nname = "X"\nkind = "political"\norder = 9\nleder = "Y"'
    )
    line = content_copy.read("bodies.toml").split("\n").index('key = "x"')
    assert f"bodies.toml, line {line}: unknown name 'leder'" in refusal(content_copy)


def test_a_missing_name_in_toml_is_refused(content_copy: ContentCopy) -> None:
    content_copy.replace("bodies.toml", 'name = "Styret"\n', "")
    assert "name 'name' is missing" in refusal(content_copy)


def test_an_unknown_table_in_toml_is_refused(content_copy: ContentCopy) -> None:
    content_copy.add("bodies.toml", '[[organ]]\nkey = "x"')
    assert "bodies.toml: unknown table 'organ'; known are body" in refusal(content_copy)


def test_a_list_where_one_value_belongs_is_refused(content_copy: ContentCopy) -> None:
    content_copy.replace("bodies.toml", 'name = "Styret"', 'name = ["Styret"]')
    assert "name: Write a single value here." in refusal(content_copy)


def test_bodies_that_elect_each_other_in_a_ring_are_refused(content_copy: ContentCopy) -> None:
    content_copy.replace("bodies.toml", "order = 1\n", 'order = 1\nelected_by = "styret"\n')
    assert "refers to itself, directly or through others" in refusal(content_copy)


def test_every_problem_of_every_file_is_listed_at_once(content_copy: ContentCopy) -> None:
    content_copy.replace("counties.csv", "valid_to;", "")
    content_copy.write("bodies.toml", "[[body]")
    place = content_copy.add("populations.csv", "asker;2026-01-01;mange;Prøve")
    message = refusal(content_copy)
    assert "counties.csv, row 1: column 'valid_to' is missing" in message
    assert "bodies.toml: not valid TOML" in message
    assert place in message
    # A file that can't be read is said once, not once for each row that refers to it.
    assert "which is in no content file" not in message


def test_several_bad_rows_are_all_listed(content_copy: ContentCopy) -> None:
    first = content_copy.add("populations.csv", "asker;2026-01-01;mange;Prøve")
    second = content_copy.add("meetings.csv", "x;X;mote;;;;;;;;;;;Prøve")
    third = content_copy.add("memberships.csv", "finnes-ikke;;;;Prøve")
    message = refusal(content_copy)
    for place in (first, second, third):
        assert place in message
    assert "Nothing was loaded: 3 problems." in message
