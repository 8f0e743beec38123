"""Files that staff upload to the register of documents."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from members.models import Document
from tests.factories import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """Keep uploads out of the portal's own folder."""
    settings.MEDIA_ROOT = tmp_path


def _upload(name: str, content: bytes) -> Document:
    return make_document(slug="prove", file=SimpleUploadedFile(name, content))


def test_a_pdf_opens_in_the_browser(client: Client) -> None:
    document = _upload("vedtak.pdf", b"%PDF-1.7 prove")
    response = client.get(document.file.url)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 prove"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="prove.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "frame-ancestors 'none'"


def test_any_other_file_is_saved_and_never_run(client: Client) -> None:
    response = client.get(_upload("liste.xlsx", b"prove").file.url)
    response.close()
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("attachment;")


def test_the_register_links_to_the_file(client: Client) -> None:
    document = _upload("vedtak.pdf", b"%PDF-1.7")
    assert f'href="{document.file.url}"' in client.get("/dokumenter/").content.decode()


def test_two_files_of_the_same_name_are_both_kept(client: Client) -> None:
    first = _upload("vedtak.pdf", b"den ene")
    second = make_document(file=SimpleUploadedFile("vedtak.pdf", b"den andre"))
    assert b"".join(client.get(first.file.url).streaming_content) == b"den ene"
    assert b"".join(client.get(second.file.url).streaming_content) == b"den andre"


@pytest.mark.parametrize(
    "name", ["finnes-ikke.pdf", "../secret_key", "..%2Fsecret_key", "dokumenter/2026/", "null%00.pdf"]
)
def test_what_no_document_names_is_not_handed_out(client: Client, name: str) -> None:
    assert client.get(f"/filer/{name}").status_code == 404


def test_a_file_that_was_lost_is_not_found(client: Client) -> None:
    document = _upload("vedtak.pdf", b"%PDF-1.7")
    Path(document.file.path).unlink()
    assert client.get(document.file.url).status_code == 404


def test_the_admin_refuses_a_file_that_a_browser_would_run(admin_pages: Client) -> None:
    response = admin_pages.post(
        reverse("admin:members_document_add"),
        {"title": "Prøve", "kind": "annet", "file": SimpleUploadedFile("side.html", b"<script>")},
    )
    assert "Filen må være en PDF" in response.content.decode()
    assert not Document.objects.filter(title="Prøve").exists()
