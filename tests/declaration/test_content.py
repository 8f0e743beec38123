"""The declarations as `load_content` makes them from the council's own files."""

import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from declaration.importers import CONTENT, read_content
from declaration.models import Commitment, Declaration, Signature
from members.models import Municipality
from osloregionen.content import ContentError
from tests.factories import make_declaration, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_2019() -> Declaration:
    return Declaration.objects.get(slug="ordforererklaeringen-2019")


@pytest.fixture
def of_2022() -> Declaration:
    return Declaration.objects.get(slug="ordforererklaeringen-2022")


def _gaps() -> str:
    out = StringIO()
    call_command("check_content", stdout=out)
    return out.getvalue()


def test_the_edition_of_2022_renews_that_of_2019(of_2019: Declaration, of_2022: Declaration) -> None:
    assert of_2022.renews == of_2019
    assert of_2019.renews is None


def test_2019_has_its_purpose_and_six_main_points_in_order(of_2019: Declaration) -> None:
    assert "Europas ledende hovedstadsregion på miljø og klima" in of_2019.purpose
    points = [point.text for point in of_2019.main_points.all()]
    assert len(points) == 6
    assert points[0] == "Mål å være «Europas ledende hovedstadsregion på miljø og klima»."
    assert points[5].startswith("En 10-punktliste med tiltak innenfor fire hovedområder")


def test_2019_has_its_four_areas(of_2019: Declaration) -> None:
    assert [theme.title for theme in of_2019.themes.all()] == [
        "Areal og transport",
        "Sirkulær økonomi",
        "Verdiskaping og kompetanse",
        "Erfaringsutveksling og læring",
    ]


def test_only_the_commitment_whose_number_is_known_has_one(of_2019: Declaration) -> None:
    assert [one.number for one in of_2019.commitments.all()] == [10, None, None, None]
    assert "klimabarometer" in of_2019.commitments.get(number=10).text


def test_commitments_in_other_words_say_so_themselves() -> None:
    for commitment in Commitment.objects.all():
        assert commitment.is_verbatim is False
        assert commitment.theme is None
        assert "ordlyd er ikke registrert" in commitment.source


def test_2022_has_its_reasons_four_themes_and_answers(of_2022: Declaration) -> None:
    assert len([line for line in of_2022.reasons.splitlines() if line.startswith("- ")]) == 6
    assert [theme.title for theme in of_2022.themes.all()] == [
        "Klima",
        "Miljø og naturforvaltning – herunder Oslofjorden",
        "Areal- og transportplanlegging",
        "Grønn næringsutvikling inkludert anskaffelser og sirkulærøkonomi",
    ]
    assert of_2022.response_deadline == datetime.date(2022, 5, 12)
    assert of_2022.signing_on == datetime.date(2022, 6, 2)
    assert "enten med et politisk vedtak eller med en bekreftelse fra ordføreren" in of_2022.introduction


def test_what_nobody_has_registered_of_2022_stays_empty(of_2022: Declaration) -> None:
    assert of_2022.full_text == ""
    assert of_2022.opened_on is None
    assert not of_2022.commitments.exists()


def test_the_milestones_are_dated_only_as_precisely_as_the_source(of_2022: Declaration) -> None:
    assert [(one.on, one.date_note, one.done_on) for one in of_2022.milestones.all()] == [
        (datetime.date(2022, 2, 1), "", None),
        (datetime.date(2022, 2, 11), "", datetime.date(2022, 2, 11)),
        (None, "februar 2022", None),
        (None, "februar–mai 2022", None),
        (None, "juni 2022", datetime.date(2022, 6, 2)),
    ]


@pytest.mark.parametrize(
    ("year", "counts"),
    [
        (2019, [(50, "50 ordførere"), (54, "totalt 54"), (55, "55 ordførere")]),
        (2022, [(None, "Over 50"), (50, "sammen med de øvrige 49"), (54, "54 ordførere")]),
    ],
)
def test_published_counts_stand_side_by_side_each_with_its_source(
    year: int, counts: list[tuple[int | None, str]]
) -> None:
    published = list(Declaration.objects.get(year=year).published_counts.all())
    assert len(published) == len(counts)
    for count, wording in counts:
        found = [one for one in published if one.count == count and wording in one.wording]
        assert len(found) == 1
        assert "https://" in found[0].source


def test_exactly_the_six_signatures_with_evidence_are_registered() -> None:
    signatures = Signature.objects.select_related("declaration", "municipality", "county")
    assert {
        (one.declaration.year, one.party_name, one.signatory_name, str(one.signed_on)) for one in signatures
    } == {
        (2019, "Lier", "Gunn Cecilie Ringdal", "2019-02-07"),
        (2019, "Hedmark fylkeskommune", "Gunn Randi Fjæstad", "2019-02-07"),
        (2022, "Lillestrøm", "Jørgen Vik", "2022-06-02"),
        (2022, "Lørenskog", "Ragnhild Bergheim", "2022-06-02"),
        (2022, "Nittedal", "Inge Solli", "2022-06-02"),
        (2022, "Rælingen", "Ståle Grøtte", "2022-06-02"),
    }
    assert len(signatures) == 6
    assert {one.signed_at for one in signatures} == {"Oslo rådhus"}
    assert all(one.evidence.startswith("https://") and one.source for one in signatures)


