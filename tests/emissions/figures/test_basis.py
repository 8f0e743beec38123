"""Nine sectors or ten: what was asked for, what an edition has, and what two of them have in common."""

import pytest

from emissions.figures import Basis, UnknownBasis, basis_of, common_basis
from emissions.models import Edition

NINE, TEN = Edition(sectors="nine"), Edition(sectors="ten")


def test_without_a_wish_a_total_is_over_all_that_the_edition_has() -> None:
    assert (basis_of(NINE), basis_of(TEN)) == (Basis.NINE, Basis.TEN)


def test_nine_may_be_asked_of_any_edition() -> None:
    assert (basis_of(NINE, "ni"), basis_of(TEN, "ni"), basis_of(TEN, "ti")) == ("ni", "ni", "ti")


def test_ten_of_an_edition_with_nine_is_refused_in_words() -> None:
    with pytest.raises(UnknownBasis, match="Utgaven har ni sektorer"):
        basis_of(NINE, "ti")


@pytest.mark.parametrize("asked", ["ten", "10", "NI", "<b>"])
def test_what_is_no_choice_is_refused_in_words(asked: str) -> None:
    with pytest.raises(UnknownBasis, match=f"«{asked}» er ikke et valg"):
        basis_of(TEN, asked)


def test_two_editions_are_compared_over_ten_only_where_both_have_ten() -> None:
    assert common_basis(TEN, TEN) == Basis.TEN
    assert common_basis(TEN, NINE) == common_basis(NINE, TEN) == common_basis(NINE, NINE) == Basis.NINE
    with pytest.raises(UnknownBasis, match="Ikke begge"):
        common_basis(NINE, TEN, "ti")


def test_the_labels_say_which_can_be_compared() -> None:
    assert [str(one.label) for one in Basis] == ["ni sektorer, sammenlignbart", "ti sektorer"]
