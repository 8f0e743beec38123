"""Reads pages and files as a visitor does."""

import json
import re
from typing import Any


def page_of(client: Any, address: str) -> str:
    """Return what a reader sees in the page's main part, tags taken out and spaces made plain."""
    response = client.get(address)
    assert response.status_code == 200, address
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    text = re.sub(r"<[^>]+>", " ", main.group(0)).replace("\u00a0", " ").replace("\u00ad", "")
    return re.sub(r"\s+", " ", text).replace(" ,", ",").replace(" .", ".")


def rows_of(client: Any, address: str) -> list[dict[str, Any]]:
    """Return a list's rows as its JSON file has them; the address may carry filters."""
    response = client.get(f"{address}{'&' if '?' in address else '?'}format=json")
    assert response.status_code == 200, address
    rows: list[dict[str, Any]] = json.loads(response.content)["rows"]
    return rows
