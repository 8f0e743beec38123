"""A declaration and what it says: main points, themes, commitments, milestones, published counts."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.models import Body
from osloregionen.models import AddressedRecord, Record
from osloregionen.portal_list import PRACTICE


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Declarations by what the public may see."""

    def published(self) -> "DeclarationQuerySet":
        """Return the council's own that are no longer drafts: what lists show and figures count."""
        return self.with_page().filter(is_practice=False)

    def with_page(self) -> "DeclarationQuerySet":
        """Return those that have a page: no drafts, but exercises too, which only their own pages show."""
        return self.exclude(status=Declaration.Status.DRAFT)


class Declaration(AddressedRecord):
    """One edition of the mayors' declaration."""

    class Status(models.TextChoices):
        DRAFT = "utkast", _("utkast")
        OPEN = "apen", _("åpen")
        CLOSED = "avsluttet", _("avsluttet")

    title = models.CharField(_("tittel"), max_length=200)
    slug = models.SlugField(_("adresse"), unique=True, blank=True)
    year = models.PositiveSmallIntegerField(_("år"))
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    purpose = models.TextField(_("formål"), blank=True)
    introduction = models.TextField(_("innledning"), blank=True)
    reasons = models.TextField(
        _("bakgrunn og begrunnelse"),
        blank=True,
        help_text=_("En linje som begynner med «- », blir et punkt."),
    )
    full_text = models.TextField(
        _("erklæringens tekst"),
        blank=True,
        help_text=_("Hele teksten, ordrett. Tom hvis den ikke er registrert."),
    )
    opened_on = models.DateField(_("åpnet for svar"), null=True, blank=True)
    response_deadline = models.DateField(_("svarfrist"), null=True, blank=True)
    signing_on = models.DateField(_("signeringsdato"), null=True, blank=True)
    signing_place = models.CharField(_("signeringssted"), max_length=200, blank=True)
    contact = models.CharField(
        _("kontakt"),
        max_length=200,
        blank=True,
        help_text=_("Hvem kommunene skal skrive til, som «sekretariatet». Vises på sidene deres."),
    )
    contact_email = models.EmailField(
        _("e-post til kontakten"),
        blank=True,
        help_text=_("Vises på kommunenes sider. Bruk helst en felles adresse."),
    )
    renews = models.OneToOneField(
        "self",
        verbose_name=_("fornyer"),
        related_name="renewed_by",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Erklæringen som denne erstatter."),
    )
    is_practice = models.BooleanField(
        _("øvelse"),
        default=False,
        editable=False,
        help_text=_("En øvelse er oppdiktet, er merket slik overalt og teller aldri med."),
    )

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("erklæring")
        verbose_name_plural = _("erklæringer")
        ordering = ["-year", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["utkast", "apen", "avsluttet"]),
                name="declaration_declaration_status",
                violation_error_message=_("Velg en av statusene i listen."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="declaration_declaration_year",
                violation_error_message=_("Året må ligge mellom 2000 og 2100."),
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None)
                | Q(response_deadline=None)
                | Q(response_deadline__gte=F("opened_on")),
                name="declaration_declaration_deadline",
                violation_error_message=_("Svarfristen kan ikke være før erklæringen åpnes for svar."),
            ),
            models.CheckConstraint(
                condition=Q(renews=None) | ~Q(renews=F("pk")),
                name="declaration_declaration_not_itself",
                violation_error_message=_("En erklæring kan ikke fornye seg selv."),
            ),
            models.CheckConstraint(
                condition=Q(is_practice=False) | Q(renews=None),
                name="declaration_declaration_practice_alone",
                violation_error_message=_("En øvelse kan ikke fornye en ekte erklæring."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse what no constraint can see, for it stands in other rows. Four queries at most.

        That is to renew an exercise, to become a draft again, whose pages and answers nobody sees, and an
        opening after the date of an answer, which would contradict it.
        """
        super().clean()
        if self.renews is not None and self.renews.is_practice:
            raise ValidationError({"renews": _("En øvelse kan ikke fornyes. Velg en ekte erklæring.")})
        self._refuse_draft_again()
        opened = self.opened_on
        if self._state.adding or not isinstance(opened, datetime.date):
            return
        before = Q(decided_on__lt=opened) | Q(signed_on__lt=opened) | Q(withdrawn_on__lt=opened)
        early = self.signatures.filter(before).count()
        if early:
            message = ngettext(
                "%(count)s registrert svar er datert før denne dagen.",
                "%(count)s registrerte svar er datert før denne dagen.",
                early,
            )
            raise ValidationError({"opened_on": message % {"count": early}})

    def _refuse_draft_again(self) -> None:
        if self._state.adding or self.status != self.Status.DRAFT:
            return
        answers = self.signatures.count()
        if answers and type(self).objects.with_page().filter(pk=self.pk).exists():
            message = ngettext(
                "Erklæringen har %(count)s registrert svar, og kan ikke bli et utkast igjen.",
                "Erklæringen har %(count)s registrerte svar, og kan ikke bli et utkast igjen.",
                answers,
            )
            raise ValidationError({"status": message % {"count": answers}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; an exercise says so in its title, whatever else it is called."""
        if self.is_practice and not self.title.startswith(PRACTICE):
            self.title = f"{PRACTICE}: {self.title}"[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the declaration's page."""
        return reverse("declaration:declaration_detail", kwargs={"slug": self.slug})


class MainPoint(Record):
    """One of the declaration's main points, in order."""

    declaration = models.ForeignKey(
        Declaration, verbose_name=_("erklæring"), related_name="main_points", on_delete=models.CASCADE
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    text = models.TextField(_("tekst"))

    class Meta:
        verbose_name = _("hovedpunkt")
        verbose_name_plural = _("hovedpunkter")
        ordering = ["declaration", "order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Theme(Record):
    """A theme or area that the declaration is divided into."""

    declaration = models.ForeignKey(
        Declaration, verbose_name=_("erklæring"), related_name="themes", on_delete=models.CASCADE
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    title = models.CharField(_("tittel"), max_length=200)
    text = models.TextField(_("tekst"), blank=True)

    class Meta:
        verbose_name = _("tema")
        verbose_name_plural = _("temaer")
        ordering = ["declaration", "order", "pk"]

    def __str__(self) -> str:
        return self.title


class Commitment(Record):
    """Something the signatories commit themselves to. Numbered only where the number is known."""

    declaration = models.ForeignKey(
        Declaration, verbose_name=_("erklæring"), related_name="commitments", on_delete=models.CASCADE
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("tema"),
        related_name="commitments",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
    )
    number = models.PositiveSmallIntegerField(
        _("nummer"), null=True, blank=True, help_text=_("Tom hvis nummeret i erklæringen ikke er kjent.")
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    text = models.TextField(_("tekst"))
    is_verbatim = models.BooleanField(
        _("ordrett"),
        null=True,
        blank=True,
        help_text=_("Om teksten står ordrett i erklæringen, eller er gjengitt etter omtale."),
    )

    class Meta:
        verbose_name = _("forpliktelse")
        verbose_name_plural = _("forpliktelser")
        ordering = ["declaration", F("number").asc(nulls_last=True), "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "number"],
                name="declaration_commitment_number",
                violation_error_message=_("Erklæringen har allerede en forpliktelse med dette nummeret."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80] if self.number is None else f"{self.number}. {self.text[:80]}"

    def clean(self) -> None:
        """Refuse a theme of another declaration, an exercise's too. A query where there is a theme."""
        super().clean()
        if self.theme is not None and self.theme.declaration_id != self.declaration_id:
            raise ValidationError({"theme": _("Temaet hører til en annen erklæring. Velg et av denne.")})


class Milestone(Record):
    """A step of the declaration's process, dated only as precisely as the source."""

    declaration = models.ForeignKey(
        Declaration, verbose_name=_("erklæring"), related_name="milestones", on_delete=models.CASCADE
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    title = models.CharField(_("tittel"), max_length=200)
    body = models.ForeignKey(
        Body, verbose_name=_("organ"), related_name="+", on_delete=models.PROTECT, null=True, blank=True
    )
    on = models.DateField(_("dato"), null=True, blank=True)
    ends_on = models.DateField(_("siste dag"), null=True, blank=True)
    date_note = models.CharField(
        _("tidspunkt"),
        max_length=100,
        blank=True,
        help_text=_("Når datoen bare er kjent omtrent: «februar 2022»."),
    )
    done_on = models.DateField(_("gjennomført"), null=True, blank=True)

    class Meta:
        verbose_name = _("milepæl")
        verbose_name_plural = _("milepæler")
        ordering = ["declaration", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(on__isnull=False, ends_on__gte=F("on")),
                name="declaration_milestone_days",
                violation_error_message=_(
                    "Siste dag kan ikke være før første dag, og trenger en første dag."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PublishedCount(Record):
    """How many joined or signed, as somebody published it: shown beside what is registered."""

    declaration = models.ForeignKey(
        Declaration, verbose_name=_("erklæring"), related_name="published_counts", on_delete=models.CASCADE
    )
    count = models.PositiveSmallIntegerField(_("antall"), null=True, blank=True)
    wording = models.CharField(
        _("slik det står i kilden"),
        max_length=200,
        help_text=_("For eksempel «over 50» eller «54 har sluttet seg til»."),
    )
    as_of = models.DateField(_("dato tallet gjelder"), null=True, blank=True)
    as_of_note = models.CharField(
        _("tidspunkt tallet gjelder"),
        max_length=100,
        blank=True,
        help_text=_("Når datoen bare er kjent omtrent."),
    )

    class Meta:
        verbose_name = _("publisert antall")
        verbose_name_plural = _("publiserte antall")
        ordering = ["declaration", F("as_of").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""),
                name="declaration_publishedcount_source",
                violation_error_message=_("Et publisert antall må ha en kilde."),
            ),
        ]

    def __str__(self) -> str:
        return self.wording
