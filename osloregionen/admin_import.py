"""Pages of the admin by which a list goes out as a file and comes in: «Last ned liste», «Last opp liste».

    class MeetingAdmin(ListOfRowsMixin, RecordAdmin):
        list_class = MeetingList

One page uploads, shows the differences, and confirms. Between the two the file's rows travel in a hidden
field, signed and compressed: nothing is kept on the server that somebody must clear away, any worker can
answer, and nobody can put other rows in their place. The signature tells whose list it is and runs out.
"""

from pathlib import PurePath
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from osloregionen.admin import RecordAdmin
from osloregionen.formatting import counted_nb, list_nb, number_nb
from osloregionen.importing import apply, preview
from osloregionen.portal_list import Difference, PortalList, Problem
from osloregionen.sheet_writer import LIST_FORMATS, TooLongError, explained, list_response
from osloregionen.sheets import LIMITS, Sheet, SheetError, carried, read_sheet, restored
from osloregionen.text import search_key

#: A day's work: who comes back later uploads once more.
CARRIED_SECONDS = 24 * 60 * 60
#: Below Django's DATA_UPLOAD_MAX_MEMORY_SIZE, which holds for the whole form.
CARRIED_CHARACTERS = 2_000_000
_SALT = "osloregionen.list"
_FILE_NAME_LENGTH = 200


class ListMixin(RecordAdmin):
    """An admin whose rows, or (`list_of_object`) whose record's parts, are a list that goes out and in."""

    list_class: type[Any]
    list_of_object = False

    def get_urls(self) -> list[Any]:
        """Add the list's file and the page that takes it in again."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_list"
        before = "<int:object_id>/" if self.list_of_object else ""
        own = [
            path(f"{before}liste/", self.admin_site.admin_view(self.list_view), name=name),
            path(
                f"{before}liste.<str:file_format>",
                self.admin_site.admin_view(self.list_file_view),
                name=f"{name}_file",
            ),
        ]
        return [*own, *super().get_urls()]

    def list_links(self, request: HttpRequest, record: Any = None, *, of: str = "") -> list[tuple[str, str]]:
        """Return text and address of the list's buttons, for whoever may use them. No queries.

        `of` says what list it is, where the buttons stand on a page about something else.
        """
        user, what = cast(Any, request.user), f" ({of})" if of else ""
        links = []
        if user.has_perms(self.list_class.may_view):
            links.append((_("Last ned liste") + what, self._files(record)[0][1]))
            if user.has_perms(self.list_class.may_write):
                links.append((_("Last opp liste") + what, self._address("", record)))
        return links

    def _list(self, request: HttpRequest, object_id: int | None, *, write: bool) -> tuple[PortalList, Any]:
        """Return the list and the record it belongs to. Raises `Http404`, `PermissionDenied`. A query."""
        record = None
        if self.list_of_object:
            record = self.get_queryset(request).filter(pk=object_id).first()
            if record is None:
                raise Http404
        portal_list: PortalList = self.list_class(*([record] if self.list_of_object else []))
        wanted = [*portal_list.may_view, *(portal_list.may_write if write else ())]
        if not cast(Any, request.user).has_perms(wanted):
            raise PermissionDenied
        return portal_list, record

    def list_file_view(
        self, request: HttpRequest, file_format: str, object_id: int | None = None
    ) -> HttpResponse:
        """Give the list as a file."""
        portal_list, record = self._list(request, object_id, write=False)
        if file_format not in LIST_FORMATS:
            raise Http404
        try:
            return list_response(portal_list, file_format)
        except TooLongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self._way_back(record))

    def list_view(self, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """Show the form; on POST show what a file would change, or change it. GET writes nothing."""
        portal_list, record = self._list(request, object_id, write=True)
        context: dict[str, Any] = {}
        if request.method == "POST":
            context = self._answer(request, portal_list)
            if "written" in context:
                self._tell(request, portal_list, record, context["written"], context["file_name"])
                return HttpResponseRedirect(self._way_back(record))
        return TemplateResponse(
            request,
            "admin/list_upload.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": _("Last opp liste: %(list)s") % {"list": portal_list.title},
                "record": record,
                "portal_list": portal_list,
                "columns": [(column.heading, explained(column)) for column in portal_list.columns],
                "files": self._files(record),
                "closed": portal_list.closed(),
                "most_rows": number_nb(LIMITS.rows),
                "most_changes": number_nb(portal_list.most_changes),
                **context,
            },
        )

    def _answer(self, request: HttpRequest, portal_list: PortalList) -> dict[str, Any]:
        """Return what to show for a form that was sent; `written` is the difference where it is written."""
        user = cast(AbstractBaseUser, request.user)
        try:
            if "rows" in request.POST:
                sheet, seen = _unpacked(portal_list, request.POST["rows"])
                difference, written = _confirmed(portal_list, sheet, user, seen)
                if written:
                    return {"written": difference, "file_name": sheet.file_name}
                moved = not difference.problems
            else:
                sheet = _uploaded(request, portal_list)
                difference, moved = preview(portal_list, sheet, by=user), False
            return {"file_name": sheet.file_name, "moved": moved, **_shown(portal_list, sheet, difference)}
        except SheetError as error:
            return {"problems": [Problem(str(error))]}

    def _tell(
        self,
        request: HttpRequest,
        portal_list: PortalList,
        record: Any,
        difference: Difference,
        file_name: str,
    ) -> None:
        """Say on the next page and in the log what was read in. Two queries."""
        text = _("Innlest fra %(file)s: %(what)s.") % {"file": file_name, "what": counted(difference)}
        messages.success(request, text)
        LogEntry.objects.create(
            user_id=cast(Any, request.user).pk,
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=record.pk if record is not None else None,
            object_repr=portal_list.title[:200],
            action_flag=CHANGE,
            change_message=text,
        )

    def _address(self, page: str, record: Any, **arguments: Any) -> str:
        """Return the address of the list's page or (`page` "_file") file."""
        if record is not None:
            arguments["object_id"] = record.pk
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_list{page}", kwargs=arguments)

    def _files(self, record: Any) -> list[tuple[str, str]]:
        """Return the list's files as name and address."""
        return [
            (known.label, self._address("_file", record, file_format=known.name))
            for known in LIST_FORMATS.values()
        ]

    def _way_back(self, record: Any) -> str:
        """Return where one came from: the record's form, or the list in the admin."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return (
            reverse(f"{name}_change", args=[record.pk])
            if record is not None
            else reverse(f"{name}_changelist")
        )


class ListOfPartsMixin(ListMixin):
    """A record whose parts are the list: the buttons stand on its form, and in a column of the records.

    `has_list_column` False leaves the column out, where the records have no room for it.
    """

    list_of_object = True
    has_list_column = True

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Add a column with the list's buttons. No queries."""
        if not self.has_list_column:
            return [*super().get_list_display(request)]

        @admin.display(description=_("liste"))
        def lists(record: Any) -> str:
            short = {_("Last ned liste"): _("Last ned"), _("Last opp liste"): _("Last opp")}
            return format_html_join(
                " ",
                '<a href="{}" aria-label="{}: {}">{}</a>',
                ((url, text, record, short[text]) for text, url in self.list_links(request, record)),
            ) or format_html("–")

        return [*super().get_list_display(request), lists]

    def object_links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Add the list's buttons to the form's."""
        return [*super().object_links(request, obj), *self.list_links(request, obj)]


class ListOfRowsMixin(ListMixin):
    """An admin whose rows are the list: the buttons stand above them."""

    change_list_template = "admin/list_change_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show the rows with the list's buttons."""
        context = {"list_links": self.list_links(request), **(extra_context or {})}
        return super().changelist_view(request, context)


