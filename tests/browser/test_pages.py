"""Every page of the catalogue in Chromium: on a phone, a tablet and a desktop, in light and dark."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import (
    LOOKS,
    complaints_of,
    faults_of,
    inaccessible,
    look_at_all,
    reader,
    report,
    show,
    sideways,
)
from tests.browser.serving import Portal
from tests.seen import Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: A page that all controls put their fault into.
PLAIN = Seen("members:page_about", "/om/")


@pytest.fixture
def council(served: Callable[[str], Portal]) -> Portal:
    """The portal with the council's content."""
    return served("council")


@pytest.fixture
def page(browser: Browser, council: Portal) -> Iterator[Page]:
    """A visitor's page."""
    context = reader(browser, council, "light")
    yield context.new_page()
    context.close()


def test_every_page_fits_is_accessible_and_breaks_no_policy(browser: Browser, council: Portal) -> None:
    faults = look_at_all(browser, council)
    assert len(council.pages) > 60
    assert not faults, report(faults)


def test_axe_would_have_found_a_picture_without_words(page: Page, council: Portal) -> None:
    show(page, council, PLAIN, 1280)
    page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    assert any(fault.startswith("image-alt") for fault in inaccessible(page))


@pytest.mark.parametrize(("theme", "grey"), [("light", "#c0c0c0"), ("dark", "#404040")])
def test_axe_would_have_found_words_too_pale_to_read(
    browser: Browser, council: Portal, theme: str, grey: str
) -> None:
    context = reader(browser, council, theme)
    page = context.new_page()
    show(page, council, PLAIN, 1280)
    assert inaccessible(page) == []
    # As a stylesheet's rule: what is written on an element itself would be refused.
    page.evaluate("grey => document.styleSheets[0].insertRule(`main p { color: ${grey} !important }`)", grey)
    assert any(fault.startswith("color-contrast") for fault in inaccessible(page))
    context.close()


@pytest.mark.parametrize(
    ("media", "look"),
    [
        ("(min-width: 700px) and (max-width: 1000px)", "768 px, light"),
        ("(min-width: 1000px)", "1280 px, light"),
        ("(max-width: 700px) and (prefers-color-scheme: dark)", "360 px, dark"),
    ],
)
@pytest.mark.parametrize(
    ("otherwise", "rule", "fault"),
    [
        (
            "#prove { color: inherit }",
            "#prove { color: #777 !important; background: #888 }",
            "color-contrast",
        ),
        ("#prove img { display: none }", "#prove img { display: block }", "image-alt"),
    ],
    ids=["pale", "wordless"],
)
def test_a_fault_of_one_look_alone_would_have_been_noticed_there(
    page: Page, council: Portal, media: str, look: str, otherwise: str, rule: str, fault: str
) -> None:
    show(page, council, PLAIN, 1280)
    page.evaluate(
        """([otherwise, media, rule]) => {
            const words = document.createElement('p'), picture = document.createElement('img');
            words.id = 'prove'; words.textContent = 'Prøve'; picture.src = '/favicon.ico';
            picture.width = picture.height = 20; words.append(picture);
            document.querySelector('main').append(words);
            const sheet = document.styleSheets[0];
            for (const one of ['#prove img { display: none }', otherwise, `@media ${media} { ${rule} }`])
                sheet.insertRule(one, sheet.cssRules.length);
        }""",
        [otherwise, media, rule],
    )
    faults = faults_of(page)
    assert any(name.startswith(look) for name in faults), faults
    assert all(found.startswith(fault) for name in faults for found in faults[name])


def test_something_too_wide_would_have_been_noticed(page: Page, council: Portal) -> None:
    show(page, council, PLAIN, 360)
    assert sideways(page) == []
    page.evaluate("() => document.styleSheets[0].insertRule('h1 { min-width: 400px }')")
    assert sideways(page)


def test_what_is_folded_away_is_looked_at_too(page: Page, council: Portal) -> None:
    show(page, council, PLAIN, 360)
    page.evaluate(
        """() => {
            document.querySelector('main').insertAdjacentHTML('beforeend',
                '<details><summary>Prøve</summary><p id="prove">Prøve</p></details>');
            const sheet = document.styleSheets[0];
            sheet.insertRule('#prove { color: #c0c0c0; inline-size: 500px }', sheet.cssRules.length);
        }"""
    )
    assert sideways(page) == inaccessible(page) == []
    faults = faults_of(page, [("light", 360)])
    assert list(faults) == ["360 px, light: scrolls sideways", "360 px, light: axe"]
    assert all(fault.startswith("color-contrast") for fault in faults["360 px, light: axe"])


