"""Editions of the national statistics: what was read, kept as it was, and which of them counts.

Every edition recalculates the whole series, so an edition is never changed: a corrected one is a new one.
The database itself refuses changes (osloregionen/frozen_rows.py); only `services` write.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emissions.models.statistics import Gas, Sector, Source
from members.models import Municipality
from osloregionen.formatting import date_nb
from osloregionen.models import Record

_SHA256 = r"^[0-9a-f]{64}$"


class Edition(Record):
    """A file of the national statistics that was read in: all municipalities, or one of them.

    When it was published may be filled in or mended later, with history; what was read may not.
    """

    frozen_rows = True
    #: What the form may mend, and what a save writes besides.
    frozen_except = (
        "title",
        "publisher",
        "published_on",
        "downloaded_on",
        "source",
        "verified_on",
        "version",
        "updated_at",
    )

    class Kind(models.TextChoices):
        ALL = "all", _("alle kommuner")
        ONE = "one", _("én kommune")

    class Sectors(models.TextChoices):
        NINE = "nine", _("ni sektorer")
        TEN = "ten", _("ti sektorer")

    title = models.CharField(_("tittel"), max_length=200)
    publisher = models.CharField(_("utgiver"), max_length=200)
    published_on = models.DateField(
        _("publisert"),
        null=True,
        blank=True,
        help_text=_(
            "Dagen Miljødirektoratet publiserte tallene. Må være fylt ut før utgaven kan tas i bruk."
        ),
    )
    downloaded_on = models.DateField(_("lastet ned"), null=True, blank=True)
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Bare for en utgave av én kommune."),
    )
    file_name = models.CharField(_("filnavn"), max_length=255)
    sha256 = models.CharField(_("filens SHA-256"), max_length=64)
    members_sha256 = models.CharField(
        _("medlemmene den er lest for"),
        max_length=64,
        help_text=_("Får rådet et nytt medlem, kan den samme filen leses på nytt."),
    )
    numbers_on = models.DateField(
        _("kommunenumre fra"), help_text=_("Kommunenumrene i filen er lest slik de gjaldt denne dagen.")
    )
    row_count = models.PositiveIntegerField(_("rader i filen"))
    figure_count = models.PositiveIntegerField(_("tall som er lagret"))
    member_count = models.PositiveSmallIntegerField(_("medlemmer da den ble lest"))
    first_year = models.PositiveSmallIntegerField(_("første år"))
    last_year = models.PositiveSmallIntegerField(_("siste år"))
    sectors = models.CharField(_("sektorer"), max_length=10, choices=Sectors.choices)

    class Meta:
        verbose_name = _("utgave av statistikken")
        verbose_name_plural = _("utgaver av statistikken")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "members_sha256"],
                name="emissions_edition_once",
                violation_error_message=_("Filen er allerede lest inn."),
            ),
            models.CheckConstraint(
                condition=Q(kind="all", municipality=None) | Q(kind="one", municipality__isnull=False),
                name="emissions_edition_kind",
                violation_error_message=_("En utgave gjelder alle kommuner, eller én som er valgt."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="emissions_edition_years",
                violation_error_message=_("Siste år kan ikke være før første år."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=_SHA256) & Q(members_sha256__regex=_SHA256),
                name="emissions_edition_sha256",
                violation_error_message=_("En SHA-256 er 64 sifre og bokstaver fra a til f."),
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(title="") & ~Q(publisher=""),
                name="emissions_edition_source",
                violation_error_message=_("En utgave må ha tittel, utgiver og kilde."),
            ),
        ]

    def __str__(self) -> str:
        """Return title, number and date: a corrected edition has the title of the one before."""
        values = {"title": self.title, "number": self.pk}
        if self.published_on is None:
            return gettext("%(title)s (utgave %(number)s, uten publiseringsdato)") % values
        values["date"] = date_nb(self.published_on)
        return gettext("%(title)s (utgave %(number)s, publisert %(date)s)") % values

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; of an edition that is stored only what may be mended."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = self.frozen_except
        super().save(*args, **kwargs)


class EditionFile(models.Model):
    """The very file that an edition was read from. Written last: then nothing is added to the edition.

    In the database, so that it comes and goes with the edition, and lies in the backup.
    """

    frozen_rows = True

    edition = models.OneToOneField(
        Edition, verbose_name=_("utgave"), related_name="file", on_delete=models.PROTECT
    )
    content = models.BinaryField(_("innhold"))
    size = models.PositiveIntegerField(_("størrelse i byte"))

    class Meta:
        verbose_name = _("utgavens fil")
        verbose_name_plural = _("utgavenes filer")

    def __str__(self) -> str:
        return f"{self.edition_id}"


class Emission(models.Model):
    """A member's emissions of a gas from a source in a year, in whole grams, as the edition has them.

    A missing row is not a zero. Written in bulk, a hundred thousand at a time, and never changed: no history.
    The foreign keys are not checked row by row; the service that writes holds what they name, and
    `SectorTotal` and `SourceInEdition` keep that in place.
    """

    frozen_rows = True
    sealed_by = ("emissions.EditionFile", "edition")

    edition = models.ForeignKey(
        Edition,
        verbose_name=_("utgave"),
        related_name="emissions",
        on_delete=models.DO_NOTHING,
        db_index=False,
        db_constraint=False,
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        related_name="+",
        on_delete=models.DO_NOTHING,
        db_index=False,
        db_constraint=False,
    )
    year = models.PositiveSmallIntegerField(_("år"))
    source = models.ForeignKey(
        Source,
        verbose_name=_("utslippskilde"),
        related_name="+",
        on_delete=models.DO_NOTHING,
        db_index=False,
        db_constraint=False,
    )
    gas = models.CharField(_("klimagass"), max_length=10, choices=Gas.choices)
    grams = models.BigIntegerField(_("gram CO₂-ekvivalenter"))

    class Meta:
        verbose_name = _("utslipp")
        verbose_name_plural = _("utslipp")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "municipality", "year", "source", "gas"], name="emissions_emission_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grams} g ({self.year})"


class SectorTotal(models.Model):
    """The sum of a sector in a year for a member, the region or the country, in whole grams.

    The region's exists only where every member has figures of it. The country's is summed while reading:
    the rows of municipalities that are no members are not kept. Editions are never removed, and sectors are
    kept by `SourceInEdition`: only the municipality is checked row by row.
    """

    frozen_rows = True
    sealed_by = ("emissions.EditionFile", "edition")

    class Area(models.TextChoices):
        MUNICIPALITY = "kommune", _("kommune")
        REGION = "region", _("Osloregionen")
        COUNTRY = "land", _("landet")

    edition = models.ForeignKey(
        Edition,
        verbose_name=_("utgave"),
        related_name="totals",
        on_delete=models.DO_NOTHING,
        db_index=False,
        db_constraint=False,
    )
    area = models.CharField(_("område"), max_length=10, choices=Area.choices)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
    )
    year = models.PositiveSmallIntegerField(_("år"))
    sector = models.ForeignKey(
        Sector,
        verbose_name=_("sektor"),
        related_name="+",
        on_delete=models.DO_NOTHING,
        db_index=False,
        db_constraint=False,
    )
    grams = models.BigIntegerField(_("gram CO₂-ekvivalenter"))

    class Meta:
        verbose_name = _("sum for en sektor")
        verbose_name_plural = _("summer for sektorer")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "municipality", "year", "sector"],
                condition=Q(municipality__isnull=False),
                name="emissions_total_municipality",
            ),
            models.UniqueConstraint(
                fields=["edition", "area", "year", "sector"],
                condition=Q(municipality=None),
                name="emissions_total_area",
            ),
            models.CheckConstraint(
                condition=Q(area="kommune", municipality__isnull=False)
                | Q(area__in=["region", "land"], municipality=None),
                name="emissions_total_whose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grams} g ({self.year})"


class SourceInEdition(models.Model):
    """A source of a sector and a gas that an edition has figures of: keeps both where figures name them."""

    frozen_rows = True
    sealed_by = ("emissions.EditionFile", "edition")

    edition = models.ForeignKey(
        Edition, verbose_name=_("utgave"), related_name="series", on_delete=models.PROTECT, db_index=False
    )
    emission_source = models.ForeignKey(
        Source, verbose_name=_("utslippskilde"), related_name="+", on_delete=models.PROTECT, db_index=False
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("sektor"), related_name="+", on_delete=models.PROTECT, db_index=False
    )
    gas = models.CharField(_("klimagass"), max_length=10, choices=Gas.choices)

    class Meta:
        verbose_name = _("utslippskilde i en utgave")
        verbose_name_plural = _("utslippskilder i utgavene")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "emission_source", "gas"], name="emissions_series_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.emission_source_id} {self.gas}"


class Publication(models.Model):
    """That an edition was put into use: of its kind and municipality the newest that has not ended counts.

    A stack. To bring the former back is to end the newest; nothing is removed, so that one can tell what
    the portal showed on a day.
    """

    frozen_rows = True
    frozen_except = ("ended_at", "ended_by")

    edition = models.ForeignKey(
        Edition, verbose_name=_("utgave"), related_name="publications", on_delete=models.PROTECT
    )
    at = models.DateTimeField(_("tatt i bruk"))
    by = models.CharField(_("tatt i bruk av"), max_length=150)
    ended_at = models.DateTimeField(_("tatt ut av bruk"), null=True, blank=True)
    ended_by = models.CharField(_("tatt ut av bruk av"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("utgave i bruk")
        verbose_name_plural = _("utgaver i bruk")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="") | (Q(ended_at__gte=F("at")) & ~Q(ended_by="")),
                name="emissions_publication_end",
                violation_error_message=_("En utgave som er tatt ut av bruk, har dato og navn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.at:%d.%m.%Y}"
