"""The members' inhabitants and the meetings, out as files and in again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.lookup import MUNICIPALITY, Bodies, Register
from members.models import Meeting, Population
from osloregionen.formatting import date_nb, list_nb
from osloregionen.portal_list import Column, Line, PortalList, RowChange, RowError, Target, save_record
from osloregionen.sheet_cells import Choice, Clock, Code, Day, Text, Whole
from osloregionen.text import search_key


class PopulationList(PortalList):
    """Inhabitants of municipalities by date. Five queries out, four in; six for each changed row."""

    identity = "members.population"
    name = "folketall"
    columns = (
        Column(
            "number",
            gettext_lazy("Kommunenummer"),
            Code(width=4),
            gettext_lazy("Nummeret kommunen hadde på datoen."),
            also=("Nummer", "Nr"),
            is_fact=False,
        ),
        Column(
            "name",
            gettext_lazy("Kommune"),
            Text(),
            gettext_lazy("Holder alene når bare én kommune heter det."),
            also=("Navn",),
            is_fact=False,
            width=24,
        ),
        Column(
            "on",
            gettext_lazy("Dato"),
            Day(),
            gettext_lazy("Dagen folketallet gjelder."),
            is_fact=False,
            needed=True,
        ),
        Column(
            "count",
            gettext_lazy("Innbyggere"),
            Whole(),
            also=("Folketall", "Antall innbyggere"),
            needed=True,
            demanded=True,
        ),
        Column(
            "source",
            gettext_lazy("Kilde"),
            Text(),
            gettext_lazy("Hvem som har publisert tallet, og når."),
            needed=True,
            demanded=True,
            width=50,
        ),
    )
    either = ("number", "name")
    may_view = ("members.view_population",)
    # All members for twenty years.
    most_changes = 1_500
    may_write = ("members.add_population", "members.change_population")

    def __init__(self) -> None:
        self.title = _("Folketall")

    def stored_rows(self) -> QuerySet[Any, Any]:
        """Return all populations."""
        return Population.objects.all()

    def load(self) -> None:
        """Read all municipalities and all populations. Four queries."""
        self.register = Register()
        rows = self.stored_rows().order_by("pk")
        self.known: dict[tuple[int, dt.date], Population] = {
            (row.municipality_id, row.on): row for row in rows
        }

    def lines(self) -> Iterator[dict[str, Any]]:
        """Give a line for each population, by municipality, newest first. Five queries."""
        self.load()
        ordered = self.stored_rows().order_by("municipality__sort_name", "municipality", "-on")
        for municipality, on in ordered.values_list("municipality_id", "on"):
            party, row = self.register.parties[MUNICIPALITY, municipality], self.known[municipality, on]
            yield {
                "number": self.register.number_for(party, on),
                "name": party.name,
                "on": on,
                "count": row.count,
                "source": row.source,
            }

    def target(self, line: Line) -> Target:
        """Return the municipality's population on the line's date. Raises `RowError`. No queries."""
        on: dt.date | None = line.values["on"]
        if on is None:
            raise RowError(_("mangler"), "on")
        party = self.register.find(
            line.values.get("number", ""), line.values.get("name", ""), MUNICIPALITY, on
        )
        row, number = self.known.get((party.pk, on)), self.register.number_for(party, on)
        return Target(
            key=(party.pk, on),
            name=f"{party.name} ({number}), {date_nb(on)}" if number else f"{party.name}, {date_nb(on)}",
            row=row,
            facts={"count": row.count, "source": row.source} if row is not None else {},
            version=row.version if row is not None else None,
            party=(party.pk, on),
        )

    def write(self, change: RowChange, *, by: AbstractBaseUser, reason: str) -> None:
        """Save the population. Raises `ValidationError`."""
        municipality, on = change.target.party
        row = change.target.row or Population(municipality_id=municipality, on=on)
        save_record(row, change.values, by=by, reason=reason)


class MeetingList(PortalList):
    """Meetings and arrangements. Two queries out and in; sixteen for each changed row.

    A meeting has no natural key: its number in the portal finds it, else title and date together, so that
    a file made by hand and uploaded twice makes no meeting twice.
    """

    identity = "members.meetings"
    name = "moter"
    columns = (
        Column(
            "id",
            gettext_lazy("Nr i portalen"),
            Code(),
            gettext_lazy("Skrives av portalen. La stå tomt for et nytt møte."),
            is_fact=False,
            width=8,
        ),
        Column("title", gettext_lazy("Tittel"), Text(), needed=True, demanded=True, width=40),
        Column("kind", gettext_lazy("Type"), Choice(Meeting.Kind.choices), demanded=True),
        Column(
            "body", gettext_lazy("Organ"), Text(), gettext_lazy("Et organ som står i portalen."), width=28
        ),
        Column(
            "organiser",
            gettext_lazy("Arrangør"),
            Text(),
            gettext_lazy("Når møtet ikke hører til et registrert organ."),
            width=24,
        ),
        Column(
            "on",
            gettext_lazy("Dato"),
            Day(),
            gettext_lazy("Tom hvis datoen ikke er kjent."),
            also=("Første dag",),
        ),
        Column(
            "ends_on", gettext_lazy("Siste dag"), Day(), gettext_lazy("Bare når møtet går over flere dager.")
        ),
        Column("starts_at", gettext_lazy("Fra klokken"), Clock(), also=("Fra kl.", "Klokken"), width=10),
        Column("ends_at", gettext_lazy("Til klokken"), Clock(), also=("Til kl.",), width=10),
        Column(
            "date_note",
            gettext_lazy("Merknad til datoen"),
            Text(),
            gettext_lazy("Det som er usikkert. Må fylles ut når datoen ikke er kjent."),
            width=28,
        ),
        Column("place", gettext_lazy("Sted"), Text(), width=24),
        Column(
            "agenda_url",
            gettext_lazy("Lenke til program eller sakliste"),
            Text(),
            also=("Sakliste", "Program"),
            width=30,
        ),
        Column("public_note", gettext_lazy("Omtale"), Text(), also=("Merknad",), width=40),
        Column(
            "source",
            gettext_lazy("Kilde"),
            Text(),
            gettext_lazy("Hvor opplysningene er hentet fra."),
            width=40,
        ),
    )
    may_view = ("members.view_meeting",)
    may_write = ("members.add_meeting", "members.change_meeting")

    def __init__(self) -> None:
        self.title = _("Møter")

    def stored_rows(self) -> QuerySet[Any, Any]:
        """Return all meetings."""
        return Meeting.objects.all()

    def load(self) -> None:
        """Read meetings and bodies. Two queries."""
        self.bodies = Bodies()
        self.known: dict[int, Meeting] = {}
        self.facts: dict[int, dict[str, Any]] = {}
        self.alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for meeting in self.stored_rows():
            facts = {
                column.key: getattr(meeting, column.key)
                for column in self.columns
                if column.is_fact and column.key != "body"
            }
            facts["body"] = self.bodies.names.get(meeting.body_id, "") if meeting.body_id else ""
            self.known[meeting.pk], self.facts[meeting.pk] = meeting, facts
            self.alike[_alike(facts)].append(meeting.pk)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Give a line for each meeting, latest first. Two queries."""
        self.load()
        for pk, facts in self.facts.items():
            yield {**facts, "id": str(pk)}

    def target(self, line: Line) -> Target:
        """Return the meeting that a line means, or a new one. Raises `RowError`. No queries."""
        title = line.values["title"]
        if line.values.get("body"):
            line.values["body"] = self.bodies.find(line.values["body"], "body").name
        number = line.values.get("id", "")
        key = _alike(line.values)
        if number:
            pk = int(number) if len(number) < 19 else 0
            if pk not in self.known:
                raise RowError(_("det er ikke noe møte med nummer %(number)s") % {"number": number}, "id")
            return self._stored(pk)
        if not title:
            raise RowError(_("mangler"), "title")
        fitting = self.alike.get(key, [])
        if len(fitting) > 1:
            numbers = list_nb([str(pk) for pk in sorted(fitting)])
            text = _("flere møter heter dette og har samme dato: %(numbers)s. Skriv nummeret i portalen")
            raise RowError(text % {"numbers": numbers}, "title")
        return self._stored(fitting[0]) if fitting else Target(key=key, name=title)

    def _stored(self, pk: int) -> Target:
        row, facts = self.known[pk], self.facts[pk]
        return Target(key=pk, name=row.title, row=row, facts=facts, version=row.version)

    def write(self, change: RowChange, *, by: AbstractBaseUser, reason: str) -> None:
        """Save the meeting. Raises `ValidationError`."""
        values = dict(change.values)
        if "body" in values:
            values["body"] = self.bodies.find(values["body"], "body") if values["body"] else None
        save_record(change.target.row or Meeting(), values, by=by, reason=reason)


def _alike(values: dict[str, Any]) -> tuple[Any, ...]:
    """Return what two meetings share that are taken for the same one."""
    on = values.get("on")
    note = search_key(values.get("date_note", "")) if on is None else ""
    return search_key(values["title"]), on, note
