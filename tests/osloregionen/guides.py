"""What the guides for staff name, and what the pages that they are about show."""

import re

from django.conf import settings
from django.test import Client
from lxml import html


def guide(name: str) -> str:
    """Return the text of a guide in docs/."""
    text: str = (settings.BASE_DIR / "docs" / name).read_text()
    return text


def names_in(name: str) -> list[str]:
    """Return the names of buttons, fields and lists that a guide has in bold; longer bold text is stress."""
    bold = re.findall(r"\*\*([^*]+)\*\*", guide(name))
    return [" ".join(text.split()).rstrip("?.:") for text in bold if len(text) < 40]


def shown(client: Client, address: str) -> str:
    """Return what a page shows, as `words_of`."""
    return words_of(client.get(address).content.decode())


def words_of(markup: str) -> str:
    """Return what a page shows, in lower case: text, and the labels of buttons."""
    page = html.fromstring(markup)
    buttons = page.xpath("//input[@type='submit']/@value")
    # Rows are added by a script, which gets the words of its link in an attribute.
    added = [
        re.sub(r'.*"addText": "([^"]*)".*', r"\1", text) for text in page.xpath("//@data-inline-formset")
    ]
    return " ".join([page.text_content(), *buttons, *added]).lower()
