"""Whether a municipality renewed a declaration or was new in it: said only where both years tell."""

import datetime as dt
from typing import Any

import pytest

from declaration.models import Declaration
from members.models import Membership, Municipality
from tests.declaration.telling import answer, told
from tests.factories import make_declaration, make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_portal")]

DAY = dt.timedelta(days=1)
BEFORE = dt.date(2019, 2, 7)


@pytest.fixture
def earlier() -> Declaration:
    """The declaration that `later` renews."""
    return make_declaration(title="Erklæringen 2019", year=2019, status="avsluttet", signing_on=BEFORE)


@pytest.fixture
def later(earlier: Declaration) -> Declaration:
    """A declaration that is open."""
    return make_declaration(title="Erklæringen 2022", year=2022, renews=earlier)


def renewal(client: Any, municipality: Municipality) -> str:
    """Return what the page says of renewal; empty where it says nothing."""
    text = told(client, municipality)
    if "Fornyet eller ny?" not in text:
        return ""
    return text[text.index("Fornyet eller ny? ") + len("Fornyet eller ny? ") : text.index(" Skriv til")]


SIGNED_2019 = {"signed_on": BEFORE, "decided_on": None}
UNKNOWN_2019 = "Kan ikke sies: svaret fra Prøveby på Erklæringen 2019 er ikke registrert."
NO_MEMBER = "Prøveby var ikke medlem 7. februar 2019, datoen for Erklæringen 2019."
UNKNOWN_2022 = "Kan ikke sies: svaret på Erklæringen 2022 er ikke registrert."
YES_2019 = "Prøveby signerte Erklæringen 2019 7. februar 2019."
WITHDREW = "Kan ikke sies med ett ord: Prøveby sluttet seg til Erklæringen 2019, men trakk seg."
WITHDRAWN = "Kan ikke sies: kommunen har trukket seg fra Erklæringen 2022."
NOT_YET = "Kan ikke sies ennå: kommunen har ikke svart."


@pytest.mark.parametrize("now", ["tilsluttet", "signert"])
@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("signert", f"Fornyet: {YES_2019}"),
        ("tilsluttet", "Fornyet: Prøveby sluttet seg til Erklæringen 2019."),
        ("avslatt", "Ny: Prøveby avslo Erklæringen 2019."),
        ("trukket", WITHDREW),
        ("invitert", UNKNOWN_2019),
        ("til_behandling", UNKNOWN_2019),
        (None, UNKNOWN_2019),
    ],
)
def test_renewed_or_new_is_said_only_where_both_years_are_registered(
    client: Any, earlier: Declaration, later: Declaration, now: str, then: str | None, said: str
) -> None:
    municipality = make_municipality(name="Prøveby")
    answer(earlier, municipality, then, **(SIGNED_2019 if then == "signert" else {}))
    answer(later, municipality, now)
    assert renewal(client, municipality) == said


@pytest.mark.parametrize("then", ["signert", None])
@pytest.mark.parametrize(
    ("now", "said"),
    [(None, UNKNOWN_2022), ("invitert", NOT_YET), ("til_behandling", NOT_YET), ("trukket", WITHDRAWN)],
)
def test_nothing_is_renewed_before_there_is_an_answer(
    client: Any, earlier: Declaration, later: Declaration, now: str | None, said: str, then: str | None
) -> None:
    municipality = make_municipality(name="Prøveby")
    answer(earlier, municipality, then)
    answer(later, municipality, now)
    assert renewal(client, municipality) == said


@pytest.mark.parametrize(
    ("then", "said"), [("signert", f"Ikke fornyet: {YES_2019}"), (None, ""), ("avslatt", "")]
)
def test_who_declines_now_did_not_renew_what_is_registered(
    client: Any, earlier: Declaration, later: Declaration, then: str | None, said: str
) -> None:
    municipality = make_municipality(name="Prøveby")
    answer(earlier, municipality, then, **(SIGNED_2019 if then == "signert" else {}))
    answer(later, municipality, "avslatt")
    assert renewal(client, municipality) == said


