"""What is missing or doubtful in the content, gathered from the apps."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or doubtful: a subject, a sentence for staff, and where it is mended."""

    area: str
    text: str
    url: str = ""


def all_gaps() -> list[Gap]:
    """Return the gaps of every app that has `selectors.content_gaps`, grouped by area, in the apps' order.

    A fixed number of queries, however many rows there are.
    """
    gaps: list[Gap] = []
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.selectors") is None:
            continue
        content_gaps = getattr(import_module(f"{config.name}.selectors"), "content_gaps", None)
        if content_gaps is not None:
            gaps += content_gaps()
    areas = list(dict.fromkeys(gap.area for gap in gaps))
    return sorted(gaps, key=lambda gap: areas.index(gap.area))
