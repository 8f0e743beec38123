"""What a printed plan says besides its activities: goals by focus area, adoption, and which document it is.

Plain words of a `PlanContent`, ready for templates/actionplan/plan_pdf.html. No queries.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.connections import Cell, goal_matrix
from actionplan.models import ActionPlan
from actionplan.snapshot import ActivityContent, PlanContent, TreatmentContent
from osloregionen.formatting import date_nb, list_nb, moment_nb
from osloregionen.parts import Fact
from osloregionen.sdg import GOALS


@dataclass(frozen=True)
class GoalMark:
    """A goal as a numbered badge; `image` is its picture among the assets, `label` says it in full."""

    number: int
    name: str
    image: str
    label: str
    anchor: str


@dataclass(frozen=True)
class ActivityLink:
    """An activity's number, and where in the document it stands."""

    number: str
    anchor: str


@dataclass(frozen=True)
class MatrixCell:
    """The activities of a focus area that contribute to a goal. `known`: all of the area's have goals."""

    activities: list[ActivityLink]
    known: bool


@dataclass(frozen=True)
class MatrixRow:
    """A goal, whether the period chose it (None: not registered), and its cell in each focus area."""

    mark: GoalMark
    chosen: bool | None
    cells: list[MatrixCell]


@dataclass(frozen=True)
class Matrix:
    """Goals down and focus areas across. `areas` are number and title, `notes` what the table lacks."""

    areas: list[tuple[int, str]]
    rows: list[MatrixRow]
    notes: list[str]

    @property
    def is_short(self) -> bool:
        """Whether it is too short to be divided: three rows would not stay together on each page."""
        return len(self.rows) < 6

    @property
    def contributes_to(self) -> list[GoalMark]:
        """The goals that some activity contributes to."""
        return [row.mark for row in self.rows if any(cell.activities for cell in row.cells)]


@dataclass(frozen=True)
class Treated:
    """A body's treatment of the plan on its way to adoption; of an earlier one `round` says which."""

    body: str
    on: str
    case_reference: str
    outcome: str
    round: str = ""


@dataclass(frozen=True)
class Adoption:
    """How the plan came to be adopted: `facts`, or in a sentence that nobody has said (`unknown`).

    `warnings` is what was missing, and accepted for the reason given.
    """

    facts: list[Fact]
    unknown: str
    treatments: list[Treated]
    warnings: list[str]
    accepted_because: str


@dataclass(frozen=True)
class Colophon:
    """Which document this is, and how to know that another one says the same."""

    facts: list[Fact]
    sha256: str
    note: str


def is_adopted(content: PlanContent) -> bool:
    """Say whether the adoption is known: a status without a date is somebody's word only.

    What was adopted is a version and nothing else; without one it may have been changed since.
    """
    return content.status == ActionPlan.Status.ADOPTED and content.adopted_on is not None


def unkept_text(on: dt.date | None) -> str:
    """Return "Vedtatt 2. desember 2020, ikke lagret ved vedtaket": of what has no version in the portal."""
    date = date_nb(on) if on is not None else ""
    return _("Vedtatt %(date)s, ikke lagret ved vedtaket") % {"date": date}


def goal_mark(number: int) -> GoalMark:
    """Return the badge of a goal."""
    name = GOALS[number].name
    label = _("Bærekraftsmål %(number)d: %(name)s") % {"number": number, "name": name}
    return GoalMark(number, name, f"mal-{number}.svg", label, f"mal-{number}")


def activity_anchor(number: str) -> str:
    """Return the name of an activity's place in the document."""
    return f"aktivitet-{number.replace('.', '-')}"


def matrix_of(content: PlanContent) -> Matrix:
    """Return the goals by focus area, with what is missing in words."""
    matrix = goal_matrix(content)
    notes = []
    if matrix.known and matrix.gaps:
        gaps = list_nb([str(goal.number) for goal in matrix.gaps])
        notes.append(
            _("Ingen aktivitet er registrert for mål %(goals)s, som de strategiske føringene bygger på.")
            % {"goals": gaps}
        )
    if matrix.chosen is None:
        notes.append(_("Hvilke bærekraftsmål de strategiske føringene bygger på, er ikke registrert."))
    without = list_nb([activity.number for activity in matrix.without_goals])
    if len(matrix.without_goals) == 1:
        notes.append(_("Bærekraftsmål er ikke registrert for aktivitet %(number)s.") % {"number": without})
    elif without:
        notes.append(
            _("Bærekraftsmål er ikke registrert for aktivitetene %(numbers)s.") % {"numbers": without}
        )
    return Matrix(
        areas=[(area.order, area.title) for area in matrix.areas],
        rows=[
            MatrixRow(
                goal_mark(row.goal.number), row.chosen, [_cell(row.cells[area.key]) for area in matrix.areas]
            )
            for row in matrix.rows
        ],
        notes=notes,
    )


def _cell(cell: Cell) -> MatrixCell:
    return MatrixCell([_link(activity) for activity in cell.activities], cell.known)


def _link(activity: ActivityContent) -> ActivityLink:
    return ActivityLink(activity.number, activity_anchor(activity.number))


def adoption_of(content: PlanContent, status_details: str) -> Adoption:
    """Return how the plan was adopted, and treated before that; what is not known has no value."""
    is_known = bool(content.adopted_on or content.adopted_by or content.case_reference)
    facts = [
        Fact(_("Vedtatt av"), content.adopted_by),
        Fact(_("Vedtaksdato"), date_nb(content.adopted_on) if content.adopted_on else None),
        Fact(_("Saksnummer"), content.case_reference),
    ]
    if content.version is not None:
        facts.append(Fact(_("Versjon"), content.version))
    return Adoption(
        facts=facts if is_known else [],
        unknown="" if is_known else status_details,
        treatments=[
            Treated(row.body, date_nb(row.on), row.case_reference, row.outcome, _round(row))
            for row in content.treatments
        ],
        warnings=list(content.warnings),
        accepted_because=content.accepted_because,
    )


def _round(treatment: TreatmentContent) -> str:
    return _("før versjon %(number)d") % {"number": treatment.before} if treatment.before else ""


def colophon_of(content: PlanContent, status: str) -> Colophon:
    """Return which document this is. Only what is frozen has a checksum, which costs some milliseconds."""
    title = content.title
    if content.version is None:
        note = _("Dette er ikke en vedtatt versjon fra portalen. Innholdet kan bli endret.")
        facts = [
            Fact(_("Dokument"), title),
            Fact(_("Status"), status),
            Fact(_("Innholdet sist endret"), date_nb(content.changed)),
        ]
        return Colophon(facts, "", note)
    document = _("%(title)s, versjon %(version)d") % {"title": title, "version": content.version}
    note = _(
        "Innholdet ble lagret i portalen da vedtaket ble registrert, og er ikke endret siden. Kontrollsummen "
        "er regnet ut av det, og står også på handlingsprogrammets nettside. Er de to like, er innholdet det "
        "samme."
    )
    facts = [
        Fact(_("Dokument"), document),
        Fact(_("Status"), status),
        Fact(_("Lagret i portalen"), moment_nb(content.changed)),
    ]
    return Colophon(facts, content.sha256(), note)
