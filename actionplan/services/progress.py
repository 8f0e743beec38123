"""Tells how an activity comes along: an update for a day, carried to the activity.

The activity stands as its updates say, the last day's last. Each service locks the plan, then the activity,
and compares the version that the person looked at. What is refused raises `ValidationError` with messages in
Norwegian, and nothing is written.
"""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan, Activity, Update
from actionplan.standing import Standing, earliest_day, first_standings, standing
from osloregionen.formatting import date_nb
from osloregionen.writing import check_seen, refuse_long, save

_CHANGEABLE = {"on", "status", "status_reason", "progress", "text", "source", "verified_on"}


def report_progress(
    *,
    activity: Activity,
    on: dt.date,
    status: str = "",
    progress: int | None = None,
    text: str = "",
    status_reason: str = "",
    source: str = "",
    by: AbstractBaseUser | None,
    seen: int,
    reason: str = "",
) -> Update:
    """Register what was true of an activity on a day, and return it. About fifteen queries.

    `seen` is the version of the activity that the person looked at. An empty status or progress is "as
    before". Raises `Conflict` where somebody else changed the activity since; refuses a day in the future
    or long before the plan, a progress outside 0–100, "utsatt" and "avlyst" without a reason, and an update
    that says nothing.
    """
    refuse_long(reason)
    with transaction.atomic():
        stored = _locked(activity.pk)
        check_seen(stored, seen, Activity.history.filter(id=activity.pk))
        assert stored is not None  # noqa: S101 - else it would have been a conflict
        update = Update(
            activity=stored,
            on=on,
            status=status,
            status_reason=status_reason,
            progress=progress,
            text=text,
            source=source,
        )
        _check(update)
        _keep_first(stored)
        save(update, by=by, reason=reason)
        _carry(stored, by=by, reason=_("Meldt framdrift per %(day)s") % {"day": date_nb(update.on)})
    return update


def correct_update(
    *, update: Update, seen: int, by: AbstractBaseUser | None, reason: str, **changes: Any
) -> Update:
    """Mend what was told, and return it as it is now stored. Two queries without changes, about fifteen with.

    `seen` is the version of the update that the person looked at. Raises `Conflict` where somebody else
    changed it since; refuses what `report_progress` does, and a change without a reason.
    """
    if unknown := sorted(changes.keys() - _CHANGEABLE):
        raise TypeError(f"not fields of an update that can be changed: {', '.join(unknown)}")
    refuse_long(reason)
    with transaction.atomic():
        activity = _locked(update.activity_id)
        stored = _locked_update(update, seen)
        before = {name: getattr(stored, name) for name in changes}
        for name, value in changes.items():
            setattr(stored, name, value)
        _check(stored)
        if before == {name: getattr(stored, name) for name in changes}:
            return stored
        if not reason.strip():
            raise ValidationError(_("Skriv hvorfor oppdateringen endres."), code="reason")
        save(stored, by=by, reason=reason)
        _carry(activity, by=by, reason=_("Rettet oppdatering per %(day)s") % {"day": date_nb(stored.on)})
    return stored


def remove_update(*, update: Update, seen: int, by: AbstractBaseUser | None, reason: str) -> None:
    """Take back what was told: the activity stands as the other updates say. About ten queries.

    Raises `Conflict` as `correct_update`; refuses to do it without a reason. The history keeps both, and
    tells it by the reason from what went when a whole activity was deleted.
    """
    if not reason.strip():
        raise ValidationError(_("Skriv hvorfor oppdateringen fjernes."), code="reason")
    refuse_long(reason)
    with transaction.atomic():
        activity = _locked(update.activity_id)
        stored = _locked_update(update, seen)
        history: Any = stored
        history._change_reason = reason.strip()
        history._history_user = by
        day = stored.on
        stored.delete()
        _carry(activity, by=by, reason=_("Fjernet oppdatering per %(day)s") % {"day": date_nb(day)})


def restore_update(*, update: Update, by: AbstractBaseUser | None, reason: str) -> Update:
    """Put back an update that was removed, under its own number, and return it. About fifteen queries.

    `update` comes from the history. Refuses what `report_progress` does; `ValueError` where it is not gone.
    """
    refuse_long(reason)
    with transaction.atomic():
        activity = _locked(update.activity_id)
        if Update.objects.filter(pk=update.pk).exists():
            raise ValueError("the update is not gone; correct it instead")
        _check(update)
        save(update, by=by, reason=reason)
        _carry(
            activity, by=by, reason=_("Satt inn igjen oppdatering per %(day)s") % {"day": date_nb(update.on)}
        )
    return update


def carry_progress(*, activity: Activity, by: AbstractBaseUser | None, reason: str) -> Activity:
    """Have an activity stand as its updates say, where an earlier version of it was put back; return it.

    Five queries, and two more where it stood otherwise.
    """
    refuse_long(reason)
    with transaction.atomic():
        stored = _locked(activity.pk)
        if stored is None:
            raise ValueError("there is no such activity")
        _carry(stored, by=by, reason=reason)
    return stored


def _locked(key: int) -> Activity | None:
    """Return an activity as it is stored, its plan and itself nobody else's until the transaction ends."""
    activity = Activity.objects.order_by("pk").filter(pk=key)
    # The plan first, as whoever adopts it does: two who wait for each other would wait for ever.
    plans = activity.values("plan")
    ActionPlan.objects.select_for_update().order_by("pk").filter(pk__in=plans).first()
    return activity.select_for_update().first()


def _locked_update(update: Update, seen: int) -> Update:
    stored = Update.objects.select_for_update().order_by("pk").filter(pk=update.pk).first()
    check_seen(stored, seen, Update.history.filter(id=update.pk))
    assert stored is not None  # noqa: S101 - else it would have been a conflict
    return stored


def _check(update: Update) -> None:
    """Refuse an update that can't be true."""
    update.status_reason, update.text = update.status_reason.strip(), update.text.strip()
    update.full_clean()
    plan = update.activity.plan
    errors = {}
    if update.on > timezone.localdate():
        errors["on"] = _("Datoen ligger i framtiden. Meld det som har skjedd, eller sett en tidligere dato.")
    elif update.on < earliest_day(plan):
        errors["on"] = _("Datoen ligger før %(first)s. Handlingsprogrammet gjelder %(year)s.") % {
            "first": date_nb(earliest_day(plan)),
            "year": plan.year,
        }
    if update.status == Activity.Status.DONE and update.progress not in (None, 100):
        errors["progress"] = _("En fullført aktivitet har 100 prosent framdrift. La feltet stå tomt.")
    if errors:
        raise ValidationError(errors)


def _keep_first(activity: Activity) -> None:
    """See to it that the history knows how the activity stood before anything was told of it."""
    history: Any = Activity.history
    if not history.filter(id=activity.pk).exists():
        # Rows that were made in bulk have none.
        history.bulk_history_create([activity], default_date=activity.created_at)


def _carry(activity: Activity | None, *, by: AbstractBaseUser | None, reason: str) -> None:
    """Write on the activity how it stands by all its updates, where that is not what it says."""
    assert activity is not None  # noqa: S101 - an update has one
    stood = Standing(activity.status, activity.status_reason, activity.progress)
    history: Any = Update.history
    first = history.filter(activity_id=activity.pk).order_by("history_date", "history_id")
    moments = dict(first.values_list("activity_id", "history_date").reverse())
    start = first_standings([activity.pk], moments).get(activity.pk, stood)
    now = standing(start, activity.updates.all())
    if now == stood:
        return
    activity.status, activity.status_reason, activity.progress = now.status, now.status_reason, now.progress
    save(activity, by=by, reason=reason)
