"""Vega-Lite as SVG, and SVG as PNG: vl-convert, in bokmål and in the portal's type."""

import functools
import hashlib
import json
import logging
import os
import re
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings

from osloregionen.drawing.look import CONFIG, FORMAT_LOCALE
from osloregionen.drawing.slim import slim

logger = logging.getLogger(__name__)

#: The faces of Inter that drawings use, as npm installs them.
FONTS = ("Inter-Regular.woff2", "Inter-SemiBold.woff2")


def svg(specification: dict[str, Any]) -> str:
    """Return a Vega-Lite specification as SVG, from after its opening `<svg `, with CONFIG. 50 ms."""
    import vl_convert

    _with_fonts()
    whole = {**specification, "config": CONFIG}
    drawing = slim(vl_convert.vegalite_to_svg(whole, format_locale=FORMAT_LOCALE))
    # Names of clip paths must differ between the charts of a page.
    prefix = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:8]
    drawing = re.sub(r'(id="|url\(#)', rf"\g<1>c{prefix}-", drawing)
    return drawing.removeprefix("<svg ")


def png(drawing: str, *, scale: float) -> bytes:
    """Return a whole SVG file as PNG, so many times its size. 0.2 s or so."""
    import vl_convert

    _with_fonts()
    picture: bytes = vl_convert.svg_to_png(drawing, scale=scale)
    return picture


@functools.cache
def _with_fonts() -> None:
    """Let the engine know Inter, once per process: it measures with it, and a PNG is set in it.

    Without it (packages missing, a disk that is full) it has others, so that is a line in the log.
    """
    import vl_convert

    try:
        folder = _unpacked()
    except OSError as error:
        logger.warning("Charts are drawn without Inter: %s", error)
        return
    vl_convert.register_font_directory(str(folder))


def _unpacked() -> Path:
    """Return the folder with Inter as the engine reads it; unpacked there once, in 0.3 s a face."""
    folder: Path = settings.DATA_DIR / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for name in FONTS:
        packed = (settings.BASE_DIR / "node_modules/inter-ui/web" / name).read_bytes()
        file = folder / f"{name.removesuffix('.woff2')}-{hashlib.sha256(packed).hexdigest()[:8]}.ttf"
        if not file.exists():
            _unpack(packed, file)
    return folder


def _unpack(packed: bytes, file: Path) -> None:
    from fontTools.ttLib import woff2

    unpacked = BytesIO()
    woff2.decompress(BytesIO(packed), unpacked)
    # Under another name first: another worker may be at it, and nobody may meet half a file.
    number, name = tempfile.mkstemp(dir=file.parent, prefix="new-")
    with os.fdopen(number, "wb") as target:
        target.write(unpacked.getvalue())
    Path(name).replace(file)
