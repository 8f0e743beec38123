"""Municipalities, the numbers they have had, and their membership."""

import datetime
import functools
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from osloregionen.models import AddressedRecord, Record
from osloregionen.text import search_key, sort_key


def in_force(on: datetime.date) -> Q:
    """Return the condition "valid on this date" for rows with valid_from and valid_to (both inclusive)."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))


class County(Record):
    """A county (fylke) as it was in a period; a number can be used again, so the period belongs to it."""

    number = models.CharField(
        _("fylkesnummer"),
        max_length=2,
        validators=[RegexValidator(r"^\d{2}$", _("Fylkesnummeret har to sifre."))],
    )
    name = models.CharField(_("navn"), max_length=100)
    valid_from = models.DateField(_("gyldig fra og med"), null=True, blank=True)
    valid_to = models.DateField(_("gyldig til og med"), null=True, blank=True)

    class Meta:
        verbose_name = _("fylke")
        verbose_name_plural = _("fylker")
        ordering = ["number", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(valid_to=None),
                name="members_county_number_current",
                violation_error_message=_("Et annet fylke har dette nummeret i dag."),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{2}$"),
                name="members_county_number_two_digits",
                violation_error_message=_("Fylkesnummeret har to sifre."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="members_county_period",
                violation_error_message=_("Fylket kan ikke slutte å gjelde før det begynner å gjelde."),
            ),
        ]

    def __str__(self) -> str:
        if self.valid_to is None:
            return self.name
        return f"{self.name} (til {self.valid_to.year})"


@functools.lru_cache(maxsize=20_000)
def _address(slug: str) -> str:
    # A list with a map asks for two hundred, page after page, and finding one takes longer than a cell.
    return reverse("members:municipality_detail", kwargs={"slug": slug})


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Municipalities by what they are to the council."""

    def members_on(self, on: datetime.date) -> "MunicipalityQuerySet":
        """Return those with a membership that covers the date, as far as we know (see `Membership`)."""
        current = Membership.objects.covering(on).values("municipality_id")
        return self.filter(pk__in=current)

    def members_now(self) -> "MunicipalityQuerySet":
        """Return those whose membership has not ended."""
        return self.filter(pk__in=Membership.objects.filter(left_on=None).values("municipality_id"))


