"""Inhabitants of municipalities, and what the council has published of its size."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.municipality import Municipality
from osloregionen.models import Record


class Population(Record):
    """The number of inhabitants of a municipality on a date, as a source published it."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommune"), related_name="populations", on_delete=models.CASCADE
    )
    on = models.DateField(_("dato"))
    count = models.PositiveIntegerField(_("innbyggere"))

    class Meta:
        verbose_name = _("folketall")
        verbose_name_plural = _("folketall")
        ordering = ["municipality__sort_name", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "on"],
                name="members_population_one_a_date",
                violation_error_message=_("Kommunen har allerede et folketall på denne datoen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} ({self.on})"


class PublishedFigure(Record):
    """A figure about the council as somebody published it: shown beside what the portal counts itself."""

    class What(models.TextChoices):
        MEMBERS = "members", _("medlemmer")
        POPULATION = "population", _("innbyggere")

    what = models.CharField(_("hva tallet gjelder"), max_length=20, choices=What.choices)
    value = models.PositiveIntegerField(_("tall"), help_text=_("«Ca. 2,2 mill.» skrives 2200000."))
    wording = models.CharField(
        _("slik det står i kilden"), max_length=100, help_text=_("For eksempel «ca. 2,2 mill. innbyggere».")
    )
    as_of = models.DateField(_("dato tallet gjelder"), null=True, blank=True)
    as_of_note = models.CharField(
        _("tidspunkt tallet gjelder"),
        max_length=100,
        blank=True,
        help_text=_("Når datoen bare er kjent omtrent, for eksempel «2022»."),
    )

    class Meta:
        verbose_name = _("publisert tall om rådet")
        verbose_name_plural = _("publiserte tall om rådet")
        ordering = ["what", "as_of", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""),
                name="members_publishedfigure_source",
                violation_error_message=_("Et publisert tall må ha en kilde."),
            ),
            models.CheckConstraint(
                condition=Q(as_of__isnull=False) | ~Q(as_of_note=""),
                name="members_publishedfigure_when",
                violation_error_message=_("Et publisert tall må ha en dato eller et tidspunkt."),
            ),
        ]

    def __str__(self) -> str:
        return self.wording