def test_of_rows_that_are_alike_axe_is_shown_a_few_and_each_that_differs(page: Page, council: Portal) -> None:
    show(page, council, PLAIN, 360)
    page.evaluate(
        """() => {
            const rows = Array.from({length: 60}, (_, n) => `<li><a href="/${n}">Rad ${n}</a></li>`);
            rows[30] = '<li><a href="/" class="prove">Rad 30</a></li>';
            rows[40] = '<li><a href="/">Rad 40 <img src="/favicon.ico"></a></li>';
            rows[50] = '<li><a href="/" id="prove">Rad 50</a></li>';
            document.querySelector('main').insertAdjacentHTML('beforeend',
                `<ul>${rows.join('')}</ul><p role="group" aria-labelledby="prove">Prøve</p>`);
            const sheet = document.styleSheets[0];
            sheet.insertRule('a.prove { color: #c0c0c0 !important }', sheet.cssRules.length);
        }"""
    )
    faults = faults_of(page, [("light", 360)])
    left = page.locator("main > ul:last-of-type > li").all_inner_texts()
    assert [row.strip() for row in left] == [f"Rad {n}" for n in (0, 1, 2, 3, 30, 40, 50)]
    [found] = faults.values()
    assert {fault.split(":")[0] for fault in found} == {"color-contrast", "image-alt"}


def test_of_fields_that_are_alike_axe_is_shown_the_one_without_a_label(page: Page, council: Portal) -> None:
    show(page, council, PLAIN, 360)
    page.evaluate(
        """() => {
            const row = n => `<p><label for="prove-${n}">Felt</label><input id="prove-${n}"></p>`,
                rows = Array.from({length: 60}, (_, n) => row(n));
            rows[30] = '<p><input id="prove-30"></p>';
            rows[40] = '<p><label for="prove-400">Felt</label><input id="prove-40"></p>';
            document.querySelector('main').insertAdjacentHTML('beforeend', rows.join(''));
        }"""
    )
    [found] = faults_of(page, [("light", 360)]).values()
    assert [fault.split('"')[1] for fault in found if fault.startswith("label")] == ["prove-30", "prove-40"]


