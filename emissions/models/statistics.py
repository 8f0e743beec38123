"""What the national statistics divide emissions into: sectors, their sources, and gases."""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from osloregionen.models import AddressedRecord, Record


class Gas(models.TextChoices):
    """Greenhouse gases of the national statistics; HFK and SF6 occur only in the tenth sector."""

    CO2 = "CO2", "CO₂"
    CH4 = "CH4", "CH₄"
    N2O = "N2O", "N₂O"
    HFK = "HFK", "HFK"
    SF6 = "SF6", "SF₆"


class Sector(AddressedRecord):
    """A sector of the national statistics; the tenth is seen under two names."""

    address_from = "name"

    name = models.CharField(_("navn"), max_length=100, unique=True)
    other_name = models.CharField(
        _("annet navn"),
        max_length=100,
        blank=True,
        help_text=_("Navnet sektoren har i andre utgaver av statistikken."),
    )
    slug = models.SlugField(_("adresse"), unique=True, blank=True)
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    since_edition = models.PositiveSmallIntegerField(
        _("med fra utgaven for"),
        null=True,
        blank=True,
        help_text=_("Året til den første utgaven sektoren er med i. Tom for de ni opprinnelige."),
    )

    class Meta:
        verbose_name = _("sektor")
        verbose_name_plural = _("sektorer")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Source(Record):
    """An emission source (utslippskilde) of a sector."""

    sector = models.ForeignKey(
        Sector, verbose_name=_("sektor"), related_name="sources", on_delete=models.PROTECT
    )
    name = models.CharField(_("navn"), max_length=100)
    first_year = models.PositiveSmallIntegerField(_("første år"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("siste år"), null=True, blank=True)

    class Meta:
        verbose_name = _("utslippskilde")
        verbose_name_plural = _("utslippskilder")
        ordering = ["sector__order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "name"],
                name="emissions_source_name",
                violation_error_message=_("Sektoren har allerede en utslippskilde med dette navnet."),
            ),
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="emissions_source_years",
                violation_error_message=_("Siste år kan ikke være før første år."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse to move a source that editions have figures of: their sums are by sector. Two queries."""
        super().clean()
        if self.pk is None or Source.objects.filter(pk=self.pk, sector=self.sector_id).exists():
            return
        in_editions: Any = apps.get_model("emissions", "SourceInEdition")
        if in_editions.objects.filter(emission_source=self.pk).exists():
            raise ValidationError(
                {
                    "sector": _(
                        "Utgaver av statistikken har tall for utslippskilden i denne sektoren, så den kan "
                        "ikke flyttes. Har statistikken flyttet den, blir den en ny kilde når filen leses "
                        "inn."
                    )
                }
            )


class SourceGas(Record):
    """A gas that occurs for a source."""

    emission_source = models.ForeignKey(
        Source, verbose_name=_("utslippskilde"), related_name="gases", on_delete=models.CASCADE
    )
    gas = models.CharField(_("klimagass"), max_length=10, choices=Gas.choices)

    class Meta:
        verbose_name = _("klimagass for utslippskilde")
        verbose_name_plural = _("klimagasser for utslippskilde")
        ordering = ["emission_source", "gas"]
        constraints = [
            models.UniqueConstraint(
                fields=["emission_source", "gas"],
                name="emissions_sourcegas_once",
                violation_error_message=_("Klimagassen står allerede på utslippskilden."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_gas_display()

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check the fields. A gas that a file brought stays, though it is none of the known. A query then."""
        left_out = set(exclude or ())
        if self.gas not in Gas.values and SourceGas.objects.filter(pk=self.pk, gas=self.gas).exists():
            left_out.add("gas")
        super().clean_fields(exclude=left_out)
