"""Which edition is in use: a stack, the newer of two, and who comes second is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from emissions.current import current_edition_for, publication_in_use
from emissions.models import Edition, Publication
from emissions.services import publish_edition, return_to_former
from members.models import Municipality
from osloregionen import content_version
from osloregionen.writing import Conflict

pytestmark = pytest.mark.django_db

Make = Callable[..., Edition]
Told = Callable[..., str]


def _in_use() -> int | None:
    standing = publication_in_use("all")
    return standing.edition_id if standing else None


def _member(place: int) -> Municipality:
    return Municipality.objects.get(name=f"Prøvekommune {place}")


def test_an_edition_that_is_published_is_in_use(make_edition: Make) -> None:
    edition = make_edition(published_on="2025-11-01")
    assert _in_use() is None
    publish_edition(edition=edition)
    assert _in_use() == edition.pk


def test_the_former_is_brought_back_and_back_again(make_edition: Make, staff: Any) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    publish_edition(edition=first, by=staff)
    publication = publish_edition(edition=second, by=staff)
    former = return_to_former(publication=publication, by=staff)
    assert former is not None
    assert former.edition == first
    assert _in_use() == first.pk
    ended = Publication.objects.get(pk=publication.pk)
    assert (ended.ended_by, ended.ended_at is not None) == ("redaktor", True)
    publish_edition(edition=second, by=staff)
    assert _in_use() == second.pk


def test_the_only_one_is_taken_out_of_use(make_edition: Make) -> None:
    publication = publish_edition(edition=make_edition(published_on="2025-11-01"))
    assert return_to_former(publication=publication) is None
    assert _in_use() is None


def test_an_edition_without_a_date_is_not_published(make_edition: Make) -> None:
    edition = make_edition()
    with pytest.raises(ValidationError, match="mangler publiseringsdato"):
        publish_edition(edition=edition)
    assert not Publication.objects.exists()


def test_an_edition_in_use_is_not_published_twice(make_edition: Make) -> None:
    edition = make_edition(published_on="2025-11-01")
    publish_edition(edition=edition)
    with pytest.raises(ValidationError, match="allerede i bruk"):
        publish_edition(edition=edition)


def test_of_two_who_bring_the_former_back_the_second_is_told(make_edition: Make) -> None:
    editions = [make_edition(published_on=f"202{n}-11-01", more=n) for n in range(3, 6)]
    publications = [publish_edition(edition=edition) for edition in editions]
    return_to_former(publication=publications[-1])
    with pytest.raises(Conflict, match="mens du holdt på"):
        return_to_former(publication=publications[-1])
    assert _in_use() == editions[1].pk


def test_publishing_and_bringing_back_change_the_contents_version(make_edition: Make) -> None:
    edition = make_edition(published_on="2025-11-01")
    before = content_version.current()
    publication = publish_edition(edition=edition)
    between = content_version.current()
    return_to_former(publication=publication)
    assert len({before, between, content_version.current()}) == 3


@pytest.mark.parametrize(
    ("of_all", "of_one", "counts"),
    [
        ("2025-11-01", "2025-11-02", "one"),
        ("2025-11-02", "2025-11-01", "all"),
        ("2025-11-01",) * 2 + ("all",),
    ],
)
def test_the_newer_of_an_edition_of_all_and_one_of_the_municipality_counts(
    make_edition: Make, of_all: str, of_one: str, counts: str
) -> None:
    editions = {
        "all": make_edition(published_on=of_all),
        "one": make_edition(published_on=of_one, one="Prøvekommune 1", numbers=[0]),
    }
    for edition in editions.values():
        publish_edition(edition=edition)
    assert current_edition_for(_member(1)) == editions[counts]
    assert current_edition_for(_member(2)) == editions["all"]


def test_without_an_edition_of_all_a_municipalitys_own_counts_for_it_alone(make_edition: Make) -> None:
    edition = make_edition(published_on="2025-11-01", one="Prøvekommune 1", numbers=[0])
    publish_edition(edition=edition)
    assert current_edition_for(_member(1)) == edition
    assert current_edition_for(_member(2)) is None


def test_the_command_publishes_and_brings_back(make_edition: Make, told: Told) -> None:
    first, second = make_edition(published_on="2024-11-01"), make_edition(published_on="2025-11-01", more=1)
    assert f"Edition {first.pk} " in told("publish_edition", first.pk)
    assert f"in place of edition {first.pk}." in told("publish_edition", second.pk)
    assert f"Edition {second.pk} is out of use. Edition {first.pk} " in told(
        "publish_edition", second.pk, "--back"
    )
    assert "No edition of its kind is in use." in told("publish_edition", first.pk, "--back")
    assert Publication.objects.first().by == "Kommandolinjen"  # type: ignore[union-attr]


def test_the_command_fills_in_the_date_that_an_edition_lacks(make_edition: Make, told: Told) -> None:
    edition = make_edition()
    told("publish_edition", edition.pk, "--published-on", "2025-11-01")
    edition.refresh_from_db()
    assert (_in_use(), f"{edition.published_on}") == (edition.pk, "2025-11-01")
    assert edition.history.first().history_change_reason == "Publiseringsdato fylt ut"


def test_the_command_tells_that_an_older_edition_of_one_does_not_count(
    make_edition: Make, told: Told
) -> None:
    of_all = make_edition(published_on="2025-11-01")
    publish_edition(edition=of_all)
    own = make_edition(published_on="2025-10-01", one="Prøvekommune 1", numbers=[0])
    assert f"Edition {of_all.pk} ({of_all.title}) is as new or newer" in told("publish_edition", own.pk)


def test_the_command_says_what_cannot_be(make_edition: Make, told: Told) -> None:
    undated, dated = make_edition(), make_edition(published_on="2025-11-01", more=1)
    refused = {
        (999_999,): "There is no edition 999999. There are: ",
        (undated.pk,): "no date of publication: give it with --published-on DATE, or in the admin",
        (dated.pk, "--published-on", "2025-11-02"): "is published on 2025-11-01, not on 2025-11-02",
        (dated.pk, "--back", "--published-on", "2025-11-01"): "is for putting an edition into use",
        (dated.pk, "--back"): f"Edition {dated.pk} is not in use.",
    }
    for arguments, said in refused.items():
        with pytest.raises(CommandError, match=said) as error:
            told("publish_edition", *arguments)
        assert str(error.value).endswith("Nothing was changed.")
