"""Requests that nobody thought of: odd values in paths, parameters, headers and bodies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any
from urllib.parse import quote, quote_plus, unquote_to_bytes

from django.test.client import FakePayload
from hypothesis import strategies as st

from tests.fuzz.surface import Surface

#: Written into values: if one of them stands in a page as it is here, the page did not escape it.
MARKS = ("<fuzz-mark>", '"fuzz-mark="', "'fuzz-mark='")
LONG = 100_000

# What does harm where it is taken as it is.
HARMFUL = [*MARKS, "\x00", "\r\nX-Fuzz: 1", "//example.org/", "https://example.org/"]
# At the edges of what Python, both databases and calendars hold.
NUMBERS = [
    *("0", "-1", "1", "00", "-0", "1.5", "1,5", "1e5", "1e999", "Infinity", "NaN", "0x10", "1_000", "+1"),
    *("9999", "10000", "2147483648", "-2147483649", "9223372036854775808", "-9223372036854775809", "0000"),
    *("9" * 40, "9" * 5000, "0." + "1" * 400, "1e-400", "²", "①", "٣", "１２", "2021-02-30", "2021"),
]
#: Whole numbers that databases, or dates, have no room for.
TOO_LARGE = ["10000", "2147483648", "9223372036854775808", "9" * 40]
ODD = [
    # Nothing, and what looks like it.
    *("", " ", "\t", "None", "null", "undefined", "[]", "{}"),
    # Characters that are not what they seem.
    *("\x1f", "\x7f", "\ud800", "a\udfffb", "\ufeff", "\ufffe"),
    *(
        "\u202etxet",
        "e\u0301\u0323",
        "Å",
        "Å",
        "ǆ",
        "İ",
        "ß",
        "ﬁ",
        "æøå ÆØÅ",
        "😀👩‍👩‍👧",
        "𝕆",
        "\u200b",
        "\xa0",
    ),
    # What other programs would run.
    *("' OR '1'='1", "'; DROP TABLE members_municipality;--", "%' --", "_", "\\", "{{7*7}}", "{% x %}"),
    *("${7*7}", "=1+1", "../../etc/passwd", "..\\..\\x", "/", "."),
    *("..", "%", "%zz", "%00", "%2F", "%ED%A0%80", "%C0%AF", "&", "=", "?", "#", ";", "+"),
    # Words that the portal knows, elsewhere or otherwise.
    *("csv", "CSV", "xlsx", "json", "pdf", "html", "csv\x00", "navn", "-navn", "--navn", "ikke-registrert"),
    *("uten-dato", "true", "on"),
    *("a\x00b", f"nes{MARKS[0]}"),
    *NUMBERS,
]
NAMES = ["format", "tabell", "navn", "sort", "page", "per_page", "sok", "ar", "status", "next", "a-sort", "x"]
METHODS = ["GET"] * 40 + ["HEAD", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "FUZZ"]
HEADERS = {
    "HTTP_IF_NONE_MATCH": ['"x"', 'W/"x"', "*", '"', '"a", "b', "W/", '"' + "x" * 5000 + '"'],
    "HTTP_IF_MATCH": ['"x"', "*"],
    "HTTP_IF_MODIFIED_SINCE": [
        "Sat, 21 Nov 2026 03:00:00 GMT",
        "Sat, 31 Feb 2026 03:00:00 GMT",
        "Sat, 21 Nov 0000 03:00:00 GMT",
        "Sat, 21 Nov 99999 03:00:00 GMT",
        "Sat, 21 Nov 2026 99:99:99 GMT",
        "1",
    ],
    "HTTP_IF_UNMODIFIED_SINCE": ["Sat, 21 Nov 2020 03:00:00 GMT"],
    "HTTP_ACCEPT_LANGUAGE": ["nb", "en;q=x", "*", "nb-" * 3000, "xx-yy-zz;q=0.5,,;"],
    "HTTP_ACCEPT_ENCODING": ["gzip", "br;q=0", "*;q=x", "identity;q=0"],
    "HTTP_ACCEPT": ["application/json", "text/html;level=x", "*/*;q=z"],
    "HTTP_RANGE": ["bytes=0-1", "bytes=-1", "bytes=9-1", "bytes=a-b", "bytes=0-0,1-1", "x=0-"],
    "HTTP_COOKIE": [
        "sessionid=x; csrftoken=y; messages=z",
        'sessionid="aaaaaaaa\\000aaaaaaaa"',
        "sessionid=" + "a" * 5000,
        'csrftoken="\\303"; messages="[[\\"x\\"]]:x"',
        "=; ;;",
    ],
    "HTTP_REFERER": ["http://testserver/", "http://[", "x"],
    "HTTP_ORIGIN": ["null", "http://[", "https://example.org"],
    "HTTP_X_FORWARDED_HOST": ["example.org"],
    "HTTP_X_FORWARDED_PROTO": ["https", "x"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "HTTP_CONTENT_ENCODING": ["gzip"],
    "CONTENT_LENGTH": ["x", "-1", "99999999999999999999"],
}
HOSTS = ["testserver", "example.org", "testserver:99999", "[", "a b", "testserver.", "æ", "testserver@x", ""]
BODIES = {
    "application/x-www-form-urlencoded": [b"", b"a=1&a=2", b"%00=%zz", b"=" * 3000, b"a=" + b"x" * 5000],
    "application/x-www-form-urlencoded; charset=fuzz": [b"a=1"],
    "multipart/form-data": [b"x"],
    "multipart/form-data; boundary=x": [b"", b"--x\r\n", b"--x\r\nContent-Disposition: x\r\n\r\n--x--"],
    "application/json": [b"{", b"[" * 2000, b"\xff"],
    "fuzz": [b"\x00\xff"],
}


@dataclass(frozen=True)
class Request:
    """A request as it goes over the wire: the path still percent-encoded."""

    method: str
    path: str
    query: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    has_token: bool = False

    def environ(self) -> dict[str, Any]:
        """Return what a WSGI server makes of it."""
        return {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": unquote_to_bytes(self.path).decode("latin-1"),
            "QUERY_STRING": self.query.encode("utf-8", "surrogatepass").decode("latin-1"),
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": FakePayload(self.body),
            **self.headers,
        }

    def __str__(self) -> str:
        address = f"{self.path}?{self.query}"
        more = {**self.headers, **({"body": self.body} if self.body else {})}
        return f"{self.method} {address[:2000]} {more or ''}".rstrip()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Let hypothesis show the same: it objects to a megabyte."""
        printer.text(str(self))


