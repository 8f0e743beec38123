"""The pages of the emissions, for the catalogue."""

from osloregionen.pages import Entry

PAGES = (
    Entry(
        "emissions:overview",
        "What the council has published on the region's emissions, and the sectors",
        tables=("", "andeler", "sektorer"),
    ),
)
