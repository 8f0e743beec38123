"""Takes pictures of every page of the catalogue: `script/screenshots`. The same pages, browser, widths and
themes as in the tests (tests/browser/test_pages.py).
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import programs
from tests.browser.looking import THEMES, WIDTHS, chromium, reader, show
from tests.browser.serving import ROOT, Portal, portal
from tests.seen import Seen


def file_name(seen: Seen, width: int, theme: str) -> str:
    """Return what a picture is called: "members-municipality_list_medlemmer_navn=nes-360-dark.png"."""
    place = re.sub(r"[^\w=.-]+", "_", seen.address).strip("_") or "forside"
    return f"{place[:80]}-{width}-{theme}.png"


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
    """Read the command line, take the pictures, say where they are. Returns 1 where there are none."""
    parser = argparse.ArgumentParser(prog="script/screenshots", description="Take pictures of every page.")
    parser.add_argument("--world", default="council", help="a world of tests/scenarios.py (council)")
    parser.add_argument("--out", type=Path, default=ROOT / "var/screenshots", help="where (var/screenshots)")
    parser.add_argument("--only", default="", metavar="NAME", help="pages whose name or address holds NAME")
    options = parser.parse_args(arguments)
    try:
        program = programs.chromium()
    except pytest.skip.Exception as missing:
        print(missing, file=sys.stderr)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory() as folder, portal(options.world, Path(folder)) as served:
        pages = chosen(served.pages, options.only)
        if not pages:
            names = ", ".join(sorted({seen.name for seen in served.pages}))
            print(f"No page has {options.only!r} in its name or address. There are: {names}", file=sys.stderr)  # noqa: T201
            return 1
        target = options.out / options.world
        with chromium(program) as browser:
            count = take(browser, served, pages, target)
    print(f"{count} pictures in {target}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
