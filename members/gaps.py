"""What is missing or doubtful about members and the council's organisation."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import (
    Body,
    County,
    Document,
    Meeting,
    Membership,
    Municipality,
    MunicipalityNumber,
    Page,
    Population,
    PublishedFigure,
)
from osloregionen.formatting import MISSING, counted_nb, date_nb, date_or_note_nb
from osloregionen.gaps import Gap, admin_url, naming, not_verified
from osloregionen.models import Record

# Population is published once a year, in the course of it.
STALE_AFTER = datetime.timedelta(days=550)


def content_gaps() -> list[Gap]:
    """Return the gaps of this app, for `osloregionen.gaps.all_gaps`. A fixed number of queries (about 25)."""
    return [*_members(), *_membership(), *_population(), *_bodies(), *_meetings(), *_documents(), *_pages()]


def _members() -> list[Gap]:
    area = _("Medlemmer")
    members = list(Municipality.objects.members_now())
    current = MunicipalityNumber.objects.filter(valid_to=None)
    numbered = set(current.values_list("municipality_id", flat=True))
    gaps: list[Gap] = []
    for text, missing in (
        (_("Organisasjonsnummer er ikke registrert: {rows}."), [m for m in members if not m.org_number]),
        (_("Nettsted er ikke registrert: {rows}."), [m for m in members if not m.website]),
        (_("Målform er ikke registrert: {rows}."), [m for m in members if not m.language_form]),
        (_("Plass i rutekartet mangler: {rows}."), [m for m in members if m.tile_row is None]),
        (_("Kommunenummer i dag mangler: {rows}."), [m for m in members if m.pk not in numbered]),
        (_("Delregion er ikke registrert: {rows}."), [m for m in members if not m.subregion]),
    ):
        gaps += naming(area, text, missing, singular=_("medlem"), plural=_("medlemmer"))
    unsourced: list[tuple[type[Record], str]] = [
        (Municipality, _("kommuner")),
        (MunicipalityNumber, _("kommunenumre")),
        (County, _("fylker")),
        (Population, _("folketall")),
        (Membership, _("medlemskap")),
    ]
    without_source = Q(source="") | Q(source__contains=MISSING)
    for model, plural in unsourced:
        count = model._default_manager.filter(without_source).count()
        if count:
            text = _("Kilden er ikke registrert for {rows}.").format(rows=counted_nb(count, plural, plural))
            gaps.append(Gap(area, text, admin_url(model)))
    return gaps + not_verified(area, [*unsourced, (PublishedFigure, _("publiserte tall"))])


def _membership() -> list[Gap]:
    area = _("Medlemmer")
    memberships = list(Membership.objects.select_related("municipality"))
    undated = [membership for membership in memberships if membership.joined_on is None]
    gaps = naming(
        area,
        _("Innmeldingsdato er ikke registrert: {rows}."),
        undated,
        singular=_("medlemskap"),
        plural=_("medlemskap"),
    )
    figures = PublishedFigure.objects.filter(what=PublishedFigure.What.MEMBERS).order_by("value")
    wordings = [
        f"«{figure.wording}» ({date_or_note_nb(figure.as_of, figure.as_of_note)})" for figure in figures
    ]
    changed = len({figure.value for figure in figures}) > 1
    if changed and not any(membership.left_on for membership in memberships):
        text = _(
            "Rådet har oppgitt forskjellige medlemstall: {figures}. "
            "Hvilke kommuner som er kommet til eller gått ut, er ikke registrert."
        )
        gaps.append(Gap(area, text.format(figures=", ".join(wordings)), admin_url(Membership)))
    return gaps


def _population() -> list[Gap]:
    area = _("Medlemmer")
    newest = Population.objects.order_by("-on").values_list("on", flat=True).first()
    members = Municipality.objects.members_now()
    if newest is None:
        return [Gap(area, _("Folketall er ikke registrert."), admin_url(Population))] if members else []
    without = members.exclude(pk__in=Population.objects.filter(on=newest).values("municipality_id"))
    text = _("Folketall per {date} mangler: {rows}.").replace("{date}", date_nb(newest))
    gaps = naming(area, text, list(without), singular=_("medlem"), plural=_("medlemmer"))
    if timezone.localdate() - newest > STALE_AFTER:
        text = _("Det nyeste folketallet er fra {date}.").format(date=date_nb(newest))
        gaps.append(Gap(area, text, admin_url(Population)))
    return gaps


def _bodies() -> list[Gap]:
    area = _("Organer")
    bodies = list(Body.objects.all())
    words = {"singular": _("organ"), "plural": _("organer")}
    return [
        *naming(
            area,
            _("Mandat er ikke registrert: {rows}."),
            [b for b in bodies if not b.mandate.strip()],
            **words,
        ),
        *naming(
            area,
            _("Hvem som velger eller oppretter organet, er ikke registrert: {rows}."),
            [b for b in bodies if b.elected_by_id is None and b.established_by_id is None],
            **words,
        ),
        *naming(
            area,
            _("Kilden er ikke registrert: {rows}."),
            [b for b in bodies if not b.source or MISSING in b.source],
            **words,
        ),
        *not_verified(area, [(Body, _("organer"))]),
    ]


def _meetings() -> list[Gap]:
    area = _("Møter")
    meetings = list(Meeting.objects.all())
    words = {"singular": _("møte"), "plural": _("møter")}
    return [
        *naming(area, _("Dato er ikke registrert: {rows}."), [m for m in meetings if m.on is None], **words),
        *naming(
            area,
            _("Datoen er usikker eller utledet (se merknaden): {rows}."),
            [m for m in meetings if m.on is not None and m.date_note],
            **words,
        ),
        *naming(area, _("Sted er ikke registrert: {rows}."), [m for m in meetings if not m.place], **words),
        *naming(
            area,
            _("Klokkeslett er ikke registrert: {rows}."),
            [m for m in meetings if m.starts_at is None],
            **words,
        ),
        *not_verified(area, [(Meeting, _("møter"))]),
    ]


def _documents() -> list[Gap]:
    area = _("Dokumenter")
    documents = list(Document.objects.all())
    words = {"singular": _("dokument"), "plural": _("dokumenter")}
    return [
        *naming(
            area,
            _("Verken fil eller lenke: {rows}."),
            [d for d in documents if not d.file and not d.url],
            **words,
        ),
        *naming(
            area, _("Dato er ikke registrert: {rows}."), [d for d in documents if d.date is None], **words
        ),
        *naming(
            area, _("Utgiver er ikke registrert: {rows}."), [d for d in documents if not d.publisher], **words
        ),
        *not_verified(area, [(Document, _("dokumenter"))]),
    ]


def _pages() -> list[Gap]:
    area = _("Faste sider")
    pages = list(Page.objects.all())
    made = {page.place for page in pages}
    missing = [
        Gap(area, _("Siden «{title}» er ikke skrevet.").format(title=label), admin_url(Page))
        for place, label in Page.Place.choices
        if place not in made
    ]
    unknown = [page for page in pages if MISSING in f"{page.lead} {page.body}".lower()]
    return [
        *missing,
        *naming(
            area,
            _("Teksten sier at noe er «ikke registrert»: {rows}."),
            unknown,
            singular=_("side"),
            plural=_("sider"),
        ),
        *not_verified(area, [(Page, _("sider"))]),
    ]
