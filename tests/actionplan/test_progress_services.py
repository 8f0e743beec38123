"""What is told of an activity: carried to it, corrected, taken back; or refused, with nothing changed."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actionplan.models import Activity, Update
from actionplan.services import correct_update, remove_update, report_progress, restore_update
from osloregionen.writing import Conflict
from tests.factories import make_activities, make_activity, make_plan

pytestmark = pytest.mark.django_db
YEAR = 2025


def _activity(**fields: Any) -> Activity:
    return make_activity(plan=make_plan(year=YEAR), **fields)


def _day(month: int, day: int = 1) -> dt.date:
    return dt.date(YEAR, month, day)


def _tell(activity: Activity, on: dt.date | None = None, **told: Any) -> Update:
    activity.refresh_from_db()
    told.setdefault("by", None)
    return report_progress(activity=activity, on=on or _day(3), seen=activity.version, **told)


def _stands(activity: Activity) -> tuple[str, int | None, str]:
    activity.refresh_from_db()
    return activity.status, activity.progress, activity.status_reason


def test_what_is_told_is_carried_to_the_activity_with_who_and_why(staff: Any) -> None:
    activity = _activity()

    _tell(activity, status="pagar", progress=40, text="Møtt tre ganger", by=staff)

    assert _stands(activity) == ("pagar", 40, "")
    row = activity.history.first()
    assert (row.history_user, row.history_change_reason) == (staff, "Meldt framdrift per 1.\u00a0mars 2025")


def test_what_is_left_empty_is_as_before() -> None:
    activity = _activity()
    _tell(activity, status="pagar", progress=40)

    _tell(activity, on=_day(4), text="Ikke noe nytt")

    assert _stands(activity) == ("pagar", 40, "")


def test_an_update_of_an_earlier_day_changes_nothing_that_a_later_one_says() -> None:
    activity = _activity()
    _tell(activity, on=_day(6), status="pagar")

    _tell(activity, on=_day(3), status="planlagt", progress=10)

    assert _stands(activity) == ("pagar", 10, "")


def test_what_is_finished_has_come_to_100_per_cent() -> None:
    activity = _activity()
    _tell(activity, status="pagar", progress=40)

    _tell(activity, on=_day(6), status="fullfort")

    assert _stands(activity) == ("fullfort", 100, "")


def test_what_is_taken_up_again_is_as_far_as_it_was() -> None:
    activity = _activity()
    _tell(activity, status="pagar", progress=40)
    _tell(activity, on=_day(6), status="fullfort")

    _tell(activity, on=_day(7), status="pagar")

    assert _stands(activity) == ("pagar", 40, "")


def test_a_corrected_update_is_carried_again() -> None:
    activity = _activity()
    update = _tell(activity, status="pagar", progress=40)

    correct_update(update=update, seen=update.version, by=None, reason="Feil tall", progress=30)

    assert _stands(activity) == ("pagar", 30, "")


def test_a_removed_update_leaves_the_activity_as_it_was_before() -> None:
    activity = _activity(status="planlagt", progress=5)
    update = _tell(activity, status="utsatt", status_reason="Venter på staten", progress=40)

    remove_update(update=update, seen=update.version, by=None, reason="Gjaldt en annen")

    assert _stands(activity) == ("planlagt", 5, "")
    assert not Update.objects.filter(activity=activity).exists()


def test_an_activity_without_history_remembers_how_it_was() -> None:
    plan = make_plan(year=YEAR)
    make_activities(1, plan=plan, goal=13)
    activity = plan.activities.get()
    update = _tell(activity, status="pagar")

    remove_update(update=update, seen=update.version, by=None, reason="Gjaldt en annen")

    assert _stands(activity) == ("", None, "")


def test_a_removed_update_can_be_put_back() -> None:
    activity = _activity()
    update = _tell(activity, status="pagar")
    key = update.pk
    remove_update(update=update, seen=update.version, by=None, reason="Feil")
    row = Update.history.filter(id=key).latest("history_date", "history_id")

    restore_update(update=row.instance, by=None, reason="Var riktig likevel")

    assert _stands(activity) == ("pagar", None, "")
    assert Update.objects.get().pk == key


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"progress": 120}, "Framdriften går fra 0 til 100 prosent."),
        ({"progress": -1}, "større enn eller lik 0"),
        ({"status": "utsatt"}, "En utsatt eller avlyst aktivitet må ha en begrunnelse."),
        ({"status": "avlyst"}, "En utsatt eller avlyst aktivitet må ha en begrunnelse."),
        (
            {"status": "avlyst", "status_reason": "  "},
            "En utsatt eller avlyst aktivitet må ha en begrunnelse.",
        ),
        (
            {"status": "utsatt", "status_reason": "\u200b"},
            "En utsatt eller avlyst aktivitet må ha en begrunnelse.",
        ),
        ({"status": "kanskje"}, "kanskje"),
        ({}, "En oppdatering må ha status, framdrift eller tekst."),
        ({"text": " \u200b"}, "En oppdatering må ha status, framdrift eller tekst."),
        ({"status": "fullfort", "progress": 80}, "En fullført aktivitet har 100 prosent framdrift."),
        ({"status": "pagar", "on": "31. februar"}, "31. februar"),
        ({"status": "pagar", "on": dt.date(YEAR - 2, 12, 31)}, "Handlingsprogrammet gjelder 2025."),
        ({"status": "pagar", "on": dt.date(2100, 1, 1)}, "Datoen ligger i framtiden."),
        ({"status": "pagar", "reason": "x" * 101}, "høyst 100 tegn"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(told: dict[str, Any], message: str) -> None:
    activity = _activity(status="planlagt", progress=5)
    before = activity.history.count()

    with pytest.raises(ValidationError) as refused:
        _tell(activity, **told)

    assert message in " ".join(refused.value.messages)
    assert _stands(activity) == ("planlagt", 5, "")
    assert (activity.history.count(), Update.objects.count(), Update.history.count()) == (before, 0, 0)


def test_tomorrow_is_the_future_and_today_is_not() -> None:
    activity = make_activity(plan=make_plan(year=timezone.localdate().year))
    today = timezone.localdate()

    with pytest.raises(ValidationError, match="framtiden"):
        _tell(activity, on=today + dt.timedelta(days=1), status="pagar")
    _tell(activity, on=today, status="pagar")

    assert _stands(activity)[0] == "pagar"


def test_who_comes_second_is_told_of_the_first() -> None:
    activity = _activity()
    seen = activity.version
    _tell(activity, status="pagar")

    with pytest.raises(Conflict) as refused:
        report_progress(activity=activity, on=_day(3), status="avlyst", status_reason="x", by=None, seen=seen)

    assert "«ikke registrert» → «pågår»" in str(refused.value)
    assert _stands(activity)[0] == "pagar"


@pytest.mark.parametrize(
    "change",
    [
        {"progress": 120},
        {"on": dt.date(2100, 1, 1)},
        {"status": "utsatt"},
        {"status": "utsatt", "status_reason": " "},
    ],
)
def test_a_correction_is_held_to_the_same(change: dict[str, Any]) -> None:
    activity = _activity()
    update = _tell(activity, status="pagar", progress=40)

    with pytest.raises(ValidationError):
        correct_update(update=update, seen=update.version, by=None, reason="Feil", **change)

    assert _stands(activity) == ("pagar", 40, "")
    assert Update.history.count() == 1


def test_a_correction_and_a_removal_say_why() -> None:
    update = _tell(_activity(), status="pagar")

    with pytest.raises(ValidationError, match="Skriv hvorfor oppdateringen endres"):
        correct_update(update=update, seen=update.version, by=None, reason=" ", progress=30)
    with pytest.raises(ValidationError, match="Skriv hvorfor oppdateringen fjernes"):
        remove_update(update=update, seen=update.version, by=None, reason=" ")

    assert Update.objects.get().progress is None


def test_a_correction_of_what_somebody_else_corrected_is_refused() -> None:
    update = _tell(_activity(), status="pagar")
    correct_update(update=update, seen=1, by=None, reason="Feil", progress=30)

    with pytest.raises(Conflict):
        correct_update(update=update, seen=1, by=None, reason="Feil", progress=50)
    with pytest.raises(Conflict):
        remove_update(update=update, seen=1, by=None, reason="Feil")

    assert Update.objects.get().progress == 30
