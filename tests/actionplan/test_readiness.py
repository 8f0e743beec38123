"""The «klar?» list of a plan: what blocks its adoption, and what is only a warning."""

import re

import pytest

from actionplan.models import ActionPlan
from actionplan.readiness import placeholder_in, ready
from declaration.models import Commitment
from tests.actionplan.adopting import whole_plan
from tests.factories import make_activity, make_body, make_declaration, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_portal")]


def _texts(plan: ActionPlan) -> tuple[list[str], list[str]]:
    readiness = ready(ActionPlan.objects.get(pk=plan.pk))
    assert readiness.is_ready is not bool(readiness.blocking)
    return [one.text for one in readiness.blocking], [one.text for one in readiness.warnings]


def test_a_whole_plan_is_ready() -> None:
    blocking, warnings = _texts(whole_plan())
    assert (blocking, warnings) == ([], [])


def test_empty_titles_block() -> None:
    plan = whole_plan()
    activity = plan.activities.get()
    type(activity).objects.filter(pk=activity.pk).update(title=" ")
    ActionPlan.objects.filter(pk=plan.pk).update(title="")
    blocking, _warnings = _texts(plan)
    assert blocking == ["Handlingsprogrammet har ingen tittel.", "Uten tittel: aktivitet 1.1."]


@pytest.mark.parametrize(
    "field", ["title", "heading", "description", "role_and_form", "partners", "date_note"]
)
def test_placeholder_text_blocks_wherever_an_activity_has_it(field: str) -> None:
    plan = whole_plan()
    activity = plan.activities.get()
    setattr(activity, field, "Skrives av [navn]")
    activity.save()
    [text], _warnings = _texts(plan)
    assert text.startswith("Aktivitet 1.1, ")
    assert text.endswith("«[navn]» er ikke ferdig skrevet.")


def test_placeholder_text_in_a_sub_point_blocks() -> None:
    plan = whole_plan()
    make_activity(
        plan=plan,
        sub_points=("TBD",),
        goals=(7,),
        responsible=make_body(),
        role_and_form="x",
        date_note="vår",
    )
    blocking, _warnings = _texts(plan)
    assert blocking == ["Aktivitet 1.2, underpunkt: «TBD» er ikke ferdig skrevet."]


WAITING = """XXX|Møte i xxxx kommune|todo|Lorem ipsum dolor|Ansvarlig: ??|[fyll ut senere]|[…]|Dato: ____
kommer|Tekst kommer senere.|fylles ut|–|...|NN|Tittel|[sett inn tall]"""
WRITTEN = """Skjemaet fylles ut av kommunene|Hva kommer etter 2030?|Se [rapporten](https://example.org)|A–B
Punkt [1] og [2]|Kartlegge …|Test av ny metode|Mastodonter|Nyheter kommer i mai"""


@pytest.mark.parametrize("text", re.split(r"[|\n]", WAITING))
def test_text_that_waits_to_be_written_is_found(text: str) -> None:
    assert placeholder_in(text)


@pytest.mark.parametrize("text", ["", *re.split(r"[|\n]", WRITTEN)])
def test_text_that_is_written_is_left_alone(text: str) -> None:
    assert placeholder_in(text) == ""


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("goals", (), "mangler bærekraftsmål"),
        ("responsible", None, "mangler ansvarlig"),
        ("role_and_form", "", "mangler rolle og arbeidsform"),
        ("date_note", "", "mangler tidspunkt"),
    ],
)
def test_what_an_activity_lacks_is_a_warning_that_names_it(field: str, value: object, words: str) -> None:
    plan = whole_plan()
    whole = {"goals": (7,), "responsible": make_body(), "role_and_form": "Pådriver", "date_note": "våren"}
    make_activity(plan=plan, **{**whole, field: value})  # type: ignore[arg-type]
    blocking, warnings = _texts(plan)
    assert blocking == []
    assert [text.replace("\xa0", " ") for text in warnings] == [f"1 av 2 aktiviteter {words}: 1.2."]


def test_commitments_that_nothing_follows_up_are_a_warning() -> None:
    plan = whole_plan()
    before = make_declaration(title="Den gamle", year=plan.year - 4)
    declaration = make_declaration(title="Erklæringen", year=plan.year, renews=before)
    later = make_declaration(title="Den neste", year=plan.year + 1)
    for one in (before, declaration, later):
        for number in (1, 2):
            Commitment.objects.create(declaration=one, number=number, text=f"Forpliktelse {number}")
    plan.activities.get().commitments.set([declaration.commitments.get(number=1)])
    _blocking, warnings = _texts(plan)
    assert [text.replace("\xa0", " ") for text in warnings] == [
        "1 av 2 forpliktelser i Erklæringen følges ikke opp av noen aktivitet: «2. Forpliktelse 2»."
    ]


def test_a_plan_without_activities_is_not_ready() -> None:
    blocking, _warnings = _texts(make_plan())
    assert blocking == ["Handlingsprogrammet har ingen aktiviteter."]


def test_a_long_list_names_some_and_counts_the_rest_and_another_set_has_another_code() -> None:
    plan = make_plan()
    for _n in range(20):
        make_activity(plan=plan, goals=(7,), responsible=make_body(), role_and_form="x", date_note="")
    [finding] = ready(plan).warnings
    assert finding.text.endswith("1.11, 1.12 og 8 til.")
    last = plan.activities.get(number="1.20")
    last.number = "1.21"
    last.save()
    [same] = ready(plan).warnings
    assert same.code == finding.code
    last.delete()
    make_activity(plan=plan, goals=(7,), responsible=make_body(), role_and_form="x", number="1.20")
    [other] = ready(plan).warnings
    assert (other.text, other.code == finding.code) == (finding.text, False)
