"""What a Klimastatus says: figures that follow from the rows of its edition, and the year's work."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.test import Client

from actionplan.models import Activity, Output
from emissions.models import Edition, Emission
from members.models import Municipality, Population
from tests.emissions.climate.steps import Report, page_of, table, words
from tests.factories import make_activity, make_declaration, make_municipality, make_plan, make_signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unprinted")]

Make, Prepare = Callable[..., Edition], Callable[..., Report]
ON = dt.date(2024, 11, 1)


def whole(value: Decimal) -> str:
    """Return whole tonnes as a page has them, a half away from zero."""
    rounded = int(value.quantize(Decimal(1), ROUND_HALF_UP))
    return f"{abs(rounded):,}".replace(",", " ") if rounded >= 0 else f"−{-rounded:,}".replace(",", " ")


def signed(value: Decimal) -> str:
    """Return a change in whole tonnes."""
    return whole(value) if value <= 0 else f"+{whole(value)}"


def percent(part: Decimal, of: Decimal, *, sign: bool = True) -> str:
    """Return a percentage with one decimal."""
    value = (100 * part / of).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{abs(value)}".replace(".", ",")
    return f"{'−' if value < 0 else '+' if sign and value > 0 else ''}{text} %"


def sums(edition: Edition, *by: str) -> dict[Any, Decimal]:
    """Return tonnes summed from the rows themselves, in plain Python."""
    found: dict[Any, Decimal] = defaultdict(Decimal)
    for row in Emission.objects.filter(edition=edition).values(
        "grams", "year", "municipality", "source__sector"
    ):
        found[tuple(row[name] for name in by)] += Decimal(row["grams"]) / 1_000_000
    return found


def test_the_regions_figures_follow_from_the_rows(edition: Make, report: Prepare) -> None:
    made = edition(ON)
    prepared = report(made)
    prepared.publish()
    page = page_of(Client(), prepared.url)
    total = {year: tonnes for (year,), tonnes in sums(made, "year").items()}

    years = table(page, "Osloregionens utslipp år for år")
    before, base = total[2023] - total[2022], total[2023] - total[2009]
    assert years["2023"][:5] == [
        whole(total[2023]),
        signed(before),
        percent(before, total[2022]),
        signed(base),
        percent(base, total[2009]),
    ]
    assert years["2009"][:5] == [whole(total[2009]), "–", "–", "–", "–"]
    lead = words(page.xpath("//p[@class='lead']")[0])
    assert f"Utslippene i Osloregionen var {whole(total[2023])} tonn CO₂-ekvivalenter i 2023." in lead
    assert f"{whole(abs(before))} tonn ({percent(abs(before), total[2022], sign=False)})" in lead
    assert "Tallene gjelder ni sektorer, sammenlignbart." in lead


def test_the_sectors_figures_follow_from_the_rows(edition: Make, report: Prepare) -> None:
    made = edition(ON)
    prepared = report(made)
    prepared.publish()
    rows = table(page_of(Client(), prepared.url), "Osloregionens utslipp etter sektor")
    of = sums(made, "year", "source__sector")
    total = sum(tonnes for (year, _sector), tonnes in of.items() if year == 2023)

    names = dict(Emission.objects.filter(edition=made).values_list("source__sector", "source__sector__name"))
    assert len(rows) == len(names) + 1
    for key, name in names.items():
        now, then = of[2023, key], of[2022, key]
        told = [whole(now), percent(now, total, sign=False), signed(now - then), percent(now - then, then)]
        assert rows[name][:4] == told, name
    assert rows["Sum"][:2] == [whole(total), "100,0 %"]


def test_the_members_figures_follow_from_the_rows(edition: Make, report: Prepare) -> None:
    made = edition(ON)
    members = list(Municipality.objects.members_now())
    people = {one.pk: 1000 + 37 * place for place, one in enumerate(members)}
    Population.objects.bulk_create(
        Population(municipality=one, on=dt.date(2023, 1, 1), count=people[one.pk], source="Prøvekilden")
        for one in members[:2]
    )
    prepared = report(made)
    prepared.publish()
    page = page_of(Client(), prepared.url)
    rows = table(page, "Utslipp i medlemskommunene i 2023")
    of = sums(made, "year", "municipality")
    total = sum(tonnes for (year, _member), tonnes in of.items() if year == 2023)
    order = sorted(members, key=lambda one: -of[2023, one.pk])

    for one in members:
        now, then, base = (of[year, one.pk] for year in (2023, 2022, 2009))
        _county, inhabitants, tonnes, share, before, since, head, rank = rows[one.name]
        assert (tonnes, share) == (whole(now), percent(now, total, sign=False))
        assert (before, since) == (percent(now - then, then), percent(now - base, base))
        assert rank == f"{order.index(one) + 1}"
        if one in members[:2]:
            each = (now / people[one.pk]).quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert (head, inhabitants) == (f"{each}".replace(".", ","), whole(Decimal(people[one.pk])))
        else:
            assert (head, inhabitants) == ("ikke registrert", "ikke registrert")
    assert "Prøvekilden" in words(page)


def test_the_region_is_told_for_each_inhabitant_where_all_of_them_are_known(
    edition: Make, report: Prepare
) -> None:
    made = edition(ON)
    people = {2022: (1003, 2007, 3011), 2023: (1017, 2029, 3037)}
    for year, counts in people.items():
        for one, count in zip(Municipality.objects.members_now(), counts, strict=True):
            Population.objects.create(
                municipality=one, on=dt.date(year, 1, 1), count=count, source="Prøvekilden"
            )
    prepared = report(made)
    prepared.publish()
    visitor = Client()
    page = page_of(visitor, prepared.url)
    total = {year: tonnes for (year,), tonnes in sums(made, "year").items()}
    heads = {
        year: f"{(total[year] / sum(counts)).quantize(Decimal('0.01'), ROUND_HALF_UP)}".replace(".", ",")
        for year, counts in people.items()
    }

    years = table(page, "Osloregionens utslipp år for år")
    assert {year: cells[5] for year, cells in years.items()} == {
        "2023": heads[2023],
        "2022": heads[2022],
        "2009": "ikke registrert",
    }
    assert f"tonn per innbygger {heads[2023]}" in words(page)
    rows = visitor.get(prepared.url, {"format": "json", "tabell": "ar"}).json()["rows"]
    assert [f"{row['per_head']:.2f}".replace(".", ",") for row in rows[:2]] == [heads[2023], heads[2022]]
    assert [row["people"] for row in rows] == [sum(people[2023]), sum(people[2022]), None]


def test_without_a_sum_of_the_country_its_share_is_left_out_and_that_is_said(
    edition: Make, report: Prepare
) -> None:
    # The file has the members alone.
    prepared = report(edition(ON))
    prepared.publish()
    page = page_of(Client(), prepared.url)
    assert "Utgaven har ingen sum for landets kommuner, så andelen av landet er ikke regnet ut." in words(
        page
    )
    [years] = [
        one for one in page.xpath("//table") if words(one.find("caption")).startswith("Osloregionens")
    ][:1]
    assert "landet" not in words(years)


def test_the_largest_changes_follow_from_the_rows(edition: Make, report: Prepare) -> None:
    made = edition(ON)
    prepared = report(made)
    prepared.publish()
    page = page_of(Client(), prepared.url)
    of = sums(made, "year", "municipality", "source__sector")
    sectors = dict(
        Emission.objects.filter(edition=made).values_list("source__sector", "source__sector__name")
    )
    names = {one.pk: one.name for one in Municipality.objects.members_now()}
    changes = sorted(
        (of[2023, member, sector] - tonnes, names[member], sectors[sector])
        for (year, member, sector), tonnes in of.items()
        if year == 2022
    )

    [found] = [
        one
        for one in page.xpath("//table")
        if words(one.find("caption")).startswith("Sektorene med størst ned")
    ]
    told = [[words(cell) for cell in row.xpath("th|td")] for row in found.xpath("tbody/tr")]
    assert [row[2] for row in told] == [signed(change) for change, _name, _sector in changes[:5]]
    assert {(row[0], row[1]) for row in told} <= {(name, sector) for _change, name, sector in changes}
    assert "Fra 2022 til 2023 gikk utslippene ned i alle 3 kommuner med tall begge år." in words(page)
    assert "De største endringene" in words(page)


def test_a_year_that_a_member_lacks_has_no_sum(edition: Make, report: Prepare) -> None:
    prepared = report(edition(ON, without={(1, 2023)}))
    prepared.publish()
    page = page_of(Client(), prepared.url)
    assert "tall for 2 av 3 kommuner i 2023, så Osloregionen har ingen sum for året" in words(page)
    assert table(page, "Osloregionens utslipp år for år")["2023"][0] == "tall for 2 av 3"
    assert table(page, "Utslipp i medlemskommunene")["Prøvekommune 1"][2:5] == [
        "ikke registrert",
        "ikke registrert",
        "ikke registrert",
    ]
    assert table(page, "Osloregionens utslipp etter sektor")["Sum"][0] == "tall for 2 av 3"
    assert table(page, "Osloregionens utslipp etter sektor")["Veitrafikk"][0] == "tall for 2 av 3"
    assert "ingen sum for året. Tall mangler for Prøvekommune 1." in words(page)


def test_files_hold_what_the_page_shows(edition: Make, report: Prepare) -> None:
    made = edition(ON)
    prepared = report(made)
    prepared.publish()
    visitor = Client()
    of = sums(made, "year", "municipality")
    rows = visitor.get(prepared.url, {"format": "json"}).json()["rows"]
    members = {one.name: one.pk for one in Municipality.objects.members_now()}
    assert {row["name"]: row["tonnes"] for row in rows} == {
        name: int(of[2023, key].quantize(Decimal(1), ROUND_HALF_UP)) for name, key in members.items()
    }
    for name in ("ar", "sektorer", "kommuner"):
        answer = visitor.get(prepared.url, {"format": "csv", "tabell": name})
        begins = f"klimastatus-2023-osloregionen-utgave-2024-11-01-ni-sektorer-{name}-"
        assert begins in answer["Content-Disposition"]
    assert visitor.get(prepared.url, {"format": "csv", "tabell": "tull"}).status_code == 400


# --- The year's work -------------------------------------------------------------------------------


@pytest.fixture
def year_of_work() -> dict[str, Any]:
    """A plan, outputs, an example and a declaration in 2023."""
    plan = make_plan(year=2023, title="Handlingsprogram 2023", status="vedtatt", adopted_on="2022-12-01")
    make_activity(plan=plan, number="1.1", title="Dele klimaregnskap", goals=(13,), status="pagar")
    make_activity(plan=plan, number="1.2", title="Noe om jernbane", goals=(9,))
    town = make_municipality(name="Solprøve", member=False)
    example = Output.objects.create(
        kind="eksempel",
        title="Sol på rådhuset",
        description="Panelene gir strøm.",
        year=2023,
        date_note="høsten 2023",
        municipality=town,
        source="Kommunens nettsted",
    )
    Output.objects.create(
        kind="webinar", title="Webinar om utslipp", year=2023, on=dt.date(2023, 5, 4), status="gjennomfort"
    )
    Output.objects.create(
        kind="rapport", title="Rapporten som uteble", year=2023, date_note="våren 2023", status="planlagt"
    )
    Output.objects.create(
        kind="mote", title="Møtet som ble avlyst", year=2023, date_note="våren 2023", status="avlyst"
    )
    declaration = make_declaration(
        title="Prøveerklæringen", year=2023, status="avsluttet", signing_on="2023-06-01"
    )
    make_signature(declaration=declaration, municipality=town, status="signert", signed_on="2023-06-01")
    for count in (50, 54):
        declaration.published_counts.create(count=count, wording=f"{count} kommuner", source="Prøvekilden")
    return {"plan": plan, "example": example, "town": town}


def test_it_tells_what_plan_and_declaration_did_that_year(
    edition: Make, report: Prepare, year_of_work: dict[str, Any]
) -> None:
    prepared = report(edition(ON))
    prepared.publish()
    text = words(page_of(Client(), prepared.url))

    assert "«Handlingsprogram 2023» ble vedtatt 1. desember 2022" in text
    assert "Programmet har 2 aktiviteter. Her står den ene som bidrar til" in text
    assert "1.1 Dele klimaregnskap Status: pågår." in text
    assert "Noe om jernbane" not in text
    assert "Webinar om utslipp (webinar, 4. mai 2023) Status: gjennomført." in text
    assert "Rapporten som uteble (rapport, våren 2023) Status: planlagt, utfallet er ikke registrert." in text
    assert "Møtet som ble avlyst" not in text
    assert "Prøveerklæringen 1 kommune eller fylkeskommune er registrert med signatur i 2023." in text
    assert (
        "1 kommune eller fylkeskommune har en registrert signatur datert til og med 2023. Publiserte kilder "
        "oppgir 50–54 tilslutninger. Ingen fullstendig liste er kjent: «ikke registrert» betyr ikke nei."
    ) in text
    assert "Sol på rådhuset Solprøve, høsten 2023 Panelene gir strøm." in text
    assert "Kilde: Kommunens nettsted" in text


def test_what_it_told_stays_when_the_plan_and_the_example_are_told_anew(
    edition: Make, report: Prepare, year_of_work: dict[str, Any]
) -> None:
    prepared = report(edition(ON))
    prepared.publish()
    before = words(page_of(Client(), prepared.url))

    Activity.objects.filter(plan=year_of_work["plan"]).update(title="Omskrevet")
    Output.objects.filter(pk=year_of_work["example"].pk).update(title="Omskrevet")
    town = year_of_work["town"]
    town.name = "Omdøpt"
    town.save()

    assert words(page_of(Client(), prepared.url)) == before


def test_a_year_without_work_says_so(edition: Make, report: Prepare) -> None:
    prepared = report(edition(ON))
    prepared.publish()
    text = words(page_of(Client(), prepared.url))
    assert "Et handlingsprogram for 2023 er ikke registrert i portalen." in text
    assert "Ingen leveranser er registrert i 2023." in text
    assert "Ingen eksempler er registrert for 2023." in text
    # The council's declaration of 2022 is in force, and its signatures are dated.
    assert "har en registrert signatur datert til og med 2023." in text