def counted(difference: Difference) -> str:
    """Return "3 nye, 2 endret og 59 uendret"."""
    return list_nb(
        [
            counted_nb(len(difference.new), _("ny"), _("nye")),
            counted_nb(len(difference.changed), _("endret"), _("endret")),
            counted_nb(difference.unchanged, _("uendret"), _("uendret")),
        ]
    )


def _uploaded(request: HttpRequest, portal_list: PortalList) -> Sheet:
    """Return the file that was sent. Raises `SheetError`."""
    upload = request.FILES.get("file")
    if upload is None:
        raise SheetError(_("Velg en fil."))
    name = "".join(letter for letter in PurePath(upload.name or "").name if letter.isprintable())
    # One byte more than a file may have tells that there is more.
    content = upload.read(LIMITS.file_bytes + 1)
    return read_sheet(name[-_FILE_NAME_LENGTH:], content, headings=portal_list.headings())


def _confirmed(
    portal_list: PortalList, sheet: Sheet, user: AbstractBaseUser, seen: dict[str, str]
) -> tuple[Difference, bool]:
    """Write what was seen; where somebody else's writing got in the way, return the difference of now."""
    try:
        return apply(portal_list, sheet, by=user, seen=seen)
    except OperationalError:
        # Two that wait for each other: the database ends one, and nothing of it is written.
        if connection.in_atomic_block:
            raise
        return preview(portal_list, sheet, by=user), False


def _shown(portal_list: PortalList, sheet: Sheet, difference: Difference) -> dict[str, Any]:
    """Return a difference as the page shows it, with the rows to carry where it can be confirmed."""
    problems = list(difference.problems)
    # The list's own columns that are there for the reader alarm nobody; strange ones may be misspelled.
    known = {search_key(heading) for heading in portal_list.headings()}
    rows = ""
    if difference.changes and not problems:
        rows = _packed(portal_list, sheet, difference)
        if len(rows) > CARRIED_CHARACTERS:
            problems = [Problem(_("Filen har for mye tekst til å leses inn på én gang. Del den i flere."))]
            rows = ""
    return {
        "problems": problems,
        "more_problems": difference.more_problems,
        "difference": difference,
        "counted": counted(difference),
        "left_out": list_nb(
            [f"«{heading}»" for heading in difference.left_out if search_key(heading) not in known]
        ),
        "for_reader": list_nb(
            [f"«{heading}»" for heading in difference.left_out if search_key(heading) in known]
        ),
        "rows": rows,
    }


def _packed(portal_list: PortalList, sheet: Sheet, difference: Difference) -> str:
    content = {"file": sheet.file_name, "rows": carried(sheet), "seen": difference.fingerprint()}
    return signing.dumps(content, salt=f"{_SALT}:{portal_list.identity}", compress=True)


def _unpacked(portal_list: PortalList, packed: str) -> tuple[Sheet, dict[str, str]]:
    """Return the rows that a form carried, and the difference that was seen. Raises `SheetError`."""
    try:
        content = signing.loads(packed, salt=f"{_SALT}:{portal_list.identity}", max_age=CARRIED_SECONDS)
    except signing.BadSignature as error:
        raise SheetError(
            _("Forhåndsvisningen er for gammel, eller endret. Last opp filen på nytt.")
        ) from error
    return restored(content["file"], content["rows"]), content["seen"]
