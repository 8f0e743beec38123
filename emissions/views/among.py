"""A municipality among the members: its places, and who is like it."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from emissions import story
from emissions.figures import Basis, MemberLine, UnknownBasis, basis_of, member_lines, similar
from emissions.models import Edition
from emissions.tables.members import SimilarTable, member_rows
from emissions.views.chosen import Chosen
from members.models import Municipality


class Among:
    """A municipality among the members, all of one edition of all municipalities. Seven queries."""

    def __init__(self, one: Municipality, chosen: Chosen, of_all: Edition | None, year: int) -> None:
        self.one, self.chosen, self.edition, self.year = one, chosen, of_all, year
        self.is_other = of_all is not None and of_all.pk != chosen.edition.pk
        self.basis = _same_basis(of_all, chosen.basis)
        self.lines: list[MemberLine] = (
            member_lines(of_all, self.basis, year) if of_all is not None and self.basis is not None else []
        )
        self.line = next((line for line in self.lines if line.municipality.pk == one.pk), None)
        self.similar = similar(self.line, self.lines) if self.line is not None else None

    @property
    def note(self) -> str:
        """What to say where places and shares are of another edition than the page's figures. No queries."""
        if self.edition is None:
            return _(
                "Andeler og plassering kan ikke vises: Ingen utgave med alle kommuner er i bruk, bare "
                "kommunens egen."
            )
        if self.basis is None:
            return _(
                "Andeler og plassering kan ikke vises for ti sektorer: Utgaven for alle kommuner har ni. "
                "Velg ni sektorer for å se dem."
            )
        if not self.is_other:
            return ""
        said = _(
            "Kommunens egen utgave er nyere enn den for alle kommuner. Andeler, plassering og lignende "
            "kommuner er derfor regnet av utgaven for alle kommuner, publisert %(date)s."
        )
        return said % {"date": story.published(self.edition)}

    @property
    def ranks(self) -> list[str]:
        """The municipality's places among the members, in words. No queries."""
        return story.rank_sentences(self.line, self._base) if self.line is not None else []

    @property
    def _base(self) -> int:
        """The year that changes are counted from: the statistics begin in 2009."""
        return self.edition.first_year if self.edition is not None else self.year

    def nearest_table(self) -> SimilarTable | None:
        """Return the members nearest in inhabitants with the municipality itself, the largest first."""
        if self.line is None or self.similar is None or not self.similar.nearest:
            return None
        lines = sorted([self.line, *self.similar.nearest], key=lambda line: -(line.people or 0))
        return self._table(lines, _("Kommuner med omtrent like mange innbyggere"), "like-store-")

    def county_table(self) -> SimilarTable | None:
        """Return the members of the same county, by name."""
        if self.line is None or self.similar is None or not self.similar.county:
            return None
        lines = [
            line
            for line in self.lines
            if line.municipality.pk == self.one.pk or line.county == self.line.county
        ]
        caption = _("Kommuner i %(county)s") % {"county": self.line.county}
        return self._table(lines, caption, "fylket-", exclude=("county",))

    def _table(
        self, lines: Sequence[MemberLine], caption: str, prefix: str, *, exclude: Sequence[str] = ()
    ) -> SimilarTable:
        rows = member_rows(
            lines,
            url_of=self._url_of,
            has_former=any(line.since_before.grams is not None for line in lines),
            is_base=self.year <= self._base,
            here=self.one.pk,
        )
        return SimilarTable(
            rows,
            base_year=self._base,
            caption=caption,
            prefix=prefix,
            exclude=(*SimilarTable.LEFT_OUT, *exclude),
        )

    def _url_of(self, slug: str) -> str:
        """Return another's page: with the page's choices only where they are of an edition of all."""
        if self.is_other:
            return reverse("emissions:municipality", args=[slug])
        return self.chosen.address("municipality", slug)


def _same_basis(edition: Edition | None, basis: Basis) -> Basis | None:
    """Return the basis if the edition has it; an edition of nine sectors has no sums of ten. No queries."""
    if edition is None:
        return None
    try:
        return basis_of(edition, str(basis.value))
    except UnknownBasis:
        return None