class Municipality(AddressedRecord):
    """A municipality. Its number is its identity on a date, never its name.

    Where a name goes on through a merger (Asker, Drammen) the row goes on; those that were taken up
    are rows of their own with `merged_into`, since the declaration of 2019 was signed in the
    borders of 2019.
    """

    address_from = "name"

    class LanguageForm(models.TextChoices):
        BOKMAAL = "bokmal", _("Bokmål")
        NYNORSK = "nynorsk", _("Nynorsk")
        NEUTRAL = "noytral", _("Nøytral")

    name = models.CharField(_("navn"), max_length=100, help_text=_("Det offisielle navnet, uten «kommune»."))
    slug = models.SlugField(
        _("adresse"),
        unique=True,
        help_text=_(
            "Siste del av nettadressen, for eksempel «ovre-eiker». Endres den, slutter gamle lenker å virke."
        ),
    )
    sort_name = models.CharField(_("sorteringsnavn"), max_length=300, editable=False)
    search_name = models.CharField(_("søkenavn"), max_length=200, editable=False)
    org_number = models.CharField(
        _("organisasjonsnummer"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{9}$", _("Organisasjonsnummeret har ni sifre."))],
    )
    website = models.URLField(_("nettsted"), blank=True)
    language_form = models.CharField(_("målform"), max_length=10, choices=LanguageForm.choices, blank=True)
    tile_row = models.PositiveSmallIntegerField(
        _("rad i rutekartet"), null=True, blank=True, help_text=_("Rad 1 ligger lengst nord.")
    )
    tile_col = models.PositiveSmallIntegerField(
        _("kolonne i rutekartet"), null=True, blank=True, help_text=_("Kolonne 1 ligger lengst vest.")
    )
    subregion = models.CharField(
        _("delregion"), max_length=100, blank=True, help_text=_("Tom hvis den ikke er kjent.")
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("slått sammen til"),
        related_name="predecessors",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    dissolved_on = models.DateField(
        _("opphørt"), null=True, blank=True, help_text=_("Første dag kommunen ikke lenger finnes.")
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        ordering = ["sort_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["tile_row", "tile_col"],
                name="members_municipality_tile",
                violation_error_message=_("En annen kommune har denne plassen i rutekartet."),
            ),
            models.UniqueConstraint(
                fields=["org_number"],
                condition=~Q(org_number=""),
                name="members_municipality_org_number",
                violation_error_message=_("En annen kommune har dette organisasjonsnummeret."),
            ),
            models.CheckConstraint(
                # Both by name: a comparison with null is neither true nor false, and a check lets that pass.
                condition=Q(tile_row=None, tile_col=None)
                | Q(tile_row__isnull=False, tile_col__isnull=False, tile_row__gte=1, tile_col__gte=1),
                name="members_municipality_tile_whole",
                violation_error_message=_("Rutekartet trenger både rad og kolonne, fra 1 og oppover."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(dissolved_on__isnull=False),
                name="members_municipality_merged_dissolved",
                violation_error_message=_(
                    "En kommune som er slått sammen med en annen, må ha en opphørsdato."
                ),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="members_municipality_not_itself",
                violation_error_message=_("En kommune kan ikke være slått sammen til seg selv."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the municipality's page."""
        return _address(self.slug)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the keys for order and search that follow from the name."""
        self.slug = self.slug or self.address()
        self.sort_name = sort_key(self.name)
        self.search_name = search_key(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "slug", "sort_name", "search_name"}
        super().save(*args, **kwargs)


class MunicipalityNumber(Record):
    """A municipality's number in a period. On a date a number means one municipality."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommune"), related_name="numbers", on_delete=models.CASCADE
    )
    number = models.CharField(
        _("kommunenummer"),
        max_length=4,
        validators=[RegexValidator(r"^\d{4}$", _("Kommunenummeret har fire sifre."))],
    )
    county = models.ForeignKey(
        County, verbose_name=_("fylke"), related_name="numbers", on_delete=models.PROTECT
    )
    valid_from = models.DateField(
        _("gyldig fra og med"),
        null=True,
        blank=True,
        help_text=_("Tom: fra før portalens opplysninger begynner."),
    )
    valid_to = models.DateField(
        _("gyldig til og med"), null=True, blank=True, help_text=_("Tom: gjelder fortsatt.")
    )

    class Meta:
        verbose_name = _("kommunenummer")
        verbose_name_plural = _("kommunenumre")
        ordering = ["municipality__sort_name", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(valid_to=None),
                name="members_number_current",
                violation_error_message=_("En annen kommune har dette nummeret i dag."),
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(valid_to=None),
                name="members_number_one_current",
                violation_error_message=_("Kommunen har allerede et nummer som gjelder i dag."),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{4}$"),
                name="members_number_four_digits",
                violation_error_message=_("Kommunenummeret har fire sifre."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="members_number_period",
                violation_error_message=_("Nummeret kan ikke slutte å gjelde før det begynner å gjelde."),
            ),
        ]

    def holds_on(self, day: datetime.date) -> bool:
        """Return whether the number is in force on the day: what `in_force` asks of the database."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or self.valid_to >= day
        )

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """Refuse a number that another municipality has on any of the same dates.

        SQLite has no exclusion constraints, so overlaps are found here. One query.
        """
        super().clean()
        same = MunicipalityNumber.objects.filter(number=self.number).exclude(pk=self.pk)
        if self.valid_to is not None:
            same = same.filter(Q(valid_from=None) | Q(valid_from__lte=self.valid_to))
        if self.valid_from is not None:
            same = same.filter(Q(valid_to=None) | Q(valid_to__gte=self.valid_from))
        other = same.select_related("municipality").first()
        if other is not None:
            raise ValidationError(
                {
                    "number": _("%(name)s har nummer %(number)s i deler av perioden.")
                    % {"name": other.municipality.name, "number": self.number}
                }
            )


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by date."""

    def covering(self, on: datetime.date) -> "MembershipQuerySet":
        """Return memberships that cover the date, as far as we know."""
        return self.filter(Q(joined_on=None) | Q(joined_on__lte=on), Q(left_on=None) | Q(left_on__gt=on))

    def counted_on(self, on: datetime.date) -> dict[str, int]:
        """Return how many cover the date (`all`), and of how many of them nobody knows it (`uncertain`).

        Without a joining date a membership is certain only from the first date that a source shows it. One
        query.
        """
        uncertain = Q(joined_on=None) & (Q(known_from=None) | Q(known_from__gt=on))
        found: dict[str, int] = self.covering(on).aggregate(
            all=models.Count("pk"), uncertain=models.Count("pk", filter=uncertain)
        )
        return found


class Membership(Record):
    """A municipality's membership of the council. Joining dates are often not known."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommune"), related_name="memberships", on_delete=models.CASCADE
    )
    joined_on = models.DateField(
        _("medlem fra"), null=True, blank=True, help_text=_("Tom hvis innmeldingsdatoen ikke er kjent.")
    )
    left_on = models.DateField(
        _("utmeldt"), null=True, blank=True, help_text=_("Første dag kommunen ikke lenger er medlem.")
    )
    known_from = models.DateField(
        _("vist som medlem fra"),
        null=True,
        blank=True,
        help_text=_(
            "Første dato en kilde viser kommunen som medlem. Brukes når innmeldingsdatoen ikke er kjent."
        ),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        ordering = ["municipality__sort_name", F("joined_on").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(left_on=None),
                name="members_membership_one_current",
                violation_error_message=_("Kommunen har allerede et medlemskap som ikke er avsluttet."),
            ),
            models.CheckConstraint(
                condition=Q(joined_on=None) | Q(left_on=None) | Q(left_on__gt=F("joined_on")),
                name="members_membership_period",
                violation_error_message=_("Utmeldingen må komme etter innmeldingen."),
            ),
        ]

    def __str__(self) -> str:
        return self.municipality.name

    def covers(self, day: datetime.date) -> bool:
        """Return whether the membership covers the day, as far as we know: what `covering` asks."""
        return (self.joined_on is None or self.joined_on <= day) and (
            self.left_on is None or self.left_on > day
        )
