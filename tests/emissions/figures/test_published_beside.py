"""What the council published, beside what an edition says of the same years, and why they differ."""

from fractions import Fraction
from typing import Any

import pytest

from emissions.figures import REGION, Basis, published_beside, series_of
from emissions.models import Edition, PublishedTable, Sector
from tests.emissions.conftest import EVERY_NINE, EVERY_TEN
from tests.emissions.figures.conftest import Store

pytestmark = pytest.mark.django_db

#: Three members: 840 tonnes of the first sector in 2019 and 381 in 2020, a fall of 459.
_FALL = {2019: 280, 2020: 127}


def _table(**row: Any) -> PublishedTable:
    """Return a table of 2019–2020 with one line about the first sector."""
    table = PublishedTable.objects.create(
        title="Prøve", slug="prove", from_year=2019, to_year=2020, source="Prøve"
    )
    values = {"sector": Sector.objects.get(name=EVERY_NINE[0][0]), "label": "Linje", **row}
    table.rows.create(order=1, **values)
    return table


def _said(edition: Edition, **row: Any) -> str:
    [line] = published_beside(_table(**row), edition)
    return line.explanation


def test_a_line_that_agrees_says_so(store: Store) -> None:
    said = _said(store(_FALL), percent=-55, tonnes=-459)
    assert said == (
        "Prosenten stemmer med de publiserte tonnene, av utgavens utslipp i 2019. Tonnene er de samme i "
        "utgaven."
    )


def test_per_cent_of_the_later_year_are_found_out(store: Store) -> None:
    [line] = published_beside(_table(percent=-120, tonnes=-459), store(_FALL))
    assert line.edition_change.grams == -459_000_000
    assert line.edition_change.percent == Fraction(-45900, 840)
    assert line.of_later == Fraction(-45900, 381)
    assert line.explanation == (
        "Den publiserte prosenten kan ikke stemme: Et utslipp kan ikke gå ned med mer enn 100 %. Prosenten "
        "stemmer ikke med de publiserte tonnene av utgavens utslipp i 2019, men av det i 2020. Tonnene er de "
        "samme i utgaven."
    )


@pytest.mark.parametrize("percent", ["-118", "-53.5", "-41"])
def test_per_cent_that_agree_with_neither_year_are_told_beside_both(store: Store, percent: str) -> None:
    # Near one of them or not: how they were worked out is not known.
    said = _said(store(_FALL), percent=percent, tonnes=-459).replace("\xa0", " ")
    told = (
        "De publiserte tonnene er −54,6 % av utgavens utslipp i 2019, og −120,5 % av det i 2020. Den "
        "publiserte prosenten stemmer ikke med noen av dem. Tonnene er de samme i utgaven."
    )
    assert said.endswith(told)
    assert "nærmere" not in said


def test_other_tonnes_are_told_with_how_far_apart_they_are(store: Store) -> None:
    said = _said(store(_FALL), percent=-50, tonnes=-420).replace("\xa0", " ")
    assert said.startswith("Prosenten stemmer med de publiserte tonnene, av utgavens utslipp i 2019. ")
    assert "I utgaven er endringen −459 tonn, 39 tonn fra det som ble publisert." in said


def test_without_published_tonnes_the_editions_own_change_tells(store: Store) -> None:
    edition = store(_FALL)
    said = _said(edition, percent=-120)
    assert "utgaven av utslippet i 2019, men av det i 2020. Tonnene er ikke registrert." in said
    PublishedTable.objects.all().delete()
    said = _said(edition, percent=-30).replace("\xa0", " ")
    assert "I utgaven er endringen −54,6 % av utslippet i 2019, og −120,5 % av det i 2020." in said


def test_what_was_not_published_is_not_explained(store: Store) -> None:
    assert _said(store(_FALL)) == "Prosenten er ikke registrert. Tonnene er ikke registrert."


def test_the_total_is_over_the_nine_sectors(store: Store) -> None:
    [line] = published_beside(_table(sector=None, percent=-53, tonnes=-459), store(_FALL, of=EVERY_TEN))
    # 840 tonnes and eight sectors of three members with a tonne each; the tenth does not count.
    assert line.edition_change.percent == Fraction(-45900, 864)
    assert line.explanation.startswith(
        "Prosenten stemmer med de publiserte tonnene, av utgavens utslipp i 2019."
    )


def test_the_tenth_sector_is_not_among_them(store: Store) -> None:
    tenth = Sector.objects.get(name=EVERY_TEN[9][0])
    edition = store(_FALL, of=EVERY_TEN)
    assert _said(edition, sector=tenth, percent=1) == "Sektoren er ikke blant de ni som er med her."


def test_a_year_that_the_edition_lacks_is_named(store: Store) -> None:
    [line] = published_beside(_table(percent=-5, tonnes=-5), store({2020: 100}))
    assert (line.edition_change.grams, line.of_later) == (None, None)
    assert line.explanation == "Utgaven har ikke tall for 2019."


def test_a_year_that_a_member_lacks_is_named(store: Store) -> None:
    edition = store(_FALL, lacking=((9101, 2020),))
    assert _said(edition, percent=-5) == "Utgaven har ikke tall for alle medlemmene i 2020."


def test_a_sector_that_was_nothing_has_no_per_cent(store: Store) -> None:
    said = _said(store({2019: 0, 2020: 10}), percent=30, tonnes=10).replace("\xa0", " ")
    assert said.startswith("Prosenten kan ikke regnes ut: Utslippet i 2019 er null i utgaven.")


def test_handed_the_regions_series_it_asks_nothing(store: Store, django_assert_num_queries: Any) -> None:
    edition = store(_FALL)
    _table(percent=-5)
    table = PublishedTable.objects.prefetch_related("rows").get(slug="prove")
    series = series_of(REGION, edition, Basis.NINE)
    with django_assert_num_queries(0):
        published_beside(table, edition, series=series)
    with pytest.raises(ValueError, match="over ti"):
        published_beside(table, edition, series=series_of(REGION, edition, Basis.TEN))
