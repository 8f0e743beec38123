"""Takes pictures of every page of the catalogue: `script/screenshots`. The same pages, browser, widths and
themes as in the tests (tests/browser/test_pages.py): in the council's content, and in the filled world what
is not looked at there.
"""

import argparse
import hashlib
import re
import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import programs
from tests.browser.looking import THEMES, WIDTHS, chromium, look_at_all, reader, report, show
from tests.browser.serving import ROOT, Portal, portal
from tests.seen import Seen

#: The worlds that have every page between them.
WHOLE = ("council", "filled")
#: Of an address in a picture's name; folders take 255 bytes.
LONGEST_PLACE = 80


def file_name(seen: Seen, width: int, theme: str) -> str:
    """Return what a picture is called: "medlemmer_navn=nes-360-dark.png"."""
    place = re.sub(r"[^\w=.-]+", "_", seen.address).strip("_") or "forside"
    if len(place) > LONGEST_PLACE:
        # Two long addresses may begin alike.
        place = f"{place[:LONGEST_PLACE]}-{hashlib.sha256(place.encode()).hexdigest()[:6]}"
    return f"{place}-{width}-{theme}.png"


def take(browser: Browser, served: Portal, pages: Sequence[Seen], folder: Path) -> int:
    """Take each page at each width in each theme, in full length. Returns how many pictures there are."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for theme in THEMES:
        for staff in (False, True):
            context = reader(browser, served, theme, staff=staff)
            page = context.new_page()
            for seen in (seen for seen in pages if seen.staff == staff):
                for width in WIDTHS:
                    show(page, served, seen, width)
                    page.screenshot(path=folder / file_name(seen, width, theme), full_page=True)
                    count += 1
            context.close()
    return count


def chosen(pages: Sequence[Seen], name: str) -> list[Seen]:
    """Return the pages whose name in the catalogue or whose address holds these words; all for none."""
    return [seen for seen in pages if name in seen.name or name in seen.address]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, take the pictures, say where they are. Returns 1 for none, or for faults."""
    parser = argparse.ArgumentParser(prog="script/screenshots", description="Take pictures of every page.")
    parser.add_argument(
        "--world",
        help="a world of tests/scenarios.py alone (council, and what it lacks in filled)",
    )
    parser.add_argument("--out", type=Path, default=ROOT / "var/screenshots", help="where (var/screenshots)")
    parser.add_argument("--only", default="", metavar="NAME", help="pages whose name or address holds NAME")
    parser.add_argument("--check", action="store_true", help="say too what the tests would find fault with")
    options = parser.parse_args(arguments)
    try:
        program = programs.chromium()
    except pytest.skip.Exception as missing:
        print(missing, file=sys.stderr)  # noqa: T201
        return 1
    names: set[str] = set()
    count = 0
    faults: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, chromium(program) as browser:
        for world in (options.world,) if options.world else WHOLE:
            place = Path(folder) / world
            place.mkdir()
            with portal(world, place, Path(folder) / "migrated.sqlite3") as served:
                more, found = picture(browser, served, names, options, options.out / world)
            names |= {seen.name for seen in served.pages}
            count, faults = count + more, faults | found
    if not count:
        there = ", ".join(sorted(names))
        print(f"No page has {options.only!r} in its name or address. There are: {there}", file=sys.stderr)  # noqa: T201
        return 1
    if options.check:
        print(report(faults) if faults else "Nothing to find fault with.")  # noqa: T201
    return 1 if faults else 0


def picture(
    browser: Browser, served: Portal, known: Collection[str], options: argparse.Namespace, target: Path
) -> tuple[int, dict[str, Any]]:
    """Take the chosen pages of a world, but for names that are `known`. Returns their number, and faults."""
    pages = [seen for seen in chosen(served.pages, options.only) if seen.name not in known]
    if not pages:
        return 0, {}
    count = take(browser, served, pages, target)
    print(f"{count} pictures in {target}")  # noqa: T201
    fully = tuple(seen._replace(briefly=False) for seen in pages)
    return count, look_at_all(browser, replace(served, pages=fully)) if options.check else {}


if __name__ == "__main__":
    sys.exit(main())
