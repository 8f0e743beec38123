"""What is frozen as it was adopted or published: its content and its PDF, never changed and never removed.

    class PlanVersion(Frozen):           # the fields, and the refusals in Python
        plan = models.ForeignKey(…)      # and whatever tells which it is, as text
        class Meta:
            constraints = [checksums("actionplan_version_sha256"), …]

    PlanVersion(plan=plan, **frozen_values(content, pdf, made_at=now, made_by=who(by))).save()

The database refuses too, whoever asks (frozen_rows.py); a `Frozen` model is among those that it guards.
`snapshots.py` is how a content becomes text, `documents.frozen_response` how the PDF is handed out.
"""

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from osloregionen.pdf import Pdf
    from osloregionen.snapshots import Snapshot

_SHA256 = r"^[0-9a-f]{64}$"
_LONGEST_NAME = 150
_Row = TypeVar("_Row", bound=models.Model)


class FrozenError(TypeError):
    """Somebody tried to change or remove what is kept as it was."""


class FrozenQuerySet(models.QuerySet[_Row]):
    """Rows that can be read and nothing else.

    A model has a subclass of its own: the types of a manager made of the generic are lost when mypy looks
    again after a fault.
    """

    def light(self) -> Self:
        """Leave out the content and the PDF, which can be a megabyte each, until they are asked for."""
        return self.defer("content", "pdf")

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise _never_changed(self.model)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise _never_removed(self.model)


class Frozen(models.Model):
    """Abstract base of what is frozen; only an app's services make them.

    Not a `Record`: it has no history, for it never changes. What names other rows is text, as it was on the
    day.
    """

    frozen_rows = True

    content = models.TextField(_("innhold"))
    content_sha256 = models.CharField(_("innholdets SHA-256"), max_length=64)
    pdf = models.BinaryField(_("PDF"))
    pdf_sha256 = models.CharField(_("PDF-ens SHA-256"), max_length=64)
    pdf_pages = models.PositiveIntegerField(_("sider i PDF-en"))
    pdf_bytes = models.PositiveIntegerField(_("PDF-ens størrelse i byte"))
    made_at = models.DateTimeField(_("registrert"))
    made_by = models.CharField(_("registrert av"), max_length=_LONGEST_NAME)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refuse to change one. Raises `FrozenError`."""
        if not self._state.adding:
            raise _never_changed(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise _never_removed(type(self))


def checksums(name: str) -> models.CheckConstraint:
    """Return the constraint, by its name, that a frozen row's two checksums are such."""
    return models.CheckConstraint(
        condition=Q(content_sha256__regex=_SHA256) & Q(pdf_sha256__regex=_SHA256),
        name=name,
        violation_error_message=_("En SHA-256 er 64 sifre og bokstaver fra a til f."),
    )


def frozen_values(content: "Snapshot", pdf: "Pdf", *, made_at: dt.datetime, made_by: str) -> dict[str, Any]:
    """Return what `Frozen` has fields for: content and PDF with what is known of both, when and by whom."""
    text = content.to_json()
    return {
        "content": text,
        "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "pdf": pdf.body,
        "pdf_sha256": hashlib.sha256(pdf.body).hexdigest(),
        "pdf_pages": pdf.pages,
        "pdf_bytes": len(pdf.body),
        "made_at": made_at,
        "made_by": made_by[:_LONGEST_NAME],
    }


def _never_changed(model: type[models.Model]) -> FrozenError:
    return FrozenError(f"A {model.__name__} never changes.")


def _never_removed(model: type[models.Model]) -> FrozenError:
    return FrozenError(f"A {model.__name__} is never removed.")
