"""Fills in forms of the admin as a person does: opens the page, changes fields, presses save."""

from typing import Any

from django.test import Client
from lxml import html


class AdminForm:
    """A form of the admin, opened. `save` posts what the page held and what was set by name."""

    def __init__(self, client: Client, address: str) -> None:
        self.client = client
        self.address = address
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        self._read(response)

    def _read(self, response: Any) -> None:
        self.page = html.fromstring(response.content.decode())
        form = next(form for form in self.page.forms if (form.get("id") or "").endswith("_form"))
        self.data: dict[str, list[Any]] = {}
        for name, value in form.form_values():
            self.data.setdefault(name, []).append(value)

    def set(self, **fields: Any) -> "AdminForm":
        """Fill in fields of the record itself."""
        for name, value in fields.items():
            self.data[name] = list(value) if isinstance(value, list | tuple) else [str(value)]
        return self

    def row(self, prefix: str, place: int, **fields: Any) -> "AdminForm":
        """Fill in fields of a row that is there already."""
        return self.set(**{f"{prefix}-{place}-{name}": value for name, value in fields.items()})

    def add(self, prefix: str, **fields: Any) -> "AdminForm":
        """Add a row of parts, as the link «Legg til» does."""
        total = int(self.data[f"{prefix}-TOTAL_FORMS"][0])
        self.data[f"{prefix}-TOTAL_FORMS"] = [str(total + 1)]
        return self.row(prefix, total, **fields)

    def save(self) -> str:
        """Press save; return the refusal as text, empty where it was saved."""
        self.response = self.client.post(self.address, self.data)
        if self.response.status_code == 302:
            return ""
        assert self.response.status_code == 200, self.response.status_code
        self._read(self.response)
        errors = [
            item.text_content().strip() for item in self.page.xpath("//ul[contains(@class, 'errorlist')]/li")
        ]
        assert errors, "the form came back without saying why"
        return " | ".join(errors)


def change(model: str, row: Any) -> str:
    """Return the address of a row's form."""
    return f"/admin/{row._meta.app_label}/{model}/{row.pk}/change/"
