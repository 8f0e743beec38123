"""Last year's report is the same to the digit when the statistics are recalculated, and says what changed."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from emissions.climate.composing import composed
from emissions.climate.content import ClimateContent
from emissions.models import Edition, Target
from emissions.services import return_to_former
from emissions.views.climate import work_of
from tests.emissions.climate.steps import Report, page_of, table, words
from tests.printed import archival_failures, heading_levels, leaves_a_level_out, text_of, ua_failures

pytestmark = pytest.mark.django_db

Make, Prepare = Callable[..., Edition], Callable[..., Report]
OLD, NEW = dt.date(2024, 11, 1), dt.date(2025, 11, 1)
PDF = "/utslipp/klimastatus/2023.pdf"


def tables_of(page: Any) -> dict[str, dict[str, list[str]]]:
    """Return all that the report's own tables say."""
    names = ("Osloregionens utslipp år for år", "Osloregionens utslipp etter sektor", "Utslipp i medlems")
    return {name: table(page, name) for name in names}


def own_part(html: str) -> str:
    """Return a printed document without what it says of what has come since."""
    html = re.sub(
        r'<section[^>]*data-running="Tall som er annerledes nå">.*?</section>', "", html, flags=re.DOTALL
    )
    html = re.sub(r'<li><p class="toc-line"><a href="#endret[^>]*>[^<]*</a></p></li>', "", html)
    html = re.sub(r'<p class="(cover-)?mark">.*?</p>', "", html).replace(", med tillegg", "")
    return " ".join(html.split())


