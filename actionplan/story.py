"""What pages and PDF say alike about plans and activities."""

import datetime as dt

from django.utils.translation import gettext as _

from actionplan.models import Activity
from actionplan.snapshot import ActivityContent
from members.models import Body
from osloregionen.formatting import date_nb, period_nb


def adoption_text(on: dt.date | None, by: Body | str | None) -> str:
    """Return "28. oktober 2020 av representantskapet" with what is known of it; empty without a date."""
    if on is None:
        return ""
    if not by:
        return date_nb(on)
    name = str(by)
    return _("%(date)s av %(body)s") % {"date": date_nb(on), "body": name[:1].lower() + name[1:]}


def activity_period(activity: Activity | ActivityContent) -> str:
    """Return when an activity runs, as far as that is known; empty where nothing is. No queries."""
    if activity.starts_on is not None and activity.ends_on is not None:
        dates = period_nb(activity.starts_on, activity.ends_on)
    elif activity.starts_on is not None:
        dates = _("fra %(date)s") % {"date": date_nb(activity.starts_on)}
    elif activity.ends_on is not None:
        dates = _("til %(date)s") % {"date": date_nb(activity.ends_on)}
    else:
        dates = ""
    return " – ".join(part for part in (dates, activity.date_note) if part)
