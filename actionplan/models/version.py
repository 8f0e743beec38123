"""How a plan came to be adopted: the bodies that treated it, and the versions that were adopted."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplan.models.plan import ActionPlan
from members.models import Body
from osloregionen.frozen import Frozen, FrozenQuerySet, checksums
from osloregionen.models import Record


class Treatment(Record):
    """A body's treatment of a plan on its way to adoption. The adoption itself is a `PlanVersion`."""

    plan = models.ForeignKey(
        ActionPlan, verbose_name=_("handlingsprogram"), related_name="treatments", on_delete=models.CASCADE
    )
    body = models.ForeignKey(Body, verbose_name=_("organ"), related_name="+", on_delete=models.PROTECT)
    on = models.DateField(_("dato"))
    case_reference = models.CharField(_("saksnummer"), max_length=100, blank=True)
    outcome = models.TextField(
        _("utfall"),
        blank=True,
        help_text=_("Hva organet vedtok eller rådet til, slik det står i protokollen."),
    )

    class Meta:
        verbose_name = _("behandling")
        verbose_name_plural = _("behandlinger")
        ordering = ["plan", "on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "body", "on"],
                name="actionplan_treatment_once",
                violation_error_message=_("Organets behandling den dagen er allerede registrert."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.on:%d.%m.%Y}"


class PlanVersionQuerySet(FrozenQuerySet["PlanVersion"]):
    """Adopted versions, which can be read and nothing else."""


class PlanVersion(Frozen):
    """A plan as it was adopted: its content and its PDF, frozen."""

    plan = models.ForeignKey(
        ActionPlan, verbose_name=_("handlingsprogram"), related_name="versions", on_delete=models.PROTECT
    )
    number = models.PositiveSmallIntegerField(_("versjon"))
    title = models.CharField(_("tittel"), max_length=200)
    adopted_on = models.DateField(_("vedtaksdato"))
    adopted_by = models.CharField(_("vedtatt av"), max_length=200)
    case_reference = models.CharField(_("saksnummer"), max_length=100)
    warnings = models.JSONField(_("mangler ved vedtaket"), default=list, blank=True)
    accepted_because = models.TextField(_("begrunnelse for å vedta med mangler"), blank=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vedtatt versjon")
        verbose_name_plural = _("vedtatte versjoner")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="actionplan_version_number",
                violation_error_message=_("Handlingsprogrammet har allerede en versjon med dette nummeret."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="actionplan_version_from_1",
                violation_error_message=_("Versjonene telles fra 1."),
            ),
            models.CheckConstraint(
                condition=~Q(adopted_by="") & ~Q(case_reference="") & ~Q(title="") & ~Q(content=""),
                name="actionplan_version_whole",
                violation_error_message=_("En vedtatt versjon har organ, saksnummer, tittel og innhold."),
            ),
            checksums("actionplan_version_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, versjon {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of the version's PDF. Needs the plan fetched."""
        return reverse("actionplan:version_pdf", kwargs={"year": self.plan.year, "number": self.number})
