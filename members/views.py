"""Pages of the members, their meetings and documents, and the fixed pages."""

from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from declaration.party_story import party_story
from declaration.selectors import member_standings
from emissions.climate.municipality import emissions_of
from members import reports, selectors
from members.calendars import meeting_calendar
from members.charts import member_map
from members.filters import DocumentFilter, MeetingFilter, MunicipalityFilter
from members.finding import find
from members.models import Document, Meeting, Municipality, Page
from members.story import members_lead, story_of
from members.tables import DocumentTable, MeetingTable, MunicipalityTable, StandingColumn
from osloregionen.calendars import calendar_link, calendar_response
from osloregionen.formatting import list_nb
from osloregionen.parts import CalendarLink, Crumb
from osloregionen.tables import DETAIL
from osloregionen.views import TableListView, found_or_said

#: Fewer members than this are found sooner in the list than in a map.
SMALLEST_MAP = 5


class MunicipalityListView(TableListView):
    """Today's members as map and table. Fourteen queries, however many members."""

    table_class = MunicipalityTable
    filterset_class = MunicipalityFilter
    template_name = "members/municipality_list.html"
    title = _("Medlemmer")
    description = _("Medlemskommunene i Osloregionen: nummer, fylke, innbyggere og ordførererklæringene.")
    noun = (_("kommune"), _("kommuner"))
    export_name = "medlemmer"

    @cached_property
    def totals(self) -> selectors.MemberTotals:
        """Count and inhabitants of all members, whatever the filters say."""
        return selectors.member_totals()

    @cached_property
    def standings(self) -> list[selectors.Standing]:
        """How the members stand to each declaration."""
        return member_standings()

    @property
    def source(self) -> str:
        """Where the inhabitants are from; the portal itself keeps the members."""
        return self.totals.source

    def get_queryset(self) -> QuerySet[Municipality]:
        """Return the members with number, county and inhabitants."""
        return selectors.members(population_on=self.totals.on)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """Give the filters the declarations."""
        kwargs: dict[str, Any] = super().get_filterset_kwargs(filterset_class)
        return {**kwargs, "standings": self.standings}

    def get_table_kwargs(self) -> dict[str, Any]:
        """Give the table a column per declaration, and the date of the inhabitants."""
        columns = [
            # A phone has room for the latest; the others are shown when asked for.
            (
                f"declaration_{standing.key.replace('-', '_')}",
                StandingColumn(standing, css=DETAIL if place else ""),
            )
            for place, standing in enumerate(self.standings)
        ]
        return {"extra_columns": columns, "population_on": self.totals.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the map of those that the filters leave, the totals, and what has been published."""
        # Read before the table is made: map, number of hits and table then share the rows.
        shown = list(self.object_list)
        context = super().get_context_data(**kwargs)
        latest = self.standings[0] if self.standings else None
        context.update(
            # Who filters or sorts wants the rows at the top; the map then stands below them.
            narrowed=self.filterset.active or "sort" in self.request.GET,
            lead=members_lead(self.totals),
            totals=self.totals,
            latest=latest,
            # One or two squares show no place.
            tilemap=member_map(shown, standing=latest) if len(shown) >= SMALLEST_MAP else None,
            published=selectors.published_figures(),
            find_names=selectors.member_names(),
        )
        return context


@require_safe
def municipality_find(request: HttpRequest) -> HttpResponse:
    """Lead the reader to the municipality that a name or number means, or help to find it."""
    asked = request.GET.get("navn", "").strip()[:100]
    if not asked:
        return redirect("members:municipality_list")
    hits = find(asked)
    if hits.clear is not None:
        return redirect(hits.clear)
    context = {
        "crumbs": [_members_crumb()],
        "crumb_here": _("Finn kommune"),
        "asked": asked,
        "hits": hits,
        "find_name": asked,
        "find_names": selectors.member_names(),
    }
    return render(request, "members/municipality_find.html", context)


@require_safe
def municipality_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one municipality: numbers, mergers, inhabitants, what it signed, its emissions. 21 queries."""
    municipality = _municipality(slug)
    told, emissions = party_story(municipality, timezone.localdate()), emissions_of(municipality)
    context = {
        "crumbs": [_members_crumb()],
        "crumb_here": municipality.name,
        "municipality": municipality,
        "story": story_of(municipality),
        "pdf": reports.sheet_document(municipality, lambda: told, lambda: emissions).link(
            request, label=str(_("Kommuneark")), quiet=True
        ),
        "declarations": told,
        "emissions": emissions,
    }
    return render(request, "members/municipality_detail.html", context)


@require_safe
def municipality_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with a municipality's sheet as PDF, or 404. Seven queries where it is kept; else the page's."""
    municipality = _municipality(slug)
    document = reports.sheet_document(
        municipality,
        lambda: party_story(municipality, timezone.localdate()),
        lambda: emissions_of(municipality),
    )
    return document.response(request)


def _municipality(slug: str) -> Municipality:
    try:
        return selectors.municipality_with_story(slug)
    except Municipality.DoesNotExist as error:
        raise Http404 from error


class MeetingListView(TableListView):
    """All meetings, those to come first above the table. Six queries, however many meetings."""

    queryset = Meeting.objects.select_related("body")
    table_class = MeetingTable
    filterset_class = MeetingFilter
    template_name = "members/meeting_list.html"
    title = _("Møter")
    description = _("Møter, samlinger, konferanser og webinarer i Osloregionen, med dato, sted og program.")
    noun = (_("møte"), _("møter"))
    export_name = "moter"
    source = _("Hvert møte har sin egen kilde. Den står i filene som kan lastes ned.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the meetings to come."""
        context = super().get_context_data(**kwargs)
        context["upcoming"] = selectors.upcoming_meetings()
        context["today"] = timezone.localdate()
        context["calendar"] = _calendar_link(self.request)
        return context


def _calendar_link(request: HttpRequest) -> CalendarLink:
    """Return the calendar of the body that the list is narrowed to, else of all; beside it the others'."""
    calendars = {
        body.slug: (body.name, f"{reverse('members:calendar')}?organ={body.slug}")
        for body in selectors.meeting_bodies()
    }
    everything = (str(_("alle møter")), reverse("members:calendar"))
    chosen = calendars.pop(request.GET.get("organ", ""), None)
    others = [everything, *calendars.values()] if chosen else calendars.values()
    name, url = chosen or everything
    return calendar_link(request, url, name, others)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Answer with the dated meetings as a calendar file: all of them, or those of `?organ=`. Four queries.

    404 with the bodies that have one where the body is not known.
    """
    title = str(_("Møter i Osloregionen"))
    slug = request.GET.get("organ", "")
    body = None
    if slug:
        bodies = selectors.meeting_bodies()
        body = found_or_said(
            # Not asked of the database: what an address holds may be no text to it.
            next((one for one in bodies if one.slug == slug), None),
            str(_("Portalen har ingen møtekalender for organet «%(name)s». Organer med møter: %(known)s."))
            % {"name": slug[:40], "known": list_nb([f"{one.name} ({one.slug})" for one in bodies])},
        )
        title = f"{title}: {body.name}"
    address = request.build_absolute_uri(reverse("members:meeting_list"))
    name = f"osloregionen-moter-{body.slug}" if body else "osloregionen-moter"
    return calendar_response(
        meeting_calendar(selectors.dated_meetings(body), title=title, address=address), name
    )


class DocumentListView(TableListView):
    """The register of documents, drawn as a list with an address for each. Two queries."""

    queryset = Document.objects.all()
    table_class = DocumentTable
    filterset_class = DocumentFilter
    template_name = "members/document_list.html"
    title = _("Dokumenter")
    description = _("Dokumentene Osloregionen bygger på, med hovedpunkter, lenker og datoer.")
    noun = (_("dokument"), _("dokumenter"))
    export_name = "dokumenter"
    source = _("Kilden står ved hvert dokument.")
    context_object_name = "documents"


@require_safe
def document_file(request: HttpRequest, name: str) -> FileResponse:
    """Hand out the file of a document; PDFs open in the browser, everything else is saved. One query.

    Only what a document names is handed out: a file that staff took off a document is gone for the public.
    """
    # PostgreSQL refuses to look for a null character.
    if "\x00" in name:
        raise Http404
    document = get_object_or_404(Document, file=name)
    try:
        content = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    suffix = Path(name).suffix.lower()
    opens = suffix == ".pdf"
    answer = FileResponse(content, as_attachment=not opens, filename=f"{document.slug}{suffix}")
    if opens:
        answer["Content-Security-Policy"] = settings.PDF_CONTENT_SECURITY_POLICY
    return answer


@require_safe
def page_about(request: HttpRequest) -> HttpResponse:
    """Tell what the council is: the staff's text, the bodies, and the published figures. Three queries."""
    return _fixed_page(
        request,
        Page.Place.ABOUT,
        template="members/page_about.html",
        bodies_by_kind=selectors.bodies_by_kind(),
        published=selectors.published_figures(),
    )


@require_safe
def page_privacy(request: HttpRequest) -> HttpResponse:
    """Tell how personal data are treated. One query."""
    return _fixed_page(request, Page.Place.PRIVACY)


@require_safe
def page_accessibility(request: HttpRequest) -> HttpResponse:
    """Tell how accessible the portal is. One query."""
    return _fixed_page(request, Page.Place.ACCESSIBILITY)


def _fixed_page(
    request: HttpRequest, place: Page.Place, *, template: str = "members/page.html", **context: Any
) -> HttpResponse:
    page = selectors.fixed_page(place)
    title = page.title if page else place.label
    return render(request, template, {"page": page, "title": title, "crumb_here": title, **context})


def _members_crumb() -> Crumb:
    return Crumb(str(_("Medlemmer")), reverse("members:municipality_list"))
