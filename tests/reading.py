"""Reads pages as a visitor does."""

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
