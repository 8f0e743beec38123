"""The admin of editions: what each is, and the two steps that decide which of them the pages show.

Nobody adds or removes an edition here: an import makes it (`admin_jobs`), and it is kept for good. What it
says of itself may be mended; what was read may not, which the database itself sees to.
"""

from io import BytesIO
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emissions.current import counting, publication_in_use, publications_in_use
from emissions.edition_steps import StepTold, published, publishing, redated, withdrawing, withdrawn
from emissions.editions import own_years, region_years
from emissions.models import Edition, EditionFile, Publication
from emissions.services import publish_edition, refusal_to_publish, return_to_former
from emissions.tables.edition_sums import OwnTable, RegionTable
from osloregionen.admin import RecordAdmin, column
from osloregionen.admin_history import PartChange
from osloregionen.formatting import MISSING, moment_nb, number_nb
from osloregionen.tables import Table
from osloregionen.writing import save

#: Who may store an edition may put one into use.
PERMISSION = "emissions.add_edition"
_LINE = mark_safe("<br>")
_FROZEN: list[Any] = [
    "kind",
    "municipality",
    "file_name",
    "sha256",
    "numbers_on",
    "rows_read",
    "figures_kept",
    "member_count",
    "first_year",
    "last_year",
    "sectors",
]
_SHOWN = ["number", "uses", "file_link", "sums"]


