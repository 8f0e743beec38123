"""The figures that the council published itself, kept as they were published."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emissions.models.statistics import Sector
from osloregionen.models import AddressedRecord, Record


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
