"""The pages of the action plan and the UN goals, for the catalogue."""

from collections.abc import Iterator

from actionplan import editions, selectors
from actionplan.models import ActionPlan
from actionplan.services import STEPS, refusal_of
from osloregionen.pages import Arguments, Audience, Entry, Kind
from osloregionen.sdg import GOALS

_2021 = {"year": 2021}

PAGES = (
    Entry("actionplan:plan_list", "The plans, and the strategic guidelines"),
    Entry(
        "actionplan:plan_detail",
        "One year's plan and its activities",
        example=_2021,
        needs="a plan for the year",
        states=("mal=13", "status=ikke-registrert", "status=tull", "mal=1"),
        tables=("",),
        every=selectors.plan_addresses,
    ),
    Entry(
        "actionplan:plan_pdf",
        "The plan as PDF",
        example=_2021,
        kind=Kind.PDF,
        asked=("utgave=forrige",),
        needs="a plan for the year",
        every=selectors.plan_addresses,
    ),
    Entry(
        "actionplan:plan_draft_pdf",
        "The draft of a plan's new version, beside the adopted one",
        example=_2021,
        kind=Kind.PDF,
        asked=("utgave=forrige",),
        needs="a plan that has an adopted version and is being drafted anew",
        every=selectors.redraft_addresses,
        in_sitemap=False,
    ),
    Entry(
        "actionplan:version_pdf",
        "A version of the plan as it was adopted",
        example={"year": 2021, "number": 1},
        kind=Kind.PDF,
        needs="an adopted version of the plan",
        every=selectors.version_addresses,
    ),
    Entry(
        "actionplan:connections",
        "A plan's goals by focus area, and what follows up commitments and priorities",
        example=_2021,
        needs="a plan for the year",
        tables=("mal", "forpliktelser", "prioriteringer"),
        every=selectors.plan_addresses,
    ),
    Entry(
        "actionplan:plan_status",
        "How a plan stood on a day",
        example=_2021,
        needs="a plan for the year",
        states=("dato=2021-09-30", "dato=2021-09-30&registrert=2021-10-05", "dato=tull"),
        # The form of days is drawn as lists' filters are, which keep how a list is sorted.
        asked=("sort=number",),
        tables=("",),
        every=selectors.plan_addresses,
    ),
    Entry(
        "actionplan:plan_status_pdf",
        "The status report of a day",
        example=_2021,
        kind=Kind.PDF,
        asked=("dato=2021-09-30&registrert=2021-10-05", "utgave=forrige"),
        needs="a plan for the year",
        every=selectors.plan_addresses,
    ),
    Entry(
        "actionplan:output_list",
        "What has come out of the work, and what is planned",
        states=("ar=2020", "type=mote", "status=planlagt", "sok=klimaskole"),
        tables=("",),
    ),
    Entry(
        "actionplan:plan_calendar",
        "A plan's dated activities and outputs as a calendar file",
        example=_2021,
        kind=Kind.FILE,
        needs="a plan for the year",
        every=selectors.plan_addresses,
        in_sitemap=False,
    ),
    Entry(
        "actionplan:comparison",
        "What changed from one plan to another: years, versions, drafts (`?fra=2021-1&til=2022`)",
        own_states=editions.comparison_states,
    ),
    Entry(
        "actionplan:comparison_pdf",
        "The same as PDF; leads to the page, which says why, where there are no two plans to compare",
        kind=Kind.PDF,
        query="fra=2021-1&til=2022",
        every_query=editions.latest_comparison,
        needs="two plans, or a plan and an adopted version; the council's content has one plan",
        asked=("utgave=forrige",),
        in_sitemap=False,
    ),
    Entry(
        "actionplan:activity_detail",
        "One activity",
        example={"year": 2021, "number": "1.1"},
        also=({"year": 2021, "number": "2.10"},),
        needs="an activity of the plan",
        every=selectors.activity_addresses,
    ),
    Entry("actionplan:goal_list", "The 17 UN goals"),
    Entry(
        "actionplan:goal_detail",
        "What contributes to one goal",
        example={"number": 13},
        also=({"number": 1},),
        tables=("",),
        every=lambda: ({"number": number} for number in GOALS),
    ),
)


def _every_step() -> Iterator[Arguments]:
    """Give the page of each step of each plan, first those where it can be taken now. One query."""
    plans = ActionPlan.objects.order_by("-year").values_list("pk", "status")
    every = [(bool(refusal_of(step, status)), step, key) for key, status in plans for step in STEPS]
    ordered = sorted(every, key=lambda one: one[0])
    return ({"object_id": key, "step": step.value} for _refused, step, key in ordered)


#: What the admin has of its own for plans.
STAFF_PAGES = (
    Entry(
        "admin:actionplan_actionplan_step",
        "A step of a plan's way to adoption",
        audience=Audience.STAFF,
        needs="a plan",
        every=_every_step,
        in_sitemap=False,
    ),
    Entry(
        "admin:actionplan_actionplan_rollover",
        "What continues of a plan in next year's, to be chosen",
        audience=Audience.STAFF,
        needs="a plan",
        every=selectors.plan_keys,
        in_sitemap=False,
    ),
    Entry(
        "admin:actionplan_activity_progress",
        "How an activity comes along, to be reported",
        audience=Audience.STAFF,
        needs="an activity",
        every=selectors.activity_keys,
        in_sitemap=False,
    ),
)
