"""Addresses for tests of the shared machinery: a list page over book-keeping rows, pages that fail."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

import osloregionen.urls
from osloregionen.charts import Bar, bar_chart
from osloregionen.exports import Export
from osloregionen.filters import FilterSet, FoldedSearchFilter
from osloregionen.models import LoadedRow
from osloregionen.tables import DateColumn, NumberColumn, Table
from osloregionen.views import TableListView, export_response


class RowTable(Table):
    """Kind, key and number of a book-keeping row."""

    caption = "Rader"
    key = NumberColumn(verbose_name="Nøkkel", orderable=False)
    kind = DateColumn(verbose_name="Type", orderable=False)
    object_id = NumberColumn(verbose_name="Nummer")

    def render_key(self, value: str) -> str:
        """Show the key as it is."""
        return value

    def render_kind(self, value: str) -> str:
        """Show the kind as it is."""
        return value


class RowFilter(FilterSet):
    """Search in the keys, choose a number."""

    navn = FoldedSearchFilter("key")

    class Meta:
        model = LoadedRow
        fields = ["object_id"]


class RowList(TableListView):
    """The book-keeping rows as a list page."""

    queryset = LoadedRow.objects.filter(kind__in=["prøve", "=1+1"])
    table_class = RowTable
    filterset_class = RowFilter
    template_name = "_list.html"
    title = "Rader"
    noun = ("rad", "rader")
    export_name = "rader"
    source = "Prøvene, https://example.org/kilde"


class Shares(Table):
    """A small table that is part of a page."""

    caption = "Andeler"
    share = NumberColumn(verbose_name="Andel")


def part(request: HttpRequest) -> HttpResponse:
    """Show a page with two tables to download."""
    first = Export(Shares([{"share": 22}]), "andeler", "Andeler")
    second = Export(Shares([{"share": 50}]), "flere", "Flere")
    return export_response(request, andeler=first, flere=second) or HttpResponse("siden")


def chart(request: HttpRequest) -> HttpResponse:
    """Show a chart."""
    drawn = bar_chart(
        title="Utslipp",
        alt="Veitrafikk er størst.",
        source="Klimastatus 2020",
        table=Shares([{"share": 22}]),
        bars=[Bar("Veitrafikk", 562289)],
    )
    return render(request, "_chart.html", {"chart": drawn})


def middleware_without_database(get_response: Any) -> Any:
    """Fail as the sessions do where the database cannot be reached."""
    return failing(OperationalError("could not connect"))


def failing(error: Exception) -> Any:
    """Return a view that raises `error`."""

    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("prove/rader/", RowList.as_view()),
    path("prove/del/", part),
    path("prove/diagram/", chart),
    path("prove/feil/", failing(RuntimeError("hemmelig detalj"))),
    path("prove/database/", failing(OperationalError("could not connect\nto server db.example.org"))),
    path("prove/ugyldig/", failing(BadRequest("Året «x» finnes ikke."))),
    path("prove/forbudt/", failing(PermissionDenied("hemmelig detalj"))),
    path("", include(osloregionen.urls)),
]
handler400 = osloregionen.urls.handler400
handler403 = osloregionen.urls.handler403
handler404 = osloregionen.urls.handler404
handler500 = osloregionen.urls.handler500
