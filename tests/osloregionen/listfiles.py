"""Lists as staff handle them: files made by hand, and the admin's page that takes them in."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

Rows = Sequence[Sequence[Any]]


def csv_file(rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Return rows as a CSV file, as a spreadsheet saves it."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_file(rows: Rows, *, first_row: int = 0, sheets_before: Sequence[str] = ()) -> bytes:
    """Return rows as an Excel file; None leaves a cell empty, dates and times become such cells."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    for name in sheets_before:
        hidden = book.add_worksheet(name)
        hidden.write(0, 0, "noe annet")
        hidden.hide()
    sheet = book.add_worksheet("Ark1")
    sheet.activate()
    formats = {
        dt.date: book.add_format({"num_format": "dd.mm.yyyy"}),
        dt.datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
        dt.time: book.add_format({"num_format": "hh:mm"}),
    }
    for number, row in enumerate(rows, start=first_row):
        for place, value in enumerate(row):
            if type(value) in formats:
                sheet.write_datetime(number, place, value, formats[type(value)])
            elif isinstance(value, str):
                sheet.write_string(number, place, value)
            elif value is not None:
                sheet.write(number, place, value)
    book.close()
    return target.getvalue()


class ListPage:
    """The page of one list. `upload` sends a file, `confirm` what the page showed; both read the answer."""

    def __init__(self, client: Client, address: str) -> None:
        self.client = client
        self.address = address

    def upload(self, content: bytes, name: str = "liste.csv") -> "ListPage":
        """Choose a file and press «Vis forskjellene»."""
        return self._read(self.client.post(self.address, {"file": SimpleUploadedFile(name, content)}))

    def upload_rows(self, *rows: Sequence[Any]) -> "ListPage":
        """Upload rows as Excel."""
        return self.upload(xlsx_file(rows), "liste.xlsx")

    def confirm(self) -> "ListPage":
        """Press «Les inn alt dette»."""
        assert self.carried, "there is nothing to confirm"
        return self._read(self.client.post(self.address, {"rows": self.carried}))

    def _read(self, response: Any) -> "ListPage":
        self.response = response
        self.written = response.status_code == 302
        answer = self.client.get(response["Location"]) if self.written else response
        page = html.fromstring(answer.content.decode())
        self.messages = [_text(item) for item in page.xpath("//ul[@class='messagelist']/li")]
        self.problems = [_text(item) for item in page.xpath("//section[@class='list-problems']/ul/li")]
        self.text = _text(page)
        self.changes = {
            _text(row.xpath("./th")[0]): [_text(item) for item in row.xpath(".//li")]
            for row in page.xpath("//table[@class='list-changes']/tbody/tr")
        }
        self.carried = "".join(page.xpath("//input[@name='rows']/@value"))
        return self


def _text(element: Any) -> str:
    return " ".join(element.text_content().replace("\xa0", " ").split())


def downloaded(client: Client, address: str, file_format: str) -> bytes:
    """Return a list as it is downloaded."""
    response = client.get(f"{address.removesuffix('/')}.{file_format}")
    assert response.status_code == 200, (address, response.status_code)
    return bytes(response.content)
