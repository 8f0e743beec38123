"""The page of a step as staff meet it, and how they come there."""

from typing import Any

from django.test import Client
from lxml import html

from declaration.models import Signature
from tests.osloregionen.adminform import change

LIST = "/admin/declaration/signature/"
STEP = "/admin/declaration/signature/steg/{}/"


class StepPage:
    """The page of a step, as it was answered with. `confirm` presses its button."""

    def __init__(self, client: Client, answer: Any) -> None:
        self.client = client
        assert answer.status_code == 200, answer.status_code
        self.page = html.fromstring(answer.content.decode())
        self.form = next(form for form in self.page.forms if form.get("id") == "step_form")
        self.text = " ".join(self.page.get_element_by_id("content").text_content().split())

    @property
    def button(self) -> str:
        buttons = self.page.xpath("//form[@id='step_form']//input[@type='submit']/@value")
        return " ".join(" ".join(buttons).split())

    @property
    def changed(self) -> list[str]:
        """What the table says of each party."""
        rows = self.page.xpath("//table[@class='step-parties']/tbody/tr")
        return [" ".join(row.text_content().split()) for row in rows]

    @property
    def left_out(self) -> list[str]:
        items = self.page.xpath("//section[@class='step-unable']//li")
        return [" ".join(item.text_content().split()) for item in items]

    def errors(self) -> list[str]:
        return [
            item.text_content().strip() for item in self.page.xpath("//ul[contains(@class,'errorlist')]/li")
        ]

    def confirm(self, **fields: str) -> Any:
        """Fill in and press; return the answer."""
        data: dict[str, list[str]] = {}
        for name, value in self.form.form_values():
            data.setdefault(name, []).append(value)
        data |= {name: [value] for name, value in fields.items()}
        return self.client.post(self.form.get("action"), data | {"bekreft": [self.button]})

    def refused(self, **fields: str) -> "StepPage":
        """Fill in and press where it will not be saved; return the page that says why."""
        return StepPage(self.client, self.confirm(**fields))


def choose(client: Client, step: str, *signatures: Signature) -> StepPage:
    """Tick rows in the list and choose the step."""
    data = {"action": f"step_{step}", "_selected_action": [one.pk for one in signatures], "index": "0"}
    return StepPage(client, client.post(LIST, data))


def statuses() -> dict[int, str]:
    return dict(Signature.objects.values_list("pk", "status"))


def next_steps(client: Client, signature: Signature) -> dict[str, str]:
    page = html.fromstring(client.get(change("signature", signature)).content.decode())
    links = page.xpath("//nav[@class='steps']//a")
    return {link.text_content(): link.get("href") for link in links}
