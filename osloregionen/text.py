"""Text rules that every app shares: addresses, Norwegian order, forgiving search."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.text import slugify

_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})
# Letters only: punctuation is ignored by some of PostgreSQL's collations, digits sort first in all.
_ORDER = str.maketrans({"æ": "zzz1", "ø": "zzz2", "å": "zzz3"})


def norwegian_slug(text: str) -> str:
    """Return `text` as an address: lower-case ASCII, ø → o, å → a, æ → ae.

    >>> norwegian_slug("Øvre Eiker")
    'ovre-eiker'
    """
    return slugify(text.translate(_ASCII))


def sort_key(text: str) -> str:
    """Return a key that puts `text` in Norwegian order (… z æ ø å) under any collation.

    Spaces and hyphens do not count: both databases must give the same order.
    """
    lowered = text.lower().translate(_ORDER)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return re.sub(r"[^0-9a-z]", "", decomposed)


def search_key(text: str) -> str:
    """Return `text` folded for search, so that "baerum", "Bærum" and "BÆRUM" meet.

    æ, ø, å and their usual replacements (ae, o/oe, a/aa) become the same letters, hyphens become
    spaces. Fold both what is stored and what is asked for.
    """
    folded = text.lower().translate(_ASCII)
    folded = unicodedata.normalize("NFKD", folded)
    folded = folded.replace("aa", "a").replace("oe", "o")
    return " ".join(re.findall(r"[0-9a-z]+", folded))


def each_once(texts: Iterable[str]) -> list[str]:
    """Return the texts that say something, each once, in their order: the sources of several rows."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))
