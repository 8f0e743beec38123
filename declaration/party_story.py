"""How one municipality stands to the declarations, in sentences: for its page and its printed sheet.

Only registered facts are told: dates of decisions and signatures, never when or by whom they were typed in.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html
from django.utils.translation import gettext as _

from declaration.missing import unregistered, what_is_missing
from declaration.models import Declaration, Signature
from declaration.renewal import renewal_sentence
from declaration.selectors import EditionAnswers, PartyAnswer, signatures_of
from members.models import Municipality
from osloregionen.formatting import date_nb, list_nb
from osloregionen.parts import Fact, Status

Answer = Signature.Status


@dataclass(frozen=True)
class AnswerLine:
    """One municipality's answer: what the status is, and in `text` what is registered beside it.

    The text goes on where the status' word ends ("Signert" "2. juni 2022 av …"); it may be empty. `url` is
    empty for the municipality that the story is about.
    """

    name: str
    url: str
    status: Status
    text: str
    source: str


@dataclass(frozen=True)
class EditionStory:
    """How a municipality stands to one declaration. `note` says who could answer, where it could not itself.

    `answers` are its own and those of the municipalities it was made of, or of the one it is part of now.
    """

    title: str
    url: str
    note: str
    answers: list[AnswerLine]
    facts: list[Fact]


@dataclass(frozen=True)
class PartyStory:
    """How a municipality stands: to the declaration that counts `now` (None: there is none), and to others.

    `others_title` and `note` are empty where there is nothing to say.
    """

    now: EditionStory | None
    others_title: str
    others: list[EditionStory]
    note: str


def party_story(municipality: Municipality, today: dt.date) -> PartyStory:
    """Return how the municipality stands to the published declarations; exercises are never told of.

    The newest that is open for answers counts now, else the newest. The queries of `signatures_of`.
    """
    editions = signatures_of(municipality)
    is_open = (one for one in editions if one.declaration.status == Declaration.Status.OPEN)
    now = next(is_open, editions[0] if editions else None)
    others = [one for one in editions if one is not now]
    earlier = now is not None and all(one.declaration.year <= now.declaration.year for one in others)
    return PartyStory(
        now=_edition(now, editions, municipality, today, is_now=True) if now else None,
        others_title=(_("Tidligere erklæringer") if earlier else _("Andre erklæringer")) if others else "",
        others=[_edition(one, editions, municipality, today, is_now=False) for one in others],
        note=_("«Ikke registrert» betyr at portalen mangler opplysningen, ikke at kommunen har sagt nei.")
        if editions
        else "",
    )


def _edition(
    edition: EditionAnswers,
    editions: Sequence[EditionAnswers],
    municipality: Municipality,
    today: dt.date,
    *,
    is_now: bool,
) -> EditionStory:
    answers = [edition.own, *edition.predecessors, edition.successor]
    return EditionStory(
        title=edition.declaration.title,
        url=edition.declaration.get_absolute_url(),
        note=_who_could_answer(edition, municipality),
        answers=[_line(answer, municipality) for answer in answers if answer is not None],
        facts=_facts(edition, editions, today, is_now=is_now),
    )


def _line(answer: PartyAnswer, about: Municipality) -> AnswerLine:
    party, signature = answer.municipality, answer.signature
    return AnswerLine(
        name=party.name,
        url="" if party == about else party.get_absolute_url(),
        status=answer.status,
        text=answer_text(signature) if signature else "",
        source=(signature.source or signature.evidence) if signature else "",
    )


def _who_could_answer(edition: EditionAnswers, municipality: Municipality) -> str:
    if edition.own is not None:
        return ""
    words = {"name": municipality.name, "date": date_nb(edition.on)}
    if edition.predecessors:
        return (
            _("%(name)s fantes ikke %(date)s. Det var kommunene den er slått sammen av, som kunne svare.")
            % words
        )
    if edition.successor is not None:
        return f"{_mergers(municipality, edition)} " + _("Det er %(name)s som svarer på erklæringen.") % {
            "name": edition.successor.municipality.name
        }
    return _("%(name)s fantes ikke som egen kommune %(date)s.") % words


def _mergers(municipality: Municipality, edition: EditionAnswers) -> str:
    """Return a sentence for each merger from the municipality to the one that answers now."""
    said = []
    for old, new in pairwise([municipality, *edition.became]):
        day = f" {date_nb(old.dissolved_on)}" if old.dissolved_on else ""
        words = {"name": old.name, "successor": new.name, "date": day}
        said.append(_("%(name)s ble en del av %(successor)s%(date)s.") % words)
    return " ".join(said)


def _facts(
    edition: EditionAnswers, editions: Sequence[EditionAnswers], today: dt.date, *, is_now: bool
) -> list[Fact]:
    declaration, facts = edition.declaration, list[Fact]()
    waits = edition.own is not None and (is_now or declaration.status == Declaration.Status.OPEN)
    if waits and edition.own is not None:
        facts.append(Fact(_("Dette mangler"), what_is_missing(declaration, edition.own, today)))
    elif gaps := _unregistered(edition):
        facts.append(Fact(_("Ikke registrert"), gaps))
    if renewal := renewal_sentence(edition, editions):
        facts.append(Fact(_("Fornyet eller ny?"), renewal))
    if waits:
        facts.append(Fact(_("Skriv til"), _contact(declaration)))
    return facts


def _unregistered(edition: EditionAnswers) -> str:
    """Return what nobody has registered of the answers that are told of; empty where there is nothing."""
    if edition.own is not None:
        told = list_nb(unregistered(edition.own.signature))
    else:
        others = [*edition.predecessors, *([edition.successor] if edition.successor else [])]
        found = [(one.municipality.name, unregistered(one.signature)) for one in others]
        told = "; ".join(f"{name}: {list_nb(what)}" for name, what in found if what)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _contact(declaration: Declaration) -> str | None:
    """Return whom to write to, as far as staff have said; None is "ikke registrert"."""
    if not declaration.contact_email:
        return declaration.contact or None
    link = format_html('<a href="mailto:{0}">{0}</a>', declaration.contact_email)
    return format_html("{}, {}", declaration.contact, link) if declaration.contact else link


# --- What was answered -------------------------------------------------------------------------------


def answer_text(signature: Signature) -> str:
    """Return what is registered beside the status' word, as its continuation. No queries."""
    tell = {
        Answer.SIGNED: _signed_text,
        Answer.JOINED: _joined_text,
        Answer.DECLINED: _declined_text,
        Answer.WITHDRAWN: _withdrawn_text,
    }.get(Answer(signature.status))
    return tell(signature) if tell else ""