def test_its_page_and_pdf_are_the_same_to_the_digit(
    client: Client, edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    prepared = report(edition(OLD))
    kept = prepared.publish()
    client.logout()
    before, bytes_before = page_of(client, prepared.url), client.get(PDF).content
    assert hashlib.sha256(bytes_before).hexdigest() == kept.pdf_sha256

    edition(NEW, years=(2009, 2022, 2023, 2024), more=41)

    after = page_of(client, prepared.url)
    assert tables_of(after) == tables_of(before)
    lead = "//p[@class='lead']"
    assert [words(one) for one in after.xpath(lead)] == [words(one) for one in before.xpath(lead)]
    assert client.get(PDF).status_code == 200
    assert own_part(unprinted[-1]) == own_part(unprinted[0])
    assert client.get("/utslipp/klimastatus/2023/publisert.pdf").content == bytes_before


def test_what_was_frozen_can_be_worked_out_again_from_its_edition(
    edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    prepared = report(edition(OLD))
    kept = ClimateContent.from_json(prepared.publish().content)
    edition(NEW, more=41)

    prepared.row.refresh_from_db()
    anew = composed(prepared.row, work_of(2023), as_of=kept.as_of, published_on=kept.published_on)

    assert anew == kept
    assert anew.sha256() == kept.sha256()


def test_page_and_pdf_say_which_figures_changed_and_by_how_much(
    client: Client, edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    prepared = report(edition(OLD))
    prepared.publish()
    client.logout()
    edition(NEW, more=41)

    page = page_of(client, prepared.url)
    # Three members and nine sectors, 41 tonnes on each figure.
    old, new = total(more=0), total(more=41)
    said = (
        f"Summen for Osloregionen i 2023 var {old} tonn i rapporten, og er {new} tonn nå: "
        "en forskjell på +1 107 tonn"
    )
    assert said in words(page)
    assert table(page, "Osloregionen samlet")["2023"][:3] == [old, new, "+1 107"]
    members = table(page, "Kommunene i 2023")
    assert {cells[2] for cells in members.values()} == {"+369"}
    assert len(members) == 3
    client.get(PDF)
    assert said in " ".join(unprinted[-1].replace("\xa0", " ").split())
    assert said not in " ".join(unprinted[0].replace("\xa0", " ").split())
    # By the figures on the cover and in the summary, and at the foot of each page.
    assert unprinted[-1].count('mark">Utgaven som er i bruk nå, har andre tall enn rapporten. Summen') == 2
    assert ', med tillegg"' in unprinted[-1]
    assert 'mark">Utgaven' not in unprinted[0]
    # Both are of the report's edition, whatever has come since.
    named = "klimastatus-2023-osloregionen-utgave-2024-11-01-ni-sektorer"
    assert f"{named}-med-tillegg.pdf" in client.get(PDF)["Content-Disposition"]
    stored = client.get("/utslipp/klimastatus/2023/publisert.pdf")["Content-Disposition"]
    assert f"{named}.pdf" in stored
    rows = client.get(prepared.url, {"format": "json", "tabell": "endret"}).json()["rows"]
    # Each year's total of the region and each member, and each sector's; both years of the largest changes.
    assert len(rows) == 3 * (1 + 3 + 9) + 2 * 5
    assert {row["change"] for row in rows} == {41 * 27, 41 * 9, 41 * 3, 41}


def total(*, more: int) -> str:
    """Return the region's total of 2023 as a page has it, worked out from the rows of the file."""
    tonnes = sum(
        (place + 1) * 1000 + order * 37.25 - 14 * (order + place + 1) * 3 + more
        for place in range(3)
        for order in range(9)
    )
    return f"{int(tonnes + 0.5):,}".replace(",", " ")


def test_an_edition_with_the_same_figures_is_named_and_changes_nothing(
    client: Client, edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    prepared = report(edition(OLD))
    kept = prepared.publish()
    client.logout()
    edition(NEW, years=(2009, 2022, 2023, 2024))

    assert "Den har de samme tallene." in words(page_of(client, prepared.url))
    assert client.get(PDF).content == bytes(kept.pdf)


def test_sums_of_ten_are_not_compared_with_an_edition_of_nine(
    client: Client, edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    prepared = report(edition(OLD, ten=True))
    kept = prepared.publish()
    client.logout()
    edition(NEW, more=41)

    text = words(page_of(client, prepared.url))
    assert "Den har ni sektorer, så den kan ikke sammenlignes med rapportens summer av ti." in text
    assert client.get(PDF).content == bytes(kept.pdf)
    assert client.get(prepared.url, {"format": "csv", "tabell": "endret"}).status_code == 400


def test_the_next_report_says_what_it_changed_in_the_former(
    client: Client, edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    report(edition(OLD)).publish()
    following = report(edition(NEW, years=(2009, 2022, 2023, 2024), more=41), year=2024)
    following.publish()
    client.logout()

    page = page_of(client, following.url)
    assert (
        "Klimastatus 2023 bygget på utgaven «Klimagassutslipp i kommuner, alle kommuner, 2009–2023»."
        in words(page)
    )
    assert table(page, "Osloregionen samlet")["2023"][:3] == [
        total(more=0),
        total(more=41),
        "+1 107",
    ]
    # Of its own edition nothing has changed.
    assert "Tall som er annerledes nå" not in words(page)


def test_an_edition_that_is_taken_out_of_use_takes_the_notice_with_it(
    client: Client, edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    prepared = report(edition(OLD))
    prepared.publish()
    newer = edition(NEW, more=41)
    return_to_former(publication=newer.publications.get(), by=None)
    client.logout()
    assert "Tall som er annerledes nå" not in words(page_of(client, prepared.url))


@pytest.mark.once
def test_the_kept_pdf_and_the_one_with_a_notice_are_valid_and_say_the_same(
    client: Client, edition: Make, report: Prepare
) -> None:
    # Nine digits in every column of tonnes.
    many = 20_000_000
    Target.objects.create(
        area="region",
        base_year=2009,
        target_year=2030,
        reduction=50,
        sectors="nine",
        wording="Halvt så mye.\nOg litt til.",
        source="Prøvevedtaket, https://example.org/vedtak",
    )
    prepared = report(edition(OLD, without={(1, 2022)}, more=many))
    kept = bytes(prepared.publish().pdf)
    client.logout()
    edition(NEW, more=many + 41)
    noticed = client.get(PDF).content

    assert archival_failures(kept) == []
    for body in (kept, noticed):
        assert ua_failures(body) == []
        assert not leaves_a_level_out(heading_levels(body))
    assert "Prøvekommune 0" in text_of(kept)
    assert "Halvt så mye." in text_of(kept)
    said = text_of(kept).replace("\xa0", " ")
    # In the sentence, the figures, the years and the sectors: none is broken in two.
    assert len(total(more=many)) == len("540 000 000")
    assert said.count(total(more=many)) >= 4
    assert "Ni sektorer, sammenlignbart. Utgaven av statistikken ble publisert 1. november 2024." in said
    assert "tall for 2 av 3" in text_of(kept).replace("\xa0", " ")
    assert "forskjell på" not in text_of(kept)
    assert "på +1 107 tonn (0,0 %)" in text_of(noticed).replace("\xa0", " ")
