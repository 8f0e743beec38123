"""The «klar?» list of a plan: what blocks its adoption, and what is only a warning."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from actionplan.connections import connections_of
from actionplan.models import ActionPlan, ActivityWording, Treatment
from actionplan.readiness import ready
from actionplan.snapshot import content_of
from declaration.models import Commitment
from tests.actionplan.adopting import whole_plan
from tests.factories import (
    make_activity,
    make_body,
    make_declaration,
    make_document,
    make_plan,
    make_priority,
)

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


def _texts_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to each text that a frozen value holds: names of fields and places in tuples."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _texts_in(one, (*path, place))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts_in(getattr(value, field.name), (*path, field.name))


def _with(value: Any, path: tuple[Any, ...], text: str) -> Any:
    if not path:
        return text
    step, *rest = path
    if isinstance(value, tuple):
        return (*value[:step], _with(value[step], tuple(rest), text), *value[step + 1 :])
    return dataclasses.replace(value, **{step: _with(getattr(value, step), tuple(rest), text)})


def test_every_text_that_is_frozen_is_looked_at() -> None:
    plan = whole_plan(introduction="x", source="x")
    priority = make_priority(focus_area=plan.activities.get().focus_area)
    make_priority(focus_area=priority.focus_area, parent=priority)
    activity = make_activity(plan=plan, sub_points=("x",), continues=make_activity(plan=make_plan(year=2010)))
    activity.priorities.add(priority)
    activity.commitments.add(Commitment.objects.create(declaration=make_declaration(), text="x"))
    ActivityWording.objects.create(activity=activity, document=make_document(), text="x")
    Treatment.objects.create(plan=plan, body=make_body(), on="2025-11-03")
    content = content_of(ActionPlan.objects.get(pk=plan.pk))
    choices = {
        ("status",),
        ("activities", 0, "status"),
        ("activities", 1, "status"),
        ("activities", 0, "number"),
    }
    # The adoption itself is asked for, and looked at, by the service.
    choices |= {("activities", 1, "number"), ("accepted_because",)}
    ways = [way for way in _texts_in(content) if way not in choices]
    assert len(ways) > 40
    for way in ways:
        spoilt = ready(plan, _with(content, way, "TODO"))
        found = [one.text for one in (*spoilt.blocking, *spoilt.warnings) if "«TODO»" in one.text]
        assert found, way


@pytest.mark.parametrize(("field", "words"), [("outcome", "utfall"), ("case_reference", "saksnummer")])
def test_placeholder_text_of_a_treatment_blocks(field: str, words: str) -> None:
    plan = whole_plan()
    body = make_body(name="Styret for prøver")
    Treatment.objects.create(plan=plan, body=body, on="2025-11-03", **{field: "TODO"})
    blocking, _warnings = _texts(plan)
    assert blocking == [f"Behandlingen i styret for prøver, {words}: «TODO» er ikke ferdig skrevet."]


def test_what_others_wrote_is_only_a_warning() -> None:
    plan = whole_plan()
    ActivityWording.objects.create(activity=plan.activities.get(), document=make_document(), text="XXX møter")
    blocking, warnings = _texts(plan)
    assert blocking == []
    assert warnings == ["Aktivitet 1.1, ordlyd i kilden: «XXX» ser ikke ferdig skrevet ut."]


def test_signs_that_nobody_sees_are_no_text() -> None:
    plan = whole_plan(title="\u200b", introduction="\u200b")
    blocking, _warnings = _texts(plan)
    assert blocking == [
        "Handlingsprogrammet har ingen tittel.",
        (
            "Handlingsprogrammet, innledning: her står bare tegn som ikke vises. Skriv teksten, eller tøm "
            "feltet."
        ),
    ]


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


def test_what_all_activities_lack_is_told_without_their_numbers() -> None:
    plan = whole_plan()
    make_activity(plan=plan, goals=(7,), responsible=make_body(), role_and_form="x", date_note="våren")
    plan.activities.update(role_and_form="\u200b")
    _blocking, [text] = _texts(plan)
    assert text == "Alle de 2 aktivitetene mangler rolle og arbeidsform."


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
        (
            "1 av 2 registrerte forpliktelser i Erklæringen er ikke koblet til noen aktivitet: "
            "«2. Forpliktelse 2»."
        )
    ]
    plan.activities.get().commitments.clear()
    _blocking, [text] = _texts(plan)
    assert text.startswith("Ingen av de 2 registrerte forpliktelsene i Erklæringen er koblet til noen")


def test_a_declaration_without_commitments_gives_way_to_the_newest_that_has_any() -> None:
    plan = whole_plan()
    old, former, latest = (
        make_declaration(title=title, year=plan.year - back)
        for title, back in (("Den eldste", 8), ("Den forrige", 4), ("Den gjeldende", 0))
    )
    for before, after in ((old, former), (former, latest)):
        after.renews = before
        after.save()
        Commitment.objects.create(declaration=before, number=1, text="Forpliktelse")
    _blocking, [text] = _texts(plan)
    assert text.startswith("Den registrerte forpliktelsen i Den forrige er ikke koblet til noen aktivitet")
    groups = connections_of(plan).commitments
    assert [group.title for group in groups] == ["Den gjeldende", "Den forrige"]


def test_what_is_missed_of_a_declaration_that_activities_name_is_a_warning_whichever_holds() -> None:
    plan = whole_plan()
    old = make_declaration(title="Den gamle", year=plan.year - 4)
    latest = make_declaration(title="Den nye", year=plan.year, renews=old)
    named, _other = (Commitment.objects.create(declaration=old, number=n, text="x") for n in (1, 2))
    also = Commitment.objects.create(declaration=latest, number=1, text="x")
    plan.activities.get().commitments.set([named, also])
    _blocking, [text] = _texts(plan)
    assert "i Den gamle er ikke koblet til noen aktivitet: «2. x»" in text


def test_a_plan_without_activities_is_not_ready() -> None:
    blocking, _warnings = _texts(make_plan())
    assert blocking == ["Handlingsprogrammet har ingen aktiviteter."]


def test_a_long_list_names_some_and_counts_the_rest_and_another_set_has_another_code() -> None:
    plan = make_plan()
    whole: dict[str, Any] = {"goals": (7,), "responsible": make_body(), "role_and_form": "x"}
    make_activity(plan=plan, **whole, date_note="hele året", number="9.1")
    for n in range(20):
        make_activity(plan=plan, **whole, number=f"1.{n + 1}")
    [finding] = ready(plan).warnings
    assert finding.text.endswith("1.11, 1.12 og 8 til.")
    last = plan.activities.get(number="1.20")
    last.number = "1.21"
    last.save()
    [same] = ready(plan).warnings
    assert same.code == finding.code
    last.delete()
    make_activity(plan=plan, **whole, number="1.20")
    [other] = ready(plan).warnings
    assert (other.text, other.code == finding.code) == (finding.text, False)