@pytest.mark.parametrize(
    ("rules", "looks"),
    [
        # Dark enough for white paper, and nothing told it of the other theme.
        (["#prove p { color: #595959 }"], {"360 px, dark", "768 px, dark", "1280 px, dark"}),
        # Only for screen readers on a phone: axe passes what nobody sees.
        (
            [
                "#prove p { color: #999; background: #888 }",
                "@media (max-width: 700px) { #prove p { clip-path: inset(50%) } }",
            ],
            {"768 px, light", "768 px, dark", "1280 px, light", "1280 px, dark"},
        ),
    ],
    ids=["of_one_theme", "clipped_on_a_phone"],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_words_that_others_resemble_are_still_asked_about(
    page: Page, council: Portal, rules: list[str], looks: set[str], backwards: bool
) -> None:
    show(page, council, PLAIN, 1280)
    page.evaluate(
        """rules => {
            const before = '<input aria-label="x">'.repeat(4) + '<p>–</p>'.repeat(9);
            document.querySelector('main').insertAdjacentHTML('beforeend',
                `<div id="prove">${before}<p>Prøve</p></div>`);
            const sheet = document.styleSheets[0];
            for (const rule of rules) sheet.insertRule(rule, sheet.cssRules.length);
        }""",
        rules,
    )
    faults = faults_of(page, LOOKS[::-1] if backwards else LOOKS)
    told = {name.removesuffix(": axe") for name, found in faults.items() if "contrast" in str(found)}
    # Once in each theme is enough: what looked so before is not told of again.
    assert told
    assert told <= looks


@pytest.mark.parametrize(
    ("rules", "first", "then", "told"),
    [
        # Once is enough.
        ("#prove { color: #595959; background: #888 }", "Prøve", "Prøve", [True, False]),
        # Axe can say nothing of what lies under something else.
        (
            """#prove { color: #595959; background: #888; margin: 0; block-size: 40px }
            #prove + p { background: #fff; margin-block-start: -40px; block-size: 20px }""",
            "Prøve</p><p>–",
            "Prøve",
            [False, True],
        ),
        # On white, and then on something dark that it is not in.
        (
            """.dark { background: #333; block-size: 60px }
            .dark + #prove { margin-block-start: -60px }
            #prove { color: #595959 }""",
            "Prøve",
            '</p><div class="dark"></div><p id="prove">Prøve',
            [False, True],
        ),
        # By its colour alone a link is told only from no words, or from words that are bold.
        (
            "#prove a { color: #595959; text-decoration: none }",
            '<a href="/">Prøve</a> | <a href="/">Prøve</a>',
            'Det er mange ord om <a href="/">prøven</a>',
            [False, True],
        ),
        (
            "#prove a { color: #595959; text-decoration: none; font-weight: 400 }",
            '<b class="block">Det er mange ord om <a href="/">prøven</a></b>',
            'Det er mange ord om <a href="/">prøven</a>',
            [False, True],
        ),
        # The fifth of those that are alike but for how many words there are.
        (
            "#prove a { color: #595959; text-decoration: none } #prove span { display: block }",
            "<span>x: <a href='/'>Et langt navn</a></span>" * 5
            + "<span>Mange ord om <a href='/'>n</a></span>",
            "Prøve",
            [True, False],
        ),
    ],
    ids=["alike", "covered", "on_something_dark", "few_words", "bold", "fifth"],
)
def test_words_are_asked_about_until_axe_has_judged_such_words(
    page: Page, council: Portal, rules: str, first: str, then: str, told: list[bool]
) -> None:
    """Two pages of a world, of which the second must not be passed over for the first."""
    judged: set[str] = set()
    found = []
    for words in (first, then):
        show(page, council, PLAIN, 360)
        page.evaluate(
            """([words, rules]) => {
                document.querySelector('main').insertAdjacentHTML('beforeend', `<p id="prove">${words}</p>`);
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(rules + '.block { display: block }');
                document.adoptedStyleSheets.push(sheet);
            }""",
            [words, rules],
        )
        faults = faults_of(page, [("light", 360), ("dark", 360)], judged=judged)
        found.append(any("light" in name for name in faults))
    assert found == told


def test_what_a_box_shows_on_a_phone_is_looked_at_too(page: Page, council: Portal) -> None:
    show(page, council, PLAIN, 360)
    page.evaluate(
        """() => {
            document.querySelector('main').insertAdjacentHTML('beforeend',
                '<p class="show-details"><label><input type="checkbox"> Vis</label></p>' +
                '<p id="prove">Prøve</p>');
            const sheet = document.styleSheets[0];
            for (const rule of [
                '#prove { color: #c0c0c0; inline-size: 500px }',
                '.show-details:not(:has(:checked)) + #prove { display: none }',
            ]) sheet.insertRule(rule, sheet.cssRules.length);
        }"""
    )
    assert sideways(page) == inaccessible(page) == []
    faults = faults_of(page, [("light", 360)])
    assert list(faults) == ["360 px, light: scrolls sideways", "360 px, light: axe"]
    assert all(fault.startswith("color-contrast") for fault in faults["360 px, light: axe"])


def test_an_inline_style_would_have_been_refused(page: Page, council: Portal) -> None:
    complaints = complaints_of(page, [])
    show(page, council, PLAIN, 1280)
    assert complaints == []
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    assert any("Content Security Policy" in complaint for complaint in complaints)


def test_an_error_in_the_console_would_have_been_noticed(page: Page, council: Portal) -> None:
    complaints = complaints_of(page, [])
    show(page, council, PLAIN, 1280)
    page.evaluate("() => console.error('prøve')")
    assert complaints == ["prøve"]


def test_a_page_with_another_status_would_have_been_noticed(page: Page, council: Portal) -> None:
    with pytest.raises(AssertionError, match="/finnes-ikke/ answered with 404"):
        show(page, council, Seen("x", "/finnes-ikke/"), 360)


def test_the_first_key_offers_to_skip_to_the_content(page: Page, council: Portal) -> None:
    page.goto(council.address)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#innhold"
