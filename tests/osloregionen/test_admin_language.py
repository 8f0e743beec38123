"""Our own words for what Django leaves in English: the compiled catalogues are those of the source."""

import gettext
import re
from pathlib import Path

import pytest

CATALOGUES = Path(__file__).parents[2] / "osloregionen/locale/nb/LC_MESSAGES"
ENTRY = re.compile(
    r'^(?:msgctxt "(.+)"\n)?msgid "(.+)"\n(?:msgid_plural "(.+)"\n)?msgstr(?:\[0\])? "(.+)"$', re.M
)


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_the_compiled_catalogue_says_what_the_source_says(name: str) -> None:
    """After a change: msgfmt -o django.mo django.po."""
    entries = ENTRY.findall((CATALOGUES / f"{name}.po").read_text())
    with (CATALOGUES / f"{name}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert len(entries) > 10
    for context, text, plural, translation in entries:
        if plural:
            assert compiled.ngettext(text, plural, 1) == translation
        elif context:
            assert compiled.pgettext(context, text) == translation
        else:
            assert compiled.gettext(text) == translation
