"""PDFs that are too large for memory: kept as files, and sent as they lie."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

import osloregionen.urls
from osloregionen import kept_files
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db

BODY = b"%PDF-1.7 " + bytes(range(256)) * 2400
#: How often a view has been asked.
asked: list[str] = []


def document(request: HttpRequest) -> HttpResponse:
    """Answer with a large PDF that has an ETag of its own."""
    asked.append(request.path)
    headers = {"ETag": '"prove"', "Content-Disposition": 'inline; filename="prove.pdf"', "X-Prove": "ja"}
    return HttpResponse(BODY, content_type="application/pdf", headers=headers)


def table(request: HttpRequest) -> HttpResponse:
    """Answer with a large page, of which any address may make another one."""
    asked.append(request.path)
    return HttpResponse(BODY)


urlpatterns = [
    path("prove/fil/", document),
    path("prove/annen/", document),
    path("prove/side/", table),
    *osloregionen.urls.urlpatterns,
]
handler404 = osloregionen.urls.handler404


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keep files in a folder of the test's own, and forget who was asked."""
    settings.ROOT_URLCONF = __name__
    settings.DATA_DIR = tmp_path
    asked.clear()
    return tmp_path / "kept"


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_large_file_is_made_once_and_then_sent_with_the_same_headers(client: Client) -> None:
    first, second = client.get("/prove/fil/"), client.get("/prove/fil/")
    assert asked == ["/prove/fil/"]
    assert _body(first) == _body(second) == BODY
    assert dict(first.items()) == dict(second.items())
    assert second["Content-Length"] == str(len(BODY))


def test_what_is_sent_is_a_file_that_the_system_can_send_itself(client: Client, folder: Path) -> None:
    client.get("/prove/fil/")
    # Past the test client, which reads what a server would hand on.
    answer: Any = WSGIHandler().get_response(WSGIRequest(RequestFactory().get("/prove/fil/").environ))
    assert answer.file_to_stream.name == str(next(folder.iterdir()))
    assert len(asked) == 1
    answer.close()


def test_the_same_bytes_lie_there_once(client: Client, folder: Path) -> None:
    client.get("/prove/fil/"), client.get("/prove/annen/")
    make_meeting()
    client.get("/prove/fil/")
    assert asked == ["/prove/fil/", "/prove/annen/", "/prove/fil/"]
    assert [file.read_bytes() for file in folder.iterdir()] == [BODY]


def test_a_reader_who_has_it_is_told_so(client: Client) -> None:
    client.get("/prove/fil/")
    answer = client.get("/prove/fil/", headers={"If-None-Match": '"prove"'})
    assert (answer.status_code, answer["ETag"], len(asked)) == (304, '"prove"', 1)


def test_a_head_has_no_body(client: Client) -> None:
    client.get("/prove/fil/")
    answer = client.head("/prove/fil/")
    assert (_body(answer), answer["Content-Length"]) == (b"", str(len(BODY)))


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: os.truncate(path, 100)])
def test_a_file_that_is_gone_or_half_is_made_anew(client: Client, folder: Path, harm: Any) -> None:
    client.get("/prove/fil/")
    [file] = folder.iterdir()
    harm(file)
    assert _body(client.get("/prove/fil/")) == BODY
    assert len(asked) == 2
    assert _body(client.get("/prove/fil/")) == BODY
    assert len(asked) == 2


def test_a_large_page_is_not_written_to_the_disk(client: Client, folder: Path) -> None:
    client.get("/prove/side/"), client.get("/prove/side/")
    assert len(asked) == 2
    assert not folder.exists()


def test_somebody_gets_a_file_of_their_own(client: Client, folder: Path) -> None:
    client.cookies["csrftoken"] = "b" * 32
    client.get("/prove/fil/"), client.get("/prove/fil/")
    assert len(asked) == 2
    assert not folder.exists()


def test_a_disk_that_takes_nothing_costs_the_reader_nothing(
    client: Client, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DATA_DIR = tmp_path / "a-file"
    settings.DATA_DIR.write_text("i veien")
    assert _body(client.get("/prove/fil/")) == _body(client.get("/prove/fil/")) == BODY
    assert len(asked) == 2
    assert "is not kept" in caplog.text


def test_the_files_used_least_lately_go_first(folder: Path) -> None:
    kept = [kept_files.keep(b"%d" % number) for number in range(52)]
    for number, one in enumerate(kept):
        if one is not None and (folder / one.name).exists():
            os.utime(folder / one.name, (number, number))
    kept_files.keep(b"52")
    left = {file.name for file in folder.iterdir()}
    assert len(left) == 50
    assert {one.name for one in kept[3:] if one is not None} < left


def test_workers_share_the_files_and_not_the_memory(client: Client, folder: Path) -> None:
    client.get("/prove/fil/")
    before = next(folder.iterdir()).stat().st_ino
    caches["pages"].clear()
    assert _body(client.get("/prove/fil/")) == BODY
    assert next(folder.iterdir()).stat().st_ino == before