class StepForm(forms.Form):
    """What the person saw in use, and the date of publication where the edition lacks it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, wants_date: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = ["published_on"] if wants_date else []
        if wants_date:
            self.fields["published_on"] = forms.DateField(
                label=_("Publisert"),
                widget=AdminDateWidget,
                help_text=_("Dagen Miljødirektoratet publiserte tallene."),
            )

    def clean_published_on(self) -> Any:
        """Refuse a day that has not come."""
        return past_day(self.cleaned_data["published_on"])


def past_day(on: Any) -> Any:
    """Return a date of publication. Raises `ValidationError` for one that is to come."""
    if on is not None and on > timezone.localdate():
        raise ValidationError(_("Datoen kan ikke ligge fram i tid."))
    return on


@admin.register(Edition)
class EditionAdmin(RecordAdmin):
    """An edition: what it is, since when it is in use, and the way to put it into use or take it out."""

    menu_order = 6
    list_filter = ["kind", "sectors"]
    list_display_links = ["number", "title"]
    list_select_related = ["municipality"]
    search_fields = ["title", "file_name", "municipality__name"]
    fieldsets = [
        (None, {"fields": ["number", "title", "publisher", ("published_on", "downloaded_on"), "uses"]}),
    ]

    def get_urls(self) -> list[Any]:
        """Add the pages of the two steps."""
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/ta-i-bruk/", view(self.publish_view), name="emissions_edition_publish"),
            path(
                "<int:object_id>/ta-ut-av-bruk/", view(self.withdraw_view), name="emissions_edition_withdraw"
            ),
            path("<int:object_id>/fil/", view(self.file_view), name="emissions_edition_file"),
            *super().get_urls(),
        ]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Say of each edition whether it is in use: one query for all."""
        in_use = publications_in_use()
        standing, shown = {one.edition_id for one in in_use.values()}, counting(in_use)

        @admin.display(description=_("i bruk"))
        def used(edition: Edition) -> str:
            if edition.pk in shown:
                return _("ja, gjelder nå")
            return _("ja, men utgaven for alle gjelder") if edition.pk in standing else _("nei")

        whose = column("municipality", _("kommune"), _("alle"))
        # What tells them apart comes first: a phone shows no more without scrolling.
        return ["number", used, "published_on", whose, "title", "sectors", "last_year"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What was read is shown, and never changed."""
        return [*super().get_readonly_fields(request, obj), *_FROZEN, *_SHOWN]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: an import makes them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a report of the year before must still add up."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add what was read; the municipality where there is one, else how many members there were."""
        own, *rest = super().get_fieldsets(request, obj)
        is_all = obj is not None and obj.kind == Edition.Kind.ALL
        read = [name for name in _FROZEN if name != ("municipality" if is_all else "member_count")]
        return [own, (_("Det som ble lest inn"), {"fields": [*read, "file_link", "sums"]}), *rest]

    @admin.display(description=gettext_lazy("nummer"), ordering="pk")
    def number(self, edition: Edition) -> str:
        """Return the edition's number, by which the commands know it."""
        return f"{edition.pk}"

    @admin.display(description=gettext_lazy("filen"))
    def file_link(self, edition: Edition) -> str:
        """Return a link to the file that it was read from. A query."""
        size = EditionFile.objects.filter(edition=edition).values_list("size", flat=True).first()
        if size is None:
            return MISSING
        text = _("Last ned «%(file)s» (%(size)s byte)") % {
            "file": edition.file_name,
            "size": number_nb(size),
        }
        return format_html('<a href="{}">{}</a>', _url("file", edition), text)

    @admin.display(description=gettext_lazy("summer"))
    def sums(self, edition: Edition) -> str:
        """Return the sums by year of the region or the municipality, as a table. Three queries at most."""
        whose = edition.municipality.name if edition.municipality else _("Osloregionen")
        table: Table = (
            RegionTable(region_years(edition))
            if edition.kind == Edition.Kind.ALL
            else OwnTable(own_years([edition])[edition.pk])
        )
        rows = [[row.get_cell(name) for name in ("year", "nine", "ten")] for row in table.rows]
        return render_to_string("admin/emissions/_edition_sums.html", {"whose": whose, "rows": rows})

    @admin.display(description=gettext_lazy("rader i filen"))
    def rows_read(self, edition: Edition) -> str:
        """Return how many rows the file had."""
        return number_nb(edition.row_count)

    @admin.display(description=gettext_lazy("tall som er lagret"))
    def figures_kept(self, edition: Edition) -> str:
        """Return how many of them are members'."""
        return number_nb(edition.figure_count)

    @admin.display(description=gettext_lazy("i bruk"))
    def uses(self, edition: Edition) -> str:
        """Return since when the edition is in use, and until when it was. One query."""
        lines = [(_use(publication),) for publication in edition.publications.order_by("-pk")]
        return format_html_join(_LINE, "{}", lines) or _("Utgaven har ikke vært i bruk.")

    def object_links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Add the step that can be taken from here. One query."""
        links = super().object_links(request, obj)
        if not _may(request):
            return links
        in_use = publication_in_use(obj.kind, obj.municipality_id)
        if in_use is not None and in_use.edition_id == obj.pk:
            return [*links, (_("Ta ut av bruk"), _url("withdraw", obj))]
        return [*links, (_("Ta utgaven i bruk"), _url("publish", obj))]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save what may be mended. The date of publication decides which edition counts, so it stays."""
        past_day(obj.published_on)
        if obj.published_on is None and obj.publications.filter(ended_at=None).exists():
            raise ValidationError(_("En utgave som er tatt i bruk, må ha publiseringsdato."))
        super().save_model(request, obj, form, change)
        if "published_on" in form.changed_data and (told := redated(obj, publications_in_use())):
            messages.warning(request, told)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show when the edition was put into use and taken out of it besides. A query."""
        uses = _uses(object_id) if object_id.isdecimal() and len(object_id) < 19 else []
        return super().history_view(request, object_id, {"part_changes": uses, **(extra_context or {})})

    def file_view(self, request: HttpRequest, object_id: int) -> FileResponse:
        """Give the file that an edition was read from, under the name that it had. A query."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = get_object_or_404(EditionFile.objects.select_related("edition"), edition=object_id)
        return FileResponse(BytesIO(file.content), as_attachment=True, filename=file.edition.file_name)

    # --- Steps ----------------------------------------------------------------------------------------

    def publish_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show what putting an edition into use changes; on POST do it."""
        edition = self._edition(request, object_id)
        refusal = refusal_to_publish(edition)
        form = StepForm(request.POST or None, wants_date=refusal == "undated", initial=_seen(edition))
        if request.method == "POST" and form.is_valid():
            try:
                self._publish(request, edition, form.cleaned_data)
            except ValidationError as error:
                form = _shown_anew(form, edition, error)
            else:
                return self._done(request, edition, published(edition, publications_in_use()))
        return self._step_page(
            request,
            edition,
            form,
            title=_("Ta utgaven i bruk"),
            told=publishing(edition, publications_in_use()),
            can_confirm=refusal != "in-use",
        )

    def withdraw_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show which edition counts when this one is taken out of use; on POST take it out."""
        edition = self._edition(request, object_id)
        in_use = publication_in_use(edition.kind, edition.municipality_id)
        form = StepForm(request.POST or None, wants_date=False, initial=_seen(edition))
        if request.method == "POST" and form.is_valid():
            standing = edition.publications.filter(pk__in=_numbers(form.cleaned_data["seen"]))
            seen = standing.select_related("edition").first()
            try:
                former = return_to_former(publication=seen, by=cast(Any, request.user)) if seen else None
            except ValidationError as error:
                form = _shown_anew(form, edition, error)
            else:
                if seen is not None:
                    return self._done(request, edition, withdrawn(edition, former, publications_in_use()))
        return self._step_page(
            request,
            edition,
            form,
            title=_("Ta ut av bruk"),
            told=StepTold(withdrawing(edition, _below(in_use), publications_in_use()), []),
            can_confirm=in_use is not None and in_use.edition_id == edition.pk,
        )

    def _publish(self, request: HttpRequest, edition: Edition, values: dict[str, Any]) -> None:
        """Put an edition into use if what the person saw in use still is. Raises `ValidationError`."""
        with transaction.atomic():
            same = Edition.objects.filter(kind=edition.kind, municipality=edition.municipality_id)
            list(same.select_for_update().order_by("pk").values_list("pk"))
            if values["seen"] != _seen(edition)["seen"]:
                raise ValidationError(
                    _(
                        "En annen utgave er tatt i bruk eller ut av bruk mens du så på siden. "
                        "Se over, og bekreft på nytt."
                    )
                )
            if "published_on" in values:
                edition.published_on = values["published_on"]
                save(edition, by=cast(Any, request.user), reason=_("Publiseringsdato fylt ut"))
            publish_edition(edition=edition, by=cast(Any, request.user))

    def _edition(self, request: HttpRequest, object_id: int) -> Edition:
        if not _may(request):
            raise PermissionDenied
        return get_object_or_404(Edition.objects.select_related("municipality"), pk=object_id)

    def _done(self, request: HttpRequest, edition: Edition, text: str) -> HttpResponse:
        self.log_change(request, edition, text)
        messages.success(request, text)
        return redirect("admin:emissions_edition_change", edition.pk)

    def _step_page(
        self,
        request: HttpRequest,
        edition: Edition,
        form: StepForm,
        *,
        title: str,
        told: StepTold,
        can_confirm: bool,
    ) -> HttpResponse:
        fieldsets: list[Any] = [(_("Opplysninger"), {"fields": form.shown})] if form.shown else []
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(edition),
            "opts": self.opts,
            "media": self.media + form.media,
            "edition": edition,
            "form": form,
            # The helper draws forms without a model as well.
            "fieldsets": AdminForm(form, fieldsets, {}, model_admin=self),  # type: ignore[arg-type]
            "lines": told.lines,
            "warnings": told.warnings,
            "can_confirm": can_confirm,
            "back": reverse("admin:emissions_edition_change", args=[edition.pk]),
        }
        return TemplateResponse(request, "admin/emissions/edition_step.html", context)


