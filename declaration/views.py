"""Pages of the declarations: the editions, one edition, and the status of all its parties."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from declaration import reports, selectors, status, story
from declaration.board import Board, board
from declaration.charts import progress_chart
from declaration.filters import PartyFilter
from declaration.models import Declaration, Signature
from declaration.tables import (
    CountTable,
    CountyTable,
    EditionTable,
    PartyTable,
    ProgressTable,
    PublishedCountTable,
    SignatoryTable,
)
from members.models.municipality import MunicipalityQuerySet
from osloregionen.exports import Export
from osloregionen.parts import Crumb
from osloregionen.portal_list import PRACTICE
from osloregionen.tables import Table
from osloregionen.views import TableListView, export_response


def _crumbs(declaration: Declaration | None = None) -> list[Crumb]:
    crumbs = [Crumb(_("Erklæringer"), reverse("declaration:declaration_list"))]
    if declaration is not None:
        crumbs.append(Crumb(declaration.title, declaration.get_absolute_url()))
    return crumbs


def _mark(declaration: Declaration) -> str:
    """Return what files about the declaration are marked with; nothing where it is the council's own."""
    return PRACTICE if declaration.is_practice else ""


def _published_table(declaration: Declaration) -> PublishedCountTable | None:
    """Return the published counts as a table; None where there are none. Needs them fetched."""
    counts = list(declaration.published_counts.all())
    if not counts:
        return None
    caption = _("Publiserte antall: %(title)s") % {"title": declaration.title}
    return PublishedCountTable(counts, prefix=f"antall-{declaration.pk}", caption=caption)


@require_safe
def declaration_list(request: HttpRequest) -> HttpResponse:
    """Show the published editions, newest first. Three queries."""
    editions = selectors.editions(timezone.localdate())
    export = Export(
        table=EditionTable(editions),
        name="erklaringer",
        title=_("Ordførererklæringer"),
        source=_("Kilden står ved hver erklæring."),
        url=request.build_absolute_uri(request.path),
    )
    if file := export_response(request, erklaringer=export):
        return file
    context = {
        "editions": [(edition, _published_table(edition.declaration)) for edition in editions],
        "crumb_here": _("Erklæringer"),
    }
    return render(request, "declaration/declaration_list.html", context)


@require_safe
def declaration_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one edition: why, what, when, and who is known by name to have signed. Nine queries."""
    declaration = story.declaration_with_content(slug)
    signatories = SignatoryTable(status.named_rows(declaration)).configure(request)
    export = Export(
        table=signatories,
        name=f"signaturer-{declaration.year}",
        title=_("Navngitte signaturer: %(title)s") % {"title": declaration.title},
        source=_("Kilden står på hver linje."),
        url=request.build_absolute_uri(request.path),
        mark=_mark(declaration),
    )
    if file := export_response(request, signaturer=export):
        return file
    context = {
        "declaration": declaration,
        "is_practice": declaration.is_practice,
        "pdf": reports.declaration_document(declaration).link(request, quiet=True),
        "story": story.story_of(declaration, timezone.localdate()),
        "published": _published_table(declaration),
        "signatories": signatories,
        "registered": status.registered_sentence(declaration),
        "crumbs": _crumbs(),
        "crumb_here": declaration.title,
    }
    return render(request, "declaration/declaration_detail.html", context)


@require_safe
def declaration_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with one edition as PDF, or 404. Two queries where it is kept; else about twenty."""
    declaration = get_object_or_404(Declaration.objects.with_page(), slug=slug)
    answer = reports.declaration_document(declaration).response(request)
    if declaration.is_practice:
        answer["X-Robots-Tag"] = "noindex"
    return answer


