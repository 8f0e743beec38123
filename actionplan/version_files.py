"""Which PDF a plan offers: the newest version as it was adopted, byte by byte, else the plan as it is now.

What was adopted comes from `PlanVersion` and nowhere else, and is never made again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplan.adopted_changes import says_the_same
from actionplan.editions import comparison_address
from actionplan.models import ActionPlan, PlanVersion
from actionplan.plan_sections import unkept_text
from actionplan.reports import draft_document, plan_document
from actionplan.snapshot import PlanContent, content_of
from actionplan.story import adoption_text
from osloregionen.documents import frozen_response, pdf_size
from osloregionen.formatting import date_nb
from osloregionen.parts import Fact, PdfLink


@dataclass(frozen=True)
class VersionEntry:
    """An adopted version as the plan's page lists it."""

    heading: str
    pdf: PdfLink
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]


def versions_of(plan: ActionPlan) -> list[PlanVersion]:
    """Return the plan's adopted versions, the newest first, without what makes them heavy. One query."""
    return list(plan.versions.light().order_by("-number"))


def version_response(request: HttpRequest, version: PlanVersion, *, name: str = "") -> HttpResponse:
    """Answer with the stored bytes of a version, or 304 to who has them. One query for the bytes."""
    return frozen_response(request, version, name or _name_of(version))


def plan_response(request: HttpRequest, plan: ActionPlan) -> HttpResponse:
    """Answer with the newest adopted version, else with the plan as it is now. The queries of either."""
    versions = versions_of(plan)
    if versions:
        return version_response(request, versions[0], name=f"handlingsprogram-{plan.year}")
    return plan_document(plan).response(request)


def is_redrafted(plan: ActionPlan, versions: Sequence[PlanVersion]) -> bool:
    """Say whether a new version is being drafted beside an adopted one."""
    return bool(versions) and plan.status != ActionPlan.Status.ADOPTED


def front_button(request: HttpRequest, plan: ActionPlan) -> PdfLink:
    """Return the plan's button for a page that shows no more of its versions. One query more."""
    return plan_button(request, plan, versions_of(plan), own_page=False)


def plan_button(
    request: HttpRequest, plan: ActionPlan, versions: Sequence[PlanVersion], *, own_page: bool = True
) -> PdfLink:
    """Return the plan's one obvious button. It says what the PDF is, where that is not the adopted plan.

    Its `own_page` waits for a PDF that never was: the first reader too is told pages and size.
    """
    if not versions:
        return plan_document(plan).link(request, label=_label_of(plan), own_page=own_page)
    label = _adopted_label(plan, versions)
    url = reverse("actionplan:plan_pdf", kwargs={"year": plan.year})
    return PdfLink(url, plan.title, _size_of(versions[0]), label=label)


def list_buttons(plans: Iterable[ActionPlan]) -> list[tuple[ActionPlan, PdfLink]]:
    """Return each plan with its button, with the size where the PDF is an adopted version's. One query.

    Knowing the size of the others takes the queries of `content_of` for each.
    """
    newest = {version.plan_id: version for version in PlanVersion.objects.light().order_by("number")}
    buttons = []
    for plan in plans:
        version = newest.get(plan.pk)
        url = reverse("actionplan:plan_pdf", kwargs={"year": plan.year})
        if version is None:
            link = PdfLink(url, plan.title, label=_label_of(plan))
        else:
            link = PdfLink(url, plan.title, _size_of(version), label=_adopted_label(plan, [version]))
        buttons.append((plan, link))
    return buttons


def draft_button(request: HttpRequest, plan: ActionPlan, versions: Sequence[PlanVersion]) -> PdfLink | None:
    """Return the quiet button of the draft beside an adopted version; None where none is being drafted."""
    if not is_redrafted(plan, versions):
        return None
    number = versions[0].number
    label = _("Last ned utkast til versjon %(number)d (PDF)") % {"number": number + 1}
    return draft_document(plan, after=number).link(request, label=label, quiet=True)


def standing_of(plan: ActionPlan, versions: Sequence[PlanVersion]) -> str:
    """Return what a reader must know of the plan before reading on, or nothing. No queries."""
    if is_redrafted(plan, versions):
        return _(
            "Versjon %(number)d, vedtatt %(date)s, gjelder. En ny versjon er under arbeid, og siden viser "
            "den: %(status)s, ikke vedtatt."
        ) % {
            "number": versions[0].number,
            "date": date_nb(versions[0].adopted_on),
            "status": _status_word(plan),
        }
    if plan.status != ActionPlan.Status.ADOPTED and plan.status:
        return _("Ikke vedtatt: %(status)s.") % {"status": _status_word(plan)}
    if plan.adopted_on is None:
        return _("Vedtaket er ikke registrert.")
    if versions:
        return ""
    return _("%(adopted)s: siden viser innholdet slik det står nå.") % {
        "adopted": unkept_text(plan.adopted_on)
    }


