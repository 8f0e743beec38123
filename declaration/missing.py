"""What is missing of one party's answer: what it has still to do, by when, and what nobody has registered."""

import datetime as dt

from django.utils.translation import gettext as _

from declaration.models import Declaration, Signature
from declaration.selectors import PartyAnswer, deadline_sentence, round_status
from osloregionen.formatting import date_nb, list_nb

Answer = Signature.Status


def what_is_missing(declaration: Declaration, answer: PartyAnswer, today: dt.date) -> str:
    """Return what the municipality still has to do, and by when, and what is not registered of its answer.

    "Ingenting" only where neither is anything. What is not registered is said as that: the municipality need
    not owe it. No queries.
    """
    status = answer.signature.status if answer.signature else None
    if status in _UNANSWERED:
        return _missing_answer(declaration, answer, status, today)
    gaps = list_nb(unregistered(answer.signature))
    if status == Answer.JOINED:
        said = f"{_('Signaturen.')} {_signing(declaration, today)}"
        return f"{said} {_('Ikke registrert i portalen: %(what)s.') % {'what': gaps}}" if gaps else said
    if not gaps:
        return _("Ingenting i kommunens svar.")
    return _("Kommunen har svart, men dette er ikke registrert i portalen: %(what)s.") % {"what": gaps}


def unregistered(signature: Signature | None) -> list[str]:
    """Return what is not registered of an answer, as nouns; of one that is not given yet nothing. No queries.

    It is what the pages show as "ikke registrert" of an answer of that kind.
    """
    if signature is None or signature.status in _UNANSWERED:
        return []
    declined = signature.status == Answer.DECLINED
    decision = _("datoen for avslaget") if declined else _("datoen for vedtaket eller bekreftelsen")
    gaps = [(_("grunnlaget"), not signature.basis), (decision, signature.decided_on is None)]
    if signature.signed_on is not None:
        named = bool(signature.signatory_name)
        gaps += [
            (_("hvem som signerte"), not named),
            (_("tittelen til den som signerte"), named and not signature.signatory_title),
            (_("signeringsstedet"), not signature.signed_at),
        ]
    gaps.append((_("kilden"), not signature.source and not signature.evidence))
    return [what for what, missing in gaps if missing]


_UNANSWERED = (None, Answer.INVITED, Answer.IN_TREATMENT)


def _missing_answer(declaration: Declaration, answer: PartyAnswer, status: str | None, today: dt.date) -> str:
    said: dict[str | None, str]
    if declaration.status != Declaration.Status.OPEN:
        said = {
            None: _("Svaret er ikke registrert."),
            Answer.INVITED: _("Kommunen ble invitert. Svaret er ikke registrert."),
            Answer.IN_TREATMENT: _("Kommunen hadde saken til behandling. Svaret er ikke registrert."),
        }
        return f"{said[status]} {round_status(declaration)}."
    if status is None and not answer.member:
        return _("Kommunen er ikke registrert som medlem, så portalen vet ikke om den er bedt om å svare.")
    said = {
        None: _("Svaret er ikke registrert."),
        Answer.INVITED: _("Kommunen er invitert, men svaret mangler."),
        Answer.IN_TREATMENT: _("Kommunen har saken til behandling, men svaret mangler."),
    }
    how = _("Kommunen svarer med politisk vedtak eller ordførerens bekreftelse.")
    return f"{said[status]} {deadline_sentence(declaration, today)} {how}"


def _signing(declaration: Declaration, today: dt.date) -> str:
    """Return when who has joined will or should have signed."""
    on = declaration.signing_on
    if on is None:
        return _("Når erklæringen skal signeres, er ikke registrert.")
    words = {
        "date": date_nb(on),
        "place": f" ({declaration.signing_place})" if declaration.signing_place else "",
    }
    if on > today:
        return _("Erklæringen signeres %(date)s%(place)s.") % words
    if on == today:
        return _("Erklæringen signeres i dag, %(date)s%(place)s.") % words
    return _("Erklæringen ble signert %(date)s%(place)s, men kommunens signatur er ikke registrert.") % words
