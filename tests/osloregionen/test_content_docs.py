"""docs/content.md keeps up with the content files."""

from pathlib import Path

import pytest
from django.conf import settings

FILES = sorted(
    str(path.relative_to(settings.BASE_DIR))
    for app in ("members", "declaration", "actionplan", "emissions")
    for path in Path(settings.BASE_DIR, app, "content").iterdir()
)


@pytest.mark.parametrize("name", FILES)
def test_every_content_file_is_described(name: str) -> None:
    assert f"`{name}`" in Path(settings.BASE_DIR, "docs/content.md").read_text(encoding="utf-8")
