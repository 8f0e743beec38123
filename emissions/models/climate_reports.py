"""The yearly Klimastatus: what staff prepare, and the report as it was published, which never changes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emissions.models.editions import Edition
from osloregionen.frozen import Frozen, FrozenQuerySet, checksums
from osloregionen.models import Record


class ClimateReport(Record):
    """A year's Klimastatus as staff prepare it: which figures it builds on, and what they write themselves.

    Once there is a `PublishedClimateReport` of it, pages and PDF read that one and nothing here but `remark`.
    """

    year = models.PositiveSmallIntegerField(
        _("år"),
        unique=True,
        error_messages={"unique": _("Det finnes allerede en Klimastatus for dette året.")},
        help_text=_("Året rapporten handler om, ikke året den blir laget."),
    )
    edition = models.ForeignKey(
        Edition,
        verbose_name=_("utgave av statistikken"),
        related_name="climate_reports",
        on_delete=models.PROTECT,
        limit_choices_to={"kind": "all"},
        help_text=_("Utgaven alle tallene i rapporten er hentet fra, også når det kommer en nyere."),
    )
    sectors = models.CharField(
        _("sektorer"),
        max_length=10,
        choices=Edition.Sectors.choices,
        help_text=_(
            "Om summene gjelder de ni sektorene som alle utgaver av statistikken har, eller alle ti. Summer "
            "av ti kan ikke sammenlignes med eldre rapporter som har ni."
        ),
    )
    summary = models.TextField(
        _("sammendrag"),
        blank=True,
        help_text=_(
            "Det viktigste, med rådets egne ord. Tallene kommer av seg selv. Må være skrevet før rapporten "
            "kan publiseres."
        ),
    )
    remark = models.TextField(
        _("merknad etter publisering"),
        blank=True,
        help_text=_(
            "Vises over rapporten på nettsiden, for eksempel om en feil som er funnet senere. Selve "
            "rapporten endres ikke."
        ),
    )

    class Meta:
        verbose_name = _("Klimastatus")
        verbose_name_plural = _("Klimastatus")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=2009, year__lte=2100),
                name="emissions_climatereport_year",
                violation_error_message=_("Statistikken begynner i 2009. Året må ligge mellom 2009 og 2100."),
            ),
            models.CheckConstraint(
                condition=Q(sectors__in=["nine", "ten"]),
                name="emissions_climatereport_sectors",
                violation_error_message=_("En Klimastatus gjelder ni sektorer eller ti."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Klimastatus %(year)s") % {"year": self.year}

    def get_absolute_url(self) -> str:
        """Return the address of the report's page."""
        return reverse("emissions:climate_report", kwargs={"year": self.year})

    def clean(self) -> None:
        """Refuse an edition that can't carry the report. A query where the edition is not fetched."""
        super().clean()
        if self.edition_id is None:
            return
        edition = self.edition
        if edition.kind != Edition.Kind.ALL:
            raise ValidationError({"edition": _("Velg en utgave som gjelder alle kommuner.")})
        errors: dict[str, Any] = {}
        if self.year is not None and not edition.first_year <= self.year <= edition.last_year:
            errors["year"] = _("Utgaven har tall for %(first)s–%(last)s, ikke for dette året.") % {
                "first": edition.first_year,
                "last": edition.last_year,
            }
        if self.sectors == Edition.Sectors.TEN and edition.sectors == Edition.Sectors.NINE:
            errors["sectors"] = _("Utgaven har ni sektorer. Velg ni, eller en annen utgave.")
        if errors:
            raise ValidationError(errors)


class PublishedClimateReportQuerySet(FrozenQuerySet["PublishedClimateReport"]):
    """Published reports, which can be read and nothing else."""


class PublishedClimateReport(Frozen):
    """A Klimastatus as it was published: its content and its PDF, frozen.

    The edition that it builds on is kept by a foreign key, and never changes either.
    """

    report = models.OneToOneField(
        ClimateReport, verbose_name=_("Klimastatus"), related_name="published", on_delete=models.PROTECT
    )
    year = models.PositiveSmallIntegerField(_("år"), unique=True)
    edition = models.ForeignKey(
        Edition,
        verbose_name=_("utgave av statistikken"),
        related_name="published_climate_reports",
        on_delete=models.PROTECT,
    )
    published_on = models.DateField(_("publisert"))

    objects = PublishedClimateReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("publisert Klimastatus")
        verbose_name_plural = _("publiserte Klimastatus-rapporter")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(content=""),
                name="emissions_publishedclimatereport_whole",
                violation_error_message=_("En publisert Klimastatus har innhold."),
            ),
            checksums("emissions_publishedclimatereport_sha256"),
        ]

    def __str__(self) -> str:
        return gettext("Klimastatus %(year)s") % {"year": self.year}

    def get_absolute_url(self) -> str:
        """Return the address of the report's page."""
        return reverse("emissions:climate_report", kwargs={"year": self.year})
