"""What a Klimastatus says of the region's targets: as they were registered, held against its own figures."""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from emissions.climate.composing import composed
from emissions.climate.content import ClimateContent, Work
from emissions.models import Edition, PublishedClimateReport, Target
from members.models import Municipality
from osloregionen.frozen import frozen_values
from osloregionen.pdf import Pdf
from tests.emissions.climate.steps import Report, page_of, words
from tests.emissions.climate.test_frozen_content import FROZEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unprinted")]

Make, Prepare = Callable[..., Edition], Callable[..., Report]
ON, LATER = dt.date(2024, 11, 1), dt.date(2025, 11, 1)
HEADING, NONE = "Mål for utslippene", "Ingen mål er registrert."
#: Of three members with 58 023 tonnes in 2009 and 51 219 in 2023.
TOLD = (
    "Målet er 52,5 % lavere utslipp i 2030 enn i 2009 (ni sektorer).",
    "I 2023 var utslippene 11,7 % lavere enn i 2009.",
    # Evenly down by 52.5 % in 21 years: 35 % in 14.
    "Det er 13 504 tonn over en jevn bane mot målet.",
    "Fram til målet gjenstår 23 658 tonn.",
)


def make_target(**fields: Any) -> Target:
    """Register a target, of the region unless told otherwise."""
    whole = {"area": "region", "base_year": 2009, "target_year": 2030, "reduction": Decimal("52.5")}
    whole |= {"sectors": "nine", "source": "Prøvevedtaket", **fields}
    return Target.objects.create(**whole)


def targets_on(client: Client, url: str) -> str:
    """Return what the page has in its section of targets."""
    [section] = page_of(client, url).xpath("//section[@aria-labelledby='mal']")
    return words(section)


def printed_words(html: str) -> str:
    """Return a printed document's text with one space where there are several."""
    return " ".join(html.replace("\xa0", " ").split())