def test_the_county_that_signed_is_the_one_of_that_time() -> None:
    hedmark = Signature.objects.get(county__isnull=False).county
    assert hedmark is not None
    assert (hedmark.number, hedmark.valid_to) == ("04", datetime.date(2019, 12, 31))


def test_what_the_sources_do_not_say_about_a_signature_is_empty() -> None:
    assert not Signature.objects.exclude(basis="", decided_on=None, case_reference="").exists()


def test_history_says_that_a_signature_was_loaded() -> None:
    for signature in Signature.objects.all():
        assert [row.history_change_reason for row in signature.history.all()] == ["Lastet fra innholdsfil"]


def test_loading_again_makes_no_second_signature() -> None:
    call_command("load_content", verbosity=0)
    assert Signature.objects.count() == 6


def test_a_signature_that_staff_deleted_stays_deleted() -> None:
    Signature.objects.get(municipality__slug="lier").delete()
    call_command("load_content", verbosity=0)
    assert not Signature.objects.filter(municipality__slug="lier").exists()


def test_the_list_of_gaps_counts_the_signatures_without_a_name() -> None:
    gaps = _gaps()
    assert "kildene oppgir 50–55 tilslutninger, 2 er registrert med navn. 48–53 mangler." in gaps
    assert "kildene oppgir 50–54 tilslutninger, 4 er registrert med navn. 46–50 mangler." in gaps


def test_the_list_of_gaps_counts_the_accessions_without_basis_or_date() -> None:
    gaps = _gaps()
    assert "4 tilslutninger mangler grunnlag (politisk vedtak eller ordførers bekreftelse)." in gaps
    assert "4 tilslutninger mangler dato for vedtaket eller bekreftelsen." in gaps


def test_a_count_that_is_published_in_words_alone_is_said_not_to_be_exact() -> None:
    declaration = make_declaration(title="Prøven")
    assert "Prøven: et publisert antall tilslutninger er ikke registrert." in _gaps()
    declaration.published_counts.create(wording="over 50", source="Prøvekilden")
    assert "Prøven: et nøyaktig publisert antall tilslutninger er ikke registrert." in _gaps()


def test_the_list_of_gaps_counts_the_answers_without_evidence_or_source(of_2022: Declaration) -> None:
    assert "verken dokumentasjon eller kilde" not in _gaps()
    make_signature(declaration=of_2022)
    assert "1 svar har verken dokumentasjon eller kilde." in _gaps()


def test_the_list_of_gaps_names_the_missing_text_and_commitments() -> None:
    gaps = _gaps()
    assert "Ordførererklæringen om klima og miljø 2022: erklæringens tekst er ikke registrert." in gaps
    assert "4 av minst 10 forpliktelser er registrert. Minst 6 mangler." in gaps
    assert "4 forpliktelser er gjengitt med andre ord, ikke ordrett." in gaps


def test_a_gap_disappears_when_it_is_mended(of_2022: Declaration) -> None:
    of_2022.full_text = "Hele teksten."
    of_2022.save()
    assert "klima og miljø 2022: erklæringens tekst er ikke registrert" not in _gaps()


@pytest.mark.parametrize(
    ("fields", "is_missing"),
    [
        ({}, True),
        ({"contact": "sekretariatet"}, False),
        ({"contact_email": "post@example.org"}, False),
        ({"status": "avsluttet"}, False),
    ],
)
def test_whom_to_write_to_is_missed_while_a_declaration_is_open(
    fields: dict[str, str], is_missing: bool
) -> None:
    declaration = make_declaration(**fields)
    gap = f"{declaration.title}: hvem kommunene skal skrive til, er ikke registrert."
    assert (gap in _gaps()) == is_missing


def test_the_list_of_gaps_asks_no_more_of_the_database_with_more_declarations(
    django_assert_max_num_queries: object,
) -> None:
    from declaration.gaps import content_gaps

    for year in range(2030, 2040):
        make_declaration(year=year)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        content_gaps()


def test_a_portal_without_declarations_says_that_there_are_none(empty_portal: None) -> None:
    assert "Ingen erklæringer er registrert." in _gaps()


def _copy(tmp_path: Path, name: str, old: str, new: str) -> Path:
    for file in CONTENT.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (
            "signatures.csv",
            "ordforererklaeringen-2019;lier;;",
            "ordforererklaeringen-2019;lier;hedmark-04;",
            "signatures.csv, row 2: name either a municipality or a county",
        ),
        (
            "declaration-2019.toml",
            "[[declaration]]",
            "[[declaration]]\nmayor = 1",
            "line 11: unknown name 'mayor'",
        ),
        ("declaration-2022.toml", 'key = "klima"\n', "", "name 'key' is missing"),
        (
            "declaration-2022.toml",
            "[[declaration]]",
            '[[declaration]]\nmain_points = "Ett punkt"',
            "'main_points' must be a list",
        ),
        (
            "declaration-2022.toml",
            "[[declaration]]",
            '[[declaration]]\nkey = "x"\ntitle = "x"\nyear = 1\nstatus = "x"\nsource = "x"\n[[declaration]]',
            "declaration-2022.toml: must have [[declaration]] exactly once",
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    with pytest.raises(ContentError) as refused:
        read_content(_copy(tmp_path, name, old, new))
    assert any(problem in line for line in refused.value.problems), refused.value.problems


def test_no_party_without_evidence_has_a_row() -> None:
    assert Municipality.objects.members_now().filter(signatures__isnull=True).count() == 64 - 5
