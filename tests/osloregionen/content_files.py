"""A copy of the members app's content files that a test may spoil."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from members import importers


class ContentCopy:
    """The files of `members/content` in a folder of their own, which `load_content` then reads."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, name: str, text: str) -> str:
        """Add lines to the end of a file; return the name of its last row, as messages give it."""
        content = self.read(name) + text.strip("\n") + "\n"
        self.write(name, content)
        return f"{name}, row {content.count(chr(10))}"

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text that must be there."""
        content = self.read(name)
        assert old in content
        self.write(name, content.replace(old, new, 1))

    def read(self, name: str) -> str:
        """Return a file's text."""
        return (self.path / name).read_text(encoding="utf-8")

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file anew."""
        data = content if isinstance(content, bytes) else content.encode()
        (self.path / name).write_bytes(data)


@pytest.fixture
def content_copy(tmp_path: Path, monkeypatch: Any) -> ContentCopy:
    """Let `load_content` read the members app's content from a copy."""
    folder = tmp_path / "content"
    shutil.copytree(importers.CONTENT, folder)
    monkeypatch.setattr(importers, "CONTENT", folder)
    return ContentCopy(folder)
