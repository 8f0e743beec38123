"""What a reader sees when something is wrong."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from osloregionen import content_version

pytestmark = pytest.mark.urls("tests.osloregionen.shared_urls")


@pytest.fixture
def reader(client: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A browser: it sees pages, not exceptions. There is no database to ask for the content's version."""
    monkeypatch.setattr(content_version, "current", lambda: None)
    client.raise_request_exception = False
    return client


@pytest.fixture
def log(caplog: Any) -> Iterator[Any]:
    """All lines of the log: Django's own do not reach the root, where caplog listens."""
    loggers = [logging.getLogger(name) for name in ("django", "django.request")]
    caplog.handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    for logger in loggers:
        logger.addHandler(caplog.handler)
    yield caplog
    for logger in loggers:
        logger.removeHandler(caplog.handler)


def test_an_unknown_address_helps_on(reader: Any) -> None:
    answer = reader.get("/finnes-ikke/")
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "Siden finnes ikke" in page
    assert 'href="/medlemmer/"' in page
    assert "Kommunens navn" in page


def test_a_failure_is_told_without_its_details(reader: Any) -> None:
    answer = reader.get("/prove/feil/")
    page = answer.content.decode()

    assert answer.status_code == 500
    assert "Noe gikk galt hos oss" in page
    assert "hemmelig" not in page
    assert "Traceback" not in page


def test_a_failure_page_needs_no_database(reader: Any) -> None:
    # Without the database fixture, any query fails this test.
    assert reader.get("/prove/feil/").status_code == 500


def test_an_unreachable_database_is_told_in_norwegian(reader: Any) -> None:
    answer = reader.get("/prove/database/")

    assert answer.status_code == 503
    assert "Portalen er utilgjengelig akkurat nå" in answer.content.decode()
    assert "db.example.org" not in answer.content.decode()
    assert answer["Retry-After"] == "60"


def test_an_unreachable_database_leaves_one_line_in_the_log(reader: Any, log: Any) -> None:
    with log.at_level(logging.WARNING):
        reader.get("/prove/database/")
    lines = log.records

    assert [line.getMessage() for line in lines] == [
        "The database cannot be used: could not connect to server db.example.org"
    ]
    assert lines[0].exc_info is None


def test_a_database_that_fails_before_the_page_is_told_the_same_way(
    reader: Any, settings: Any, log: Any
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.osloregionen.shared_urls.middleware_without_database"]
    with log.at_level(logging.WARNING):
        answer = reader.get("/om/")

    assert answer.status_code == 503
    assert "Portalen er utilgjengelig akkurat nå" in answer.content.decode()
    assert [record.getMessage() for record in log.records] == [
        "The database cannot be used: could not connect"
    ]


def test_a_wrong_value_in_an_address_is_explained(reader: Any) -> None:
    answer = reader.get("/prove/ugyldig/")

    assert answer.status_code == 400
    assert "Året «x» finnes ikke." in answer.content.decode()


def test_a_forbidden_page_says_so(reader: Any) -> None:
    answer = reader.get("/prove/forbudt/")

    assert answer.status_code == 403
    assert "Du har ikke tilgang" in answer.content.decode()
    assert "hemmelig" not in answer.content.decode()


def test_a_form_that_was_open_for_too_long_says_how_to_send_it_again() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "redaktor"})
    page = answer.content.decode()

    assert answer.status_code == 403
    assert "Skjemaet ble ikke tatt imot" in page
    assert "Ingenting er lagret eller endret." in page
    assert "Last siden på nytt" in page
    assert '<html lang="nb"' in page
    assert "DEBUG" not in page
    for forbidden in (" style=", "<style", "<script"):
        assert forbidden not in page


def test_what_a_form_was_told_is_nobodys_to_keep() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/")

    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_a_wrong_name_for_the_portal_leaves_one_line_in_the_log(reader: Any, log: Any) -> None:
    answer = reader.get("/om/", headers={"Host": "feil.example.org"})

    assert answer.status_code == 400
    assert "Adressen kan ikke brukes" in answer.content.decode()
    lines = log.text.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("django.security.DisallowedHost: Invalid HTTP_HOST header: 'feil.example.org'")


@pytest.mark.parametrize("address", ["/finnes-ikke/", "/prove/feil/", "/prove/database/", "/prove/ugyldig/"])
def test_pages_for_errors_keep_the_policy(reader: Any, address: str) -> None:
    answer = reader.get(address)

    assert "script-src 'self'" in answer["Content-Security-Policy"]
    for forbidden in (" style=", "<style", "<script"):
        assert forbidden not in answer.content.decode()