@pytest.mark.parametrize(
    ("membership", "said"),
    [
        (
            {"joined_on": BEFORE + DAY},
            "Ny: Prøveby var ikke medlem 7. februar 2019, datoen for Erklæringen 2019.",
        ),
        ({"joined_on": BEFORE}, UNKNOWN_2019),
        ({"known_from": BEFORE + DAY}, UNKNOWN_2019),
        ({}, UNKNOWN_2019),
        (None, UNKNOWN_2019),
    ],
    ids=["joined the day after", "joined that day", "first seen the day after", "unknown date", "unknown"],
)
def test_new_needs_a_registered_non_membership(
    client: Any,
    earlier: Declaration,
    later: Declaration,
    membership: dict[str, dt.date] | None,
    said: str,
) -> None:
    municipality = make_municipality(name="Prøveby", member=False)
    if membership is not None:
        Membership.objects.create(municipality=municipality, **membership)
    answer(later, municipality, "signert")
    assert renewal(client, municipality) == said


def test_a_declaration_that_renews_none_says_nothing_of_it(client: Any, earlier: Declaration) -> None:
    municipality = make_municipality()
    answer(earlier, municipality, "signert")
    assert renewal(client, municipality) == ""


def test_where_nobody_has_said_which_one_it_renews_nobody_can_say(client: Any, earlier: Declaration) -> None:
    municipality = make_municipality()
    answer(earlier, municipality, "signert")
    answer(make_declaration(title="Erklæringen 2022", year=2022), municipality, "signert")
    said = "Kan ikke sies: hvilken erklæring Erklæringen 2022 fornyer, er ikke registrert."
    assert renewal(client, municipality) == said


def test_what_a_draft_said_before_is_not_told(client: Any, earlier: Declaration, later: Declaration) -> None:
    Declaration.objects.filter(pk=earlier.pk).update(status="utkast")
    municipality = make_municipality()
    answer(earlier, municipality, "signert")
    answer(later, municipality, "signert")
    assert renewal(client, municipality) == ""


# --- Municipalities that merged

MERGED = dt.date(2020, 1, 1)


def merged_into(successor: Municipality, name: str, status: str | None, earlier: Declaration) -> Municipality:
    """Make a municipality that became part of another one, with what it answered in 2019."""
    old = make_municipality(name=name, member=False, merged_into=successor, dissolved_on=MERGED)
    answer(earlier, old, status, **(SIGNED_2019 if status == "signert" else {}))
    return old


@pytest.fixture
def made() -> Municipality:
    """A municipality that was made by a merger."""
    municipality = make_municipality(name="Nyby", number="9801")
    municipality.numbers.update(valid_from=MERGED)
    return municipality


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            "signert",
            "tilsluttet",
            (
                "Fornyet: Fetby signerte Erklæringen 2019 7. februar 2019; "
                "Skedby sluttet seg til Erklæringen 2019."
            ),
        ),
        ("avslatt", "avslatt", "Ny: Fetby avslo Erklæringen 2019; Skedby avslo Erklæringen 2019."),
        (
            "signert",
            "avslatt",
            (
                "Kan ikke sies med ett ord: Fetby signerte Erklæringen 2019 7. februar 2019; "
                "Skedby avslo Erklæringen 2019."
            ),
        ),
        ("signert", None, "Kan ikke sies: svaret fra Skedby på Erklæringen 2019 er ikke registrert."),
        (None, None, "Kan ikke sies: svarene fra Fetby og Skedby på Erklæringen 2019 er ikke registrert."),
    ],
)
def test_a_merged_municipality_is_told_by_all_it_was_made_of(
    client: Any,
    earlier: Declaration,
    later: Declaration,
    made: Municipality,
    first: str | None,
    second: str | None,
    said: str,
) -> None:
    merged_into(made, "Fetby", first, earlier)
    merged_into(made, "Skedby", second, earlier)
    answer(later, made, "signert")
    assert renewal(client, made) == said
    assert "Nyby fantes ikke 7. februar 2019. Det var kommunene den er slått sammen av, som kunne svare." in (
        told(client, made)
    )


def test_a_merged_municipality_of_unknown_parts_is_not_called_new(
    client: Any, earlier: Declaration, later: Declaration, made: Municipality
) -> None:
    answer(later, made, "signert")
    assert renewal(client, made).startswith("Kan ikke sies: hvilke kommuner den ble dannet av")


