"""The council's own bodies, meetings, documents and fixed pages."""

from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from osloregionen.models import AddressedRecord, Record


class Body(AddressedRecord):
    """A political body or an administrative group of the council."""

    address_from = "name"

    class Kind(models.TextChoices):
        POLITICAL = "political", _("politisk organ")
        ADMINISTRATIVE = "administrative", _("administrativ gruppe")

    name = models.CharField(_("navn"), max_length=200)
    slug = models.SlugField(_("adresse"), unique=True, blank=True)
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    mandate = models.TextField(_("mandat"), blank=True)
    elected_by = models.ForeignKey(
        "self",
        verbose_name=_("velges av"),
        related_name="elects",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    established_by = models.ForeignKey(
        "self",
        verbose_name=_("opprettet av"),
        related_name="establishes",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    valid_from = models.DateField(_("virker fra og med"), null=True, blank=True)
    valid_to = models.DateField(_("virker til og med"), null=True, blank=True)

    class Meta:
        verbose_name = _("organ")
        verbose_name_plural = _("organer")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="members_body_period",
                violation_error_message=_("Organet kan ikke slutte før det begynner."),
            ),
            models.CheckConstraint(
                condition=(Q(elected_by=None) | ~Q(elected_by=F("pk")))
                & (Q(established_by=None) | ~Q(established_by=F("pk"))),
                name="members_body_not_itself",
                violation_error_message=_("Et organ kan ikke velge eller opprette seg selv."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(Record):
    """A meeting or arrangement, dated only as precisely as its source."""

    class Kind(models.TextChoices):
        MEETING = "mote", _("møte")
        GATHERING = "samling", _("samling")
        CONFERENCE = "konferanse", _("konferanse")
        WEBINAR = "webinar", _("webinar")
        CLIMATE_SCHOOL = "klimaskole", _("klimaskole")
        WORKSHOP = "verksted", _("verksted")

    title = models.CharField(_("tittel"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    body = models.ForeignKey(
        Body,
        verbose_name=_("organ"),
        related_name="meetings",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    organiser = models.CharField(
        _("arrangør"),
        max_length=200,
        blank=True,
        help_text=_("Når møtet ikke hører til et registrert organ, for eksempel «Samarbeidsrådet»."),
    )
    on = models.DateField(_("dato"), null=True, blank=True, help_text=_("Tom hvis datoen ikke er kjent."))
    ends_on = models.DateField(
        _("siste dag"), null=True, blank=True, help_text=_("Bare når møtet går over flere dager.")
    )
    starts_at = models.TimeField(_("fra klokken"), null=True, blank=True)
    ends_at = models.TimeField(_("til klokken"), null=True, blank=True)
    date_note = models.CharField(
        _("merknad til datoen"),
        max_length=200,
        blank=True,
        help_text=_("Det som er usikkert, for eksempel «27. oktober, året står ikke i kilden»."),
    )
    place = models.CharField(_("sted"), max_length=200, blank=True)
    agenda_url = models.URLField(_("lenke til program eller sakliste"), max_length=500, blank=True)
    public_note = models.TextField(_("omtale"), blank=True)

    class Meta:
        verbose_name = _("møte")
        verbose_name_plural = _("møter")
        ordering = [F("on").desc(nulls_last=True), "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(on__isnull=False, ends_on__gte=F("on")),
                name="members_meeting_days",
                violation_error_message=_(
                    "Siste dag kan ikke være før første dag, og trenger en første dag."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False),
                name="members_meeting_times",
                violation_error_message=_("Et sluttidspunkt trenger et starttidspunkt."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_on__isnull=False) | Q(ends_at__gte=F("starts_at")),
                name="members_meeting_times_order",
                violation_error_message=_("Et møte på én dag kan ikke slutte før det starter."),
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=False) | ~Q(date_note=""),
                name="members_meeting_when",
                violation_error_message=_("Skriv en merknad om datoen når selve datoen ikke er kjent."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Document(AddressedRecord):
    """A document in the council's register: a link, a file, or the main points of what we have as slides."""

    class Kind(models.TextChoices):
        AGREEMENT = "avtale", _("avtale")
        STRATEGY = "strategi", _("strategi")
        PLAN = "handlingsprogram", _("handlingsprogram")
        DECLARATION = "erklaering", _("erklæring")
        REPORT = "rapport", _("rapport")
        HEARING = "horingssvar", _("høringssvar")
        PRESENTATION = "presentasjon", _("presentasjon")
        OTHER = "annet", _("annet")

    title = models.CharField(_("tittel"), max_length=250)
    slug = models.SlugField(_("adresse"), max_length=100, unique=True, blank=True)
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    publisher = models.CharField(
        _("utgiver"), max_length=200, blank=True, help_text=_("Tom hvis den ikke er kjent.")
    )
    date = models.DateField(_("dato"), null=True, blank=True)
    date_note = models.CharField(
        _("merknad til datoen"),
        max_length=200,
        blank=True,
        help_text=_("For eksempel «juni 2020» eller «2015»."),
    )
    url = models.URLField(_("nettadresse"), max_length=500, blank=True)
    file = models.FileField(
        _("fil"),
        upload_to="dokumenter/%Y/",
        blank=True,
        validators=[
            # What a browser would run (HTML, SVG) has no place among documents.
            FileExtensionValidator(
                ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt"],
                _("Filen må være en PDF, et dokument, et regneark, en presentasjon eller en tekstfil."),
            )
        ],
    )
    points = models.TextField(
        _("hovedpunkter"),
        blank=True,
        help_text=_("Hva dokumentet sier. En linje som begynner med «- », blir et punkt."),
    )

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        ordering = [F("date").desc(nulls_last=True), "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the document's place in the register."""
        return f"{reverse('members:document_list')}#{self.slug}"


class Page(Record):
    """A fixed page whose text staff edit: about, privacy, accessibility."""

    class Place(models.TextChoices):
        ABOUT = "om", _("Om Osloregionen")
        PRIVACY = "personvern", _("Personvern")
        ACCESSIBILITY = "tilgjengelighet", _("Tilgjengelighet")

    place = models.CharField(_("side"), max_length=20, choices=Place.choices, unique=True)
    title = models.CharField(_("tittel"), max_length=200)
    lead = models.TextField(_("ingress"), blank=True)
    body = models.TextField(
        _("tekst"),
        help_text=_(
            "Tom linje gir nytt avsnitt. «## » først på linjen gir overskrift, «- » gir punkt, "
            "og [tekst](https://adresse) gir lenke."
        ),
    )

    class Meta:
        verbose_name = _("fast side")
        verbose_name_plural = _("faste sider")
        ordering = ["place"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the page."""
        names = {"om": "page_about", "personvern": "page_privacy", "tilgjengelighet": "page_accessibility"}
        return reverse(f"members:{names[self.place]}")
