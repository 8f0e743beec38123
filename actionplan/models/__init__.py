"""Models of the actionplan app, by subject."""

from actionplan.models.plan import ActionPlan, Activity, ActivityGoal, ActivityWording, SubPoint
from actionplan.models.strategy import FocusArea, PeriodGoal, Priority, StrategicPeriod

__all__ = [
    "ActionPlan",
    "Activity",
    "ActivityGoal",
    "ActivityWording",
    "FocusArea",
    "PeriodGoal",
    "Priority",
    "StrategicPeriod",
    "SubPoint",
]