def test_a_target_stands_with_how_far_the_region_had_come_in_the_reports_year(
    edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    make_target(wording="Halvt så mye, og litt til.")
    # The edition goes on after the report.
    prepared = report(edition(ON, years=(2009, 2022, 2023, 2024)))
    prepared.publish()
    said = targets_on(Client(), prepared.url)
    assert "ingen sum" not in said
    for part in (*TOLD, "Halvt så mye, og litt til.", "Kilde: Prøvevedtaket"):
        assert part in said
        assert part in printed_words(unprinted[-1])
    assert NONE not in said
    assert f"Slik det var registrert i portalen {timezone.localdate().day}." in said
    assert "En jevn bane mot et mål er en rett linje" in printed_words(unprinted[-1])
    assert '<a href="#mal">' in unprinted[-1]


def test_it_says_so_in_the_words_of_the_regions_page(edition: Make, report: Prepare) -> None:
    make_target()
    prepared = report(edition(ON))
    assert targets_on(prepared.client, "/utslipp/").startswith(" ".join((HEADING, *TOLD)))
    assert " ".join(TOLD) in targets_on(prepared.client, prepared.url)


def test_what_it_says_stays_when_the_target_is_told_anew_or_deleted(
    edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    target = make_target()
    prepared = report(edition(ON))
    kept = prepared.publish()
    before = targets_on(Client(), prepared.url)

    target.reduction, target.source = Decimal(80), "Et annet vedtak"
    target.save()
    assert targets_on(Client(), prepared.url) == before
    Target.objects.all().delete()

    assert targets_on(Client(), prepared.url) == before
    assert Client().get("/utslipp/klimastatus/2023.pdf").content == bytes(kept.pdf)


def test_who_confirms_after_a_target_was_changed_is_told(edition: Make, report: Prepare) -> None:
    target = make_target()
    prepared = report(edition(ON))
    seen = prepared.look()
    target.wording = "En annen ordlyd."
    target.save()
    assert "Noe av det rapporten viser, er endret mens du holdt på." in prepared.confirm(seen)
    assert not PublishedClimateReport.objects.exists()


def test_a_target_that_its_figures_cannot_be_held_against_is_told_in_words(
    edition: Make, report: Prepare
) -> None:
    make_target(target_year=2030, sectors="ten")
    make_target(target_year=2031, base_year=2024)
    make_target(target_year=2032, base_year=2010)
    prepared = report(edition(ON, years=(2009, 2022, 2023, 2024), ten=True), sectors="nine")
    said = targets_on(prepared.client, prepared.url)
    reasons = (
        "Målet gjelder ti sektorer, og tallene i rapporten gjelder ni sektorer.",
        "Målet er regnet fra 2024, og rapporten gjelder 2023.",
        "Utgaven har ikke tall for 2010, som målet er regnet fra.",
    )
    ends = "Jevn bane til målet, og hvor langt en er kommet, kan derfor ikke vises."
    for reason in reasons:
        assert f"{reason} {ends}" in said
    assert said.count("Målet er 52,5 % lavere utslipp i") == 3
    assert "utslippene" not in said.removeprefix(HEADING)
    assert "En jevn bane mot et mål" not in words(page_of(prepared.client, prepared.url))
    # Who publishes it can choose the other sectors while there is time.
    prepared.look()
    assert f"2030 enn i 2009 (ti sektorer). {reasons[0]}" in prepared.text


def test_without_a_sum_for_the_reports_year_it_says_which_year_it_is_counted_to(
    edition: Make, report: Prepare
) -> None:
    make_target()
    prepared = report(edition(ON, without={(1, 2023)}))
    said = targets_on(prepared.client, prepared.url)
    assert "I 2022 var utslippene" in said
    assert "Osloregionen har ingen sum for 2023. Hvor langt en er kommet, er derfor regnet til 2022." in said


def test_without_a_target_of_the_region_that_is_said(
    edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    prepared = report(edition(ON))
    make_target(area="land")
    make_target(area="kommune", municipality=Municipality.objects.members_now()[0])
    prepared.look()
    assert "Ingen utslippsmål er registrert for Osloregionen." in prepared.text
    prepared.publish()
    said = targets_on(Client(), prepared.url)
    assert said.endswith(NONE)
    assert "lavere" not in said
    assert NONE in unprinted[-1]


def test_a_report_from_before_reports_had_targets_says_nothing_of_them(
    edition: Make, report: Prepare, unprinted: list[str]
) -> None:
    make_target()
    prepared = report(edition(ON), remark="Figuren på side 3 mangler enhet.")
    old = ClimateContent.from_json(json.dumps(FROZEN))
    values = frozen_values(old, Pdf(b"%PDF-1.7", pages=1), made_at=timezone.now(), made_by="kari")
    PublishedClimateReport.objects.create(
        report=prepared.row, year=2023, edition=prepared.row.edition, published_on=ON, **values
    )
    visitor = Client()
    said = words(page_of(visitor, prepared.url))
    assert visitor.get("/utslipp/klimastatus/2023.pdf").status_code == 200
    for text in (said, unprinted[-1]):
        assert "Utviklingen i regionen" in text
        assert HEADING not in text
        assert NONE not in text


@pytest.mark.parametrize(("base", "follows"), [(2009, True), (2010, False)])
def test_a_newer_edition_with_other_sums_may_have_moved_the_region(
    edition: Make, report: Prepare, base: int, follows: bool
) -> None:
    make_target(base_year=base)
    prepared = report(edition(ON))
    prepared.publish()
    before = targets_on(Client(), prepared.url)
    edition(LATER, more=41)
    said = words(page_of(Client(), prepared.url))
    remark = "Hvor langt Osloregionen er kommet mot målene, kan derfor også være annerledes."
    assert (remark in said) == follows
    assert "Summen for Osloregionen i 2023 var" in said
    assert targets_on(Client(), prepared.url) == before


def test_more_targets_take_no_more_queries(
    edition: Make, report: Prepare, django_assert_max_num_queries: Any
) -> None:
    # A former report of another edition: all that there can be to ask.
    report(edition(ON, years=(2009, 2021, 2022)), year=2022).publish()
    row = report(edition(LATER, more=41)).row
    taken = []
    for years in ((2030,), (2035, 2040, 2045)):
        for year in years:
            make_target(target_year=year)
        with django_assert_max_num_queries(30) as captured:
            content = composed(row, Work(), as_of=LATER)
        taken.append(len(captured))
    assert len(content.targets or ()) == 4
    assert content.revised
    assert taken[0] == taken[1]
