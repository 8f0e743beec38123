"""Finds text that stands there until somebody writes it, and text of which a reader sees nothing.

Whoever freezes, sends or prints words for good asks here first. What is found blocks, so it is only what can
hardly be anything else: `tests/osloregionen/test_placeholders.py` has the table of what is and what isn't.
"""

import re
import unicodedata

#: What takes room or none, and shows nothing, though Unicode calls it letters or symbols.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe0e\ufe0f\uffa0"

#: Marks that stand for text, wherever they are.
_MARKS = re.compile(
    r"\bx{3,}\b|\bxx/|/xx\b|\b(?:todo|tbd|tba|tbc|fixme)\b(?!-\w)|\blorem\s+ipsum\b|\?\?+|\b\d+/\?(?!\w)"
    r"|_{3,}|\.{4,}"
    # What a word processor writes in a field that nobody has filled in.
    r"|\bklikk\s+(?:eller\s+trykk\s+)?(?:her\s+)?for\s+å\s+(?:skrive|sette|legge|fylle)\s+inn\b",
    re.IGNORECASE,
)
#: Addresses, and those of links and pictures in Markdown: they may hold anything.
_ADDRESSES = re.compile(r"(?<=\]\()[^)\s]*|https?://\S+", re.IGNORECASE)

_NOUN = (
    r"(?:navn|tekst|tittel|overskrift|beskrivelse|innledning|begrunnelse|saksnummer|dato|ansvarlig)"
    r"(?:en|et|n)?"
)
_WHAT = rf"(?:(?:{_NOUN}|dette|mer)\s+)?"
_LATER = r"(?:\s+(?:senere|snart|her|av\s+sekretariatet|(?:etter|før|når|i\s+løpet\s+av)\s.{1,40}))"
_FILLED_IN = (
    rf"{_WHAT}(?:(?:må|skal|bør|vil)\s+)?(?:bli\s+)?"
    r"(?:(?:fylles|settes|skrives|legges|føres)\s+(?:ut|inn|til)|(?:fylt|satt|skrevet|ført)\s+(?:ut|inn))"
)
#: What somebody means to do later; a line of its own, or what stands after a label ("Ansvar: …").
_LATER_LINE = re.compile(
    rf"(?:[^:\n]{{1,40}}:\s*)?((?:{_FILLED_IN}{_LATER}?|{_WHAT}(?:skal\s+|må\s+)?kommer?{_LATER}))[.!…]*",
    re.IGNORECASE,
)
#: The same, where it is all there is.
_LATER_ALONE = re.compile(
    rf"{_FILLED_IN}{_LATER}?|{_WHAT}(?:(?:skal|må)\s+)?(?:kommer?|skrives|utfylles|avklares){_LATER}?"
    r"|ikke\s+(?:ferdig|skrevet|utfylt)(?:\s+(?:ennå|enda))?",
    re.IGNORECASE,
)
#: Texts that say nothing when they are all there is.
_SAYS_NOTHING = re.compile(
    rf"{_WHAT}mangler|tekst|tittel|overskrift|beskrivelse|innledning|ny\s+aktivitet|uten\s+tittel|test|n/?a|n\.?n"
    rf"|xx|plassholder|placeholder|(?:dummy|eksempel)tekst|bla(?:\s+bla)+|{_NOUN}\s+her|her\s+kommer\s+{_NOUN}"
    rf"|(?:fyll|sett|skriv)\s+(?:inn|ut)(?:\s+{_NOUN})?(?:\s+her)?|skriv\s+(?:{_NOUN}\s+)?her",
    re.IGNORECASE,
)
_ASKED_FOR = (
    rf"…|\.\.\.|x{{2,}}|navn|dato|tekst|tittel|tall|sted|organ|beskrivelse|saksnummer|ansvarlig|mangler"
    rf"|{_FILLED_IN}{_LATER}?|{_WHAT}kommer{_LATER}?"
)
#: What somebody is to fill in, in brackets; those of a link or a picture are none. Round ones may hold words.
_BRACKETS = (
    re.compile(
        rf"(?<!!)\[\s*(?:{_ASKED_FOR}|(?:fyll|sett|skriv|legg)\b[^\[\]\n]{{0,80}})\s*\](?![(\[])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"[<{{]\s*(?:{_ASKED_FOR}|(?:fyll|sett|skriv|legg)\b[^<>{{}}\n]{{0,80}})\s*[>}}]", re.IGNORECASE
    ),
    re.compile(
        rf"\(\s*(?:mangler|{_FILLED_IN}{_LATER}?|{_WHAT}kommer{_LATER}|(?:sett|fyll|skriv)\s+inn\b[^()\n]{{0,80}})\s*\)",
        re.IGNORECASE,
    ),
)
_AROUND = " \t\n.!…*#>\"'«»“”()[]<>{}"


def visible(text: str) -> str:
    """Return what a reader sees of a text: empty where it holds only spaces and signs that don't show.

    >>> visible("\\u200b \\u00a0")
    ''
    """
    shown = (
        sign if sign == "\n" else " " if unicodedata.category(sign) in ("Zs", "Zl", "Zp", "Cc") else sign
        for sign in text
        if unicodedata.category(sign) != "Cf" and sign not in _BLANK
    )
    return "".join(shown).strip()


def placeholder_in(text: str, *, may_promise: bool = False) -> str:
    """Return what of a text stands there until somebody writes it, or nothing.

    Of an empty text, or one that shows nothing, there is nothing to return: ask `visible`. Where somebody
    gives a reason for what is missing, that it comes later is one (`may_promise`).
    """
    seen = _ADDRESSES.sub("", visible(text))
    for pattern in (_MARKS, *_BRACKETS):
        found = pattern.search(seen)
        if found is not None:
            return found.group()
    for line in [] if may_promise else seen.split("\n"):
        waits = _LATER_LINE.fullmatch(line.strip(_AROUND))
        if waits is not None:
            return waits.group(1)
    if "](" in seen:
        # A link or a picture, whatever it is called.
        return ""
    if not any(sign.isalnum() for sign in seen):
        return seen
    alone = (_SAYS_NOTHING,) if may_promise else (_SAYS_NOTHING, _LATER_ALONE)
    return seen if any(pattern.fullmatch(seen.strip(_AROUND)) for pattern in alone) else ""
