"""What pages share: lists with filters and downloads, and the pages for errors."""

import logging
import sys
from typing import Any, TypeVar

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from osloregionen import exports
from osloregionen.formatting import counted_nb, number_nb
from osloregionen.tables import ROWS_PER_PAGE, Table

logger = logging.getLogger("osloregionen.database")

_Found = TypeVar("_Found")


class NotFoundError(Http404):
    """What the address names is not there; the message is shown, so it is written for readers."""


def found_or_said(found: _Found | None, message: str) -> _Found:
    """Return what was found; None raises `NotFoundError` with the message, in Norwegian."""
    if found is None:
        raise NotFoundError(message)
    return found


def export_response(request: HttpRequest, **tables: exports.Export) -> HttpResponse | None:
    """Return the file that the address asks for (`?format=csv`), or None where it asks for the page.

    For a page with several tables: `export_response(request, andeler=Export(…), sektorer=Export(…))` and
    `?tabell=andeler&format=csv`; the first is the default. Raises BadRequest with a Norwegian message.
    """
    wanted = request.GET.get("format")
    if wanted is None:
        return None
    name = request.GET.get("tabell") or next(iter(tables))
    if name not in tables:
        raise BadRequest(_("Siden har ikke tabellen «%(name)s».") % {"name": name[:40]})
    try:
        return exports.response(tables[name], wanted)
    except exports.UnknownFormat as error:
        known = ", ".join(exports.FORMATS)
        raise BadRequest(
            _("Formatet «%(name)s» finnes ikke. Lister kan lastes ned som %(known)s.")
            % {"name": wanted[:40], "known": known}
        ) from error


class TableListView(SingleTableMixin, FilterView):
    """A list page: table, filters, number of hits, and the same rows as CSV, Excel and JSON.

    A subclass says `queryset` (or `model`), `table_class`, `filterset_class`, `template_name` (extends
    "_list.html"), `title`, `noun` and `export_name`; `source` is where the data come from.
    Queries: one for all rows, one for those that match, one for the rows, and the queryset's prefetches.
    """

    title: Any = ""
    description: Any = ""
    #: What the rows are, one and several: ("kommune", "kommuner").
    noun: tuple[Any, Any] = ("rad", "rader")
    export_name: str = "liste"
    #: What files are marked with where their rows are made up (see `exports.Export`).
    export_mark: str = ""
    source: Any = ""
    table_class: type[Table]
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the page, or with the file that the address asks for."""
        if "format" in request.GET:
            return self._download(request)
        answer: HttpResponseBase = super().get(request, *args, **kwargs)
        return answer

    def get_table(self, **kwargs: Any) -> Table:
        """Return the table, sorted and paged as the address says."""
        table = self.get_table_class()(data=self.get_table_data(), **kwargs)
        configured: Table = table.configure(self.request, ROWS_PER_PAGE)
        return configured

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what _list.html shows: title, hits as a sentence, source."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        hits = len(context["table"].rows)
        context.update(
            title=self.get_title(),
            description=self.description,
            hits=self.hits_sentence(hits),
            source=self.source,
        )
        return context

    def get_title(self) -> str:
        """Return the page's heading."""
        return str(self.title)

    def count_all(self) -> int:
        """Return how many rows there are without filters. One query."""
        everything: int = self.filterset.queryset.count()
        return everything

    def hits_sentence(self, hits: int) -> str:
        """Return how many rows there are: "64 kommuner." or, filtered, "3 av 64 kommuner."."""
        singular, plural = (str(word) for word in self.noun)
        if not self.filterset.active:
            return f"{counted_nb(hits, singular, plural).capitalize()}."
        everything = counted_nb(self.count_all(), singular, plural)
        if hits == 0:
            return _("Ingen av %(all)s passer til valgene.") % {"all": everything}
        return _("%(hits)s av %(all)s.") % {"hits": number_nb(hits), "all": everything}

    def _download(self, request: HttpRequest) -> HttpResponse:
        self.filterset = self.get_filterset(self.get_filterset_class())
        if self.filterset.is_bound and not self.filterset.is_valid():
            messages = " ".join(message for errors in self.filterset.errors.values() for message in errors)
            raise BadRequest(_("Listen kan ikke lastes ned med disse valgene: %(why)s") % {"why": messages})
        if unknown := self.filterset.unknown:
            raise BadRequest(_("Listen har ingen valg som heter %(names)s.") % {"names": unknown})
        self.object_list = self.filterset.qs
        table = self.get_table(**self.get_table_kwargs())
        export = exports.Export(
            table=table,
            name=self.export_name,
            title=self.get_title(),
            source=str(self.source),
            url=request.build_absolute_uri(_address_with_choices(request)),
            mark=self.export_mark,
        )
        answer = export_response(request, liste=export)
        assert answer is not None  # noqa: S101 - the address has a format, or we would not be here
        return answer


def _address_with_choices(request: HttpRequest) -> str:
    """Return the page's address with the filters in use: a file of four rows is not the whole list."""
    query = request.GET.copy()
    for name in ("format", "page", "tabell"):
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say in Norwegian what was wrong with the address. Only messages we wrote ourselves are shown."""
    message = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"message": message}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page is not for this reader."""
    return render(request, "403.html", status=403)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was not taken, and how to send it again. Why it was not stands in the log."""
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and help on. Only messages we wrote ourselves are shown."""
    message = str(exception) if isinstance(exception, NotFoundError) else ""
    return render(request, "404.html", {"message": message}, status=404)


def unavailable(error: Exception) -> HttpResponse:
    """Say that the database cannot be reached, to the reader and in one line of the log."""
    logger.error("The database cannot be used: %s", " ".join(str(error).split()))
    answer = HttpResponse(render_to_string("503.html"), status=503)
    answer["Retry-After"] = "60"
    answer["Cache-Control"] = "no-store"
    # Django would log the response once more, with the traceback where a middleware failed.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something failed. Needs neither database nor request."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(error)
    return HttpResponse(render_to_string("500.html"), status=500)
