"""Whether a municipality renewed its part in a declaration or was new in it: said only where both years tell.

"Fornyet" needs a registered yes in both. "Ny" needs a registered no to the one before, or a registered
non-membership then: a missing answer is neither. All else is "kan ikke sies", with the reason.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from declaration.models import Declaration, Signature
from declaration.selectors import EditionAnswers, PartyAnswer
from osloregionen.formatting import date_nb, list_nb

_YES = (Signature.Status.JOINED, Signature.Status.SIGNED)


def renewal_sentence(edition: EditionAnswers, editions: Sequence[EditionAnswers]) -> str:
    """Return "Fornyet …", "Ny …" or "Kan ikke sies: …" with the reason; empty where there is nothing to ask.

    `editions` are the municipality's answers to all declarations, as `signatures_of` gives them. Nothing is
    asked where the declaration renews a draft, or is the first one. No queries.
    """
    declaration, own = edition.declaration, edition.own
    words = {"title": declaration.title}
    before = next((one for one in editions if one.declaration.pk == declaration.renews_id), None)
    if own is None:
        return ""
    if before is None:
        earlier = any(one.declaration.year < declaration.year for one in editions)
        if declaration.renews_id is None and earlier:
            return _("Kan ikke sies: hvilken erklæring %(title)s fornyer, er ikke registrert.") % words
        return ""
    status = own.signature.status if own.signature else None
    if status in _YES:
        return _joined_again(before)
    if status == Signature.Status.DECLINED:
        return _declined_after(before)
    if status == Signature.Status.WITHDRAWN:
        return _("Kan ikke sies: kommunen har trukket seg fra %(title)s.") % words
    if status is not None and declaration.status == Declaration.Status.OPEN:
        return _("Kan ikke sies ennå: kommunen har ikke svart.")
    return _("Kan ikke sies: svaret på %(title)s er ikke registrert.") % words


def _joined_again(before: EditionAnswers) -> str:
    """Return what it is to join now, after what the municipality, or those it was made of, did before."""
    words = {"title": before.declaration.title}
    if before.own is not None and _status(before.own) in _YES:
        return _("Fornyet: %(what)s.") % {"what": _what(before.own, before)}
    if before.untraced:
        # What they were made of may have answered: without it, neither word is known to be true.
        words["names"] = list_nb([one.name for one in before.untraced])
        return (
            _("Kan ikke sies: hvilke kommuner %(names)s ble dannet av etter %(title)s, er ikke registrert.")
            % words
        )
    parties = [*([before.own] if before.own else []), *before.predecessors]
    if not parties:
        return (
            _("Kan ikke sies: hvilke kommuner den ble dannet av etter %(title)s, er ikke registrert.") % words
        )
    unknown = [party.municipality.name for party in parties if _is_unknown(party)]
    if unknown:
        words["names"] = list_nb(unknown)
        return (
            ngettext(
                "Kan ikke sies: svaret fra %(names)s på %(title)s er ikke registrert.",
                "Kan ikke sies: svarene fra %(names)s på %(title)s er ikke registrert.",
                len(unknown),
            )
            % words
        )
    told = "; ".join(_what(party, before) for party in parties)
    if all(_status(party) in _YES for party in parties):
        return _("Fornyet: %(what)s.") % {"what": told}
    if all(_is_no(party) for party in parties):
        return _("Ny: %(what)s.") % {"what": told}
    return _("Kan ikke sies med ett ord: %(what)s.") % {"what": told}


def _declined_after(before: EditionAnswers) -> str:
    if before.own is not None and _status(before.own) in _YES:
        return _("Ikke fornyet: %(what)s.") % {"what": _what(before.own, before)}
    return ""


def _status(answer: PartyAnswer) -> str | None:
    return answer.signature.status if answer.signature else None


def _is_no(answer: PartyAnswer) -> bool:
    """Whether the party is registered as having said no, or as no member: only False says the latter."""
    return _status(answer) == Signature.Status.DECLINED or (
        answer.signature is None and answer.member is False
    )


def _is_unknown(answer: PartyAnswer) -> bool:
    known = (*_YES, Signature.Status.DECLINED, Signature.Status.WITHDRAWN)
    return _status(answer) not in known and not _is_no(answer)


def _what(answer: PartyAnswer, edition: EditionAnswers) -> str:
    """Return what a party did about the declaration before, for a party of which it is known."""
    signature, title = answer.signature, edition.declaration.title
    words = {"name": answer.municipality.name, "title": title}
    if signature is None:
        return _("%(name)s var ikke medlem %(date)s, datoen for %(title)s") % {
            **words,
            "date": date_nb(edition.on),
        }
    if signature.status == Signature.Status.SIGNED and signature.signed_on is not None:
        return _("%(name)s signerte %(title)s %(date)s") % {**words, "date": date_nb(signature.signed_on)}
    if signature.status == Signature.Status.WITHDRAWN:
        return _("%(name)s sluttet seg til %(title)s, men trakk seg") % words
    if signature.status == Signature.Status.DECLINED:
        return _("%(name)s avslo %(title)s") % words
    return _("%(name)s sluttet seg til %(title)s") % words
