"""The pages of the emissions, for the catalogue."""

from collections.abc import Iterator

from emissions import selectors
from emissions.models import Edition, EditionFile, ImportJob
from osloregionen.pages import Arguments, Audience, Entry, Kind

PAGES = (
    Entry(
        "emissions:overview",
        "What the council has published on the region's emissions, the statistics in use, and the sectors",
        tables=("", "andeler", "regionen", "kommuner", "sektorer"),
        named_tables=selectors.published_table_names,
    ),
)


def _every_edition() -> Iterator[Arguments]:
    return ({"object_id": key} for key in Edition.objects.order_by("pk").values_list("pk", flat=True))


def _every_file() -> Iterator[Arguments]:
    keys = EditionFile.objects.order_by("edition").values_list("edition_id", flat=True)
    return ({"object_id": key} for key in keys)


def _every_import() -> Iterator[Arguments]:
    return ({"object_id": key} for key in ImportJob.objects.order_by("pk").values_list("pk", flat=True))


STAFF_PAGES = (
    Entry(
        "admin:emissions_importjob_progress",
        "How far an import of statistics is, for its page's script",
        kind=Kind.FILE,
        audience=Audience.STAFF,
        needs="an import",
        every=_every_import,
        in_sitemap=False,
    ),
    Entry(
        "admin:emissions_edition_publish",
        "What changes when an edition is put into use",
        audience=Audience.STAFF,
        needs="an edition",
        every=_every_edition,
        in_sitemap=False,
    ),
    Entry(
        "admin:emissions_edition_withdraw",
        "What changes when an edition is taken out of use",
        audience=Audience.STAFF,
        needs="an edition",
        every=_every_edition,
        in_sitemap=False,
    ),
    Entry(
        "admin:emissions_edition_file",
        "The file that an edition was read from",
        kind=Kind.FILE,
        audience=Audience.STAFF,
        needs="an edition",
        every=_every_file,
        in_sitemap=False,
    ),
)