def _may(request: HttpRequest) -> bool:
    return cast(Any, request.user).has_perm(PERMISSION)  # type: ignore[no-any-return]


def _url(step: str, edition: Edition) -> str:
    return reverse(f"admin:emissions_edition_{step}", args=[edition.pk])


def _seen(edition: Edition) -> dict[str, str]:
    """Return what a form carries of the edition that is in use. One query."""
    in_use = publication_in_use(edition.kind, edition.municipality_id)
    return {"seen": str(in_use.pk) if in_use is not None else ""}


def _shown_anew(form: StepForm, edition: Edition, error: ValidationError) -> StepForm:
    """Return the form with the refusal, and with what is in use now: who confirms once more has seen it."""
    form.add_error(None, error)
    form.data = cast(Any, form.data).dict() | _seen(edition)
    return form


def _uses(object_id: str) -> list[PartChange]:
    """Return each time an edition was put into use or taken out of it, the latest first. One query."""
    url = reverse("admin:emissions_edition_change", args=[object_id])
    found: list[PartChange] = []
    for one in Publication.objects.filter(edition=int(object_id)).order_by("pk"):
        told = [(one.at, one.by, _("Tatt i bruk"))]
        if one.ended_at is not None:
            told.append((one.ended_at, one.ended_by, _("Tatt ut av bruk")))
        found += [
            PartChange(when, by, what, _("Utgaven"), _("bruk på nettsidene"), "", [], url)
            for when, by, what in told
        ]
    return sorted(found, key=lambda change: change.when, reverse=True)


def _numbers(text: str) -> list[int]:
    return [int(text)] if text.isdecimal() and len(text) < 19 else []


def _use(publication: Publication) -> str:
    values = {"from": moment_nb(publication.at), "by": publication.by}
    if publication.ended_at is None:
        return _("Fra %(from)s, av %(by)s") % values
    values |= {"to": moment_nb(publication.ended_at), "ended_by": publication.ended_by}
    return _("Fra %(from)s, av %(by)s, til %(to)s, av %(ended_by)s") % values


def _below(in_use: Publication | None) -> Publication | None:
    """Return the publication that is in use again when this one has ended. One query."""
    if in_use is None:
        return None
    edition = in_use.edition
    below = Publication.objects.filter(
        ended_at=None,
        edition__kind=edition.kind,
        edition__municipality=edition.municipality_id,
        pk__lt=in_use.pk,
    )
    return below.select_related("edition__municipality").order_by("-pk").first()
