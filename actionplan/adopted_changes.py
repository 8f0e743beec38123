"""Whether a plan says something else now than it did when it was adopted.

What is told of its activities in the year it is for is expected, and no change of the programme. Nor is how
it was treated and adopted, which the version tells of.
"""

import datetime as dt
import re
from dataclasses import replace

from actionplan.snapshot import ActivityContent, PlanContent
from osloregionen.formatting import ranges_nb

_NO_MOMENT = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
#: White space as JSON holds it, which no reader sees the amount of.
_SPACES = re.compile(r"(?:\\[nrt]|\s)+")


def says_the_same(adopted: PlanContent, now: PlanContent) -> bool:
    """Say whether the programme is as it was adopted. No queries; some milliseconds for 150 activities."""
    before, after = _programme(adopted), _programme(now)
    # Mostly they are equal; written out is slower by far.
    return before == after or _tidied(before) == _tidied(after)


def _tidied(content: PlanContent) -> str:
    return ranges_nb(_SPACES.sub(" ", content.to_json()))


def _programme(content: PlanContent) -> PlanContent:
    """Return what a content says as the programme, and nothing of its way or of how it comes along."""
    return replace(
        content,
        status="",
        adopted_on=None,
        adopted_by="",
        case_reference="",
        source="",
        period=replace(content.period, source=""),
        activities=tuple(_planned(activity) for activity in content.activities),
        treatments=(),
        changed=_NO_MOMENT,
        version=None,
        warnings=(),
        accepted_because="",
        schema=0,
    )


def _planned(activity: ActivityContent) -> ActivityContent:
    """Return an activity without how it comes along, and without what older versions don't hold.

    What it continues is told by its key: another plan's words, and its numbers, are not this one's.
    """
    return replace(activity, status="", status_reason="", progress=None, continues_text="", earlier=())
