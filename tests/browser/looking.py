"""What a look at a page is, for the tests and for the screenshots alike: browsers, widths, themes, faults."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
#: What depends on colours. The other rules ask what is there, and what it is called.
COLOUR_RULES = ("color-contrast", "link-in-text-block")
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


def sideways(page: Page) -> list[str]:
    """Return by how much the page now shown scrolls sideways, if it does, and what sticks out."""
    script = """() => {
        const root = document.documentElement, over = root.scrollWidth - root.clientWidth;
        if (over <= 0) return [];
        const wide = [...document.querySelectorAll('body *')].filter(
            element => element.getBoundingClientRect().right > root.clientWidth + 0.5);
        return [over + ' px too wide', ...wide.slice(0, 3).map(element => element.outerHTML.slice(0, 120))];
    }"""
    found: list[str] = page.evaluate(script)
    return found


def unfold(page: Page, *, unfolded: bool = True) -> bool:
    """Open what the page now shown has folded away, or fold it again. Returns whether there is any."""
    # Then no animation is left to wait for: the admin's buttons take a while to change their colours.
    script = """unfolded => {
        window.folded ??= [...document.querySelectorAll('details:not([open])')];
        for (const one of window.folded) one.open = unfolded;
        document.getAnimations().forEach(one => { try { one.finish() } catch { one.cancel() } });
        return window.folded.length > 0;
    }"""
    return bool(page.evaluate(script, unfolded))


def inaccessible(
    page: Page, rules: tuple[str, ...] = RULES, *, colours: bool = True, others: bool = True
) -> list[str]:
    """Return what axe finds on the page now shown, a line for each fault of each element.

    `colours` and `others` say which of the rules are asked: those of `COLOUR_RULES`, and all but those.
    """
    if not page.evaluate("() => 'axe' in window"):
        # Evaluated by the browser itself, so the page's own policy stays in force.
        page.evaluate(AXE.read_text())
    # Nothing is in frames, and no rule of these asks for the stylesheets' own text.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False, "iframes": False}
    # By their names only where they are not experiments: those are left out where rules are asked by tags.
    options["runOnly"] = list(rules if others else COLOUR_RULES)
    if others and not colours:
        options["rules"] = {name: {"enabled": False} for name in COLOUR_RULES}
    found = page.evaluate("options => axe.run(options)", options)["violations"] if colours or others else []
    return [
        f"{rule['id']}: {node['html'][:160]} {' '.join(node['failureSummary'].split())[:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def appearance(page: Page) -> tuple[str, str]:
    """Return two texts: one is alike where a page shows the same things, one where their colours are too.

    What is there is each element's way of being shown (and whether it scrolls), in the order of the
    document; where it lies counts only for what is taken out of the flow, and may lie over something else.
    """
    shown, coloured = page.evaluate(
        """() => {
            const shown = [], coloured = [];
            for (const element of document.body.querySelectorAll('*')) {
                const style = getComputedStyle(element), box = element.getBoundingClientRect(),
                    lies = ['static', 'relative'].includes(style.position) ? [] : Object.values(box.toJSON());
                shown.push([element.tagName, style.display, style.visibility, style.clip, style.clipPath,
                            box.width > 0 && box.height > 0, element.scrollWidth > element.clientWidth,
                            element.scrollHeight > element.clientHeight].join());
                for (const one of [style, getComputedStyle(element, '::before')])
                    coloured.push([one.color, one.backgroundColor, one.backgroundImage, one.opacity,
                                   one.content, one.fontSize, one.fontWeight, one.textShadow,
                                   one.textDecorationLine, one.position, ...lies].join());
            }
            return [shown.join('|'), coloured.join('|')];
        }"""
    )
    return shown, shown + coloured


def look(page: Page, portal: Portal, seen: Seen, looks: Sequence[tuple[str, int]] = LOOKS) -> dict[str, Any]:
    """Return what is wrong with a page, by look. It is fetched once; then theme and window change."""
    show(page, portal, seen, looks[0][1])
    return faults_of(page, looks, staff=seen.staff)


def faults_of(page: Page, looks: Sequence[tuple[str, int]] = LOOKS, *, staff: bool = False) -> dict[str, Any]:
    """Return what is wrong with the page now shown, by look; `staff` as in `Seen`.

    The width is asked as the page comes and with all that can be unfolded; axe is shown the latter.
    Axe's answer follows from what it is shown. It is asked for colours again only where a look has other
    ones, and for the rest where it shows other things, than the looks before it: colours take most time.
    """
    faults: dict[str, Any] = {}
    known: set[str] = set()
    before: tuple[str, int] = ("", 0)
    for theme, width in looks:
        if theme != before[0]:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        if width != before[1]:
            page.set_viewport_size({"width": width, "height": HEIGHT})
        before = theme, width
        unfold(page, unfolded=False)
        wide = sideways(page)
        if unfold(page):
            wide = wide or sideways(page)
        if wide:
            faults[f"{width} px, {theme}: scrolls sideways"] = wide
        shown, coloured = appearance(page)
        found = inaccessible(page, others=shown not in known, colours=coloured not in known)
        known |= {shown, coloured}
        if found := [fault for fault in found if not (staff and _is_djangos(fault))]:
            faults[f"{width} px, {theme}: axe"] = found[:10]
    return faults


def look_at_all(
    browser: Browser, portal: Portal, brief: Sequence[tuple[str, int]] = BRIEF_LOOKS
) -> dict[str, Any]:
    """Return what is wrong with the portal's pages, by address; what the console complains of too.

    `brief` are the looks at a page that needs not all of them; some need the first of them alone.
    """
    faults: dict[str, Any] = {}
    for staff in (False, True):
        context = reader(browser, portal, "light", staff=staff)
        # With each page from its beginning: to send it afterwards takes longer.
        context.add_init_script(path=AXE)
        page = context.new_page()
        now: list[Seen] = []
        complaints = complaints_of(page, now)
        for seen in (seen for seen in portal.pages if seen.staff == staff):
            now.append(seen)
            looks = brief[:1] if seen.once else brief if seen.briefly else LOOKS
            found = look(page, portal, seen, looks)
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