class DeclarationStatus(TableListView):
    """The status of all parties of one edition, in the borders of its own date.

    Eight queries, nine where the number of members then is not known.
    """

    table_class = PartyTable
    filterset_class = PartyFilter
    template_name = "declaration/declaration_status.html"
    noun = (gettext_lazy("kommune"), gettext_lazy("kommuner"))
    declaration: Declaration

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the edition, an exercise too; a draft is not found."""
        super().setup(request, *args, **kwargs)
        self.declaration = get_object_or_404(
            Declaration.objects.with_page().prefetch_related("published_counts"), slug=kwargs["slug"]
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the page or a file; `?tabell=fylkeskommuner` is one of the tables beside the list."""
        asked = request.GET.get("tabell")
        if "format" in request.GET and asked in self.other_tables:
            make, title = self.other_tables[asked]
            export = Export(
                table=make(),
                name=f"{self.export_name}-{asked}",
                title=f"{title}: {self.declaration.title}",
                source=self.source,
                url=request.build_absolute_uri(request.path),
                mark=self.export_mark,
            )
            file = export_response(request, **{asked: export})
            assert file is not None  # noqa: S101 - the address has a format
            return file
        return super().get(request, *args, **kwargs)

    # --- What is read, once each

    @cached_property
    def parties(self) -> MunicipalityQuerySet:
        """All parties on the declaration's date, whatever the filters."""
        return status.parties(self.declaration)

    @cached_property
    def answers(self) -> dict[int, Signature]:
        """The municipalities' answers."""
        return selectors.statuses_of(self.declaration)

    @cached_property
    def counties(self) -> list[status.PartyRow]:
        """The counties' answers."""
        return status.county_rows(self.declaration)

    @cached_property
    def board(self) -> Board:
        """What is said of all parties."""
        return board(self.declaration, self.parties, self.answers, self.counties, timezone.localdate())

    # --- The tables beside the list

    @property
    def other_tables(self) -> dict[str, tuple[Callable[[], Table], str]]:
        """How each is made and what it is called, by its name in addresses."""
        return {
            "antall": (self.count_table, _("Antall etter status")),
            "utvikling": (
                lambda: ProgressTable(self.board.progress.days),
                _("Tilsluttet og signert over tid"),
            ),
            "fylkeskommuner": (lambda: CountyTable(self.counties), _("Fylkeskommuner")),
        }

    def count_table(self) -> Table:
        """Return how many have each status."""
        return CountTable(self.board.counts, prefix="antall-", members_label=self.board.members_label)

    # --- The list

    def get_title(self) -> str:
        """Return the page's heading."""
        return _("%(title)s: hvem har sluttet seg til?") % {"title": self.declaration.title}

    @property
    def export_name(self) -> str:  # type: ignore[override]
        """Return the name of the files."""
        return f"status-{self.declaration.year}"

    @property
    def export_mark(self) -> str:  # type: ignore[override]
        """Return what files of an exercise are marked with."""
        return _mark(self.declaration)

    @property
    def source(self) -> str:
        """Say where the rows come from."""
        return _("Kilden står på hver linje som har et registrert svar.")

    def get_queryset(self) -> MunicipalityQuerySet:
        """Return the parties on the declaration's date, for the filters to narrow down."""
        return self.parties

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """Give the filter the edition and its parties, for the counties and statuses to choose from."""
        kwargs: dict[str, Any] = super().get_filterset_kwargs(filterset_class)
        return {**kwargs, "declaration": self.declaration, "parties": self.parties}

    def get_table_data(self) -> list[status.PartyRow]:
        """Return a line for each party that the filters left."""
        left = self.object_list if self.filterset.active else self.parties
        return status.party_rows(left, self.answers)

    def count_all(self) -> int:
        """Return how many parties there are. They have been read."""
        return len(self.parties)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the board above the table and the counties below it."""
        context = super().get_context_data(**kwargs)
        context.update(
            declaration=self.declaration,
            is_practice=self.declaration.is_practice,
            pdf=reports.declaration_document(self.declaration).link(self.request, quiet=True),
            board=self.board,
            counts=self.count_table(),
            chart=None if self.filterset.active else progress_chart(self.declaration, self.board.progress),
            counties=CountyTable(self.counties) if self.counties else None,
            published=_published_table(self.declaration),
            crumbs=_crumbs(self.declaration),
            crumb_here=_("Status"),
            # Said on each line of the table; the sentence is for files.
            source="",
        )
        return context
