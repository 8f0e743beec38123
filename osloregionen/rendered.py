"""Small pieces of markup that Python code (tables, tags) and templates must write alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from osloregionen.formatting import MISSING, NBSP
from osloregionen.parts import Status
from osloregionen.sdg import GOALS
from osloregionen.text import norwegian_slug
from osloregionen.word_changes import Mark, Piece

if TYPE_CHECKING:
    from osloregionen.tilemap import Tile


@lru_cache(maxsize=1)
def missing_html() -> SafeString:
    """Return "ikke registrert", muted, in words that stay together on a line."""
    return format_html('<span class="missing">{}</span>', MISSING)


@lru_cache(maxsize=64)
def status_html(status: Status | None) -> SafeString:
    """Return a status as sign and word; None, or an empty "ikke registrert", is what is missing."""
    if status is None or (status.tone == "empty" and status.word == MISSING):
        return missing_html()
    return format_html(
        '<span class="status tone-{}"><span class="status-sign" aria-hidden="true">{}</span> {}</span>',
        status.tone,
        status.sign,
        status.word,
    )


@lru_cache(maxsize=512)
def tile_html(tile: "Tile", *, here: bool) -> SafeString:
    """Return a municipality's square on the tile map, a link with its status; `here` marks it.

    Written in Python, and kept: a page of sixty tiles, made anew, has those of the last but for a few.
    """
    status = tile.status
    classes = f"tile tone-{status.tone}" if status else "tile"
    said = f"{tile.name}: {status.word}" if status else tile.name
    return format_html(
        '<li class="r{} c{}"><a class="{}" href="{}"{} title="{}">{}'
        '<span class="tile-short" aria-hidden="true">{}</span><span class="tile-name">{}</span>{}</a></li>',
        tile.row,
        tile.col,
        f"{classes} here" if here else classes,
        tile.url,
        mark_safe(' aria-current="true"') if here else "",
        said,
        _tile_sign(status) if status else "",
        tile.short,
        tile.hyphenated,
        format_html('<span class="ds-sr-only">: {}</span>', status.word) if status else "",
    )


@lru_cache(maxsize=64)
def _tile_sign(status: Status) -> SafeString:
    return format_html('<span class="tile-sign" aria-hidden="true">{}</span>', status.sign)


@lru_cache(maxsize=512)
def tile_line_html(tile: "Tile") -> SafeString:
    """Return a municipality's line in the list below the tile map."""
    link = format_html('<a href="{}">{}</a>', tile.url, tile.name)
    if tile.status is None:
        return format_html("<li>{}</li>", link)
    return format_html(
        '<li><span class="tone-{}"><span class="status-sign" aria-hidden="true">{}</span></span> {}'
        '<span class="muted">, {}</span></li>',
        tile.status.tone,
        tile.status.sign,
        link,
        tile.status.word,
    )


def link_html(address: str) -> SafeString:
    """Return a web address as a link that shows it without its scheme."""
    return format_html('<a href="{}">{}</a>', address, address.split("//", 1)[-1].rstrip("/"))


def goal_html(number: int, *, short: bool) -> SafeString:
    """Return a goal's badge with its name, which `short` leaves to screen readers, as a link to its page."""
    return _goal_html(int(number), short, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=128)
def _goal_html(number: int, short: bool, _prefix: str, _urlconf: str | None) -> SafeString:
    # A table of activities has hundreds of badges; the address depends on the last two.
    goal = GOALS[number]
    badge = format_html('<span class="goal goal-{}">{}</span>', goal.number, goal.number)
    name = format_html('<span class="{}"> {}</span>', "ds-sr-only" if short else "goal-name", goal.name)
    url = reverse("actionplan:goal_detail", args=[goal.number])
    return format_html('<a class="goal-link" href="{}" title="{}">{}{}</a>', url, goal.name, badge, name)


def goals_html(numbers: Iterable[int], *, short: bool = True) -> SafeString:
    """Return the badges of several goals as a list; no goals read "ikke registrert"."""
    badges = [(goal_html(number, short=short),) for number in numbers]
    if not badges:
        return missing_html()
    return format_html('<ul class="goals">{}</ul>', format_html_join("", "<li>{}</li>", badges))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


_SIGNS = {Mark.REMOVED: ("del", "−"), Mark.ADDED: ("ins", "+")}


