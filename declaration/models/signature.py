"""Who was asked to join a declaration, what they answered, and who signed."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from declaration.models.content import Declaration
from members.models import County, Municipality
from osloregionen.formatting import date_nb
from osloregionen.models import Record
from osloregionen.portal_list import PRACTICE

# The dates that another one may not come before, as a message says them.
_DEFINITE = {"decided_on": _("vedtaksdatoen"), "signed_on": _("signeringsdatoen")}


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Signatures by status."""

    def joined(self) -> "SignatureQuerySet":
        """Return those that joined, whether or not they have signed."""
        return self.filter(status__in=[Signature.Status.JOINED, Signature.Status.SIGNED])

    def signed(self) -> "SignatureQuerySet":
        """Return those that signed."""
        return self.filter(status=Signature.Status.SIGNED)


class NamedSignatures(models.Manager["Signature"]):
    """Signatures with their party, without which none can say its name."""

    def get_queryset(self) -> models.QuerySet["Signature"]:
        """Return all, each with municipality and county."""
        return super().get_queryset().select_related("municipality", "county")


class Signature(Record):
    """One party's answer to one declaration. No row means "ikke registrert", never "no".

    Only `declaration.services` changes a status; each save leaves a row of history with who, when and why.
    The person who signed and the seat are kept apart: a new mayor doesn't change who signed.
    """

    class Status(models.TextChoices):
        INVITED = "invitert", _("invitert")
        IN_TREATMENT = "til_behandling", _("til behandling")
        JOINED = "tilsluttet", _("tilsluttet")
        SIGNED = "signert", _("signert")
        DECLINED = "avslatt", _("avslått")
        WITHDRAWN = "trukket", _("trukket")

    class Basis(models.TextChoices):
        COUNCIL = "politisk_vedtak", _("politisk vedtak")
        MAYOR = "ordforers_bekreftelse", _("ordførers bekreftelse")

    declaration = models.ForeignKey(
        Declaration, verbose_name=_("erklæring"), related_name="signatures", on_delete=models.PROTECT
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        related_name="signatures",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    county = models.ForeignKey(
        County,
        verbose_name=_("fylkeskommune"),
        related_name="signatures",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    status = models.CharField(_("status"), max_length=20, choices=Status.choices)
    basis = models.CharField(
        _("grunnlag"),
        max_length=30,
        choices=Basis.choices,
        blank=True,
        help_text=_(
            "Må fylles ut for den som tilsluttes eller signerer mens erklæringen er åpen. "
            "Kan ellers stå tomt når grunnlaget ikke er kjent."
        ),
    )
    decided_on = models.DateField(_("vedtaksdato"), null=True, blank=True)
    case_reference = models.CharField(_("saksnummer"), max_length=100, blank=True)
    evidence = models.TextField(
        _("dokumentasjon"),
        blank=True,
        help_text=_("Lenke eller henvisning til vedtaket, bekreftelsen eller omtalen."),
    )
    signed_on = models.DateField(_("signeringsdato"), null=True, blank=True)
    signed_at = models.CharField(_("signeringssted"), max_length=200, blank=True)
    signatory_name = models.CharField(_("signert av"), max_length=200, blank=True)
    signatory_title = models.CharField(_("tittel på den som signerte"), max_length=200, blank=True)
    withdrawn_on = models.DateField(
        _("trukket fra"),
        null=True,
        blank=True,
        help_text=_("Datoen kommunen trakk tilslutningen sin. Det den signerte før det, blir stående."),
    )
    signing_order = models.PositiveSmallIntegerField(
        _("plass ved signeringen"),
        null=True,
        blank=True,
        help_text=_("Plassen på signeringslisten. De uten plass kommer til slutt, etter navn."),
    )

    objects = SignatureQuerySet.as_manager()
    named = NamedSignatures()

    class Meta:
        # What Django itself reads, such as the list of what goes when a declaration is deleted.
        base_manager_name = "named"
        verbose_name = _("signatur")
        verbose_name_plural = _("signaturer")
        ordering = ["declaration", "municipality__sort_name", "county__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["invitert", "til_behandling", "tilsluttet", "signert", "avslatt", "trukket"]
                ),
                name="declaration_signature_status",
                violation_error_message=_("Velg en av statusene i listen."),
            ),
            models.CheckConstraint(
                condition=Q(municipality__isnull=False, county=None)
                | Q(municipality=None, county__isnull=False),
                name="declaration_signature_one_party",
                violation_error_message=_("Velg enten en kommune eller en fylkeskommune."),
            ),
            models.UniqueConstraint(
                fields=["declaration", "municipality"],
                condition=Q(municipality__isnull=False),
                name="declaration_signature_municipality_once",
                violation_error_message=_("Kommunen er allerede registrert for denne erklæringen."),
            ),
            models.UniqueConstraint(
                fields=["declaration", "county"],
                condition=Q(county__isnull=False),
                name="declaration_signature_county_once",
                violation_error_message=_("Fylkeskommunen er allerede registrert for denne erklæringen."),
            ),
            models.CheckConstraint(
                # Who signed and then withdrew did sign.
                condition=Q(status="signert", signed_on__isnull=False)
                | Q(status="trukket")
                | (~Q(status="signert") & Q(signed_on=None)),
                name="declaration_signature_signed_dated",
                violation_error_message=_(
                    "Den som har signert, skal ha signeringsdato; ingen andre kan ha det."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="trukket", withdrawn_on__isnull=False)
                | (~Q(status="trukket") & Q(withdrawn_on=None)),
                name="declaration_signature_withdrawn_dated",
                violation_error_message=_(
                    "Den som har trukket seg, skal ha datoen for det; ingen andre kan ha den."
                ),
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=False) | Q(signatory_name="", signatory_title="", signed_at=""),
                name="declaration_signature_signatory",
                violation_error_message=_(
                    "Bare den som har signert, kan ha navn, tittel og sted for signeringen."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["invitert", "til_behandling"]) | Q(basis="", decided_on=None),
                name="declaration_signature_undecided",
                violation_error_message=_("Den som ikke har svart, kan ikke ha grunnlag eller vedtaksdato."),
            ),
        ]

    def __str__(self) -> str:
        said = f"{self.party_name}: {self.get_status_display()}"
        # The log keeps these words. Whoever has not fetched the declaration says it elsewhere.
        fetched = Signature.declaration.is_cached(self)
        return f"{PRACTICE}: {said}" if fetched and self.declaration.is_practice else said

    @property
    def party_name(self) -> str:
        """The municipality's name, or the county's with "fylkeskommune". Needs both relations fetched."""
        if self.municipality is not None:
            return self.municipality.name
        return f"{self.county.name} fylkeskommune" if self.county is not None else ""

    def clean(self) -> None:
        """Refuse what a constraint can't say, because it depends on the declaration.

        New accessions (the declaration is open) must say their basis and date; historic ones may not know it.
        """
        super().clean()
        errors: dict[str, Any] = {}
        declaration = self.declaration if self.declaration_id else None
        joined = self.status in {self.Status.JOINED, self.Status.SIGNED}
        if declaration is not None and declaration.status == Declaration.Status.OPEN and joined:
            if not self.basis:
                errors["basis"] = _("Nye tilslutninger må ha et grunnlag.")
            if self.decided_on is None:
                errors["decided_on"] = _("Nye tilslutninger må ha dato for vedtaket eller bekreftelsen.")
        withdrawn = self.status == self.Status.WITHDRAWN
        # The constraints say these too, but not at the field where it is mended.
        if not withdrawn and (self.status == self.Status.SIGNED) != (self.signed_on is not None):
            errors["signed_on"] = _("Den som har signert, skal ha signeringsdato; ingen andre kan ha det.")
        if withdrawn != (self.withdrawn_on is not None):
            errors["withdrawn_on"] = _(
                "Den som har trukket seg, skal ha datoen for det; ingen andre kan ha den."
            )
        errors = self._date_errors(declaration) | errors
        if errors:
            raise ValidationError(errors)

    def _date_errors(self, declaration: Declaration | None) -> dict[str, Any]:
        """Return what is wrong with the dates, by field: none before the opening or out of order."""
        errors: dict[str, Any] = {}
        opened = declaration.opened_on if declaration is not None else None
        # A field that holds no date has been told of already.
        dates = {name: getattr(self, name) for name in ("decided_on", "signed_on", "withdrawn_on")}
        dates = {name: day for name, day in dates.items() if isinstance(day, datetime.date)}
        before: list[str] = []
        for name, day in dates.items():
            later = [other for other in before if dates[other] > day]
            before.append(name)
            if day > timezone.localdate():
                errors[name] = _("Datoen kan ikke ligge fram i tid.")
                if name == "signed_on":
                    errors[name] = _("Signeringsdatoen kan ikke ligge fram i tid.")
            elif opened is not None and day < opened:
                errors[name] = _("Datoen kan ikke være før erklæringen ble åpnet for svar, %(date)s.") % {
                    "date": date_nb(opened)
                }
            elif later:
                errors[name] = _("Datoen kan ikke være før %(field)s, %(date)s.") % {
                    "field": _DEFINITE[later[-1]],
                    "date": date_nb(dates[later[-1]]),
                }
        return errors
