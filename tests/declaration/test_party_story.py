"""What a municipality's page says of the declarations: status now, what is missing, and by when."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from declaration.models import Signature
from declaration.party_story import answer_text
from members.models import Municipality
from tests.declaration.telling import WHOLE, answer, day, told
from tests.factories import make_county, make_declaration, make_municipality, make_signature
from tests.reading import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_portal")]

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def missing(client: Any, municipality: Municipality) -> str:
    """Return what the page says is missing."""
    text = told(client, municipality)
    return text[text.index("Dette mangler ") + len("Dette mangler ") : text.index(" Skriv til")]


# --- Status now


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (None, "Prøveby ikke registrert Dette mangler"),
        ("invitert", "Prøveby ○ Invitert Dette mangler"),
        ("til_behandling", "Prøveby … Til behandling Dette mangler"),
        ("tilsluttet", "Prøveby ● Tilsluttet siden 3. mai 2022, etter politisk vedtak (sak 22/45). Dette"),
        (
            "signert",
            (
                "Prøveby ✓ Signert 2. juni 2022 av Kari Prøvesen, ordfører. Signeringssted: Prøverådhuset. "
                "Tilsluttet siden 3. mai 2022, etter ordførers bekreftelse. Dette"
            ),
        ),
        ("avslatt", "Prøveby × Avslått 3. mai 2022, etter politisk vedtak. Dette"),
        (
            "trukket",
            (
                "Prøveby ← Trukket 1. september 2022. "
                "Kommunen sluttet seg til 3. mai 2022 og signerte 2. juni 2022. Dette"
            ),
        ),
    ],
)
def test_each_status_is_told_with_what_is_known_of_it(client: Any, status: str | None, said: str) -> None:
    municipality = make_municipality(name="Prøveby")
    answer(make_declaration(title="Prøveerklæringen"), municipality, status)
    assert f"Status nå: Prøveerklæringen {said}" in told(client, municipality)


@pytest.mark.parametrize(
    ("status", "without", "said"),
    [
        ("tilsluttet", {"decided_on": None, "basis": "", "case_reference": ""}, "siden en dato som ikke er"),
        ("tilsluttet", {"decided_on": None}, "registrert, etter politisk vedtak (sak 22/45)."),
        ("tilsluttet", {"basis": ""}, "Tilsluttet siden 3. mai 2022 (sak 22/45)."),
        (
            "signert",
            {"signatory_name": "", "signatory_title": ""},
            "Signert 2. juni 2022. Signeringssted: Prøverådhuset. ",
        ),
        ("signert", {"decided_on": None, "basis": ""}, "Når kommunen sluttet seg til, er ikke registrert."),
        ("avslatt", {"decided_on": None}, "Avslått på en dato som ikke er registrert, etter politisk"),
        ("trukket", {"signed_on": None}, "Kommunen sluttet seg til 3. mai 2022. Dette mangler"),
        ("trukket", {"signed_on": None, "decided_on": None}, "Trukket 1. september 2022. Dette mangler"),
        ("trukket", {"signatory_name": "Kari Prøvesen"}, "og signerte 2. juni 2022 ved Kari Prøvesen."),
        (
            "trukket",
            {"signatory_name": "Kari Prøvesen", "signed_at": "Prøverådhuset"},
            "og signerte 2. juni 2022 ved Kari Prøvesen. Signeringssted: Prøverådhuset. Dette mangler",
        ),
        ("trukket", {"case_reference": "22/99"}, "Trukket 1. september 2022 (sak 22/99). Kommunen"),
    ],
)
def test_what_is_not_known_of_an_answer_is_left_out_or_said_so(
    client: Any, status: str, without: dict[str, Any], said: str
) -> None:
    municipality = make_municipality()
    answer(make_declaration(), municipality, status, **without)
    assert said in told(client, municipality)


def test_a_county_that_withdrew_is_called_a_county() -> None:
    signature = make_signature(
        declaration=make_declaration(),
        county=make_county(),
        status="trukket",
        withdrawn_on=TODAY,
        decided_on=TODAY - 9 * DAY,
    )
    said = answer_text(signature).replace("\xa0", " ")
    assert said == f"{day(TODAY)}. Fylkeskommunen sluttet seg til {day(TODAY - 9 * DAY)}."


# --- What is missing, and by when

HOW = "Kommunen svarer med politisk vedtak eller ordførerens bekreftelse."
NOTHING = "Ingenting i kommunens svar."
NO_ANSWER: dict[str | None, str] = {
    None: "Svaret er ikke registrert.",
    "invitert": "Kommunen er invitert, men svaret mangler.",
    "til_behandling": "Kommunen har saken til behandling, men svaret mangler.",
}
DEADLINES = [
    (TODAY + 3 * DAY, f"Svarfristen er {day(TODAY + 3 * DAY)}, om 3 dager."),
    (TODAY + DAY, f"Svarfristen er {day(TODAY + DAY)}, om 1 dag."),
    (TODAY, f"Svarfristen er i dag, {day(TODAY)}."),
    (TODAY - DAY, f"Svarfristen var {day(TODAY - DAY)}, for 1 dag siden. Svar kan fortsatt registreres."),
    (None, "Svarfristen er ikke registrert."),
]
WHENS = ["before", "the day before", "on", "after", "without"]


@pytest.mark.parametrize(("deadline", "when"), DEADLINES, ids=WHENS)
@pytest.mark.parametrize("status", NO_ANSWER)
def test_a_missing_answer_is_told_with_its_deadline(
    client: Any, status: str | None, deadline: dt.date | None, when: str
) -> None:
    municipality = make_municipality()
    answer(make_declaration(response_deadline=deadline), municipality, status)
    assert missing(client, municipality) == f"{NO_ANSWER[status]} {when} {HOW}"


@pytest.mark.parametrize(("deadline", "_when"), DEADLINES, ids=WHENS)
@pytest.mark.parametrize("status", ["signert", "avslatt", "trukket"])
def test_who_has_answered_lacks_nothing_whatever_the_deadline(
    client: Any, status: str, deadline: dt.date | None, _when: str
) -> None:
    municipality = make_municipality()
    answer(make_declaration(response_deadline=deadline), municipality, status, **WHOLE[status])
    assert missing(client, municipality) == NOTHING


DECISION = "datoen for vedtaket eller bekreftelsen"


@pytest.mark.parametrize(
    ("status", "without", "said"),
    [
        ("signert", {"basis": "", "decided_on": None}, f"grunnlaget og {DECISION}."),
        ("signert", {"source": ""}, "kilden."),
        ("signert", {"signatory_name": "", "signatory_title": ""}, "hvem som signerte."),
        ("signert", {"signatory_title": ""}, "tittelen til den som signerte."),
        ("signert", {"signed_at": ""}, "signeringsstedet."),
        ("avslatt", {"basis": "", "decided_on": None}, "grunnlaget og datoen for avslaget."),
        ("trukket", {"decided_on": None}, f"{DECISION}."),
        ("trukket", {"signed_on": None, "signatory_name": "", "signatory_title": "", "signed_at": ""}, None),
    ],
)
def test_what_nobody_has_registered_of_an_answer_is_named_and_not_said_to_be_owed(
    client: Any, status: str, without: dict[str, Any], said: str | None
) -> None:
    municipality = make_municipality()
    answer(make_declaration(status="avsluttet"), municipality, status, **(WHOLE[status] | without))
    but = "Kommunen har svart, men dette er ikke registrert i portalen: "
    assert missing(client, municipality) == (NOTHING if said is None else but + said)


def test_who_has_joined_lacks_the_signature_and_what_is_not_registered(client: Any) -> None:
    municipality = make_municipality()
    answer(make_declaration(status="avsluttet"), municipality, "tilsluttet", basis="", decided_on=None)
    assert missing(client, municipality) == (
        "Signaturen. Når erklæringen skal signeres, er ikke registrert. "
        f"Ikke registrert i portalen: grunnlaget, {DECISION} og kilden."
    )


def test_what_is_not_registered_of_earlier_answers_is_named_with_them(client: Any) -> None:
    signed, merged = dt.date(2019, 2, 7), dt.date(2020, 1, 1)
    made = make_municipality(name="Nyby", number="9801")
    made.numbers.update(valid_from=merged)
    old = make_municipality(name="Gammelby", merged_into=made, dissolved_on=merged, member=False)
    before = make_declaration(title="Den gamle", year=2019, status="avsluttet", signing_on=signed)
    make_declaration(title="Den nye", year=2031)
    answer(before, old, "signert", **WHOLE["signert"], basis="", signed_on=signed)
    assert "Ikke registrert Gammelby: grunnlaget. " in told(client, made)
    # Of the old one itself it is the same answer, and nothing that anybody waits for.
    assert "Ikke registrert Grunnlaget. " in told(client, old)


@pytest.mark.parametrize(
    ("signing", "place", "said"),
    [
        (TODAY + 9 * DAY, "Oslo rådhus", f"Erklæringen signeres {day(TODAY + 9 * DAY)} (Oslo rådhus)."),
        (TODAY + 9 * DAY, "", f"Erklæringen signeres {day(TODAY + 9 * DAY)}."),
        (TODAY, "Oslo rådhus", f"Erklæringen signeres i dag, {day(TODAY)} (Oslo rådhus)."),
        (
            TODAY - DAY,
            "",
            f"Erklæringen ble signert {day(TODAY - DAY)}, men kommunens signatur er ikke registrert.",
        ),
        (None, "", "Når erklæringen skal signeres, er ikke registrert."),
    ],
    ids=["before", "before, without a place", "on", "after", "without"],
)
@pytest.mark.parametrize("status", ["apen", "avsluttet"])
def test_who_has_joined_lacks_the_signature_and_is_told_when(
    client: Any, status: str, signing: dt.date | None, place: str, said: str
) -> None:
    municipality = make_municipality()
    declaration = make_declaration(status=status, signing_on=signing, signing_place=place)
    answer(declaration, municipality, "tilsluttet", **WHOLE["tilsluttet"])
    assert missing(client, municipality) == f"Signaturen. {said}"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (None, "Svaret er ikke registrert. Signeringsrunden er avsluttet."),
        ("invitert", "Kommunen ble invitert. Svaret er ikke registrert. Signeringsrunden er avsluttet."),
        (
            "til_behandling",
            "Kommunen hadde saken til behandling. Svaret er ikke registrert. Signeringsrunden er avsluttet.",
        ),
        ("signert", NOTHING),
        ("avslatt", NOTHING),
        ("trukket", NOTHING),
    ],
)
@pytest.mark.parametrize(("deadline", "_when"), DEADLINES, ids=WHENS)
def test_a_closed_declaration_asks_for_nothing(
    client: Any, status: str | None, said: str, deadline: dt.date | None, _when: str
) -> None:
    municipality = make_municipality()
    whole = WHOLE.get(status or "", {})
    answer(make_declaration(status="avsluttet", response_deadline=deadline), municipality, status, **whole)
    assert missing(client, municipality) == said


def test_who_is_not_known_as_a_member_is_not_said_to_owe_an_answer(client: Any) -> None:
    municipality = make_municipality(member=False)
    make_declaration(response_deadline=TODAY + DAY)
    assert missing(client, municipality) == (
        "Kommunen er ikke registrert som medlem, så portalen vet ikke om den er bedt om å svare."
    )


# --- Whom to write to


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ({}, "Skriv til ikke registrert"),
        ({"contact": "sekretariatet"}, "Skriv til sekretariatet «Ikke"),
        ({"contact_email": "post@example.org"}, "Skriv til post@example.org"),
        (
            {"contact": "sekretariatet", "contact_email": "post@example.org"},
            "Skriv til sekretariatet, post@example.org",
        ),
    ],
)
def test_whom_to_write_to_is_what_is_registered_and_nothing_else(
    client: Any, contact: dict[str, str], said: str
) -> None:
    municipality = make_municipality()
    make_declaration(**contact)
    assert said in told(client, municipality)


def test_the_address_to_write_to_is_a_link_and_never_markup(client: Any) -> None:
    municipality = make_municipality()
    make_declaration(contact="<b>oss</b>", contact_email="post@example.org")
    page = client.get(municipality.get_absolute_url()).content.decode()
    assert '<a href="mailto:post@example.org">post@example.org</a>' in page
    assert "&lt;b&gt;oss&lt;/b&gt;" in page


# --- Which declaration counts now


def test_the_newest_open_declaration_counts_now_even_if_a_closed_one_is_newer(client: Any) -> None:
    municipality = make_municipality()
    for year, status in ((2030, "apen"), (2031, "apen"), (2032, "avsluttet")):
        make_declaration(title=f"Erklæringen {year}", year=year, status=status)
    text = told(client, municipality)
    assert text.startswith("Status nå: Erklæringen 2031")
    assert "Andre erklæringer Erklæringen 2032" in text
    # The other open one asks for an answer too, the closed one for nothing.
    assert text.count("Dette mangler") == 2


def test_without_an_open_declaration_the_newest_counts(client: Any) -> None:
    municipality = make_municipality()
    for year in (2030, 2031):
        make_declaration(title=f"Erklæringen {year}", year=year, status="avsluttet")
    text = told(client, municipality)
    assert text.startswith("Status nå: Erklæringen 2031")
    assert "Tidligere erklæringer Erklæringen 2030" in text


def test_without_declarations_the_page_says_so(client: Any) -> None:
    make_declaration(status="utkast")
    assert told(client, make_municipality()) == "Status nå Ingen erklæringer er registrert. "


def test_exercises_and_drafts_are_never_told_of(client: Any) -> None:
    municipality = make_municipality()
    answer(make_declaration(title="Øvelsen", is_practice=True, year=2040), municipality, "signert")
    answer(make_declaration(title="Utkastet", status="utkast", year=2041), municipality, "invitert")
    make_declaration(title="Den ekte", year=2030)
    page = page_of(client, municipality.get_absolute_url())
    assert "Status nå: Den ekte" in page
    assert "Øvelsen" not in page
    assert "Utkastet" not in page


# --- What the history holds is not public


def test_the_page_tells_neither_who_registered_an_answer_nor_why(client: Any, staff: Any) -> None:
    municipality = make_municipality()
    signature = Signature(declaration=make_declaration(), municipality=municipality, status="invitert")
    signature._history_user = staff
    signature._change_reason = "Hemmelig grunn"
    signature.save()
    page = client.get(municipality.get_absolute_url()).content.decode()
    assert staff.username not in page
    assert "Hemmelig grunn" not in page


# --- Municipalities that merged more than once


@pytest.fixture
def chain() -> list[Municipality]:
    """Return four municipalities, the first of which became part of the second, and so on, to the last."""
    names, years = ("Førsteby", "Andreby", "Tredjeby", "Sisteby"), (None, 2020, 2021, 2022, None)
    made: list[Municipality] = []
    for place in (3, 2, 1, 0):
        begun, ended = (dt.date(year, 1, 1) if year else None for year in years[place : place + 2])
        one = make_municipality(
            name=names[place],
            number=f"980{place}",
            member=ended is None,
            merged_into=made[-1] if made else None,
            dissolved_on=ended,
        )
        one.numbers.update(valid_from=begun, valid_to=ended - DAY if ended else None)
        made.append(one)
    return made[::-1]


def test_the_page_lists_what_was_signed_however_many_mergers_ago(
    client: Any, chain: list[Municipality]
) -> None:
    first, _second, _third, last = chain
    signed = dt.date(2019, 2, 7)
    before = make_declaration(title="Den gamle", year=2019, status="avsluttet", signing_on=signed)
    answer(before, first, "signert", signed_on=signed, decided_on=None)
    text = told(client, last)
    assert "Førsteby ✓ Signert 7. februar 2019" in text
    assert "Andreby" not in text
    assert "Tredjeby" not in text


def test_the_first_of_a_chain_is_told_of_each_merger_and_who_answers_now(
    client: Any, chain: list[Municipality]
) -> None:
    declaration = make_declaration(title="Den nye", year=2022, signing_on=dt.date(2022, 6, 2))
    answer(declaration, chain[3], "signert")
    text = told(client, chain[0])
    assert (
        "Førsteby ble en del av Andreby 1. januar 2020. Andreby ble en del av Tredjeby 1. januar 2021. "
        "Tredjeby ble en del av Sisteby 1. januar 2022. Det er Sisteby som svarer på erklæringen."
    ) in text
    assert "Sisteby ✓ Signert 2. juni 2022" in text


def test_between_two_mergers_the_one_that_existed_then_answers(
    client: Any, chain: list[Municipality]
) -> None:
    make_declaration(title="Den midterste", year=2020, signing_on=dt.date(2020, 6, 2))
    assert "Det er Andreby som svarer på erklæringen." in told(client, chain[0])
    assert "Det var kommunene den er slått sammen av, som kunne svare." in told(client, chain[3])
    assert "Andreby ikke registrert" in told(client, chain[3])
    assert "Førsteby" not in told(client, chain[3])


def test_a_ring_of_mergers_still_gives_a_page(client: Any, chain: list[Municipality]) -> None:
    first, *_others, last = chain
    Municipality.objects.filter(pk=last.pk).update(merged_into=first, dissolved_on=dt.date(2023, 1, 1))
    make_declaration(title="Den nye", year=2031)
    for one in chain:
        assert "Status nå: Den nye" in told(client, one)


def test_a_longer_chain_takes_no_more_queries(chain: list[Municipality], count_queries: Any) -> None:
    make_declaration(title="Den gamle", year=2019, status="avsluttet", signing_on=dt.date(2019, 2, 7))
    assert count_queries(chain[1].get_absolute_url()) == count_queries(chain[3].get_absolute_url())
