"""What is missing or doubtful in the content, gathered from the apps, and how it is said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from osloregionen.formatting import counted_nb, list_nb
from osloregionen.models import Record

# More names than this make a line that nobody reads: then it says how many.
NAMES_AT_MOST = 8


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or doubtful: a subject, a sentence for staff, and where it is mended."""

    area: str
    text: str
    url: str = ""


def all_gaps() -> list[Gap]:
    """Return what every app's `gaps.content_gaps()` says, area by area.

    A fixed number of queries, however many rows there are.
    """
    gaps: list[Gap] = []
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.gaps") is None:
            continue
        # This module has the apps' name; what it gathers it does not have itself.
        content_gaps = getattr(import_module(f"{config.name}.gaps"), "content_gaps", None)
        if content_gaps is not None:
            gaps += content_gaps()
    areas = list(dict.fromkeys(gap.area for gap in gaps))
    return sorted(gaps, key=lambda gap: areas.index(gap.area))


def naming(area: str, text: str, objects: Sequence[Record], *, singular: str, plural: str) -> list[Gap]:
    """Return one gap that names the objects, or counts them when they are many; none when there are none.

    `text` holds "{rows}". The address is the object's form, or the list of exactly those objects. No query.
    """
    if not objects:
        return []
    if len(objects) > NAMES_AT_MOST:
        rows = counted_nb(len(objects), singular, plural)
    else:
        rows = list_nb([str(one) for one in objects])
    return [Gap(area, text.format(rows=rows), admin_url(type(objects[0]), [one.pk for one in objects]))]


def not_verified(area: str, models: Iterable[tuple[type[Record], str]]) -> list[Gap]:
    """Return one gap that counts, per model (with its plural), the rows nobody has checked.

    One query per model.
    """
    counts = [(model._default_manager.filter(verified_on=None).count(), plural) for model, plural in models]
    parts = [counted_nb(count, plural, plural) for count, plural in counts if count]
    text = _("Ikke kontrollert mot kilden: {rows}.")
    return [Gap(area, text.format(rows=list_nb(parts)))] if parts else []


def admin_url(model: type[Record], pks: Sequence[int] | None = None) -> str:
    """Return where staff mend these rows: one row's form, a list of several, or the whole list (None).

    Empty where the model has no list of its own in the admin.
    """
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    try:
        if pks is not None and len(pks) == 1:
            return reverse(f"{name}_change", args=[pks[0]])
        address = reverse(f"{name}_changelist")
    except NoReverseMatch:
        return ""
    return f"{address}?id__in={','.join(map(str, pks))}" if pks else address
