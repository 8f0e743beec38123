"""Forms of the admin: nobody overwrites a colleague's save unseen, and what is refused says why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from osloregionen.changes import changed_since, in_words, plain_lines, short, told_since
from osloregionen.formatting import list_nb
from osloregionen.models import Record

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    ModelForm = forms.ModelForm
    InlineFormSet = BaseInlineFormSet


class PlainTextarea(AdminTextareaWidget):
    """A box for running text, whose lines end as they do in the database, so that unchanged is unchanged."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text without the browser's own ends of lines."""
        text = super().value_from_datadict(data, files, name)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


def conflict_message(record: Record, seen_version: int, taken: Sequence[str] = ()) -> str:
    """Return who saved `record` after `seen_version`, when, why, and what it changed. One query.

    `taken` names the fields that now show what the colleague saved.
    """
    history: Any = type(record).history
    told = told_since(history.filter(id=record.pk), seen_version)
    if not told:
        return _("Noen andre har endret dette mens du holdt på. Se over og lagre på nytt.")
    parts = [told, _("Det du skrev, står fortsatt i skjemaet.")]
    if taken:
        fields = list_nb([f"«{name}»" for name in taken])
        parts.append(
            _("Det du ikke hadde rørt, viser nå det kollegaen lagret: %(fields)s.") % {"fields": fields}
        )
    return " ".join([*parts, _("Se over, og lagre på nytt hvis det skal gjelde.")])


class HiddenVersion(forms.HiddenInput):
    """A hidden field; the admin writes a label for it all the same, which may not point at it."""

    def id_for_label(self, id_: str | None) -> str:
        """Point nowhere."""
        return ""


class VersionedForm(ModelForm):
    """Carries the version of the row that the person saw, and refuses to save over a newer one.

    After a refusal the form holds what was typed, in the fields that were not touched what the colleague
    saved, and the newer version: to save once more is a decision, and undoes nothing unseen.
    """

    row_version = forms.IntegerField(label=_("Versjon"), required=False, widget=HiddenVersion)

    #: What the database refused in a first attempt (see `RecordAdmin.changeform_view`).
    refused = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["row_version"] = self.instance.version
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField):
                # The history doesn't hold these, so the page itself tells what was seen.
                field.show_hidden_initial = True

    def clean(self) -> dict[str, Any] | None:
        """Refuse what the database refused, and a row that changed since the form was opened."""
        cleaned = super().clean()
        if self.refused:
            self.add_error(None, self.refused)
        if not self.instance._state.adding:
            self.check_version()
        return cleaned

    def current_version(self) -> int | None:
        """Return the row's version now; None where it is gone. Inline rows were locked when read."""
        return self.instance.version  # type: ignore[no-any-return]

    def check_version(self) -> None:
        """Add an error if the row is no longer the one that the person saw."""
        current, seen = self.current_version(), self.cleaned_data.get("row_version")
        if current == seen:
            return
        if current is None:
            self.add_error(None, _("Noen andre slettet dette mens du holdt på. Se historikken."))
        elif seen is None:
            self.add_error(None, _("Skjemaet mangler opplysninger. Last siden på nytt og prøv igjen."))
        else:
            data: Any = self.data
            self.data = data = data.copy()
            self.add_error(None, conflict_message(self.instance, seen, self.take_over(seen)))
            self.instance.version = current
            data[self.add_prefix("row_version")] = str(current)

    def take_over(self, seen: int) -> list[str]:
        """Show what a colleague saved in the fields that the person left as they were; return their names.

        Where both changed a field, what was typed stays, with an error that says what the colleague wrote.
        Two queries, and one for each field that both changed to another record.
        """
        model: Any = type(self.instance)
        stored = model._base_manager.get(pk=self.instance.pk)
        then, changed_by = changed_since(model.history.filter(id=stored.pk), seen)
        links = [field.name for field in model._meta.many_to_many if field.name in self.fields]
        taken = [
            str(self.fields[name].label)
            for name in links
            if self._take_links(name, [row.pk for row in getattr(stored, name).all()])
        ]
        for name in [name for name in self.fields if name in changed_by]:
            field, model_field = self.fields[name], model._meta.get_field(name)
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            before, now = (plain_lines(model_field.value_from_object(row)) for row in (then, stored))
            if field.widget.is_hidden or field.disabled or before == now:
                continue
            if not field.has_changed(before, typed):
                _show(field, now)
                taken.append(str(field.label))
            elif field.has_changed(now, typed):
                text = short(in_words(model_field, getattr(stored, name)))
                told = _("%(who)s har her registrert «%(text)s» mens du holdt på. Ditt står i feltet.")
                self.add_error(name, told % {"who": changed_by[name], "text": text})
        return taken

    def _take_links(self, name: str, now: list[Any]) -> bool:
        """Do the same for links to many, of which the page carried those that were seen."""
        field: Any = self.fields[name]
        data: Any = self.data
        carried = self.add_initial_prefix(name)
        before = field.hidden_widget().value_from_datadict(data, self.files, carried)
        if not field.has_changed(now, before):
            return False
        typed = field.widget.value_from_datadict(data, self.files, self.add_prefix(name))
        data.setlist(carried, [str(pk) for pk in now])
        if not field.has_changed(before, typed):
            _show(field, now)
            return True
        if field.has_changed(now, typed):
            names = list_nb([f"«{row}»" for row in field.queryset.filter(pk__in=now)]) or _("ingen")
            told = _("En kollega har her valgt %(names)s mens du holdt på. Ditt valg står i feltet.")
            self.add_error(name, told % {"names": names})
        return False