def changes_html(pieces: Iterable[Piece], *, spoken: bool = True) -> SafeString:
    """Return words with what is removed as `<del>` and what is added as `<ins>`, each with a visible sign.

    [− to store] [+ tre små]: with brackets, so that it is read without colours and lines too. They stand
    outside the elements: a line through the words would hide the minus. `spoken` says it in words to screen
    readers instead of the signs; print has the signs for all.
    """
    parts: list[str] = []
    last = Mark.SAME
    for piece in pieces:
        space, words, rest = _words_of(piece)
        if piece.mark in _SIGNS:
            # One value in place of another has no space of its own.
            space = space or (" " if last is Mark.REMOVED else "")
            words = _marked(piece.mark, words, spoken=spoken)
        parts += [space, words, rest]
        last = piece.mark
    return mark_safe("".join(parts))  # noqa: S308 - the words are escaped


def _words_of(piece: Piece) -> tuple[str, str, str]:
    """Return what stands before, in and after the words of a piece, escaped."""
    words = piece.text.strip()
    if not words:
        # A paragraph that came or went has no word of its own.
        mark = "¶" if piece.mark in _SIGNS else ""
        return "", mark, piece.text.replace("\n", "<br>")
    before, _words, after = piece.text.partition(words)
    space, text, rest = (conditional_escape(part).replace("\n", "<br>") for part in (before, words, after))
    return space, text, rest


def _marked(mark: Mark, words: str, *, spoken: bool) -> str:
    tag, sign = _SIGNS[mark]
    if not spoken:
        if mark is Mark.ADDED:
            return f"<ins>[{sign}{NBSP}{words}]</ins>"
        # A line through the minus would hide it. In one element: else WeasyPrint breaks the line too soon.
        return f"<span>[{sign}{NBSP}<del>{words}</del>]</span>"
    said = _("tatt ut:") if mark is Mark.REMOVED else _("kommet til:")
    return (
        f'<span aria-hidden="true">[{sign}{NBSP}</span><{tag}><span class="ds-sr-only">({said} </span>{words}'
        f'<span class="ds-sr-only">)</span></{tag}><span aria-hidden="true">]</span>'
    )


def render_markdown(text: str) -> SafeString:
    """Return Markdown as HTML for a page. HTML in it shows as text; its largest headings become h2."""
    parser = _parser()
    tokens = parser.parse(text)
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    down = 2 - min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + down, 6)}"
    html: str = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(html)  # noqa: S308 - the parser escapes HTML and refuses dangerous addresses


@dataclass(frozen=True)
class Guide:
    """A guide of docs/ as a page: its title, its sections (address and heading), and the rest as HTML."""

    title: str
    sections: tuple[tuple[str, str], ...]
    html: SafeString


def render_guide(text: str) -> Guide:
    """Return one of our own guides, written in Markdown, as a page. No queries.

    The first heading is the title; every other one gets an id, its words as an address, to be linked to.
    """
    parser = _parser()
    tokens = parser.parse(text)
    title, sections = "", []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            words = tokens[place + 1].content
            if token.tag == "h1":
                title = words
            else:
                token.attrSet("id", norwegian_slug(words))
            if token.tag == "h2":
                sections.append((norwegian_slug(words), words))
    above = next(
        (place for place, token in enumerate(tokens) if token.tag == "h1" and token.nesting == -1), -1
    )
    html: str = parser.renderer.render(tokens[above + 1 :], parser.options, {})
    return Guide(title, tuple(sections), mark_safe(html))  # noqa: S308 - our own, and the parser escapes HTML


def render_printed_markdown(text: str, *, above: int) -> SafeString:
    """Return Markdown as HTML for print, below a heading of the level `above`. HTML in it shows as text.

    So that PDF/UA takes whatever staff write: no level of headings is left out, a link holds plain words,
    and a table without rows has its head as one.
    """
    parser = _parser()
    tokens = parser.parse(text)
    levels: list[int] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1])
            levels = [*(one for one in levels if one < level), level]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(above + len(levels), 6)}"
        elif token.type == "thead_close" and tokens[place + 1].type == "table_close":
            _make_row(tokens[: place + 1])
        elif token.type == "inline":
            token.children = list(_with_plain_links(token.children or []))
    html: str = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(html)  # noqa: S308 - the parser escapes HTML and refuses dangerous addresses


def _make_row(tokens: list[Token]) -> None:
    """Make the head that the tokens end with a body of one row."""
    for token in reversed(tokens):
        token.tag = {"thead": "tbody", "th": "td"}.get(token.tag, token.tag)
        if token.type == "thead_open":
            return


def _with_plain_links(tokens: Iterable[Token]) -> Iterator[Token]:
    """Give the tokens with the words of each link as one text; an empty one shows its address."""
    inside: list[str] | None = None
    address = ""
    for token in tokens:
        if token.type == "link_open":
            inside, address = [], str(token.attrs["href"])
        elif token.type == "link_close" and inside is not None:
            yield Token("text", "", 0, content="".join(inside).strip() or address)
            inside = None
        elif inside is not None:
            inside.append(" " if token.type in ("softbreak", "hardbreak") else token.content)
            continue
        yield token
