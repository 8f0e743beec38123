"""Reads the strategic periods, the yearly action plans and the outputs from `actionplan/content/`."""

from pathlib import Path

from actionplan.models import (
    ActionPlan,
    Activity,
    ActivityGoal,
    ActivityWording,
    FocusArea,
    Output,
    PeriodGoal,
    Priority,
    StrategicPeriod,
    SubPoint,
)
from declaration.models import Commitment
from members.models import Body, Document, Municipality
from osloregionen.content import Columns, ContentFolder, ContentRow, Entry, Ref

CONTENT = Path(__file__).parent / "content"

_PERIOD_TABLES = {
    "period": Columns(
        ["key", "title", "starts", "ends", "source"],
        ["vision", "vision_note", "roles", "adopted_on", "adopted_by", "goals", "default_source"],
    ),
    "focus_areas": Columns(["key", "title"], ["source"]),
    "priorities": Columns(["key", "area", "text"], ["sub_points", "source"]),
}
_PLAN_TABLES = {
    "plan": Columns(
        ["key", "period", "year", "title", "source"],
        ["introduction", "status", "adopted_on", "adopted_by", "case_reference", "default_source"],
    ),
    "activities": Columns(
        ["number", "area", "title"],
        [
            "heading",
            "description",
            "role_and_form",
            "responsible",
            "partners",
            "starts_on",
            "ends_on",
            "date_note",
            "status",
            "status_reason",
            "progress",
            "goals",
            "sub_points",
            "priorities",
            "commitments",
            "wordings",
            "source",
        ],
    ),
}
_OUTPUT_TABLES = {
    "outputs": Columns(
        ["key", "kind", "title", "year", "source"],
        [
            "status",
            "on",
            "date_note",
            "description",
            "activity",
            "focus_area",
            "municipality",
            "url",
            "document",
        ],
    ),
}
_PLAIN = (
    "number",
    "heading",
    "title",
    "description",
    "role_and_form",
    "partners",
    "starts_on",
    "ends_on",
    "date_note",
    "status",
    "status_reason",
    "progress",
)


def read_content(path: Path = CONTENT) -> list[ContentRow]:
    """Return the rows of `period-<years>.toml`, `plan-<year>.toml` and `outputs-<year>.toml`, in that order.

    Raises `ContentError` with every problem of all files. No queries.
    """
    folder = ContentFolder(path)
    rows: list[ContentRow] = []
    for file in sorted(path.glob("period-*.toml")):
        tables = folder.toml(file.name, _PERIOD_TABLES)
        if folder.has_one(file.name, tables, "period"):
            rows += _period(folder, tables)
    for file in sorted(path.glob("plan-*.toml")):
        tables = folder.toml(file.name, _PLAN_TABLES)
        if folder.has_one(file.name, tables, "plan"):
            rows += _plan(folder, tables)
    for file in sorted(path.glob("outputs-*.toml")):
        rows += [_output(entry) for entry in folder.toml(file.name, _OUTPUT_TABLES)["outputs"]]
    return folder.checked(rows)


def _period(folder: ContentFolder, tables: dict[str, list[Entry]]) -> list[ContentRow]:
    entry = tables["period"][0]
    key, period = entry["key"], Ref(StrategicPeriod, entry["key"])
    default = entry["default_source"] or entry["source"]
    values = entry.pick("title", "starts", "ends", "vision", "vision_note", "roles", "adopted_on", "source")
    if entry["adopted_by"]:
        values["adopted_by"] = Ref(Body, entry["adopted_by"])
    rows = [ContentRow(StrategicPeriod, key, values | {"slug": key}, entry.where, natural=("slug",))]
    for goal in folder.list_of(entry, "goals"):
        values = {"period": period, "goal": goal, "source": default}
        rows.append(
            ContentRow(PeriodGoal, f"{key}/mal-{goal}", values, entry.where, natural=("period", "goal"))
        )
    for order, area in enumerate(tables["focus_areas"], start=1):
        values = {
            "period": period,
            "order": order,
            "title": area["title"],
            "source": area["source"] or default,
        }
        rows.append(ContentRow(FocusArea, f"{key}/{area['key']}", values, area.where))
    places: dict[str, int] = {}
    for entry in tables["priorities"]:
        places[entry["area"]] = places.get(entry["area"], 0) + 1
        rows += _priority(folder, entry, key, places[entry["area"]], entry["source"] or default)
    return rows


