"""The activities of one plan, out as a file and in again; a whole new plan can come that way.

Status and progress stand in the file for the reader: they are told as updates, each with its day, by the
service for that, and a file that has others than the portal is refused. The sources' wordings are not here.
An activity that is not in the file stays as it is; none is ever removed. An adopted plan takes no file in:
what was adopted is changed on its form, one thing at a time, or after the plan is opened again.
docs/redaktor.md tells staff how.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.list_links import ActivityNumber, Links, one_line
from actionplan.models import ActionPlan, Activity, FocusArea
from actionplan.services import Step
from actionplan.services.activities import Parts, add_activities, save_activity
from members.lookup import Bodies
from osloregionen.formatting import MISSING
from osloregionen.portal_list import Column, Line, PortalList, RowChange, RowError, Target
from osloregionen.sheet_cells import Day, Numbers, Text, Texts, quoted
from osloregionen.text import search_key

#: What `services.activities` writes beside the activity's own fields.
_PARTS = ("sub_points", "goals", "commitments", "priorities")
#: Columns whose texts name another row.
_NAMING = ("focus_area", "responsible", "continues", "commitments", "priorities")


def _told(row: Activity) -> dict[str, str]:
    """Return how an activity stands, as the file has it."""
    progress = "" if row.progress is None else str(row.progress)
    return {"status": str(row.get_status_display()), "progress": progress}


class ActivityList(PortalList):
    """Ten queries out, twelve in; about ten for each activity that changes, and 20 for all that are new.

    An activity is found by its number in the portal, else by its number in the plan, so that a file made by
    hand and uploaded twice makes nothing twice. Its place follows its number.
    """

    columns = (
        Column(
            "id",
            gettext_lazy("Nr i portalen"),
            Text(),
            gettext_lazy("Skrives av portalen, så nummeret kan endres. Tom for en ny aktivitet."),
            is_fact=False,
            width=8,
        ),
        Column(
            "number",
            gettext_lazy("Nummer"),
            ActivityNumber(),
            gettext_lazy("Som «2.1». Bestemmer plassen i innsatsområdet."),
            also=("Nr", "Nr."),
            needed=True,
            demanded=True,
            width=9,
        ),
        Column(
            "focus_area",
            gettext_lazy("Innsatsområde"),
            Text(),
            gettext_lazy("Tittel eller nummer. Tom: det nummeret begynner med."),
            width=24,
        ),
        Column(
            "heading",
            gettext_lazy("Overskrift"),
            Text(),
            gettext_lazy("Aktiviteter med samme overskrift vises sammen."),
            width=24,
        ),
        Column("title", gettext_lazy("Tittel"), Text(), also=("Aktivitet",), demanded=True, width=50),
        Column("description", gettext_lazy("Beskrivelse"), Text(), width=50),
        Column(
            "sub_points",
            gettext_lazy("Underpunkter"),
            Texts(),
            gettext_lazy("Ett på hver linje. En linje som begynner med mellomrom, hører til den over."),
            width=50,
        ),
        Column("role_and_form", gettext_lazy("Rolle og arbeidsform"), Text(), width=40),
        Column(
            "responsible",
            gettext_lazy("Ansvarlig"),
            Text(),
            gettext_lazy("Et organ som står i portalen."),
            also=("Ansvarlig organ",),
            width=28,
        ),
        Column("partners", gettext_lazy("Samarbeidspartnere"), Text(), width=28),
        Column("starts_on", gettext_lazy("Starter"), Day(), also=("Startdato",)),
        Column("ends_on", gettext_lazy("Slutter"), Day(), also=("Sluttdato", "Frist")),
        Column("date_note", gettext_lazy("Merknad til tidspunktet"), Text(), width=24),
        Column(
            "goals",
            gettext_lazy("Bærekraftsmål"),
            Numbers(1, 17),
            gettext_lazy("FN-målenes numre med semikolon mellom: «9; 11»."),
            also=("FN-mål", "Mål"),
        ),
        Column(
            "commitments",
            gettext_lazy("Følger opp forpliktelser"),
            Texts(),
            gettext_lazy("Én på hver linje, slik den står i arket «Oppslag»; nummeret i klammer er nok."),
            also=("Forpliktelser",),
            width=40,
        ),
        Column(
            "priorities",
            gettext_lazy("Følger opp prioriteringer"),
            Texts(),
            gettext_lazy("Én på hver linje, slik den står i arket «Oppslag»; nummeret i klammer er nok."),
            also=("Prioriteringer",),
            width=40,
        ),
        Column(
            "continues",
            gettext_lazy("Fortsetter fra"),
            Text(),
            gettext_lazy("Aktiviteten i et tidligere program: år og nummer, som «2021: 2.1»."),
            width=28,
        ),
        Column(
            "internal_note",
            gettext_lazy("Internt notat"),
            Text(),
            gettext_lazy("Vises aldri på offentlige sider."),
            width=30,
        ),
        Column(
            "source",
            gettext_lazy("Kilde"),
            Text(),
            gettext_lazy("Hvor opplysningene er hentet fra, med dato."),
            width=30,
        ),
        Column("verified_on", gettext_lazy("Sist kontrollert"), Day()),
        Column(
            "status",
            gettext_lazy("Status"),
            Text(),
            gettext_lazy("Status og framdrift meldes på aktiviteten. La dem stå, eller slett kolonnene."),
            is_fact=False,
        ),
        Column(
            "progress",
            gettext_lazy("Framdrift i prosent"),
            Text(),
            also=("Framdrift", "Framdrift (%)", "Fremdrift", "Fremdrift i prosent", "Fremdrift (%)"),
            is_fact=False,
            width=10,
        ),
    )
    writes_new_together = True
    may_view = ("actionplan.view_actionplan", "actionplan.view_activity")
    may_write = ("actionplan.add_activity", "actionplan.change_activity")

    def __init__(self, plan: ActionPlan) -> None:
        self.plan = plan
        self.identity = f"actionplan.activities:{plan.pk}"
        self.name = f"aktiviteter-{plan.year}"
        self.title = _("Aktiviteter i %(plan)s") % {"plan": plan.title}

    def closed(self) -> str:
        """Refuse an adopted plan. One query: it may have been adopted since the page was opened."""
        adopted = ActionPlan.objects.filter(pk=self.plan.pk, status=ActionPlan.Status.ADOPTED).exists()
        if not adopted:
            return ""
        text = _("%(plan)s er vedtatt. Velg «%(step)s» i skjemaet først.")
        return text % {"plan": self.plan.title, "step": Step.REOPEN.label}

    def stored_rows(self) -> QuerySet[Any, Any]:
        """Return the plan's activities."""
        return Activity.objects.filter(plan=self.plan)

    def lock(self) -> None:
        """Hold the plan, as every service of plans does first, then its activities. Two queries."""
        list(ActionPlan.objects.select_for_update().filter(pk=self.plan.pk).order_by("pk").values_list("pk"))
        super().lock()

    def load(self) -> None:
        """Read the activities with their parts, and what they may name. Ten queries."""
        self.bodies, self.links = Bodies(), Links(self.plan)
        rows = (
            self.stored_rows()
            .order_by("focus_area__order", "order", "pk")
            .select_related("plan", "focus_area", "continues__plan")
            .prefetch_related("sub_points", "goals", "commitments", "priorities")
        )
        self.known = {row.pk: row for row in rows}
        self.facts = {row.pk: self._facts(row) for row in self.known.values()}
        self.by_number = {row.number: row.pk for row in self.known.values()}
        self.first_with: dict[str, int] = {}
        self.moving: dict[int, str] = {}

    def _facts(self, row: Activity) -> dict[str, Any]:
        """Return what is stored of an activity as the file holds it. No queries."""
        own = {
            column.key: getattr(row, column.key)
            for column in self.columns
            if column.is_fact and column.key not in (*_PARTS, *_NAMING)
        }
        return {
            **own,
            "focus_area": self.links.areas.label(row.focus_area_id),
            "responsible": self.bodies.names[row.responsible_id] if row.responsible_id else "",
            "continues": self.links.activities.label(row.continues_id) if row.continues_id else "",
            "sub_points": tuple(point.text for point in row.sub_points.all()),
            "goals": tuple(goal.goal for goal in row.goals.all()),
            "commitments": tuple(self.links.commitments.label(one.pk) for one in row.commitments.all()),
            "priorities": tuple(self.links.priorities.label(one.pk) for one in row.priorities.all()),
        }

    def lines(self) -> Iterator[dict[str, Any]]:
        """Give a line for each activity in the plan's order. Ten queries."""
        self.load()
        for pk, facts in self.facts.items():
            yield {**facts, "id": str(pk), **_told(self.known[pk])}

    def offered(self) -> dict[str, list[str]]:
        """Return areas, bodies, commitments, priorities and earlier activities. No queries after `lines`."""
        return {
            "focus_area": self.links.areas.offered(),
            "responsible": list(self.bodies.names.values()),
            "continues": self.links.activities.offered(),
            "commitments": self.links.commitments.offered(),
            "priorities": self.links.priorities.offered(),
        }

    def foresee(self, lines: list[Line]) -> None:
        """Note which activities get another number, and which row is the first with each. No queries."""
        for line in lines:
            number, pk = line.values.get("number", ""), self._stored_key(line)
            if number:
                self.first_with.setdefault(number, line.number)
            if pk is not None and number and number != self.known[pk].number:
                self.moving[pk] = number

    def _stored_key(self, line: Line) -> int | None:
        """Return the activity that the line names by its number in the portal; None where there is none."""
        text = line.values.get("id", "")
        pk = int(text) if re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) else None
        return pk if pk in self.known else None

    def target(self, line: Line) -> Target:
        """Return the activity that a line means, or a new one. Raises `RowError`. No queries."""
        number: str = line.values["number"]
        if not number:
            raise RowError(_("mangler"), "number")
        pk = self._found(line, number)
        self._refuse_told(line, pk)
        facts = self.facts[pk] if pk is not None else {}
        self._resolve(line, facts)
        name = f"{number} {line.values.get('title') or facts.get('title', '')}".strip()
        if pk is None:
            return Target(key=("new", number), name=name)
        row = self.known[pk]
        return Target(key=pk, name=str(row), row=row, facts=facts, version=row.version)

    def _found(self, line: Line, number: str) -> int | None:
        pk = self._stored_key(line)
        if line.values.get("id") and pk is None:
            text = _(
                "programmet har ingen aktivitet med nummer %(id)s i portalen. "
                "Tøm kolonnen hvis aktiviteten er ny her"
            )
            raise RowError(text % {"id": line.values["id"]}, "id")
        if self.first_with[number] != line.number:
            text = _("%(number)s står også i rad %(row)s")
            raise RowError(text % {"number": number, "row": self.first_with[number]}, "number")
        holder = self.by_number.get(number)
        if holder in self.moving:
            # It gives the number up in this very file.
            holder = None
        if pk is None:
            return holder
        if holder not in (None, pk):
            raise RowError(_("«%(holder)s» har nummeret fra før") % {"holder": self.known[holder]}, "number")
        return pk

    def _refuse_told(self, line: Line, pk: int | None) -> None:
        """Refuse another status or progress than the activity's. Raises `RowError`."""
        for key, stands in _told(self.known[pk] if pk is not None else Activity()).items():
            given = line.values.get(key, "")
            if given and search_key(given) != search_key(stands):
                text = _(
                    "%(given)s leses ikke inn. Status og framdrift (0–100 prosent) meldes på aktiviteten, "
                    "med dato. Tøm cellen; i portalen står «%(stands)s»"
                )
                raise RowError(text % {"given": quoted(given), "stands": stands or MISSING}, key)

    def _resolve(self, line: Line, facts: dict[str, Any]) -> None:
        """Put what each text names in its place, as the portal writes it. What is as stored needs no look."""
        values = line.values
        if "focus_area" in values or not facts:
            asked = values.get("focus_area") or values["number"].partition(".")[0]
            values["focus_area"] = self._label("focus_area", asked, facts)
        for key in ("responsible", "continues"):
            if values.get(key):
                values[key] = self._label(key, values[key], facts)
        for key in ("commitments", "priorities"):
            if values.get(key):
                found = [self._label(key, text, facts) for text in values[key]]
                # Their order says nothing: as stored, then what is new.
                stored = [label for label in facts.get(key, ()) if label in found]
                values[key] = tuple(dict.fromkeys([*stored, *found]))

    def _label(self, key: str, text: str, facts: dict[str, Any]) -> str:
        """Return the one label that a text means. Raises `RowError`."""
        stored = facts.get(key, "")
        for label in stored if isinstance(stored, tuple) else (stored,):
            if one_line(label) == one_line(text):
                return str(label)
        if key == "responsible":
            return self.bodies.find(text, key).name
        register = self.links.of(key)
        return register.label(register.find(text, key))

    def check(self, change: RowChange) -> None:
        """Refuse an end before the start, and days that leave the plan's year out, and name the column."""
        dates = {**change.target.facts, **change.values}
        starts, ends = dates.get("starts_on"), dates.get("ends_on")
        if starts is not None and ends is not None and ends < starts:
            column = "ends_on" if "ends_on" in change.values else "starts_on"
            raise RowError(_("aktiviteten kan ikke slutte før den starter"), column)
        if starts is not None and starts.year > self.plan.year:
            raise RowError(
                _("aktiviteten starter etter programmets år, %(year)s") % {"year": self.plan.year},
                "starts_on",
            )
        if ends is not None and ends.year < self.plan.year:
            raise RowError(
                _("aktiviteten slutter før programmets år, %(year)s") % {"year": self.plan.year}, "ends_on"
            )

    def write(self, change: RowChange, *, by: AbstractBaseUser, reason: str) -> None:
        """Save the activity with its parts. Raises `ValidationError`. Costs as the class says."""
        row: Activity = change.target.row or Activity(plan=self.plan)
        values, parts = self._prepared(change)
        if "number" in values:
            self._set_aside(values["number"], row.pk)
        save_activity(row, values=values, parts=parts, by=by, reason=reason)

    def write_new(self, changes: Sequence[RowChange], *, by: AbstractBaseUser, reason: str) -> None:
        """Save new activities with their parts, all at once. Raises `ValidationError`."""
        prepared = [self._prepared(change) for change in changes]
        areas = FocusArea.objects.in_bulk({values["focus_area_id"] for values, _parts in prepared})
        named = {values.get("continues_id") for values, _parts in prepared}
        earlier = Activity.objects.select_related("plan").in_bulk(named - {None})
        rows = []
        for values, parts in prepared:
            values["focus_area"] = areas.get(values.pop("focus_area_id"))
            values["continues"] = earlier.get(values.pop("continues_id", None))
            rows.append((Activity(plan=self.plan, **values), parts))
        add_activities(rows, by=by, reason=reason)

    def _prepared(self, change: RowChange) -> tuple[dict[str, Any], Parts]:
        """Return the activity's own values as they are stored, and its parts. No queries."""
        values = {key: value for key, value in change.values.items() if key not in _PARTS}
        if "number" in values:
            values["order"] = int(values["number"].partition(".")[2])
        for key in ("focus_area", "continues"):
            if key in values:
                values[f"{key}_id"] = self._key(key, values.pop(key))
        if "responsible" in values:
            name = values["responsible"]
            values["responsible"] = self.bodies.find(name, "responsible") if name else None
        parts = {key: change.values[key] for key in _PARTS if key in change.values}
        for key in ("commitments", "priorities"):
            if key in parts:
                parts[key] = [self._key(key, label) for label in parts[key]]
        return values, Parts(**parts)

    def _key(self, key: str, label: str) -> int | None:
        return self.links.of(key).key_of(label) if label else None

    def _set_aside(self, number: str, own: int | None) -> None:
        """Give an activity that is about to leave the number one that nobody has. Three queries at most.

        No version and no history: within the same transaction its own row of the file gives it its number.
        """
        holder = self.stored_rows().filter(number=number, pk__in=self.moving).exclude(pk=own)
        if holder.exists():
            taken = {*self.first_with, *self.stored_rows().values_list("number", flat=True)}
            holder.update(number=next(f"999.{n}" for n in range(999, 0, -1) if f"999.{n}" not in taken))