def _show(field: Any, value: Any) -> None:
    """Have a form's own field show a value, whatever was sent for it."""
    field.bound_data = lambda _data, _initial: value


class RecordForm(VersionedForm):
    """The form of one record in the admin. `restoring` is set while an earlier version is put back."""

    restoring = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.restoring:
            self.initial["row_version"] = self.newest_version()

    def newest_version(self) -> int:
        """Return the version that the row has now, or had when it was deleted. Two queries at most."""
        rows = type(self.instance)._base_manager.filter(pk=self.instance.pk).order_by("pk")
        current: int | None = rows.values_list("version", flat=True).first()
        newest = self.instance.history.order_by("-version").values_list("version", flat=True).first()
        return current or newest or 1

    def current_version(self) -> int | None:
        """Lock the row for the rest of the transaction, and return its version. One query."""
        rows = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk)
        # The usual order may join tables that PostgreSQL can't lock.
        version: int | None = rows.order_by("pk").values_list("version", flat=True).first()
        return version

    def take_over(self, seen: int) -> list[str]:
        """As for any form; who puts back an earlier version wants all of it."""
        return [] if self.restoring else super().take_over(seen)

    def check_version(self) -> None:
        """As for any form; an earlier version that is put back counts on from the newest one."""
        if self.restoring:
            self.current_version()
            self.instance.version = self.newest_version()
            if self.cleaned_data.get("row_version") == self.instance.version:
                return
        super().check_version()


class RecordInlineForm(VersionedForm):
    """The form of a part of a record, a row of an inline."""


class RecordInlineFormSet(InlineFormSet):
    """Rows of an inline: checked against each other by the model's own constraints, with their messages.

    Django compares rows only by constraints without a condition, and names the fields in English.
    """

    model: Any
    fk: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.queryset is not None:
            self.queryset = self.queryset.select_for_update(of=("self",))

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name each field for those who hear the page: here the columns' headings alone name them."""
        super().add_fields(form, index)
        for field in form.fields.values():
            # A choice of rows wears links around it (to change, to add); the field itself is inside.
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                widget.attrs.setdefault("aria-label", str(field.label))

    def clean(self) -> None:
        """Check unique constraints between the rows, and that rows to delete are those that were seen."""
        super().clean()
        for form in self.deleted_forms:
            seen = form.cleaned_data.get("row_version") if hasattr(form, "cleaned_data") else None
            if form.instance.pk and seen is not None and seen != form.instance.version:
                raise ValidationError(conflict_message(form.instance, seen))
        for form in self.initial_forms:
            if form.instance._state.adding and form not in self.deleted_forms:
                # The page has no place for a row that is gone, so the message holds what was typed.
                texts = (field.data for field in form.visible_fields() if field.name != "DELETE")
                typed = ", ".join(f"«{text}»" for text in texts if text)
                raise ValidationError(
                    _("Noen andre slettet en rad mens du holdt på (%(typed)s). Last siden på nytt.")
                    % {"typed": typed}
                )

    def validate_unique(self) -> None:
        """Put a constraint's own message on each row that repeats an earlier one."""
        forms_left = [
            form
            for form in self.forms
            if form not in self.deleted_forms
            and form.is_valid()
            and (form.has_changed() or not form.instance._state.adding)
        ]
        for constraint in self.model._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint) or not constraint.fields:
                continue
            seen: set[tuple[Any, ...]] = set()
            for form in forms_left:
                key = self._key(form.instance, constraint)
                if key is None:
                    continue
                if key in seen:
                    form.add_error(None, str(constraint.violation_error_message))
                seen.add(key)

    def _key(self, instance: Any, constraint: models.UniqueConstraint) -> tuple[Any, ...] | None:
        """Return what must be unique of a row; None where the constraint doesn't concern it."""
        if constraint.condition is not None:
            values = instance._get_field_expression_map(meta=self.model._meta, exclude=set())
            if not constraint.condition.check(values):
                return None
        names = [name for name in constraint.fields if name != self.fk.name]
        key = tuple(getattr(instance, self.model._meta.get_field(name).attname) for name in names)
        return None if None in key else key


def refusal(error: IntegrityError | ValidationError) -> str:
    """Return in Norwegian what was refused: a service's messages, or those of the broken constraint."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    constraint = _broken_constraint(error)
    if constraint is not None:
        return str(constraint.violation_error_message)
    return _("Databasen godtok ikke dette, fordi det strider mot noe som er registrert. Ingenting er lagret.")


def _broken_constraint(error: IntegrityError) -> Any:
    """Find the model constraint behind an error: by name, or by table and columns as SQLite says it."""
    from django.apps import apps

    text = str(error)
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    models_known: list[Any] = apps.get_models()
    for model in models_known:
        for constraint in model._meta.constraints:
            if constraint.name == name or (not name and constraint.name in text.split()):
                return constraint
    if text.startswith("UNIQUE constraint failed: "):
        columns = set(text.removeprefix("UNIQUE constraint failed: ").split(", "))
        for model in models_known:
            for constraint in model._meta.constraints:
                fields = getattr(constraint, "fields", ())
                table = model._meta.db_table
                if columns and columns == {f"{table}.{model._meta.get_field(f).column}" for f in fields}:
                    return constraint
    return None
