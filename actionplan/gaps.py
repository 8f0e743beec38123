"""What is missing or doubtful about the action plans: read by staff in the admin and by `check_content`."""

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import ActionPlan, Activity, Output, StrategicPeriod
from osloregionen.formatting import counted_nb, list_nb, number_nb
from osloregionen.gaps import Gap

# What an activity may lack, and how to see that it does. Related rows are prefetched.
_LACKS: list[tuple[Promise | str, Callable[[Activity], bool]]] = [
    (gettext_lazy("status"), lambda activity: not activity.status),
    (gettext_lazy("ansvarlig"), lambda activity: activity.responsible_id is None),
    (gettext_lazy("bærekraftsmål"), lambda activity: not activity.goals.all()),
    (gettext_lazy("rolle og arbeidsform"), lambda activity: not activity.role_and_form),
    (
        gettext_lazy("tidspunkt"),
        lambda activity: activity.starts_on is None and activity.ends_on is None and not activity.date_note,
    ),
]


def content_gaps() -> list[Gap]:
    """Return the gaps of periods, plans and outputs, with a link to where each is mended. Seven queries."""
    gaps = [gap for period in StrategicPeriod.objects.all() for gap in _period_gaps(period)]
    plans = ActionPlan.objects.select_related("period").prefetch_related(
        "period__focus_areas", "activities__goals", "activities__wordings"
    )
    gaps += [gap for plan in plans for gap in _plan_gaps(plan)]
    if not plans:
        text = _("Ingen handlingsprogrammer er registrert.")
        gaps.append(Gap(_("Handlingsprogram"), text, reverse("admin:actionplan_actionplan_add")))
    return [*gaps, *_output_gaps()]


def _output_gaps() -> Iterator[Gap]:
    past = Output.objects.filter(status=Output.Status.PLANNED, year__lt=timezone.localdate().year)
    count = past.count()
    if count:
        yield Gap(
            _("Handlingsprogram"),
            _("%(outputs)s står som planlagt, enda året er over.")
            % {"outputs": counted_nb(count, _("leveranse"), _("leveranser"))},
            f"{reverse('admin:actionplan_output_changelist')}?status__exact={Output.Status.PLANNED}",
        )


def _period_gaps(period: StrategicPeriod) -> Iterator[Gap]:
    if period.adopted_on is None:
        yield Gap(
            _("Handlingsprogram"),
            _("%(title)s: vedtaket er ikke registrert.") % {"title": period.title},
            reverse("admin:actionplan_strategicperiod_change", args=[period.pk]),
        )


def _plan_gaps(plan: ActionPlan) -> Iterator[Gap]:
    edit = reverse("admin:actionplan_actionplan_change", args=[plan.pk])
    activities = f"{reverse('admin:actionplan_activity_changelist')}?plan__id__exact={plan.pk}"
    area = _("Handlingsprogram")
    for text in _adoption_gaps(plan):
        yield Gap(area, f"{plan.title}: {text}", edit)
    for text in _activity_gaps(plan):
        yield Gap(area, f"{plan.title}: {text}", activities)


def _adoption_gaps(plan: ActionPlan) -> Iterator[str]:
    if not plan.status:
        yield _("status og vedtak er ikke registrert.")
    elif plan.status == ActionPlan.Status.ADOPTED:
        missing = [
            word
            for word, value in (
                (_("vedtaksdato"), plan.adopted_on),
                (_("organ"), plan.adopted_by_id),
                (_("saksnummer"), plan.case_reference),
            )
            if not value
        ]
        if missing:
            yield _("vedtaket mangler %(what)s.") % {"what": list_nb(missing)}


def _activity_gaps(plan: ActionPlan) -> Iterator[str]:
    activities = list(plan.activities.all())
    used = {activity.focus_area_id for activity in activities}
    unused = [f"«{area.title}»" for area in plan.period.focus_areas.all() if area.pk not in used]
    if unused:
        yield _("ingen aktiviteter under %(areas)s.") % {"areas": list_nb(unused)}
    for what, lacks in _LACKS:
        count = sum(1 for activity in activities if lacks(activity))
        if count:
            text = _("%(count)s av %(all)s aktiviteter mangler %(what)s.")
            if count == len(activities) > 1:
                text = _("Alle de %(all)s aktivitetene mangler %(what)s.")
            yield text % {"count": number_nb(count), "all": number_nb(len(activities)), "what": what}
    unlike = [
        activity.number
        for activity in activities
        if len({wording.text for wording in activity.wordings.all()}) > 1
    ]
    if unlike:
        yield _("kildene formulerer aktivitet %(numbers)s ulikt.") % {"numbers": list_nb(unlike)}
