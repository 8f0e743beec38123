"""Sectors and sources of the national statistics, and the figures that the council published."""

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


class PublishedTable(AddressedRecord):
    """A table of emission changes by sector, kept as the council published it."""

    title = models.CharField(_("tittel"), max_length=200)
    slug = models.SlugField(_("adresse"), unique=True, blank=True)
    from_year = models.PositiveSmallIntegerField(_("fra år"))
    to_year = models.PositiveSmallIntegerField(_("til år"))
    published_on = models.DateField(_("publisert"), null=True, blank=True)
    published_note = models.CharField(
        _("publisert (omtrent)"), max_length=100, blank=True, help_text=_("Når datoen ikke er kjent: «2022».")
    )

    class Meta:
        verbose_name = _("publisert tabell")
        verbose_name_plural = _("publiserte tabeller")
        ordering = ["-to_year", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_year__gt=F("from_year")),
                name="emissions_table_years",
                violation_error_message=_("Til-året må komme etter fra-året."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="emissions_table_source",
                violation_error_message=_("En publisert tabell må ha en kilde."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PublishedRow(Record):
    """One line of a published table. The line without a sector is the total."""

    table = models.ForeignKey(
        PublishedTable, verbose_name=_("tabell"), related_name="rows", on_delete=models.CASCADE
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    sector = models.ForeignKey(
        Sector,
        verbose_name=_("sektor"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Tom for linjen med totalen."),
    )
    label = models.CharField(_("slik linjen heter"), max_length=100)
    percent = models.DecimalField(
        _("endring i prosent"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Slik den er publisert."),
    )
    tonnes = models.BigIntegerField(_("endring i tonn CO₂-ekvivalenter"), null=True, blank=True)
    remark = models.TextField(
        _("merknad"),
        blank=True,
        help_text=_("Vises ved linjen, for eksempel om et tall som ikke kan stemme."),
    )

    class Meta:
        verbose_name = _("linje i publisert tabell")
        verbose_name_plural = _("linjer i publisert tabell")
        ordering = ["table", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "label"],
                name="emissions_row_label",
                violation_error_message=_("Tabellen har allerede en linje med dette navnet."),
            ),
            models.UniqueConstraint(
                fields=["table"],
                condition=Q(sector=None),
                name="emissions_row_one_total",
                violation_error_message=_("Tabellen har allerede en linje for totalen."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PublishedComment(Record):
    """A comment that was published with a table."""

    table = models.ForeignKey(
        PublishedTable, verbose_name=_("tabell"), related_name="comments", on_delete=models.CASCADE
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    text = models.TextField(_("tekst"))

    class Meta:
        verbose_name = _("kommentar til publisert tabell")
        verbose_name_plural = _("kommentarer til publisert tabell")
        ordering = ["table", "order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class PublishedShare(Record):
    """A share of the national emissions, as the council published it."""

    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=1)
    text = models.CharField(
        _("andelen gjelder"), max_length=200, help_text=_("«av de nasjonale utslippene».")
    )
    percent = models.DecimalField(_("prosent"), max_digits=5, decimal_places=1)
    year = models.PositiveSmallIntegerField(_("år"))

    class Meta:
        verbose_name = _("publisert andel")
        verbose_name_plural = _("publiserte andeler")
        ordering = ["-year", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="emissions_share_percent",
                violation_error_message=_("En andel ligger mellom 0 og 100 prosent."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="emissions_share_source",
                violation_error_message=_("En publisert andel må ha en kilde."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % {self.text}"
