"""The pages of the emissions, for the catalogue."""

from emissions import selectors
from osloregionen.pages import Entry

PAGES = (
    Entry(
        "emissions:overview",
        "What the council has published on the region's emissions, the statistics in use, and the sectors",
        tables=("", "andeler", "regionen", "sektorer"),
        named_tables=selectors.published_table_names,
    ),
)