def _encoded(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


# Percent-encoded as a browser does, twice, half, or not at all but for what no server lets through.
_ENCODINGS = [
    _encoded,
    _encoded,
    _encoded,
    lambda value: quote_plus(value.encode("utf-8", "surrogatepass")),
    lambda value: _encoded(_encoded(value)),
    lambda value: quote(value.encode("utf-8", "surrogatepass"), safe="%&=+;/<>'\"{}[]|\\^`"),
]


def values(known: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw a value: a known one, an odd one, any text, a number, or something very long."""
    return _values(tuple(known))


# To make a strategy takes longer than to draw from it.
@cache
def _values(known: tuple[str, ...]) -> st.SearchStrategy[str]:
    odd = st.sampled_from(ODD)
    texts = st.text(st.characters(), max_size=30)
    long = st.builds(lambda part: ((part or "x") * LONG)[:LONG], st.one_of(odd, texts))
    known_ones = st.sampled_from(known or ODD)
    numbers = st.one_of(st.sampled_from(NUMBERS), st.integers().map(str), st.floats().map(str))
    # Where a number is expected, one that is too large does more than a text.
    takes_numbers = known and all(value.isdecimal() for value in known)
    expected = st.one_of(st.sampled_from(TOO_LARGE), numbers) if takes_numbers else odd
    return st.one_of(
        known_ones,
        known_ones,
        expected,
        st.sampled_from(HARMFUL),
        st.sampled_from(HARMFUL),
        numbers,
        st.builds(str.__add__, known_ones, st.one_of(odd, texts)),
        # Something very long, but seldom: it takes its time.
        st.one_of(texts, texts, odd, long),
    )


def each_parameter(surfaces: Sequence[Surface], chosen_seed: int) -> list[Request]:
    """Return two requests for each parameter of each surface, in an order of the seed's.

    One has an odd value, one a known value with something odd behind. Left to itself, hypothesis goes on with
    what it began with: of five thousand requests none named one parameter in twenty.
    """
    chance = Random(chosen_seed)
    short = [value for value in (*HARMFUL, *ODD) if len(value) < 100]
    found = [
        Request("GET", _known_path(surface), f"{_encoded(name)}={_encoded(before + chance.choice(short))}")
        for surface in surfaces
        for name, known in surface.parameters.items()
        for before in ("", chance.choice(known))
    ]
    chance.shuffle(found)
    return found


def _known_path(surface: Surface) -> str:
    """Return the path of the last known record: those of the council's content stand before the world's."""
    return surface.path(_encoded(surface.known[name][-1]) for name in surface.arguments)


@st.composite
def requests(draw: st.DrawFn, surfaces: list[Surface]) -> Request:
    """Draw a request to one of the surfaces; those that take many parameters come up more often."""
    weighed = [one for one in surfaces for _ in range(1 + min(len(one.parameters), 6))]
    surface = draw(st.sampled_from(weighed))
    encode = draw(st.sampled_from(_ENCODINGS))
    if draw(st.booleans()):
        places = [encode(draw(values(surface.known[name]))) or "-" for name in surface.arguments]
    else:
        places = [_encoded(draw(st.sampled_from(surface.known[name]))) for name in surface.arguments]
    path = surface.path(places)
    method = draw(st.sampled_from(METHODS))
    kind, body = "", b""
    if method not in {"GET", "HEAD"}:
        kind = draw(st.sampled_from(list(BODIES)))
        body = draw(st.one_of(st.sampled_from(BODIES[kind]), st.binary(max_size=200)))
    headers = draw(_headers()) if draw(st.integers(0, 2)) == 0 else {}
    if kind:
        headers["CONTENT_TYPE"] = kind
    return Request(
        method=method,
        path=_odd_path(draw, path),
        query=draw(_query(surface, encode)),
        headers=headers,
        body=body,
        has_token=draw(st.booleans()),
    )


def _odd_path(draw: st.DrawFn, path: str) -> str:
    """Now and then leave the slash out, or add something."""
    odd = draw(st.integers(0, 59))
    if odd == 0:
        return path.rstrip("/") or "/"
    return path + _encoded(draw(st.sampled_from(ODD))) if odd == 1 else path


@st.composite
def _query(draw: st.DrawFn, surface: Surface, encode: Any) -> str:
    known = list(surface.parameters)
    pairs = []
    names = st.one_of(
        *[st.sampled_from(known or NAMES)] * 4,
        st.sampled_from(NAMES),
        st.sampled_from([*ODD, "a" * 3000]),
    )
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 2, 3, 5]))):
        name = draw(names)
        value = draw(values(surface.parameters.get(name, [])))
        # Repeated: with the same value, with another one, or more often than Django counts.
        many = draw(st.sampled_from([400, 900, 1500])) if len(value) < 60 else 2
        times = draw(st.sampled_from([1, 1, 1, 1, 1, 1, 2, 2, many]))
        pairs += [f"{encode(name)}={encode(value)}"] * times
        if times == 2:
            pairs.append(f"{encode(name)}={encode(draw(values(surface.parameters.get(name, []))))}")
    joined = draw(st.sampled_from(["&", "&", "&", "&", ";", "&&"]))
    return joined.join(pairs)


@st.composite
def _headers(draw: st.DrawFn) -> dict[str, str]:
    names = draw(st.lists(st.sampled_from(list(HEADERS)), min_size=1, max_size=4, unique=True))
    headers = {}
    for name in names:
        value = draw(st.one_of(st.sampled_from(HEADERS[name]), st.sampled_from(HEADERS[name]), values([])))
        headers[name] = _as_header(value)
    if draw(st.integers(0, 5)) == 0:
        headers["HTTP_HOST"] = _as_header(draw(st.sampled_from(HOSTS)))
    return headers


_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def _as_header(value: str) -> str:
    """Return the value as a WSGI server hands it on; none lets control characters through."""
    raw = value.encode("utf-8", "surrogatepass").decode("latin-1")
    return _CONTROLS.sub("", raw)[:8000]
