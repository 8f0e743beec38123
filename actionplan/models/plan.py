"""The yearly action plan and its activities."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplan.models.strategy import FocusArea, Priority, StrategicPeriod
from declaration.models import Commitment
from members.models import Body, Document
from osloregionen.models import Record
from osloregionen.placeholders import visible
from osloregionen.sdg import goal_choices


class ActionPlan(Record):
    """The action plan (handlingsprogram) of one year."""

    class Status(models.TextChoices):
        PROPOSAL = "forslag", _("forslag")
        DRAFT = "utkast", _("utkast")
        IN_TREATMENT = "til_behandling", _("til behandling")
        ADOPTED = "vedtatt", _("vedtatt")

    year = models.PositiveSmallIntegerField(_("år"), unique=True)
    title = models.CharField(_("tittel"), max_length=200)
    period = models.ForeignKey(
        StrategicPeriod, verbose_name=_("strategisk periode"), related_name="plans", on_delete=models.PROTECT
    )
    introduction = models.TextField(_("innledning"), blank=True)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        blank=True,
        help_text=_("Tom hvis den ikke er kjent."),
    )
    adopted_on = models.DateField(_("vedtaksdato"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        Body, verbose_name=_("vedtatt av"), related_name="+", on_delete=models.PROTECT, null=True, blank=True
    )
    case_reference = models.CharField(_("saksnummer"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("handlingsprogram")
        verbose_name_plural = _("handlingsprogrammer")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["", "forslag", "utkast", "til_behandling", "vedtatt"]),
                name="actionplan_plan_status",
                violation_error_message=_("Velg en av statusene i listen."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2004, year__lte=2100),
                name="actionplan_plan_year",
                violation_error_message=_("Året må ligge mellom 2004, da Osloregionen ble stiftet, og 2100."),
            ),
            models.CheckConstraint(
                condition=Q(status="vedtatt") | Q(adopted_on=None, adopted_by=None, case_reference=""),
                name="actionplan_plan_adoption",
                violation_error_message=_(
                    "Bare et vedtatt handlingsprogram kan ha vedtaksdato, organ og saksnummer."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the plan's page."""
        return reverse("actionplan:plan_detail", kwargs={"year": self.year})

    def clean(self) -> None:
        """Refuse a year outside the strategic period. One query."""
        super().clean()
        period = self.period if self.period_id else None
        if period is not None and self.year is not None and not period.starts <= self.year <= period.ends:
            raise ValidationError({"year": _("Året ligger utenfor den strategiske perioden.")})


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities with what a list or a PDF shows of them."""

    def with_parts(self) -> "ActivityQuerySet":
        """Fetch plan, focus area and responsible with the rows, goals and sub-points in one query each."""
        return self.select_related("plan", "focus_area", "responsible").prefetch_related(
            "goals", "sub_points"
        )


class Activity(Record):
    """One activity of a plan. What is not registered is empty: no status means that nobody has said."""

    class Status(models.TextChoices):
        PLANNED = "planlagt", _("planlagt")
        UNDER_WAY = "pagar", _("pågår")
        DONE = "fullfort", _("fullført")
        POSTPONED = "utsatt", _("utsatt")
        CANCELLED = "avlyst", _("avlyst")

    plan = models.ForeignKey(
        ActionPlan, verbose_name=_("handlingsprogram"), related_name="activities", on_delete=models.CASCADE
    )
    focus_area = models.ForeignKey(
        FocusArea, verbose_name=_("innsatsområde"), related_name="activities", on_delete=models.PROTECT
    )
    number = models.CharField(
        _("nummer"),
        max_length=7,
        validators=[RegexValidator(r"^[1-9]\d{0,2}\.[1-9]\d{0,2}$", _("Nummeret skrives som «2.1»."))],
        help_text=_("Innsatsområdets nummer, punktum, aktivitetens nummer: «2.1»."),
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    heading = models.CharField(
        _("overskrift"),
        max_length=200,
        blank=True,
        help_text=_("Aktiviteter med samme overskrift vises sammen."),
    )
    title = models.CharField(_("tittel"), max_length=500)
    description = models.TextField(_("beskrivelse"), blank=True)
    role_and_form = models.TextField(_("rolle og arbeidsform"), blank=True)
    responsible = models.ForeignKey(
        Body,
        verbose_name=_("ansvarlig"),
        related_name="activities",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    partners = models.TextField(_("samarbeidspartnere"), blank=True)
    starts_on = models.DateField(_("starter"), null=True, blank=True)
    ends_on = models.DateField(_("slutter"), null=True, blank=True)
    date_note = models.CharField(_("merknad til tidspunktet"), max_length=200, blank=True)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        blank=True,
        help_text=_("Tom hvis den ikke er kjent."),
    )
    status_reason = models.TextField(_("begrunnelse for status"), blank=True)
    progress = models.PositiveSmallIntegerField(
        _("framdrift i prosent"), null=True, blank=True, help_text=_("0–100. Tom hvis den ikke er kjent.")
    )
    continues = models.ForeignKey(
        "self",
        verbose_name=_("fortsetter fra"),
        related_name="continued_by",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        help_text=_("Aktiviteten i et tidligere handlingsprogram som denne fører videre."),
    )
    commitments = models.ManyToManyField(
        Commitment, verbose_name=_("følger opp forpliktelser"), related_name="activities", blank=True
    )
    priorities = models.ManyToManyField(
        Priority, verbose_name=_("følger opp prioriteringer"), related_name="activities", blank=True
    )
    internal_note = models.TextField(
        _("internt notat"), blank=True, help_text=_("Vises aldri på offentlige sider.")
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        ordering = ["-plan__year", "focus_area__order", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="actionplan_activity_number",
                violation_error_message=_(
                    "Handlingsprogrammet har allerede en aktivitet med dette nummeret."
                ),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[1-9][0-9]{0,2}\.[1-9][0-9]{0,2}$"),
                name="actionplan_activity_number_form",
                violation_error_message=_("Nummeret skrives som «2.1»."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["", "planlagt", "pagar", "fullfort", "utsatt", "avlyst"]),
                name="actionplan_activity_status",
                violation_error_message=_("Velg en av statusene i listen."),
            ),
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100),
                name="actionplan_activity_progress",
                violation_error_message=_("Framdriften går fra 0 til 100 prosent."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="actionplan_activity_period",
                violation_error_message=_("Aktiviteten kan ikke slutte før den starter."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["utsatt", "avlyst"]) | ~Q(status_reason=""),
                name="actionplan_activity_reason",
                violation_error_message=_("En utsatt eller avlyst aktivitet må ha en begrunnelse."),
            ),
            models.CheckConstraint(
                condition=Q(continues=None) | ~Q(continues=F("pk")),
                name="actionplan_activity_not_itself",
                violation_error_message=_("En aktivitet kan ikke fortsette fra seg selv."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the activity's page. Needs the plan fetched."""
        return reverse("actionplan:activity_detail", kwargs={"year": self.plan.year, "number": self.number})

    def clean(self) -> None:
        """Refuse another period's area, a continuation within the plan, an invisible reason, and other years.

        An activity may begin before the plan's year and end after it; some of it is in the year.
        """
        super().clean()
        # No form has the field: the constraint tells of an empty one, and this of one that only looks filled.
        if self.status_reason and lacks_reason(self.status, self.status_reason):
            raise ValidationError(_("En utsatt eller avlyst aktivitet må ha en begrunnelse."))
        errors: dict[str, Any] = {}
        if self.plan_id and self.focus_area_id and self.focus_area.period_id != self.plan.period_id:
            errors["focus_area"] = _(
                "Innsatsområdet hører til en annen strategisk periode enn handlingsprogrammet."
            )
        if self.continues is not None and self.plan_id and self.continues.plan.year >= self.plan.year:
            errors["continues"] = _("En aktivitet kan bare fortsette fra et tidligere års handlingsprogram.")
        if self.plan_id:
            errors.update(outside_year(self.plan.year, self.starts_on, self.ends_on))
        if errors:
            raise ValidationError(errors)


