"""What a look at a page is, for the tests and for the screenshots alike: browsers, widths, themes, faults."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.serving import ROOT, Portal
from tests.seen import Seen

WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")
HEIGHT = 900
#: Each theme at each width, in the order with fewest changes: to draw anew takes a while.
LOOKS = tuple((theme, width) for width in WIDTHS for theme in THEMES)
BRIEF_LOOKS = (("dark", 360), ("light", 1280))
AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
#: How many neighbours that are alike axe is shown: rows may be striped, and a first or a last one may differ.
ALIKE = 4
#: What axe is asked of how words look, and of links that their colour alone tells from the words around them.
COLOUR_RULES = ("color-contrast", "link-in-text-block")
#: In pixels: what is as large may be paler (WCAG 1.4.3: 18 points, or 14 and bold).
LARGE, LARGE_AND_BOLD = 24, 18.66
#: Marks of how words look: that they are large, are such a link's, or that something lies over or under them.
IS_LARGE, IS_LINK, IS_OVER = "large", "link:", "over:"
#: What axe and the console say of Django's own admin and of Select2, its fields with search, which we take as
#: they come. On staff pages only; each pattern holds the markup that is meant.
DJANGOS_OWN = (
    # Select2 names its field by the chosen value, and its list of values is a list of buttons.
    r"aria-input-field-name: <span class=\"select2-selection",
    r"label: <input class=\"select2-search__field\"",
    r"list: <ul class=\"select2-selection__rendered\"",
    # Users and groups: the boxes to choose rights from, and dates in two fields.
    r"aria-prohibited-attr: <span class=\"help-tooltip search-label-icon\"",
    r"label: <input type=\"text\" name=\"(last_login|date_joined)_[01]\"",
)
# Nothing but the portal is to be reached, and nothing of the machine's own browser is to be touched.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """Give a Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def reader(browser: Browser, portal: Portal, theme: str, *, staff: bool = False) -> BrowserContext:
    """Return a reader who prefers light or dark; `staff` has logged in."""
    context = browser.new_context(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    if staff:
        context.add_cookies([{"name": "sessionid", "value": portal.session, "url": portal.address}])
    return context


def show(page: Page, portal: Portal, seen: Seen, width: int) -> None:
    """Lead the browser to a page. Raises AssertionError where it answers with another status."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    answer = page.goto(portal.address + seen.address)
    assert answer is not None
    assert answer.status == seen.status, f"{seen.address} answered with {answer.status}"


_SIDEWAYS = """() => {
    const root = document.documentElement, over = root.scrollWidth - root.clientWidth;
    if (over <= 0) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
        element => element.getBoundingClientRect().right > root.clientWidth + 0.5);
    return [over + ' px too wide', ...wide.slice(0, 3).map(element => element.outerHTML.slice(0, 120))];
}"""
#: Opens what the page has folded away, or folds it again, and says whether there is any. No animation is left
#: to wait for then: the admin's buttons take a while to change their colours.
_UNFOLD = """unfolded => {
    window.folded ??= [...document.querySelectorAll('details:not([open])')];
    for (const one of window.folded) one.open = unfolded;
    document.getAnimations().forEach(one => { try { one.finish() } catch { one.cancel() } });
    return window.folded.length > 0;
}"""
#: Ticks the boxes that show more on a phone (templates/_details_box.html), or unticks them, and says whether
#: there are any to be seen.
_TICK = """ticked => {
    const boxes = [...document.querySelectorAll('.show-details input')].filter(box => box.checkVisibility());
    for (const box of boxes) box.checked = ticked;
    return boxes.length > 0;
}"""


def sideways(page: Page) -> list[str]:
    """Return by how much the page now shown scrolls sideways, if it does, and what sticks out."""
    found: list[str] = page.evaluate(_SIDEWAYS)
    return found


def sideways_in_any_state(page: Page) -> list[str]:
    """Return as `sideways`, for the first state of the page that scrolls: as it comes, with all unfolded, and
    with boxes ticked too. Leaves it unfolded, no box ticked.
    """
    found: list[str] = page.evaluate(
        f"""() => {{
            ({_UNFOLD})(false);
            let found = ({_SIDEWAYS})();
            if (({_UNFOLD})(true) && !found.length) found = ({_SIDEWAYS})();
            if (({_TICK})(true) && !found.length) found = ({_SIDEWAYS})();
            ({_TICK})(false);
            return found;
        }}"""
    )
    return found


def _script(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def spare(page: Page) -> int:
    """Return of how many elements of the page now shown `thin` would take away, and note which.

    Of neighbours in which everything is like something in those before them, but for words, names and
    addresses, the first few stay, and what others are named by. Axe judges what there is and how it looks,
    and needs seconds for a list of hundreds.
    """
    page.evaluate(f"({_UNFOLD})(true)")
    found: int = page.evaluate(_script("thin.js"), ALIKE)
    return found


def thin(page: Page) -> None:
    """Take from the page now shown what `spare` has noted: what only says the same of more rows."""
    page.evaluate("() => window.spare.forEach(one => one.remove())")


def inaccessible(page: Page) -> list[str]:
    """Return what axe finds on the page now shown, a line for each fault of each element."""
    return _ask(page, RULES)[0]


def _ask(
    page: Page,
    rules: Collection[str],
    *,
    leaving: Collection[str] = (),
    words: Collection[str] | None = None,
) -> tuple[list[str], list[str], list[str]]:
    """Return what axe finds by `rules` (or tags of rules), leaving some out; which words it could judge; and
    of which it has nothing to say, not even a doubt.

    It is asked about all that the page shows, or, with `words`, about what looks as they say: some of those
    that `appearance` has just returned.
    """
    if not page.evaluate("() => 'axe' in window"):
        # Evaluated by the browser itself, so the page's own policy stays in force.
        page.evaluate(AXE.read_text())
    options = {
        # By names only where they are not experiments: those are left out where rules are asked by tags.
        "runOnly": [*rules],
        "rules": {name: {"enabled": False} for name in leaving},
        "resultTypes": ["violations"] if words is None else ["violations", "passes", "incomplete"],
        # Nothing is in frames, and no rule of these asks for the stylesheets' own text.
        "preload": False,
        "iframes": False,
    }
    asked = None if words is None else sorted(words)
    found, judged, unsaid = page.evaluate(_script("ask.js"), [asked, IS_LINK, options])
    faults = [f"{rule}: {html[:160]} {' '.join(summary.split())[:200]}" for rule, html, summary in found]
    return faults, judged, unsaid


def appearance(page: Page) -> tuple[str, set[str]]:
    """Return what the page now shows: a text that is alike where it shows the same, and how its words look.

    What is there is each element's way of being shown (whether it scrolls, and whether a link looks as the
    words around it but for its colour), in the order of the document. How words look is their colour, whether
    they are large, what colours lie behind them (the page's own too), and what lies over or under them that
    is taken out of its place; of such links that, and the same of the words around. Each way is told once, in
    words that mean the same on every page; the page remembers a few that look so.
    """
    marks = [LARGE, LARGE_AND_BOLD, IS_LARGE, IS_LINK, IS_OVER, ALIKE]
    shown, words = page.evaluate(_script("appearance.js"), marks)
    return shown, set(words)


def look(
    page: Page,
    portal: Portal,
    seen: Seen,
    looks: Sequence[tuple[str, int]] = LOOKS,
    judged: set[str] | None = None,
) -> dict[str, Any]:
    """Return what is wrong with a page, by look. It is fetched once; then theme and window change."""
    show(page, portal, seen, looks[-1][1])
    return faults_of(page, looks, staff=seen.staff, judged=judged)


def faults_of(
    page: Page,
    looks: Sequence[tuple[str, int]] = LOOKS,
    *,
    staff: bool = False,
    judged: set[str] | None = None,
) -> dict[str, Any]:
    """Return what is wrong with the page now shown, by look; `staff` as in `Seen`.

    The width is asked as the page comes and with all that can be unfolded; axe is shown the latter, without
    what says the same of more rows (`thin`). The whole page is asked its width in one theme, what is left of
    it in both.
    Axe's answer follows from what it is shown. It is asked for what is there in the first look and where
    other things are there than before; for colours where words look as none did that it has judged before,
    on this page or on those that filled `judged`.
    """
    faults: dict[str, Any] = {}
    judged = set() if judged is None else judged
    here: set[str] = set()
    shown_before: set[str] = set()
    if spare(page):
        # From the last look, at which the page before this one was left: to resize a window takes a while.
        # A theme changes no widths; of most of the page that is seen below.
        at_each_width = {width: (theme, width) for theme, width in looks[::-1]}
        for theme, width in _each(page, [*at_each_width.values()]):
            if wide := sideways_in_any_state(page):
                faults[f"{width} px, {theme}: scrolls sideways"] = wide
        thin(page)
    for theme, width in _each(page, looks):
        if wide := sideways_in_any_state(page):
            faults.setdefault(f"{width} px, {theme}: scrolls sideways", wide)
        found = _found_by_axe(page, shown_before, here, judged)
        if page.evaluate(f"({_TICK})(true)"):
            found += _found_by_axe(page, shown_before, here, judged)
            page.evaluate(f"({_TICK})(false)")
        if found := [fault for fault in found if not (staff and _is_djangos(fault))]:
            faults[f"{width} px, {theme}: axe"] = found[:10]
    return faults


def _found_by_axe(page: Page, shown_before: set[str], here: set[str], judged: set[str]) -> list[str]:
    """Return what axe finds on the page now shown that it was not asked about before; adds to what it was.

    `here` are the words of this page that it has no more to say of, `judged` those of any page.
    """
    shown, words = appearance(page)
    known = here | judged
    # What can be read when it is small can be read when it is large.
    new = {word for word in words if not {word, word.removesuffix(IS_LARGE)} & known}
    found = []
    if shown not in shown_before:
        shown_before.add(shown)
        found += _ask(page, RULES, leaving=("color-contrast",))[0]
    if new:
        of_colours, now_judged, unsaid = _ask(page, COLOUR_RULES, words=new)
        found += [fault for fault in of_colours if fault not in found]
        here.update(now_judged, unsaid)
        # How much of them is covered may differ.
        judged.update(word for word in now_judged if IS_OVER not in word)
    return found


def _each(page: Page, looks: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Give each look when the page now shown has it."""
    before: tuple[str, int] = ("", 0)
    for theme, width in looks:
        if theme != before[0]:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        if width != before[1]:
            page.set_viewport_size({"width": width, "height": HEIGHT})
        before = theme, width
        yield before


def look_at_all(
    browser: Browser, portal: Portal, brief: Sequence[tuple[str, int]] = BRIEF_LOOKS
) -> dict[str, Any]:
    """Return what is wrong with the portal's pages, by address; what the console complains of too.

    `brief` are the looks at a page that needs not all of them.
    """
    faults: dict[str, Any] = {}
    judged: set[str] = set()
    for staff in (False, True):
        context = reader(browser, portal, "light", staff=staff)
        # With each page from its beginning: to send it afterwards takes longer.
        context.add_init_script(path=AXE)
        page = context.new_page()
        now: list[Seen] = []
        complaints = complaints_of(page, now)
        for seen in (seen for seen in portal.pages if seen.staff == staff):
            now.append(seen)
            looks = brief if seen.briefly else LOOKS
            # The admin shows most on a desktop, and then less of the same. Elsewhere all is there on a phone,
            # where headings are small: axe has least to do if it begins with most.
            looks = looks[::-1] if staff else looks
            found = look(page, portal, seen, looks, judged)
            if told := [text for text in complaints if not (staff and _is_djangos(text))]:
                found["console"] = told
            complaints.clear()
            if found:
                faults[seen.address] = found
        context.close()
    return faults


def _is_djangos(fault: str) -> bool:
    return any(re.match(pattern, fault) for pattern in DJANGOS_OWN)


def complaints_of(page: Page, seen: list[Seen]) -> list[str]:
    """Return a list that fills with what the page's console says is wrong; `seen` holds what is looked at."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A page that tells of an error is one: the browser says so of the status alone.
        expected = f"the server responded with a status of {seen[-1].status} " if seen else None
        if message.type == "error" and not (expected and expected in message.text):
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def report(faults: dict[str, Any]) -> str:
    """Return faults as text to read."""
    return json.dumps(faults, ensure_ascii=False, indent=1)
