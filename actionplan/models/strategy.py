"""The strategic guidelines of a four-year period: focus areas and priorities."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models import Body
from osloregionen.models import AddressedRecord, Record
from osloregionen.sdg import goal_choices


class StrategicPeriod(AddressedRecord):
    """The strategic guidelines (strategiske føringer) that the yearly plans build on."""

    title = models.CharField(_("tittel"), max_length=200)
    slug = models.SlugField(_("adresse"), unique=True, blank=True)
    starts = models.PositiveSmallIntegerField(_("første år"))
    ends = models.PositiveSmallIntegerField(_("siste år"))
    vision = models.TextField(_("visjon"), blank=True)
    vision_note = models.TextField(_("utdyping av visjonen"), blank=True)
    roles = models.TextField(
        _("roller og arbeidsformer"),
        blank=True,
        help_text=_("En linje som begynner med «- », blir et punkt."),
    )
    adopted_on = models.DateField(_("vedtaksdato"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        Body, verbose_name=_("vedtatt av"), related_name="+", on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = _("strategisk periode")
        verbose_name_plural = _("strategiske perioder")
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="actionplan_period_years",
                violation_error_message=_("Siste år kan ikke være før første år."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PeriodGoal(Record):
    """A UN goal that the council's work in the period builds on."""

    period = models.ForeignKey(
        StrategicPeriod, verbose_name=_("periode"), related_name="goals", on_delete=models.CASCADE
    )
    goal = models.PositiveSmallIntegerField(_("bærekraftsmål"), choices=goal_choices)

    class Meta:
        verbose_name = _("periodens bærekraftsmål")
        verbose_name_plural = _("periodens bærekraftsmål")
        ordering = ["period", "goal"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "goal"],
                name="actionplan_periodgoal_once",
                violation_error_message=_("Målet står allerede på perioden."),
            ),
            models.CheckConstraint(
                condition=Q(goal__gte=1, goal__lte=17),
                name="actionplan_periodgoal_1_17",
                violation_error_message=_("Bærekraftsmålene går fra 1 til 17."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_goal_display()


class FocusArea(Record):
    """A focus area (innsatsområde) of a strategic period."""

    period = models.ForeignKey(
        StrategicPeriod, verbose_name=_("periode"), related_name="focus_areas", on_delete=models.CASCADE
    )
    order = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("tittel"), max_length=200)

    class Meta:
        verbose_name = _("innsatsområde")
        verbose_name_plural = _("innsatsområder")
        ordering = ["period", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


class Priority(Record):
    """A prioritised activity of a focus area, possibly below another."""

    focus_area = models.ForeignKey(
        FocusArea, verbose_name=_("innsatsområde"), related_name="priorities", on_delete=models.CASCADE
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("hører under"),
        related_name="children",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    text = models.TextField(_("tekst"))

    class Meta:
        verbose_name = _("prioritering")
        verbose_name_plural = _("prioriteringer")
        ordering = ["focus_area", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="actionplan_priority_not_itself",
                violation_error_message=_("En prioritering kan ikke høre under seg selv."),
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 100 else f"{self.text[:99]}…"

    def clean(self) -> None:
        """Refuse a parent that is itself below another, or in another focus area. One query."""
        super().clean()
        if self.parent is None:
            return
        if self.parent.pk == self.pk or self.parent.parent_id is not None:
            raise ValidationError({"parent": _("En prioritering kan bare ha underpunkter i ett nivå.")})
        if self.parent.focus_area_id != self.focus_area_id:
            raise ValidationError({"parent": _("Et underpunkt må høre til samme innsatsområde.")})
