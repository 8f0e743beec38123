"""The guide to the yearly update of the emissions names things as the admin does."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.test import Client

from emissions.models import Edition
from emissions.services import publish_edition
from members.models import Municipality
from tests.emissions.importing import UPLOAD, ImportPages, at_once, own_folder, page_of
from tests.osloregionen.adminform import change
from tests.osloregionen.guides import guide, names_in, shown, words_of

__all__ = ["at_once", "own_folder"]

pytestmark = pytest.mark.django_db

GUIDE = "utslippsoppdateringen.md"


def test_every_name_in_it_stands_on_the_pages(
    admin_pages: Client,
    workbook: Callable[..., Path],
    make_edition: Callable[..., Edition],
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del at_once
    earlier = make_edition(published_on="2024-11-01", of=[("Veitrafikk", "Personbiler", "CO2")], more=90_000)
    publish_edition(edition=earlier)
    pages = ImportPages(admin_pages).upload(workbook())
    report = shown(admin_pages, page_of(pages.job))
    pages.press("Lagre utgaven")
    edition = Edition.objects.exclude(pk=earlier.pk).get()
    monkeypatch.setattr("emissions.jobs.starting.launch", lambda *_step: None)
    broken_off = ImportPages(admin_pages).upload(workbook("annen.xlsx"))
    seen = " ".join(
        [
            report,
            words_of(broken_off.client.get(broken_off.address).content.decode()),
            *(
                shown(admin_pages, address)
                for address in (
                    "/admin/",
                    UPLOAD,
                    "/admin/emissions/importjob/",
                    page_of(pages.job),
                    change("edition", edition),
                    change("edition", earlier),
                    f"/admin/emissions/edition/{edition.pk}/ta-i-bruk/",
                )
            ),
        ]
    )
    names = names_in(GUIDE)
    assert len(names) >= 20
    assert sorted({name for name in names if name.lower() not in seen}) == []


def test_inhabitants_are_where_it_says(admin_pages: Client) -> None:
    municipality = Municipality.objects.members_now().first()
    assert municipality is not None
    assert "folketall" in shown(admin_pages, change("municipality", municipality))
    assert "kommuner" in shown(admin_pages, "/admin/")


def test_every_command_in_it_is_one() -> None:
    named = set(re.findall(r"`script/manage (\w+)`", guide(GUIDE)))
    assert named == {"import_emissions", "publish_edition", "import_population"}
    assert named <= set(get_commands())


def test_the_other_guides_lead_to_it() -> None:
    for name in ("README.md", "docs/redaktor.md"):
        assert GUIDE in Path(settings.BASE_DIR, name).read_text(encoding="utf-8")
