"""How a plan is carried out: what is told of its activities, and what came out of the work."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplan.models.plan import Activity, lacks_reason
from actionplan.models.strategy import FocusArea
from members.models import Document, Municipality
from osloregionen.models import Record
from osloregionen.placeholders import visible


class Update(Record):
    """How an activity stood on a day, and what was said of it. The activity's own status is that of the last.

    Only `services` write them: they carry status and progress on to the activity.
    """

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), related_name="updates", on_delete=models.CASCADE
    )
    on = models.DateField(_("dato"), help_text=_("Dagen dette gjaldt, ikke dagen det ble skrevet inn."))
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Activity.Status.choices,
        blank=True,
        help_text=_("Tom når statusen er som før."),
    )
    status_reason = models.TextField(_("begrunnelse for status"), blank=True)
    progress = models.PositiveSmallIntegerField(
        _("framdrift i prosent"), null=True, blank=True, help_text=_("0–100. Tom når den er som før.")
    )
    text = models.TextField(_("hva som har skjedd"), blank=True, help_text=_("Vises på offentlige sider."))

    class Meta:
        verbose_name = _("oppdatering")
        verbose_name_plural = _("oppdateringer")
        ordering = ["activity", "-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["", "planlagt", "pagar", "fullfort", "utsatt", "avlyst"]),
                name="actionplan_update_status",
                violation_error_message=_("Velg en av statusene i listen."),
            ),
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100),
                name="actionplan_update_progress",
                violation_error_message=_("Framdriften går fra 0 til 100 prosent."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["utsatt", "avlyst"]) | ~Q(status_reason=""),
                name="actionplan_update_reason",
                violation_error_message=_("En utsatt eller avlyst aktivitet må ha en begrunnelse."),
            ),
            models.CheckConstraint(
                condition=~Q(status="", progress=None, text=""),
                name="actionplan_update_says_something",
                violation_error_message=_("En oppdatering må ha status, framdrift eller tekst."),
            ),
        ]

    def clean(self) -> None:
        """Refuse a reason and words of which a reader sees nothing. No queries."""
        super().clean()
        if lacks_reason(self.status, self.status_reason):
            message = _("En utsatt eller avlyst aktivitet må ha en begrunnelse.")
            raise ValidationError({"status_reason": message})
        if not self.status and self.progress is None and not visible(self.text):
            raise ValidationError({"text": _("En oppdatering må ha status, framdrift eller tekst.")})

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}: {self.get_status_display() or self.text[:60] or self.progress}"


class Output(Record):
    """Something that came out of the work, or is meant to. It may belong to no activity.

    Its date is as precise as the source: `on` where the day is known, else `date_note` ("høsten 2020").
    """

    class Kind(models.TextChoices):
        WEBINAR = "webinar", _("webinar")
        HEARING = "horingssvar", _("høringssvar")
        REPORT = "rapport", _("rapport")
        MEETING = "mote", _("møte")
        EVENT = "arrangement", _("arrangement")
        CLIMATE_SCHOOL = "klimaskole", _("klimaskole")
        EXAMPLE = "eksempel", _("eksempel fra en kommune")
        OTHER = "annet", _("annet")

    class Status(models.TextChoices):
        PLANNED = "planlagt", _("planlagt")
        DONE = "gjennomfort", _("gjennomført")
        CANCELLED = "avlyst", _("avlyst")

    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("tittel"), max_length=300)
    description = models.TextField(_("beskrivelse"), blank=True)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        blank=True,
        help_text=_("Tom hvis den ikke er kjent."),
    )
    year = models.PositiveSmallIntegerField(_("år"))
    on = models.DateField(_("dato"), null=True, blank=True)
    date_note = models.CharField(
        _("merknad til tidspunktet"),
        max_length=200,
        blank=True,
        help_text=_("Så nøyaktig som kilden: «høsten 2020». Må fylles ut når datoen ikke er kjent."),
    )
    activity = models.ForeignKey(
        Activity,
        verbose_name=_("aktivitet"),
        related_name="outputs",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        help_text=_("Tom når leveransen ikke hører til en aktivitet."),
    )
    focus_area = models.ForeignKey(
        FocusArea,
        verbose_name=_("innsatsområde"),
        related_name="outputs",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        related_name="outputs",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Kommunen et eksempel er fra."),
    )
    url = models.URLField(_("lenke"), max_length=500, blank=True)
    document = models.ForeignKey(
        Document,
        verbose_name=_("dokument"),
        related_name="outputs",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("leveranse")
        verbose_name_plural = _("leveranser")
        ordering = ["-year", F("on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "webinar",
                        "horingssvar",
                        "rapport",
                        "mote",
                        "arrangement",
                        "klimaskole",
                        "eksempel",
                        "annet",
                    ]
                ),
                name="actionplan_output_kind",
                violation_error_message=_("Velg en av typene i listen."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["", "planlagt", "gjennomfort", "avlyst"]),
                name="actionplan_output_status",
                violation_error_message=_("Velg en av statusene i listen."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2004, year__lte=2100),
                name="actionplan_output_year",
                violation_error_message=_("Året må ligge mellom 2004, da Osloregionen ble stiftet, og 2100."),
            ),
            models.CheckConstraint(
                condition=~Q(on=None) | ~Q(date_note=""),
                name="actionplan_output_when",
                violation_error_message=_("Skriv datoen, eller det som er kjent om tidspunktet."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a date in another year, what is done before its time, and another area than the activity's.

        Two queries.
        """
        super().clean()
        errors = {}
        today = timezone.localdate()
        if self.status == self.Status.DONE:
            if self.on is not None and self.on > today:
                errors["status"] = _("Leveransen kan ikke være gjennomført: Datoen ligger i framtiden.")
            elif self.on is None and self.year is not None and self.year > today.year:
                errors["status"] = _("Leveransen kan ikke være gjennomført: Året ligger i framtiden.")
        if self.on is not None and self.year is not None and self.on.year != self.year:
            errors["on"] = _("Datoen ligger i et annet år.")
        if self.activity is not None and self.focus_area_id is None:
            self.focus_area = self.activity.focus_area
        elif self.activity is not None and self.focus_area_id != self.activity.focus_area_id:
            errors["focus_area"] = _("Aktiviteten hører til et annet innsatsområde.")
        if errors:
            raise ValidationError(errors)
