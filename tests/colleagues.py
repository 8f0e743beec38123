"""People who are logged in at real servers (tests/servers.py), each with a browser of their own."""

import urllib.parse
import urllib.request
import uuid
from http.cookiejar import CookieJar
from typing import Any

from lxml import html

from tests.servers import PASSWORD


class Colleague:
    """Somebody who is logged in at one of the servers."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self.open(f"{self.address}/admin/login/")
        self.send(
            "/admin/login/",
            csrfmiddlewaretoken=hidden(page, "csrfmiddlewaretoken"),
            username="redaktor",
            password=PASSWORD,
            next="/om/",
        )

    def open(self, request: Any) -> str:
        """Return the page at an address, or that answers a request."""
        with self.browser.open(request) as answer:
            return str(answer.read().decode())

    def send(self, address: str, **fields: Any) -> str:
        """Send a form; return the page that follows."""
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        headers = {"Referer": self.address + address}
        return self.open(urllib.request.Request(self.address + address, body, headers))  # noqa: S310

    def upload(self, address: str, content: bytes) -> dict[str, str]:
        """Upload a list; return what the confirmation sends."""
        page = self.open(self.address + address)
        boundary, token = uuid.uuid4().hex, hidden(page, "csrfmiddlewaretoken")
        head = 'Content-Disposition: form-data; name="{}"'
        body = (
            f"--{boundary}\r\n{head.format('csrfmiddlewaretoken')}\r\n\r\n{token}\r\n"
            f'--{boundary}\r\n{head.format("file")}; filename="m.csv"\r\n\r\n'
        ).encode() + content
        headers = {
            "Referer": self.address + address,
            "Content-Type": f"multipart/form-data; boundary={boundary}",
        }
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.address + address, body + f"\r\n--{boundary}--\r\n".encode(), headers
        )
        answer = self.open(request)
        return {name: hidden(answer, name) for name in ("csrfmiddlewaretoken", "rows")}


def hidden(page: str, name: str) -> str:
    """Return the value of a field that a page carries."""
    return str(html.fromstring(page).xpath(f"//input[@name='{name}']/@value")[0])