@dataclass(frozen=True)
class ChangedSince:
    """That a plan says something else than its newest version, and where to see what."""

    text: str
    url: str


def changed_since(plan: ActionPlan, versions: Sequence[PlanVersion]) -> ChangedSince | None:
    """Return that the plan says something else now than it did when it was adopted; None where it doesn't.

    What is told of how the activities come along is no change. Without versions no queries, else one and
    those of `content_of`.
    """
    if not versions:
        return None
    version = versions[0]
    try:
        adopted = PlanContent.from_json(version.content)
    except ValueError:
        # Frozen by a newer portal than this one: nobody can tell.
        return None
    if says_the_same(adopted, content_of(plan)):
        return None
    text = _(
        "Innholdet er endret etter vedtaket %(date)s (versjon %(number)d). Framdrift som er meldt, regnes "
        "ikke som endring."
    )
    code = f"{plan.year}-{version.number}"
    return ChangedSince(
        text % {"number": version.number, "date": date_nb(version.adopted_on)},
        comparison_address("actionplan:comparison", code, str(plan.year)),
    )


def decision_facts(plan: ActionPlan, versions: Sequence[PlanVersion]) -> list[Fact]:
    """Return the decision that is in force: the plan's own, or the newest version's while it is redrafted."""
    if is_redrafted(plan, versions):
        version = versions[0]
        label = _("Vedtak (versjon %(number)d)") % {"number": version.number}
        return [
            Fact(label, adoption_text(version.adopted_on, version.adopted_by)),
            Fact(_("Saksnummer"), version.case_reference),
        ]
    return [
        Fact(_("Vedtak"), adoption_text(plan.adopted_on, plan.adopted_by)),
        Fact(_("Saksnummer"), plan.case_reference),
    ]


def version_entries(plan: ActionPlan, versions: Sequence[PlanVersion]) -> list[VersionEntry]:
    """Return the versions as the plan's page lists them, the newest first. No queries."""
    return [
        VersionEntry(
            heading=_("Versjon %(number)d") % {"number": version.number},
            pdf=PdfLink(
                reverse("actionplan:version_pdf", kwargs={"year": plan.year, "number": version.number}),
                str(version),
                _size_of(version),
                label=_("Last ned versjon %(number)d (PDF)") % {"number": version.number},
                quiet=True,
            ),
            facts=(
                Fact(_("Vedtatt"), adoption_text(version.adopted_on, version.adopted_by)),
                Fact(_("Saksnummer"), version.case_reference),
                Fact(_("Registrert i portalen"), date_nb(timezone.localdate(version.made_at))),
                Fact(_("Innholdets SHA-256"), version.content_sha256),
                Fact(_("PDF-ens SHA-256"), version.pdf_sha256),
                *_accepted(version),
            ),
            warnings=tuple(version.warnings),
        )
        for version in versions
    ]


def _accepted(version: PlanVersion) -> list[Fact]:
    if not version.warnings:
        return []
    return [Fact(_("Vedtatt med mangler fordi"), version.accepted_because)]


def _adopted_label(plan: ActionPlan, versions: Sequence[PlanVersion]) -> str:
    return _("Last ned vedtatt versjon (PDF)") if is_redrafted(plan, versions) else ""


def _label_of(plan: ActionPlan) -> str:
    """Return what the button of a plan without an adopted version says: never nothing."""
    if plan.status and plan.status != ActionPlan.Status.ADOPTED:
        return _("Last ned %(status)s (PDF)") % {"status": _status_word(plan, document=True)}
    if plan.adopted_on is None:
        return _("Last ned PDF – vedtak ikke registrert")
    adopted = unkept_text(plan.adopted_on)
    return _("Last ned PDF – %(adopted)s") % {"adopted": adopted[:1].lower() + adopted[1:]}


def _status_word(plan: ActionPlan, *, document: bool = False) -> str:
    """Return the status in running text; what is proposed or in treatment is, as a `document`, no more."""
    if document and plan.status == ActionPlan.Status.IN_TREATMENT:
        return _("utkast til behandling")
    if document and plan.status == ActionPlan.Status.PROPOSAL:
        return _("forslag, vedtak ikke registrert")
    return str(ActionPlan.Status(plan.status).label)


def _size_of(version: PlanVersion) -> str:
    return pdf_size(version.pdf_pages, version.pdf_bytes)


def _name_of(version: PlanVersion) -> str:
    return f"handlingsprogram-{version.plan.year}-versjon-{version.number}"