@pytest.mark.parametrize(
    ("own", "grown_by", "said"),
    [
        ("signert", None, f"Fornyet: {YES_2019}"),
        ("avslatt", None, "Kan ikke sies: svaret fra Røyby på Erklæringen 2019 er ikke registrert."),
        (
            "avslatt",
            "signert",
            (
                "Kan ikke sies med ett ord: Prøveby avslo Erklæringen 2019; "
                "Røyby signerte Erklæringen 2019 7. februar 2019."
            ),
        ),
        ("avslatt", "avslatt", "Ny: Prøveby avslo Erklæringen 2019; Røyby avslo Erklæringen 2019."),
    ],
)
def test_a_name_that_went_on_renews_by_itself_but_is_new_only_with_those_it_grew_by(
    client: Any, earlier: Declaration, later: Declaration, own: str, grown_by: str | None, said: str
) -> None:
    municipality = make_municipality(name="Prøveby")
    answer(earlier, municipality, own, **(SIGNED_2019 if own == "signert" else {}))
    merged_into(municipality, "Røyby", grown_by, earlier)
    answer(later, municipality, "signert")
    assert renewal(client, municipality) == said


def test_an_absorbed_municipality_shows_its_own_past_and_what_its_successor_answers(
    client: Any, earlier: Declaration, later: Declaration, made: Municipality
) -> None:
    Declaration.objects.filter(pk=later.pk).update(signing_on=dt.date(2022, 6, 2))
    old = merged_into(made, "Skedby", "signert", earlier)
    answer(later, made, "tilsluttet")
    text = told(client, old)
    assert "Skedby ble en del av Nyby 1. januar 2020. Det er Nyby som svarer på erklæringen." in text
    assert "Nyby ● Tilsluttet siden 3. mai 2022" in text
    assert "Dette mangler" not in text
    assert "Tidligere erklæringer Erklæringen 2019 Skedby ✓ Signert 7. februar 2019" in text


# --- Mergers of what was itself merged

MERGED_AGAIN = dt.date(2021, 1, 1)


@pytest.fixture
def middle(made: Municipality) -> Municipality:
    """A municipality that was made in 2020 and became part of `made` a year after."""
    made.numbers.update(valid_from=MERGED_AGAIN)
    municipality = make_municipality(
        name="Mellomby", number="9802", member=False, merged_into=made, dissolved_on=MERGED_AGAIN
    )
    municipality.numbers.update(valid_from=MERGED, valid_to=MERGED_AGAIN - DAY)
    Membership.objects.create(municipality=municipality, joined_on=MERGED, left_on=MERGED_AGAIN)
    return municipality


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            "signert",
            "tilsluttet",
            (
                "Fornyet: Fetby signerte Erklæringen 2019 7. februar 2019; "
                "Skedby sluttet seg til Erklæringen 2019."
            ),
        ),
        ("avslatt", "avslatt", "Ny: Fetby avslo Erklæringen 2019; Skedby avslo Erklæringen 2019."),
        ("signert", None, "Kan ikke sies: svaret fra Skedby på Erklæringen 2019 er ikke registrert."),
    ],
)
def test_two_mergers_lead_back_to_those_that_existed_then(
    client: Any,
    earlier: Declaration,
    later: Declaration,
    made: Municipality,
    middle: Municipality,
    first: str | None,
    second: str | None,
    said: str,
) -> None:
    merged_into(middle, "Fetby", first, earlier)
    merged_into(middle, "Skedby", second, earlier)
    answer(later, made, "signert")
    assert renewal(client, made) == said
    assert "Mellomby" not in told(client, made)


def test_a_no_on_the_way_does_not_hide_what_was_signed_before_it(
    client: Any, earlier: Declaration, later: Declaration, made: Municipality, middle: Municipality
) -> None:
    middle.numbers.update(valid_from=None)
    answer(earlier, middle, "avslatt")
    merged_into(middle, "Fetby", "signert", earlier)
    answer(later, made, "signert")
    assert renewal(client, made) == (
        "Kan ikke sies med ett ord: Fetby signerte Erklæringen 2019 7. februar 2019; "
        "Mellomby avslo Erklæringen 2019."
    )


@pytest.mark.parametrize("status", ["signert", "avslatt"])
def test_nothing_is_said_where_one_of_the_parts_is_of_unknown_making(
    client: Any,
    earlier: Declaration,
    later: Declaration,
    made: Municipality,
    middle: Municipality,
    status: str,
) -> None:
    merged_into(made, "Fetby", status, earlier)
    answer(later, made, "signert")
    assert renewal(client, made) == (
        "Kan ikke sies: hvilke kommuner Mellomby ble dannet av etter Erklæringen 2019, er ikke registrert."
    )