def _signed_text(signature: Signature) -> str:
    how = _how(signature)
    if signature.decided_on is not None:
        joined = _("Tilsluttet siden %(date)s%(how)s.") % {"date": date_nb(signature.decided_on), "how": how}
    else:
        party = _("fylkeskommunen") if signature.municipality_id is None else _("kommunen")
        joined = _("Når %(party)s sluttet seg til%(how)s, er ikke registrert.") % {"party": party, "how": how}
    return f"{_act_of_signing(signature, _('av %(name)s'))} {joined}"


def _act_of_signing(signature: Signature, by: str) -> str:
    """Return "2. juni 2022 av Kari Nordmann, ordfører. Signeringssted: Oslo rådhus." as far as it is known.

    `by` is "av …". The place stands apart, or it would read as part of the title.
    """
    act = date_nb(signature.signed_on) if signature.signed_on else ""
    if signature.signatory_name:
        who = (signature.signatory_name, signature.signatory_title)
        act += " " + by % {"name": ", ".join(part for part in who if part)}
    place = _("Signeringssted: %(place)s.") % {"place": signature.signed_at} if signature.signed_at else ""
    return f"{act}. {place}".rstrip()


def _joined_text(signature: Signature) -> str:
    if signature.decided_on is None:
        return _("siden en dato som ikke er registrert%(how)s.") % {"how": _how(signature)}
    return _("siden %(date)s%(how)s.") % {"date": date_nb(signature.decided_on), "how": _how(signature)}


def _declined_text(signature: Signature) -> str:
    if signature.decided_on is None:
        return _("på en dato som ikke er registrert%(how)s.") % {"how": _how(signature)}
    return f"{date_nb(signature.decided_on)}{_how(signature)}."


def _withdrawn_text(signature: Signature) -> str:
    case = f" ({_('sak')} {signature.case_reference})" if signature.case_reference else ""
    when = f"{date_nb(signature.withdrawn_on)}" if signature.withdrawn_on else ""
    before = []
    if signature.decided_on is not None:
        before.append(_("sluttet seg til %(date)s") % {"date": date_nb(signature.decided_on)})
    if signature.signed_on is not None:
        before.append(_("signerte %(act)s") % {"act": _act_of_signing(signature, _("ved %(name)s"))})
    if not before:
        return f"{when}{case}."
    party = _("Fylkeskommunen") if signature.municipality_id is None else _("Kommunen")
    told = f" {_('og')} ".join(before).removesuffix(".")
    return f"{when}{case}. {party} {told}."


def _how(signature: Signature) -> str:
    """Return ", etter politisk vedtak (sak 22/1)", of which any part may be unknown."""
    basis = _("etter %(basis)s") % {"basis": signature.get_basis_display()} if signature.basis else ""
    case = f"({_('sak')} {signature.case_reference})" if signature.case_reference else ""
    said = " ".join(part for part in (basis, case) if part)
    return f", {said}" if basis else f" {said}" if said else ""