def _priority(
    folder: ContentFolder, entry: Entry, period_key: str, order: int, source: str
) -> list[ContentRow]:
    key = f"{period_key}/{entry['key']}"
    shared = {"focus_area": Ref(FocusArea, f"{period_key}/{entry['area']}"), "source": source}
    rows = [ContentRow(Priority, key, {**shared, "order": order, "text": entry["text"]}, entry.where)]
    for place, text in enumerate(folder.list_of(entry, "sub_points"), start=1):
        values = {**shared, "parent": Ref(Priority, key), "order": place, "text": text}
        rows.append(ContentRow(Priority, f"{key}/{place}", values, entry.where))
    return rows


def _plan(folder: ContentFolder, tables: dict[str, list[Entry]]) -> list[ContentRow]:
    entry = tables["plan"][0]
    values = entry.pick("year", "title", "introduction", "status", "adopted_on", "case_reference", "source")
    values["period"] = Ref(StrategicPeriod, entry["period"])
    if entry["adopted_by"]:
        values["adopted_by"] = Ref(Body, entry["adopted_by"])
    rows = [ContentRow(ActionPlan, entry["key"], values, entry.where, natural=("year",))]
    places: dict[str, int] = {}
    for activity in tables["activities"]:
        places[activity["area"]] = places.get(activity["area"], 0) + 1
        rows += _activity(folder, entry, activity, places[activity["area"]])
    return rows


def _activity(folder: ContentFolder, plan: Entry, entry: Entry, order: int) -> list[ContentRow]:
    key, period = f"{plan['key']}/{entry['number']}", plan["period"]
    source = entry["source"] or plan["default_source"] or plan["source"]
    values = entry.pick(*_PLAIN) | {
        "plan": Ref(ActionPlan, plan["key"]),
        "focus_area": Ref(FocusArea, f"{period}/{entry['area']}"),
        "order": order,
        "source": source,
    }
    if entry["responsible"]:
        values["responsible"] = Ref(Body, entry["responsible"])
    many = {
        "priorities": [Ref(Priority, f"{period}/{one}") for one in folder.list_of(entry, "priorities")],
        "commitments": [Ref(Commitment, one) for one in folder.list_of(entry, "commitments")],
    }
    rows = [ContentRow(Activity, key, values, entry.where, many=many, natural=("plan", "number"))]
    shared = {"activity": Ref(Activity, key), "source": source}
    for place, text in enumerate(folder.list_of(entry, "sub_points"), start=1):
        values = {**shared, "order": place, "text": text}
        rows.append(ContentRow(SubPoint, f"{key}/{place}", values, entry.where))
    for goal in folder.list_of(entry, "goals"):
        values = {**shared, "goal": goal}
        rows.append(
            ContentRow(ActivityGoal, f"{key}/mal-{goal}", values, entry.where, natural=("activity", "goal"))
        )
    return rows + _wordings(folder, entry, key)


def _wordings(folder: ContentFolder, entry: Entry, key: str) -> list[ContentRow]:
    """Return the documents' own words; which document they are from is their source."""
    rows = []
    for order, wording in enumerate(folder.list_of(entry, "wordings"), start=1):
        if not isinstance(wording, dict) or set(wording) != {"document", "text"}:
            folder.problem(entry.where, "each wording must have 'document' and 'text', and nothing else")
            continue
        document = wording["document"]
        values = {
            "activity": Ref(Activity, key),
            "order": order,
            "document": Ref(Document, document),
            "text": wording["text"],
        }
        rows.append(
            ContentRow(
                ActivityWording, f"{key}/{document}", values, entry.where, natural=("activity", "document")
            )
        )
    return rows


def _output(entry: Entry) -> ContentRow:
    """Return an output; what it belongs to is named by keys."""
    values = entry.pick("kind", "title", "year", "status", "on", "date_note", "description", "url", "source")
    for name, model in (
        ("activity", Activity),
        ("focus_area", FocusArea),
        ("municipality", Municipality),
        ("document", Document),
    ):
        if entry[name]:
            values[name] = Ref(model, entry[name])
    return ContentRow(Output, entry["key"], values, entry.where, natural=("year", "title"))
