"""Models of the actionplan app, by subject."""

from actionplan.models.plan import ActionPlan, Activity, ActivityGoal, ActivityWording, SubPoint
from actionplan.models.progress import Output, Update
from actionplan.models.strategy import FocusArea, PeriodGoal, Priority, StrategicPeriod
from actionplan.models.version import PlanVersion, Treatment

__all__ = [
    "ActionPlan",
    "Activity",
    "ActivityGoal",
    "ActivityWording",
    "FocusArea",
    "Output",
    "PeriodGoal",
    "PlanVersion",
    "Priority",
    "StrategicPeriod",
    "SubPoint",
    "Treatment",
    "Update",
]