def outside_year(year: int, starts_on: dt.date | None, ends_on: dt.date | None) -> dict[str, Any]:
    """Return, by field, why an activity with these days has no part in a plan's year; empty where it has."""
    errors: dict[str, Any] = {}
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        # One of them is wrong in itself, which the constraint tells.
        return errors
    if starts_on is not None and starts_on.year > year:
        text = _("Aktiviteten starter etter %(year)s, som er handlingsprogrammets år.")
        errors["starts_on"] = text % {"year": year}
    if ends_on is not None and ends_on.year < year:
        text = _("Aktiviteten slutter før %(year)s, som er handlingsprogrammets år.")
        errors["ends_on"] = text % {"year": year}
    return errors


def lacks_reason(status: str, reason: str) -> bool:
    """Say whether something is postponed or cancelled without a reason that a reader sees."""
    return status in (Activity.Status.POSTPONED, Activity.Status.CANCELLED) and not visible(reason)


class SubPoint(Record):
    """An ordered point under an activity."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), related_name="sub_points", on_delete=models.CASCADE
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    text = models.TextField(_("tekst"))

    class Meta:
        verbose_name = _("underpunkt")
        verbose_name_plural = _("underpunkter")
        ordering = ["activity", "order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class ActivityGoal(Record):
    """A UN goal that an activity contributes to. Goals outside the period's are allowed."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), related_name="goals", on_delete=models.CASCADE
    )
    goal = models.PositiveSmallIntegerField(_("bærekraftsmål"), choices=goal_choices)

    class Meta:
        verbose_name = _("bærekraftsmål")
        verbose_name_plural = _("bærekraftsmål")
        ordering = ["activity", "goal"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "goal"],
                name="actionplan_activitygoal_once",
                violation_error_message=_("Målet står allerede på aktiviteten."),
            ),
            models.CheckConstraint(
                condition=Q(goal__gte=1, goal__lte=17),
                name="actionplan_activitygoal_1_17",
                violation_error_message=_("Bærekraftsmålene går fra 1 til 17."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_goal_display()


class ActivityWording(Record):
    """How one source words the activity; several sources may word it differently."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), related_name="wordings", on_delete=models.CASCADE
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=1)
    document = models.ForeignKey(
        Document, verbose_name=_("dokument"), related_name="activity_wordings", on_delete=models.PROTECT
    )
    text = models.TextField(_("ordlyd i kilden"))

    class Meta:
        verbose_name = _("ordlyd i kilde")
        verbose_name_plural = _("ordlyd i kilder")
        ordering = ["activity", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "document"],
                name="actionplan_wording_once",
                violation_error_message=_("Ordlyden fra dette dokumentet er allerede registrert."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
