"""Which body can have treated or adopted a plan on which day: what cannot be is refused."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplan.models import ActionPlan
from actionplan.standing import earliest_day
from members.models import Body
from osloregionen.formatting import date_nb


def refuse_impossible(
    plan: ActionPlan, body: Body | None, on: dt.date | None, *, names: tuple[str, str] = ("body", "on")
) -> None:
    """Refuse a day that lies ahead or before anybody drafted the plan, and a body that was not there then.

    What is None is not known, and not refused. `names` are the fields of body and day, where the messages go.
    Raises `ValidationError`. No queries.
    """
    body_name, on_name = names
    if on is None:
        return
    if on > timezone.localdate():
        raise ValidationError({on_name: _("Datoen kan ikke ligge fram i tid.")})
    earliest = earliest_day(plan)
    if on < earliest:
        raise ValidationError(
            {
                on_name: _("Handlingsprogrammet for %(year)d kan ikke være behandlet før %(date)s.")
                % {"year": plan.year, "date": date_nb(earliest)}
            }
        )
    if body is None:
        return
    values = {"body": body.name, "date": date_nb(on)}
    if body.valid_from is not None and on < body.valid_from:
        values["from"] = date_nb(body.valid_from)
        text = _("«%(body)s» fantes ikke %(date)s: organet virker fra og med %(from)s.")
        raise ValidationError({body_name: text % values})
    if body.valid_to is not None and on > body.valid_to:
        values["to"] = date_nb(body.valid_to)
        text = _("«%(body)s» fantes ikke lenger %(date)s: organet virket til og med %(to)s.")
        raise ValidationError({body_name: text % values})
