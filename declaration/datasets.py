"""What the app gives away as data: the declarations, what they say, and what each party answered.

Drafts and exercises are left out, as on pages: `Declaration.objects.published()`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import django_tables2 as tables
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from declaration import selectors, status
from declaration.models import Commitment, Declaration, MainPoint, PublishedCount, Signature, Theme
from declaration.tables import EditionTable, PartyTable
from members.datasets import parts_of
from members.models import Municipality
from osloregionen.datasets import Choice, Dataset, Facts, last_change, latest
from osloregionen.datasets import Theme as About
from osloregionen.formatting import list_nb
from osloregionen.tables import Table, YearColumn

_WORDS = (_("ordførererklæringen"), _("klima"), "Osloregionen")
_ON_EACH_LINE = _("Kilden står på hver linje.")
_ON_DECLARATION = _("Kilden står ved hver erklæring.")


# --- Answers ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Answer(status.PartyRow):
    """A line of the status list, with the declaration that it is of."""

    declaration: Declaration | None = None

    @property
    def party_kind(self) -> str:
        """What the party is."""
        return _now("fylkeskommune") if self.municipality is None else _now("kommune")


class AnswerTable(PartyTable):
    """What each party answered to each declaration, for files."""

    caption = _("Svar på ordførererklæringene")
    declaration = tables.Column(verbose_name=_("Erklæring"), accessor="declaration__title")
    year = YearColumn(verbose_name=_("År"), accessor="declaration__year")
    party_kind = tables.Column(verbose_name=_("Type"))
    name = tables.Column(verbose_name=_("Kommune eller fylkeskommune"))

    class Meta(Table.Meta):
        sequence = ("declaration", "year", "name", "party_kind", "...")
        order_by = ()


def _answers(choice: Choice) -> Table:
    """Return the answers to all declarations. Six queries at most, however many declarations."""
    parts = parts_of(choice)
    signatures = Signature.objects.select_related("county").defer("created_at", "updated_at")
    declarations = list(Declaration.objects.published().prefetch_related(Prefetch("signatures", signatures)))
    parties = status.parties_by_declaration(declarations)
    return AnswerTable(
        [
            row
            for declaration in declarations
            for row in _answers_to(declaration, parties.get(declaration.pk, []))
            if parts is None or (row.municipality is not None and row.municipality.pk in parts)
        ]
    )


def _answers_to(declaration: Declaration, parties: list[Municipality]) -> Iterator[_Answer]:
    """Give the lines of a declaration whose answers are fetched. No queries."""
    answers = list(declaration.signatures.all())
    of_municipalities = {one.municipality_id: one for one in answers if one.municipality_id is not None}
    of_counties = [one for one in answers if one.municipality_id is None]
    lines = (*status.party_rows(parties, of_municipalities), *status.county_lines(of_counties))
    for row in lines:
        values = {field.name: getattr(row, field.name) for field in fields(row)}
        yield _Answer(**values, declaration=declaration)


# --- What the declarations say ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """A main point, a theme or a commitment of a declaration."""

    declaration: Declaration
    kind: str
    number: int | None
    theme: str
    text: str
    is_verbatim: bool | None
    source: str


class ContentTable(Table):
    """What the declarations say, point by point, for files."""

    caption = _("Hva ordførererklæringene sier")
    declaration = tables.Column(verbose_name=_("Erklæring"), accessor="declaration__title")
    year = YearColumn(verbose_name=_("År"), accessor="declaration__year")
    kind = tables.Column(verbose_name=_("Type"))
    number = YearColumn(verbose_name=_("Nummer"))
    theme = tables.Column(verbose_name=_("Tema"))
    text = tables.Column(verbose_name=_("Tekst"))
    is_verbatim = tables.Column(verbose_name=_("Ordrett"))
    source = tables.Column(verbose_name=_("Kilde"))

    def value_is_verbatim(self, value: bool) -> str:
        """Return whether the text stands so in the declaration; nothing where nobody has said."""
        return _now("ja") if value else _now("nei")


def _content(_choice: Choice) -> Table:
    declarations = Declaration.objects.published().prefetch_related(
        "main_points", "themes", "commitments__theme"
    )
    return ContentTable([said for declaration in declarations for said in _said(declaration)])


def _said(declaration: Declaration) -> Iterator[_Said]:
    for point in declaration.main_points.all():
        yield _Said(declaration, _now("hovedpunkt"), None, "", point.text, None, point.source)
    for theme in declaration.themes.all():
        yield _Said(declaration, _now("tema"), None, theme.title, theme.text, None, theme.source)
    for one in declaration.commitments.all():
        title = one.theme.title if one.theme else ""
        kind = _now("forpliktelse")
        yield _Said(declaration, kind, one.number, title, one.text, one.is_verbatim, one.source)


# --- Facts --------------------------------------------------------------------------------------------


def _public() -> Any:
    return Declaration.objects.published().order_by().values("pk")


#: Which of the removed declarations the public had seen.
_SEEN = Q(is_practice=False) & ~Q(status=Declaration.Status.DRAFT)


def _facts(source: Any, *parts: Any) -> Facts:
    """Return when the declarations or parts of them were last changed, and of which years they are."""
    public = _public()
    years = sorted(Declaration.objects.published().order_by().values_list("year", flat=True))
    concerns = ""
    if years:
        concerns = _now("Erklæringene fra %(years)s.") % {"years": list_nb([f"{year}" for year in years])}
    return Facts(
        source=str(source),
        concerns=concerns,
        changed=latest(
            last_change(Declaration.objects.published(), _SEEN),
            *(
                last_change(model.objects.filter(declaration__in=public), Q(declaration_id__in=public))
                for model in parts
            ),
        ),
    )


DECLARATIONS = (
    Dataset(
        name="erklaringer",
        title=_("Ordførererklæringene"),
        description=_(
            "Hver erklæring med svarfrist, signeringsdato og sted, registrerte signaturer, og antallene som "
            "kilder har oppgitt."
        ),
        page="declaration:declaration_list",
        facts=lambda _choice: _facts(_ON_DECLARATION, Signature, PublishedCount),
        file=lambda _choice: EditionTable(selectors.editions()),
        themes=(About.GOVERNMENT, About.ENVIRONMENT),
        keywords=_WORDS,
    ),
    Dataset(
        name="erklaringsinnhold",
        title=_("Hva ordførererklæringene sier"),
        description=_(
            "Hovedpunkter, temaer og forpliktelser i hver erklæring, og om teksten er ordrett eller gjengitt."
        ),
        page="declaration:declaration_list",
        facts=lambda _choice: _facts(_ON_EACH_LINE, MainPoint, Theme, Commitment),
        file=_content,
        themes=(About.GOVERNMENT, About.ENVIRONMENT),
        keywords=_WORDS,
    ),
    Dataset(
        name="erklaringssvar",
        title=_("Svar og signaturer"),
        description=_(
            "Hva hver kommune og fylkeskommune svarte på hver erklæring: status, grunnlag, datoer og hvem "
            "som signerte. Kommunene er de som fantes da erklæringen ble signert. Uten registrert svar står "
            "det «ikke registrert»."
        ),
        page="declaration:declaration_list",
        facts=lambda _choice: _facts(_ON_EACH_LINE, Signature),
        file=_answers,
        themes=(About.GOVERNMENT, About.ENVIRONMENT),
        keywords=(*_WORDS, _("signaturer")),
        by_municipality=True,
    ),
)
