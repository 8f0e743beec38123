"""A Klimastatus as staff handle it, and as readers meet it."""

from typing import Any

from django.test import Client
from lxml import html

from emissions.models import ClimateReport, PublishedClimateReport


class Report:
    """A report and the browser of who prepares it."""

    def __init__(self, client: Client, row: ClimateReport) -> None:
        self.client, self.row = client, row

    @property
    def step(self) -> str:
        """The address of the step that publishes it."""
        return f"/admin/emissions/climatereport/{self.row.pk}/publiser/"

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/utslipp/klimastatus/{self.row.year}/"

    def look(self) -> dict[str, Any]:
        """Open the step; return what its form holds, nothing where it can't be confirmed."""
        page = html.fromstring(self.client.get(self.step).content.decode())
        self.text = words(page)
        form = page.get_element_by_id("step_form")
        return dict(form.form_values()) if form.xpath(".//input[@type='submit']") else {}

    def confirm(self, seen: dict[str, Any]) -> str:
        """Press the button with what was seen; return what the page says, empty where it was published."""
        answer = self.client.post(self.step, seen)
        return "" if answer.status_code == 302 else words(html.fromstring(answer.content.decode()))

    def publish(self) -> PublishedClimateReport:
        """Look, confirm, and return what was published."""
        refused = self.confirm(self.look())
        assert refused == "", refused
        return PublishedClimateReport.objects.get(report=self.row)


def words(page: Any) -> str:
    """Return the text of a page, with one space where there are several, a line break, or a new cell."""
    for apart in page.iter("br", "dt"):
        apart.tail = f" {apart.tail or ''}"
    return " ".join(page.text_content().replace("\xa0", " ").split())


def page_of(client: Client, url: str) -> Any:
    """Return a page as a visitor gets it."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return html.fromstring(answer.content.decode())


def table(page: Any, caption: str) -> dict[str, list[str]]:
    """Return the cells of a table by the heading of each row; `caption` is the beginning of its caption."""
    [found] = [one for one in page.xpath("//table") if words(one.find("caption")).startswith(caption)]
    rows = [[words(cell) for cell in row.xpath("th|td")] for row in found.xpath("tbody/tr")]
    return {row[0]: row[1:] for row in rows}
