"""Targets for cuts in emissions, as a municipality, the region or the country has set them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emissions.models.editions import Edition, SectorTotal
from members.models import Municipality
from osloregionen.formatting import percent_nb
from osloregionen.models import Record


class Target(Record):
    """A target: so many per cent lower in one year than in another, over nine sectors or over ten.

    The per cent are of the base year's emissions. Whose it is, is told as in `SectorTotal`.
    """

    area = models.CharField(_("område"), max_length=10, choices=SectorTotal.Area.choices)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Bare for et mål som gjelder én kommune."),
    )
    base_year = models.PositiveSmallIntegerField(
        _("basisår"), help_text=_("Året reduksjonen er regnet fra, for eksempel 2009.")
    )
    target_year = models.PositiveSmallIntegerField(_("målår"), help_text=_("Året målet skal være nådd."))
    reduction = models.DecimalField(
        _("reduksjon i prosent"),
        max_digits=5,
        decimal_places=2,
        help_text=_("Hvor mange prosent lavere utslippene skal være i målåret enn i basisåret, uten minus."),
    )
    sectors = models.CharField(
        _("sektorer"),
        max_length=10,
        choices=Edition.Sectors.choices,
        help_text=_(
            "Om målet gjelder summen av de ni sektorene som alle utgaver av statistikken har, "
            "eller av alle ti."
        ),
    )
    wording = models.TextField(
        _("ordlyd"), blank=True, help_text=_("Målet slik det står i vedtaket eller planen.")
    )
    decided_on = models.DateField(
        _("vedtatt"), null=True, blank=True, help_text=_("Tom hvis datoen ikke er kjent.")
    )

    class Meta:
        verbose_name = _("utslippsmål")
        verbose_name_plural = _("utslippsmål")
        ordering = ["area", "municipality__sort_name", "target_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "target_year", "sectors"],
                condition=Q(municipality__isnull=False),
                name="emissions_target_municipality",
                violation_error_message=_("Kommunen har allerede et mål for dette året og disse sektorene."),
            ),
            models.UniqueConstraint(
                fields=["area", "target_year", "sectors"],
                condition=Q(municipality=None),
                name="emissions_target_area",
                violation_error_message=_("Området har allerede et mål for dette året og disse sektorene."),
            ),
            models.CheckConstraint(
                condition=Q(area="kommune", municipality__isnull=False)
                | Q(area__in=["region", "land"], municipality=None),
                name="emissions_target_whose",
                violation_error_message=_(
                    "Et mål for en kommune trenger kommunen; et mål for regionen eller landet har ingen."
                ),
            ),
            models.CheckConstraint(
                condition=Q(target_year__gt=F("base_year")),
                name="emissions_target_years",
                violation_error_message=_("Målåret må komme etter basisåret."),
            ),
            models.CheckConstraint(
                condition=Q(base_year__gte=1990, target_year__lte=2100),
                name="emissions_target_period",
                violation_error_message=_("Basisåret kan tidligst være 1990, og målåret senest 2100."),
            ),
            models.CheckConstraint(
                condition=Q(reduction__gt=0, reduction__lte=100),
                name="emissions_target_reduction",
                violation_error_message=_("Reduksjonen er mer enn 0 og høyst 100 prosent."),
            ),
            models.CheckConstraint(
                condition=Q(sectors__in=["nine", "ten"]),
                name="emissions_target_sectors",
                violation_error_message=_("Et mål gjelder ni sektorer eller ti."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="emissions_target_source",
                violation_error_message=_("Et utslippsmål må ha en kilde."),
            ),
        ]

    def __str__(self) -> str:
        """Return the target in short. Whose it is, is a query where the municipality is not there already."""
        return gettext("%(whose)s: %(percent)s lavere i %(target)d enn i %(base)d, %(sectors)s") % {
            "whose": self.whose(),
            "percent": percent_nb(self.reduction.normalize()),
            "target": self.target_year,
            "base": self.base_year,
            "sectors": self.get_sectors_display(),
        }

    def whose(self) -> str:
        """Return the name of the municipality, the region or the country. A query at most."""
        return self.municipality.name if self.municipality else self.get_area_display()

    def clean(self) -> None:
        """Refuse a decision that is to come."""
        super().clean()
        if isinstance(self.decided_on, dt.date) and self.decided_on > timezone.localdate():
            raise ValidationError({"decided_on": _("Datoen kan ikke ligge fram i tid.")})
