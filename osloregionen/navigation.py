"""The one list of sections; the header and the 404 page are drawn from it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from osloregionen.parts import Section

SECTIONS = (
    Section(_("Medlemmer"), "members:municipality_list"),
    Section(_("Erklæringer"), "declaration:declaration_list"),
    Section(_("Handlingsprogram"), "actionplan:plan_list", also=("actionplan:goal_list",)),
    Section(_("Utslipp"), "emissions:overview"),
    Section(_("Møter"), "members:meeting_list"),
    Section(_("Dokumenter"), "members:document_list"),
    Section(_("Om oss"), "members:page_about"),
)

FOOTER = (
    Section(_("Dokumenter"), "members:document_list"),
    Section(_("Data"), "data"),
    Section(_("Tilgjengelighet"), "members:page_accessibility"),
    Section(_("Personvern"), "members:page_privacy"),
    Section(_("Om oss"), "members:page_about"),
)


@dataclass(frozen=True)
class Entry:
    """A section as the header shows it. `current` is "page", "true" (a page under it) or ""."""

    label: str
    url: str
    current: str


def entries(path: str, sections: tuple[Section, ...] = SECTIONS) -> list[Entry]:
    """Return the sections with the one that `path` belongs to marked. No queries."""
    return [_entry(section, path) for section in sections]


def _entry(section: Section, path: str) -> Entry:
    url = reverse(section.view)
    current = ""
    if path == url:
        current = "page"
    elif path.startswith((url, *(reverse(name) for name in section.also))):
        current = "true"
    return Entry(str(section.label), url, current)
