"""The list of a declaration's parties, out as a file and in again.

All that a file changes goes through the services: on a declaration that is open (or not opened yet) another
status is a step of the process, with all that a step demands; on a closed one history is registered and
mended. What is only filled in or corrected is a correction. docs/redaktor.md tells staff how.
"""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declaration.models import Declaration, Signature
from declaration.selectors import reference_date
from declaration.services import STEPS, Step, correct, register_signature, step_service
from declaration.status import parties
from members.lookup import COUNTY, MUNICIPALITY, Party, Register
from members.models import County, Municipality
from osloregionen.formatting import date_nb
from osloregionen.portal_list import PRACTICE, Column, Line, PortalList, RowChange, RowError, Target
from osloregionen.sheet_cells import Choice, Code, Day, Text, Whole
from osloregionen.text import sort_key

#: The step that leads to each status.
_STEP_TO = {rule.ends: step for step, rule in STEPS.items()}


class PartyList(PortalList):
    """The parties of one declaration in the borders of its own date, with what each answered.

    Taking it out costs six queries however many parties there are; reading it in five, and 35 for each
    changed row, twice that for one that joins and signs at once. The preview costs the same.
    """

    columns = (
        Column(
            "number",
            gettext_lazy("Nummer"),
            Code(),
            gettext_lazy("Kommune- eller fylkesnummeret på erklæringens dato."),
            also=("Kommunenummer", "Fylkesnummer", "Nr"),
            is_fact=False,
            width=10,
        ),
        Column(
            "name",
            gettext_lazy("Part"),
            Text(),
            gettext_lazy("Kommunen eller fylkeskommunen. Holder alene når bare én heter det."),
            also=("Navn", "Kommune", "Kommune eller fylkeskommune"),
            is_fact=False,
            width=24,
        ),
        Column(
            "kind",
            gettext_lazy("Type"),
            Choice(((MUNICIPALITY, MUNICIPALITY), (COUNTY, COUNTY))),
            is_fact=False,
        ),
        Column("county", gettext_lazy("Fylke"), Text(), is_fact=False, is_read=False),
        Column(
            "status",
            gettext_lazy("Status"),
            Choice(Signature.Status.choices),
            gettext_lazy(
                "Tom for den som ikke er registrert. Et registrert svar kan ikke tømmes her; "
                "det slettes under Signaturer."
            ),
        ),
        Column("basis", gettext_lazy("Grunnlag"), Choice(Signature.Basis.choices), width=22),
        Column(
            "decided_on",
            gettext_lazy("Vedtaksdato"),
            Day(),
            gettext_lazy("Vedtakets eller bekreftelsens dato."),
        ),
        Column("case_reference", gettext_lazy("Saksnummer"), Text(), also=("Sak",)),
        Column(
            "evidence",
            gettext_lazy("Dokumentasjon"),
            Text(),
            gettext_lazy("Lenke eller henvisning til vedtaket, bekreftelsen eller omtalen."),
            width=30,
        ),
        Column(
            "signed_on", gettext_lazy("Signeringsdato"), Day(), gettext_lazy("Bare for den som har signert.")
        ),
        Column("signed_at", gettext_lazy("Signeringssted"), Text(), width=20),
        Column("signatory_name", gettext_lazy("Signert av"), Text(), also=("Underskriver",), width=24),
        Column(
            "signatory_title",
            gettext_lazy("Tittel"),
            Text(),
            gettext_lazy("Tittelen til den som signerte, slik den var da."),
            also=("Tittel på den som signerte",),
        ),
        Column(
            "withdrawn_on",
            gettext_lazy("Trukket fra"),
            Day(),
            gettext_lazy("Datoen tilslutningen ble trukket. Bare for den som har trukket seg."),
        ),
        Column(
            "signing_order",
            gettext_lazy("Plass ved signeringen"),
            Whole(most=32_767),
            gettext_lazy("Plassen på signeringslisten."),
            also=("Plass",),
            width=12,
        ),
        Column(
            "source",
            gettext_lazy("Kilde"),
            Text(),
            gettext_lazy("Hvor opplysningene er hentet fra, med dato."),
            width=40,
        ),
    )
    either = ("number", "name")
    may_view = ("declaration.view_declaration", "declaration.view_signature")
    may_write = ("declaration.add_signature", "declaration.change_signature")

    def __init__(self, declaration: Declaration) -> None:
        self.declaration = declaration
        self.identity = f"declaration.parties:{declaration.pk}"
        self.name = f"parter-{declaration.slug}"
        self.title = _("Parter i %(declaration)s") % {"declaration": declaration.title}
        self.is_practice = declaration.is_practice

    def stored_rows(self) -> QuerySet[Any, Any]:
        """Return the answers to the declaration."""
        return Signature.objects.filter(declaration=self.declaration)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Give a line for each party, counties with an answer last. Six queries."""
        self.load()
        for municipality in parties(self.declaration):
            party = self.register.parties[MUNICIPALITY, municipality.pk]
            yield self._out(party, getattr(municipality, "county_on", None) or "")
        answered = [self.register.parties[key] for key in self.answers if key[0] == COUNTY]
        for party in sorted(answered, key=lambda county: (sort_key(county.name), county.pk)):
            yield self._out(party, party.name)

    def _out(self, party: Party, county: str) -> dict[str, Any]:
        return {
            "number": self.register.number_for(party, self.on),
            "name": party.full_name,
            "kind": party.kind,
            "county": county,
            **self._facts(self.answers.get((party.kind, party.pk))),
        }

    def _facts(self, signature: Signature | None) -> dict[str, Any]:
        if signature is None:
            return {}
        return {column.key: getattr(signature, column.key) for column in self.columns if column.is_fact}

    def load(self) -> None:
        """Read the declaration as it is now, all that has a number, and the answers. Five queries."""
        self.declaration.refresh_from_db()
        self.on = reference_date(self.declaration)
        self.register = Register()
        self.answers: dict[tuple[str, int], Signature] = {}
        for signature in self.stored_rows().order_by("pk"):
            if signature.municipality_id is not None:
                self.answers[MUNICIPALITY, signature.municipality_id] = signature
            else:
                self.answers[COUNTY, cast(int, signature.county_id)] = signature

    def target(self, line: Line) -> Target:
        """Return the party that a line means, with what it answered. Raises `RowError`. No queries."""
        party = self.register.find(
            line.values.get("number", ""), line.values.get("name", ""), line.values.get("kind", ""), self.on
        )
        key = (party.kind, party.pk)
        signature = self.answers.get(key)
        if signature is None and not self.register.existed(party, self.on):
            text = _("%(party)s fantes ikke %(date)s, som er datoen erklæringen regnes etter")
            raise RowError(text % {"party": party.full_name, "date": date_nb(self.on)}, "name")
        number = self.register.number_for(party, self.on)
        return Target(
            key=key,
            name=f"{party.full_name} ({number})" if number else party.full_name,
            row=signature,
            facts=self._facts(signature),
            version=signature.version if signature is not None else None,
            party=party,
        )

    def check(self, change: RowChange) -> None:
        """Refuse a row without a status, which is what is stored, and what was made up for an exercise."""
        status = change.values.get("status")
        if change.is_new and not status:
            raise RowError(_("mangler. Det som står i raden, kan ikke lagres uten"), "status")
        if status == "":
            raise RowError(
                _("kan ikke tømmes. Er svaret registrert ved en feil, slettes det under Signaturer"), "status"
            )

        for key, value in change.values.items():
            if not self.is_practice and isinstance(value, str) and value.startswith(PRACTICE):
                raise RowError(_("«%(value)s» er fra en øvelse") % {"value": value}, key)

    def write(self, change: RowChange, *, by: AbstractBaseUser, reason: str) -> None:
        """Register, take the steps, or correct. Raises `ValidationError`. Costs as the class says."""
        signature: Signature | None = change.target.row
        party = self._named(change.target.party)
        status = change.values.get("status")
        if status is None or self.declaration.status == Declaration.Status.CLOSED:
            if signature is None:
                register_signature(
                    declaration=self.declaration, **party, by=by, reason=reason, **change.values
                )
            else:
                seen = cast(int, change.target.version)
                correct(signature=signature, seen=seen, by=by, reason=reason, **change.values)
            return
        try:
            self._take_steps(change, party, by=by, reason=reason)
        except ValidationError as error:
            if getattr(error, "code", None) != "step":
                raise
            raise ValidationError({"status": error.messages}) from error

    def _named(self, party: Party) -> dict[str, Any]:
        """Return a party as the services take it. One query."""
        if party.kind == COUNTY:
            return {"county": County.objects.get(pk=party.pk)}
        return {"municipality": Municipality.objects.get(pk=party.pk)}

    def _take_steps(
        self, change: RowChange, party: dict[str, Any], *, by: AbstractBaseUser, reason: str
    ) -> None:
        """Take the step to the row's status, then correct what the step did not ask for.

        Who joins and signs in one row takes both steps, for signing alone is for those that have joined.
        """
        before = change.target.row.status if change.target.row is not None else None
        status = change.values["status"]
        steps = [_STEP_TO[status]]
        if steps == [Step.SIGN] and before in STEPS[Step.ACCEDE].starts:
            steps = [Step.ACCEDE, Step.SIGN]
        empty = {column.key: column.kind.empty for column in self.columns if column.is_fact}
        wanted = {**empty, **change.target.facts, **change.line.values}
        signature, seen = change.target.row, change.target.version
        for step in steps:
            signature = step_service(step)(
                declaration=self.declaration,
                **party,
                seen=seen,
                by=by,
                reason=reason,
                source=change.values.get("source", ""),
                **{name: wanted[name] for name in STEPS[step].asks},
            )
            seen = signature.version
        rest = {
            column.key: change.line.values[column.key]
            for column in self.columns
            if column.is_fact
            and column.key in change.line.values
            and column.kind.comparable(getattr(signature, column.key)) != change.line.values[column.key]
        }
        if rest:
            correct(signature=signature, seen=cast(int, seen), by=by, reason=reason, **rest)
