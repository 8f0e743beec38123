"""An import of statistics that staff began in the admin: how far it came, and what it says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emissions.models.editions import Edition


class ImportJob(models.Model):
    """A file that was uploaded, the report of what it would bring, and the edition it became.

    The work is done by a process of its own, which holds a lock as long as it lives: a row that says it is at
    work, and whose lock nobody holds, is one that was broken off (`emissions.jobs`). Book-keeping, no fact:
    without history, source and control.
    """

    class Status(models.TextChoices):
        READING = "reading", _("leses")
        READ = "read", _("venter på bekreftelse")
        STORING = "storing", _("lagres")
        STORED = "stored", _("lagret")
        FAILED = "failed", _("ikke lest inn")
        DROPPED = "dropped", _("forkastet")

    #: While these hold a process is at work.
    AT_WORK = (Status.READING, Status.STORING)

    key = models.CharField(_("mappe"), max_length=32, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.READING)
    file_name = models.CharField(_("fil"), max_length=255)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    sha256 = models.CharField(_("filens SHA-256"), max_length=64)
    published_on = models.DateField(_("publisert"), null=True, blank=True)
    number = models.CharField(_("kommunenummer"), max_length=4, blank=True)
    report = models.JSONField(_("rapport"), null=True, blank=True)
    is_renewed = models.BooleanField(_("rapporten er ny"), default=False)
    message = models.TextField(_("melding"), blank=True)
    edition = models.ForeignKey(
        Edition, verbose_name=_("utgave"), related_name="+", on_delete=models.PROTECT, null=True, blank=True
    )
    began_at = models.DateTimeField(_("begynt"), auto_now_add=True)
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("begynt av"),
        related_name="+",
        on_delete=models.SET_NULL,
        null=True,
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("bekreftet av"),
        related_name="+",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("statistikkimport")
        verbose_name_plural = _("statistikkimporter")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="stored", edition__isnull=False) | (~Q(status="stored") & Q(edition=None)),
                name="emissions_importjob_edition",
                violation_error_message=_("Bare en import som er lagret, har en utgave."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
