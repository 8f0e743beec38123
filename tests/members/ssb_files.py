"""Files as Statistikkbanken writes table 07459, with figures that are made up."""

import json
from pathlib import Path
from typing import Any

TITLE = "07459: Befolkning, etter region, år og statistikkvariabel"
#: SSB's labels; those that the portal doesn't know stand there as they are.
LABELS = {
    "0": "Hele landet",
    "1": "Menn",
    "2": "Kvinner",
    "3203": "Asker",
    "K-3203": "Asker",
    "Personer1": "Personer",
}
NAMES = {
    "Region": "region",
    "Tid": "år",
    "ContentsCode": "statistikkvariabel",
    "Kjonn": "kjønn",
    "Alder": "alder",
}


def json_stat(
    values: Any,
    *,
    region: list[str] | None = None,
    years: list[str] | None = None,
    order: tuple[str, ...] = ("Region", "ContentsCode", "Tid"),
    extra: dict[str, dict[str, str]] | None = None,
    index: str = "object",
    **others: Any,
) -> dict[str, Any]:
    """Return a file in JSON-stat2. `extra` are more dimensions; `index` "list" gives codes as a list."""
    codes = {
        "Region": region or ["3203"],
        "ContentsCode": ["Personer1"],
        "Tid": years or ["2026"],
        **{name: list(labels) for name, labels in (extra or {}).items()},
    }
    names = [*order, *(name for name in extra or {} if name not in order)]
    labels = {**LABELS, **{code: text for more in (extra or {}).values() for code, text in more.items()}}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": TITLE,
        "source": "Statistisk sentralbyrå",
        "updated": "2026-02-24T23:00:00Z",
        "id": names,
        "size": [len(codes[name]) for name in names],
        "dimension": {
            name: {
                "label": NAMES.get(name, name),
                "category": {
                    "index": codes[name]
                    if index == "list"
                    else {code: place for place, code in enumerate(codes[name])},
                    "label": {code: labels.get(code, code) for code in codes[name]},
                },
            }
            for name in names
        },
        "value": values,
        "role": {"geo": ["Region"], "time": ["Tid"], "metric": ["ContentsCode"]},
        **others,
    }


class Download:
    """A folder with one file in it, as it was downloaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def json(self, content: Any, name: str = "07459_20260301-101500.json", mark: bool = False) -> Path:
        """Write JSON; `mark` begins it with a byte order mark."""
        return self.write(json.dumps(content), name, "utf-8-sig" if mark else "utf-8")

    def csv(self, text: str, name: str = "07459_20260301-101500.csv", encoding: str = "cp1252") -> Path:
        """Write CSV, in Windows-1252 as Statistikkbanken does unless told otherwise."""
        return self.write(text, name, encoding)

    def write(self, text: str, name: str, encoding: str) -> Path:
        """Write a file and return where it is."""
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path
