"""Which module draws which plan. Importing this imports Altair, which takes most of a second."""

from collections.abc import Callable
from typing import Any

from osloregionen.drawing import areas, bars, engine, lines, panels, paths, shares
from osloregionen.drawing.plans import (
    AreasPlan,
    BarsPlan,
    LinesPlan,
    PanelsPlan,
    PathPlan,
    Plan,
    SharesPlan,
)

_KINDS: dict[type, Callable[..., dict[str, Any]]] = {
    AreasPlan: areas.specification,
    BarsPlan: bars.specification,
    LinesPlan: lines.specification,
    PanelsPlan: panels.specification,
    PathPlan: paths.specification,
    SharesPlan: shares.specification,
}


def specification_of(plan: Plan, *, wide: bool) -> dict[str, Any]:
    """Return a plan as Vega-Lite, written by Altair and not checked against its schema."""
    return _KINDS[type(plan)](plan, wide=wide)


def svg_of(plan: Plan, *, wide: bool) -> str:
    """Return a plan as SVG, from after its opening `<svg `. 0.1 s."""
    return engine.svg(specification_of(plan, wide=wide))
