"""Drawings that are kept: in this process, and in Django's cache for all others and for after a restart.

A drawing is named by its plan and by what draws it: the versions of Altair and vl-convert, our own code, the
typeface. So nothing is ever out of date, and a process that finds all its drawings never imports Altair.
"""

import functools
import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache

from osloregionen import formatting
from osloregionen.drawing.engine import FONTS
from osloregionen.drawing.plans import Plan

logger = logging.getLogger(__name__)

_Kept = TypeVar("_Kept")


@dataclass(frozen=True)
class Drawn:
    """A plan as SVG, from after its opening `<svg `, for wide and for narrow screens."""

    wide: str
    narrow: str


@functools.lru_cache(maxsize=128)
def drawn(plan: Plan) -> Drawn:
    """Return the plan drawn. Nothing if this process has it, a millisecond if another had, else 0.2 s.

    A process's first drawing takes a second or two more. No queries.
    """
    # Every value of a plan says all of itself in its repr, also which kind of number it is.
    return _kept(f"chart:{_name(repr(plan))}", lambda: _draw(plan))


@functools.lru_cache(maxsize=16)
def drawn_wide(plan: Plan) -> str:
    """Return the plan drawn for wide screens alone, as a file has it. Costs half of `drawn`. No queries."""
    return _kept(f"chart:{_name('wide ' + repr(plan))}", lambda: _draw_wide(plan))


def drawn_specification(specification: dict[str, Any]) -> str:
    """Return Vega-Lite that somebody else wrote as SVG, from after `<svg `. Costs as `drawn`. No queries."""
    return _drawn_text(json.dumps(specification, sort_keys=True))


@functools.lru_cache(maxsize=64)
def _drawn_text(specification: str) -> str:
    from osloregionen.drawing import engine

    return _kept(f"chart:{_name(specification)}", lambda: engine.svg(json.loads(specification)))


def _draw(plan: Plan) -> Drawn:
    # Altair takes most of a second to import: only a process that draws pays for it.
    from osloregionen.drawing.kinds import svg_of

    return Drawn(svg_of(plan, wide=True), svg_of(plan, wide=False))


def _draw_wide(plan: Plan) -> str:
    from osloregionen.drawing.kinds import svg_of

    return svg_of(plan, wide=True)


def _kept(key: str, make: Callable[[], _Kept]) -> _Kept:
    """Return what the cache has, else what is made now. A full disk keeps nothing, and costs no page."""
    found: _Kept | None = cache.get(key)
    if found is not None:
        return found
    made = make()
    try:
        cache.set(key, made)
    except OSError as error:
        logger.warning("A drawing is not kept: %s", error)
    return made


def _name(what: str) -> str:
    return hashlib.sha256(_engine() + what.encode()).hexdigest()[:40]


@functools.cache
def _engine() -> bytes:
    """Return what tells one way of drawing from another. Reads a dozen files, once per process."""
    digest = hashlib.sha256()
    for package in ("altair", "vl-convert-python"):
        digest.update(f"{package} {version(package)}\n".encode())
    code = [*sorted(Path(__file__).parent.glob("*.py")), Path(formatting.__file__)]
    fonts = [settings.BASE_DIR / "node_modules/inter-ui/web" / name for name in FONTS]
    for file in (*code, *fonts):
        if file.is_file():
            digest.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()
