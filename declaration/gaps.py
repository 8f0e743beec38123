"""What is missing or doubtful about the declarations: read by staff in the admin and by `check_content`."""

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from declaration.models import Declaration, Signature
from osloregionen.formatting import number_nb
from osloregionen.gaps import Gap


def content_gaps() -> list[Gap]:
    """Return the gaps of every declaration, oldest first, with a link to where it is mended. Five queries.

    Nothing is missing in an exercise.
    """
    real = Declaration.objects.filter(is_practice=False)
    declarations = real.order_by("year", "title").prefetch_related(
        "signatures", "commitments", "milestones", "published_counts"
    )
    gaps = [gap for declaration in declarations for gap in _gaps_of(declaration)]
    if not declarations:
        gaps.append(
            Gap(
                _("Erklæringer"),
                _("Ingen erklæringer er registrert."),
                reverse("admin:declaration_declaration_add"),
            )
        )
    return gaps


def gaps_of(declaration: Declaration) -> list[str]:
    """Return what is missing about one declaration, each as a sentence that begins with a small letter.

    No queries where its signatures, commitments, milestones and published counts are fetched.
    """
    find = (_signature_gaps, _text_gaps, _commitment_gaps, _process_gaps)
    return [text for part in find for text in part(declaration)]


def _gaps_of(declaration: Declaration) -> Iterator[Gap]:
    edit = reverse("admin:declaration_declaration_change", args=[declaration.pk])
    answers = f"{reverse('admin:declaration_signature_changelist')}?declaration__id__exact={declaration.pk}"
    parts: list[tuple[Callable[[Declaration], Iterator[str]], str]] = [
        (_signature_gaps, answers),
        (_text_gaps, edit),
        (_commitment_gaps, edit),
        (_process_gaps, edit),
    ]
    for find, url in parts:
        for text in find(declaration):
            yield Gap(_("Erklæringer"), f"{declaration.title}: {text}", url)


def _signature_gaps(declaration: Declaration) -> Iterator[str]:
    joined = {Signature.Status.JOINED, Signature.Status.SIGNED}
    registered = [one for one in declaration.signatures.all() if one.status in joined]
    published = [one.count for one in declaration.published_counts.all() if one.count is not None]
    if not published:
        # "Over 50" is published too, but nobody can count up to it.
        if declaration.published_counts.all():
            yield _("et nøyaktig publisert antall tilslutninger er ikke registrert.")
        else:
            yield _("et publisert antall tilslutninger er ikke registrert.")
    elif max(published) > len(registered):
        # Sources that disagree give a span: nobody knows which of them is right.
        yield _(
            "kildene oppgir %(published)s tilslutninger, %(registered)s er registrert med navn. "
            "%(missing)s mangler."
        ) % {
            "published": _span(min(published), max(published)),
            "registered": number_nb(len(registered)),
            "missing": _span(max(min(published) - len(registered), 0), max(published) - len(registered)),
        }
    baseless = sum(1 for one in registered if not one.basis)
    if baseless:
        yield ngettext(
            "%(count)s tilslutning mangler grunnlag (politisk vedtak eller ordførers bekreftelse).",
            "%(count)s tilslutninger mangler grunnlag (politisk vedtak eller ordførers bekreftelse).",
            baseless,
        ) % {"count": number_nb(baseless)}
    dateless = sum(1 for one in registered if one.decided_on is None)
    if dateless:
        yield ngettext(
            "%(count)s tilslutning mangler dato for vedtaket eller bekreftelsen.",
            "%(count)s tilslutninger mangler dato for vedtaket eller bekreftelsen.",
            dateless,
        ) % {"count": number_nb(dateless)}
    sourceless = sum(1 for one in declaration.signatures.all() if not one.evidence and not one.source)
    if sourceless:
        yield ngettext(
            "%(count)s svar har verken dokumentasjon eller kilde.",
            "%(count)s svar har verken dokumentasjon eller kilde.",
            sourceless,
        ) % {"count": number_nb(sourceless)}


def _text_gaps(declaration: Declaration) -> Iterator[str]:
    if not declaration.full_text:
        yield _("erklæringens tekst er ikke registrert.")
    if not declaration.purpose:
        yield _("formålet er ikke registrert.")


def _commitment_gaps(declaration: Declaration) -> Iterator[str]:
    commitments = list(declaration.commitments.all())
    if not commitments:
        yield _("ingen forpliktelser er registrert.")
        return
    # A declaration whose point 10 is known has at least ten points.
    highest = max((one.number for one in commitments if one.number is not None), default=0)
    if highest > len(commitments):
        yield _("%(known)s av minst %(all)s forpliktelser er registrert. Minst %(missing)s mangler.") % {
            "known": number_nb(len(commitments)),
            "all": number_nb(highest),
            "missing": number_nb(highest - len(commitments)),
        }
    unnumbered = sum(1 for one in commitments if one.number is None)
    if unnumbered:
        yield ngettext(
            "%(count)s forpliktelse mangler nummer.", "%(count)s forpliktelser mangler nummer.", unnumbered
        ) % {"count": number_nb(unnumbered)}
    paraphrased = sum(1 for one in commitments if not one.is_verbatim)
    if paraphrased:
        yield ngettext(
            "%(count)s forpliktelse er gjengitt med andre ord, ikke ordrett.",
            "%(count)s forpliktelser er gjengitt med andre ord, ikke ordrett.",
            paraphrased,
        ) % {"count": number_nb(paraphrased)}
    unplaced = sum(1 for one in commitments if one.theme_id is None)
    if unplaced:
        yield ngettext(
            "%(count)s forpliktelse er ikke plassert under et tema.",
            "%(count)s forpliktelser er ikke plassert under et tema.",
            unplaced,
        ) % {"count": number_nb(unplaced)}


def _process_gaps(declaration: Declaration) -> Iterator[str]:
    if declaration.signing_on is None:
        yield _("signeringsdatoen er ikke registrert.")
    if declaration.response_deadline is not None and declaration.opened_on is None:
        yield _("datoen erklæringen ble åpnet for svar, er ikke registrert.")
    is_open = declaration.status == Declaration.Status.OPEN
    if is_open and not declaration.contact and not declaration.contact_email:
        yield _("hvem kommunene skal skrive til, er ikke registrert.")
    if declaration.status == Declaration.Status.CLOSED:
        unconfirmed = sum(1 for one in declaration.milestones.all() if one.done_on is None)
        if unconfirmed:
            yield ngettext(
                "%(count)s milepæl er ikke bekreftet gjennomført.",
                "%(count)s milepæler er ikke bekreftet gjennomført.",
                unconfirmed,
            ) % {"count": number_nb(unconfirmed)}


def _span(low: int, high: int) -> str:
    return number_nb(high) if low == high else f"{number_nb(low)}–{number_nb(high)}"
