"""What every model shares, and the book-keeping of loaded content. No domain models here."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from osloregionen.text import norwegian_slug


class Record(models.Model):
    """Abstract base of the portal's models: when it changed, where it comes from, when it was checked.

    A fact that is not known is null (or an empty text) and reads "ikke registrert" on pages.
    `version` counts saves, so that a form can notice that somebody else saved in between.
    Every save writes a row of history; `update()` and `bulk_create()` do not.
    """

    created_at = models.DateTimeField(_("opprettet"), auto_now_add=True)
    updated_at = models.DateTimeField(_("endret"), auto_now=True)
    version = models.PositiveIntegerField(_("versjon"), default=1, editable=False)
    source = models.TextField(
        _("kilde"),
        blank=True,
        help_text=_("Hvor opplysningen er hentet fra: dokument eller nettadresse, med dato."),
    )
    verified_on = models.DateField(
        _("sist kontrollert"),
        null=True,
        blank=True,
        help_text=_(
            "Datoen noen sist kontrollerte opplysningen mot kilden. La stå tom hvis den ikke er kontrollert."
        ),
    )

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, counting the version up for a row that exists. One extra row of history per save."""
        if not self._state.adding:
            self.version += 1
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "version", "updated_at"}
        super().save(*args, **kwargs)


class AddressedRecord(Record):
    """Abstract base of records with a page or a place of their own: a `slug`, made from the name or title."""

    #: The field that the address is made from.
    address_from: ClassVar[str] = "title"
    slug: "models.SlugField[str, str]"

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Any = None) -> None:
        """Fill the address where staff left it empty, then validate each field."""
        self.slug = self.slug or self.address()
        super().clean_fields(exclude=exclude)

    def address(self) -> str:
        """Return the address that follows from the name or title, as long as the field has room for."""
        room = getattr(self._meta.get_field("slug"), "max_length", None)
        return norwegian_slug(getattr(self, self.address_from))[:room].strip("-")


class LoadedRow(models.Model):
    """Remembers that `load_content` made a row from a content file.

    With it a second run knows a row that staff deleted (the key is here, the object is gone) from
    a row that is new in the file.
    """

    kind = models.CharField(_("type"), max_length=100)
    key = models.CharField(_("nøkkel i innholdsfilen"), max_length=200)
    object_id = models.BigIntegerField(_("radens nummer"))
    loaded_at = models.DateTimeField(_("lastet"), auto_now_add=True)

    class Meta:
        verbose_name = _("lastet rad")
        verbose_name_plural = _("lastede rader")
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="osloregionen_loadedrow_kind_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ContentVersion(models.Model):
    """One row that says which content the database holds: a new random value with every write.

    Triggers on every content table change it (osloregionen/content_version.py), so no kind of write is
    forgotten. It never returns to an earlier value but with an earlier database: a backup that is put
    back brings its own.
    """

    ONLY = 1

    value = models.CharField(_("verdi"), max_length=36, default="")

    class Meta:
        verbose_name = _("innholdsversjon")
        verbose_name_plural = _("innholdsversjoner")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="osloregionen_contentversion_one_row"),
        ]

    def __str__(self) -> str:
        return self.value
