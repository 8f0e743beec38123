"""The yearly Klimastatus: what staff prepare, and the report as it was published, which never changes."""

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emissions.models.editions import Edition
from osloregionen.models import Record

_SHA256 = r"^[0-9a-f]{64}$"


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


class FrozenReportError(TypeError):
    """Somebody tried to change or remove what is kept as it was published."""


class PublishedClimateReportQuerySet(models.QuerySet["PublishedClimateReport"]):
    """Published reports, which can be read and nothing else."""

    def light(self) -> "PublishedClimateReportQuerySet":
        """Leave out the content and the PDF, which can be a megabyte, until they are asked for."""
        return self.defer("content", "pdf")

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise FrozenReportError("A published report never changes.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise FrozenReportError("A published report is never removed.")


class PublishedClimateReport(models.Model):
    """A Klimastatus as it was published: its content and its PDF, frozen. Only `climate.services` makes them.

    Not a `Record`: it has no history, for it never changes. The database refuses changes too
    (osloregionen/frozen_rows.py). What names other rows is text, as it was on the day; the edition that it
    builds on is kept by the report's own foreign key, and never changes either.
    """

    frozen_rows = True

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
    content = models.TextField(_("innhold"))
    content_sha256 = models.CharField(_("innholdets SHA-256"), max_length=64)
    pdf = models.BinaryField(_("PDF"))
    pdf_sha256 = models.CharField(_("PDF-ens SHA-256"), max_length=64)
    pdf_pages = models.PositiveIntegerField(_("sider i PDF-en"))
    pdf_bytes = models.PositiveIntegerField(_("PDF-ens størrelse i byte"))
    made_at = models.DateTimeField(_("registrert"))
    made_by = models.CharField(_("registrert av"), max_length=150)

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
            models.CheckConstraint(
                condition=Q(content_sha256__regex=_SHA256) & Q(pdf_sha256__regex=_SHA256),
                name="emissions_publishedclimatereport_sha256",
                violation_error_message=_("En SHA-256 er 64 sifre og bokstaver fra a til f."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Klimastatus %(year)s") % {"year": self.year}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new one; refuse to change one. Raises `FrozenReportError`."""
        if not self._state.adding:
            raise FrozenReportError("A published report never changes.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the report's page."""
        return reverse("emissions:climate_report", kwargs={"year": self.year})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise FrozenReportError("A published report is never removed.")
