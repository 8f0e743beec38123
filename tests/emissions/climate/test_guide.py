"""The guide to the Klimastatus names things as the admin and the pages do."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from emissions.models import ClimateReport, Edition
from tests.emissions.climate.steps import Report
from tests.osloregionen.adminform import change
from tests.osloregionen.guides import names_in, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unprinted")]

GUIDE = "klimastatus.md"


def test_every_name_in_it_stands_on_the_pages(
    admin_pages: Client, edition: Callable[..., Edition], report: Callable[..., Report]
) -> None:
    first = report(edition(dt.date(2024, 11, 1)))
    first.publish()
    following = report(edition(dt.date(2025, 11, 1), years=(2009, 2023, 2024), more=41), year=2024)
    assert ClimateReport.objects.count() == 2
    seen = " ".join(
        shown(admin_pages, address)
        for address in (
            "/admin/",
            "/admin/emissions/climatereport/",
            "/admin/emissions/climatereport/add/",
            change("climatereport", following.row),
            following.step,
            first.url,
        )
    )
    names = names_in(GUIDE)
    assert len(names) >= 12
    assert sorted({name for name in names if name.lower() not in seen}) == []
    assert "må rettes før rapporten kan publiseres" not in seen
    following.row.summary = ""
    following.row.save()
    assert "må rettes før rapporten kan publiseres" in shown(admin_pages, following.step)


def test_the_other_guides_lead_to_it() -> None:
    for name in ("README.md", "docs/redaktor.md"):
        assert GUIDE in Path(settings.BASE_DIR, name).read_text(encoding="utf-8")
