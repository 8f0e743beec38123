"""The PDF engine: what a document may reach and use, and what becomes of one that wants more."""

import contextlib
import io
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.core.cache import cache

from osloregionen import gunicorn, pdf
from osloregionen.pdf import (
    LIMITS,
    Limits,
    Pdf,
    PdfError,
    PdfTimeoutError,
    archival_pdf,
    cached_facts,
    cached_pdf,
    content_key,
    render_pdf,
)
from osloregionen.rendered import render_markdown, render_printed_markdown
from osloregionen.turns import turn
from tests.printed import archival_failures, elements_of, heading_levels, letters_of, text_of, ua_failures

HEAD = '<html lang="nb"><head><title>Prøve</title><link rel="stylesheet" href="asset:print.css"></head><body>'
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
#: More than a few seconds' work, and more than 200 MB.
ENDLESS = HEAD + "<p>hei på deg</p>" * 300_000


def _text(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)


def _objects(made: bytes, key: str, value: str) -> list[dict[str, str]]:
    """Return the file's dictionaries that say `value` under `key`, as text."""
    with pikepdf.open(io.BytesIO(made)) as opened:
        return [
            {
                name: str(item) if isinstance(item, pikepdf.Name | pikepdf.String) else ""
                for name, item in o.items()
            }
            for o in opened.objects
            if isinstance(o, pikepdf.Dictionary) and o.get(key) == value
        ]


def _secret(folder: Path) -> Path:
    secret = folder / "hemmelig.txt"
    secret.write_text("HEMMELIG-4711", encoding="utf-8")
    return secret


def test_a_document_becomes_a_pdf_with_our_fonts_embedded() -> None:
    made = render_pdf(f"{HEAD}<h1>Utslipp av CO₂</h1><p><b>a‐b</b> «≤»</p>")

    assert "Utslipp av CO₂" in _text(made)
    fonts = _objects(made, "/Type", "/FontDescriptor")
    assert {font["/FontName"].partition("+")[2] for font in fonts} == {"Inter-Bold", "Inter"}
    assert all("/FontFile2" in font for font in fonts)


def test_the_same_document_gives_the_same_bytes() -> None:
    html = f"{HEAD}<h1>Likt</h1>"

    assert render_pdf(html) == render_pdf(html)


def test_a_finished_picture_handed_in_is_printed_with_its_text_alternative() -> None:
    made = render_pdf(f'{HEAD}<img src="asset:figur.svg" alt="En figur">', assets={"figur.svg": SQUARE})

    assert [figure["/Alt"] for figure in _objects(made, "/S", "/Figure")] == ["En figur"]


def test_norwegian_words_are_hyphenated() -> None:
    words = "<p style='width: 30mm'>" + "samarbeidspartnere forskningsmiljøer " * 5

    assert "samarbeids‐\npartnere" in _text(render_pdf(HEAD + words))


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{address}" alt="x">',
        '<link rel="attachment" href="{address}">',
        '<a rel="attachment" href="{address}">vedlegg</a>',
        '<link rel="stylesheet" href="{address}">',
        '<style>@import url("{address}");</style>',
        '<style>@font-face {{ font-family: y; src: url("{address}") }} p {{ font-family: y }}</style><p>x',
        '<p style="background: url({address}); content: url({address})">x</p>',
        '<object data="{address}">x</object>',
        '<embed src="{address}">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}" width="9" height="9"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="{address}#a"/></svg>',
        '<base href="{address}"><img src="x.png" alt="x">',
    ],
)
def test_a_document_reads_no_file_however_it_asks(markup: str, tmp_path: Path) -> None:
    secret = _secret(tmp_path)

    for address in (secret.as_uri(), str(secret)):
        made = render_pdf(f"{HEAD}<p>Innhold</p>{markup.format(address=address)}")

        assert "Innhold" in _text(made)
        with pikepdf.open(io.BytesIO(made)) as opened:
            assert not opened.attachments
            streams = [o.read_bytes() for o in opened.objects if isinstance(o, pikepdf.Stream)]
        assert not any(b"HEMMELIG-4711" in stream for stream in streams)


def test_a_denied_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "osloregionen.pdf"):
        render_pdf(f'{HEAD}<img src="http://127.0.0.1:9/bilde.png" alt="x">')

    assert "http://127.0.0.1:9/bilde.png" in caplog.text
    assert "not among the assets" in caplog.text


def test_a_document_contacts_no_server(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        render_pdf(f'{HEAD}<img src="{address}" alt="x"><link rel="stylesheet" href="{address}">')

        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:app.alert(1)", "/etc/passwd", "x.html"]
)
def test_a_link_leads_to_the_web_or_nowhere(address: str) -> None:
    made = render_pdf(f'{HEAD}<p><a href="{address}">her</a> <a href="https://example.org/">der</a></p>')

    annotations = pypdf.PdfReader(io.BytesIO(made)).pages[0].annotations or []
    assert [note.get_object()["/A"]["/URI"] for note in annotations] == ["https://example.org/"]


def test_too_much_processor_time_ends_the_child() -> None:
    with pytest.raises(PdfTimeoutError, match="processor"):
        render_pdf(ENDLESS, limits=Limits(cpu_seconds=1))


def test_too_much_wall_time_ends_the_child() -> None:
    with pytest.raises(PdfTimeoutError, match="not done"):
        render_pdf(ENDLESS, limits=Limits(wall_seconds=0.5))


def test_too_much_memory_ends_the_child() -> None:
    with pytest.raises(PdfError) as caught:
        render_pdf(ENDLESS, limits=Limits(data_bytes=100_000_000, cpu_seconds=60, wall_seconds=60))

    assert not isinstance(caught.value, PdfTimeoutError)


@pytest.mark.slow
def test_fifty_thousand_nested_elements_hang_nothing() -> None:
    with pytest.raises(PdfError):
        render_pdf(HEAD + "<div>" * 50_000, limits=Limits(cpu_seconds=5, wall_seconds=10))


def test_after_a_failure_the_next_document_is_made_and_nothing_is_left_behind() -> None:
    before = {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("portal-pdf-")}
    with pytest.raises(PdfTimeoutError):
        render_pdf(ENDLESS, limits=Limits(wall_seconds=0.5))

    assert "Neste" in _text(render_pdf(f"{HEAD}<p>Neste</p>"))
    after = {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("portal-pdf-")}
    assert after <= before


def test_a_server_of_children_that_died_is_started_again() -> None:
    render_pdf(f"{HEAD}<p>Først</p>")
    server = forkserver._forkserver._forkserver_pid
    os.kill(server, signal.SIGKILL)
    os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)

    assert "Etterpå" in _text(render_pdf(f"{HEAD}<p>Etterpå</p>"))


def test_the_child_has_weasyprint_loaded_and_no_django(tmp_path: Path) -> None:
    render_pdf(f"{HEAD}<p>Start")
    look = "import sys, pathlib; loaded = [name in sys.modules for name in ('weasyprint', 'django')]"
    child = pdf._context().Process(
        target=exec,
        args=(f"{look}; pathlib.Path(answer).write_text(str(loaded))", {"answer": tmp_path / "a"}),
    )
    child.start()
    child.join(30)

    assert (tmp_path / "a").read_text() == "[True, False]"


def test_a_cached_document_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    html = f"{HEAD}<p>Én gang</p>"
    assert cached_facts(content_key(html)) is None
    first = cached_pdf(html)

    def refuse(*_args: object) -> None:
        raise AssertionError("rendered again")

    monkeypatch.setattr("osloregionen.pdf._render", refuse)
    assert cached_pdf(html) == first
    facts = cached_facts(content_key(html))
    assert facts is not None
    assert (facts.pages, facts.size) == (1, len(first.body))


def test_a_changed_word_picture_or_style_sheet_is_other_content(monkeypatch: pytest.MonkeyPatch) -> None:
    first = content_key("<p>a", {"x.svg": SQUARE})

    assert content_key("<p>b", {"x.svg": SQUARE}) != first
    assert content_key("<p>a", {"x.svg": SQUARE + b" "}) != first
    monkeypatch.setattr("osloregionen.pdf._engine", lambda: b"another style sheet")
    assert content_key("<p>a", {"x.svg": SQUARE}) != first


def test_the_engine_gives_up_before_gunicorn_ends_the_worker() -> None:
    assert LIMITS.wall_seconds < gunicorn.timeout


def _asked_by_eight(html: str) -> list[Pdf | PdfError]:
    """Ask for the same new document from eight threads at once; return what each got."""
    answers: list[Pdf | PdfError] = []
    together = threading.Barrier(8)

    def ask() -> None:
        together.wait()
        try:
            answers.append(cached_pdf(html))
        except PdfError as error:
            answers.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize(("takes_turns", "most"), [(True, 1), (False, 8)])
def test_who_asks_while_it_is_made_waits_for_it(
    monkeypatch: pytest.MonkeyPatch, takes_turns: bool, most: int
) -> None:
    made: list[Pdf] = []

    def slowly(*_args: object) -> Pdf:
        time.sleep(0.2)
        made.append(Pdf(b"%PDF", 1))
        return made[-1]

    monkeypatch.setattr("osloregionen.pdf._render", slowly)
    if not takes_turns:
        # The control: without turns each makes its own.
        monkeypatch.setattr("osloregionen.pdf.turn", lambda *_a, **_k: contextlib.nullcontext())

    answers = _asked_by_eight(f"{HEAD}<p>Samtidig")

    assert len(answers) == 8
    assert len(made) == most


def test_who_waited_for_what_could_not_be_made_is_told_and_does_not_try_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = []

    def fail(*_args: object) -> Pdf:
        time.sleep(0.2)
        tries.append(1)
        raise PdfTimeoutError("not done after 45 s")

    monkeypatch.setattr("osloregionen.pdf._render", fail)
    answers = _asked_by_eight(f"{HEAD}<p>Aldri")

    assert len(tries) == 1
    assert len([answer for answer in answers if "not done after 45 s" in str(answer)]) == 8
    # A minute later it is worth another try.
    cache.delete(f"pdf-failed:{content_key(f'{HEAD}<p>Aldri')}")
    with pytest.raises(PdfTimeoutError):
        cached_pdf(f"{HEAD}<p>Aldri")
    assert len(tries) == 2


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    html = f"{HEAD}<p>Ventet"
    monkeypatch.setattr("osloregionen.pdf.LIMITS", Limits(wall_seconds=0.1))
    monkeypatch.setattr("osloregionen.pdf._PATIENCE", 0.1)

    with turn(f"pdf-{content_key(html)}", seconds=1), pytest.raises(PdfTimeoutError, match="somebody else"):
        cached_pdf(html)


def test_the_turn_of_a_process_that_died_is_free(settings: Any) -> None:
    code = (
        "import fcntl, os, sys; f = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY);"
        "fcntl.flock(f, fcntl.LOCK_EX); print('has it', flush=True); sys.stdin.read()"
    )
    (settings.DATA_DIR / "turns").mkdir(exist_ok=True)
    command = [sys.executable, "-c", code, str(settings.DATA_DIR / "turns" / "x")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(TimeoutError), turn("x", seconds=0.1):
            pass
        holder.kill()

    with turn("x", seconds=1):
        pass


def test_what_is_adopted_is_pdf_a_and_pdf_ua_in_one_and_the_same_each_time() -> None:
    html = f'{HEAD}<h1>Vedtatt</h1><p>CO₂ <img src="asset:figur.svg" alt="En figur">'
    made = archival_pdf(html, assets={"figur.svg": SQUARE})

    assert ua_failures(made.body) == archival_failures(made.body) == []
    assert archival_pdf(html, assets={"figur.svg": SQUARE}) == made
    with pikepdf.open(io.BytesIO(made.body)) as opened:
        assert "/Filter" not in opened.Root.Metadata
        told = opened.Root.Metadata.read_bytes()
        assert opened.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        assert opened.trailer.get("/ID")
    assert b'pdfaid:part="2" pdfaid:conformance="A"' in told
    assert b'pdfuaid:part="1"' in told
    # What PDF/A does not know must be described, once.
    assert told.count(b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>") == 1


@pytest.mark.parametrize("make", [render_pdf, lambda html: archival_pdf(html).body])
def test_items_of_a_list_may_hold_paragraphs_and_lists(make: Callable[[str], bytes]) -> None:
    text = "1. Et.\n\n2. To.\n\n   - a\n\n   - b\n\n     | c | d |\n     |---|---|\n     | e | f |"
    made = make(f"{HEAD}<h1>Liste</h1>{render_markdown(text)}")

    assert ua_failures(made) == []
    held = [above[-1] for tag, _alt, above in elements_of(made) if tag in ("/P", "/Table")]
    assert held == ["/LBody"] * 5


def test_whatever_staff_write_in_markdown_is_valid_below_the_heading_above_it() -> None:
    text = (
        "###### Dypt\n\nSe [**den** nye\n`rapporten`](https://example.org/a) og [](https://example.org/b).\n\n"
        "# Øverst\n\n#### Under\n\n| A | B |\n|---|---|\n\n| C | D |\n|---|---|\n| 1 | 2 |\n"
    )
    made = archival_pdf(f"{HEAD}<h1>Plan</h1><h2>Om</h2>{render_printed_markdown(text, above=2)}").body

    assert ua_failures(made) == archival_failures(made) == []
    assert heading_levels(made) == [1, 2, 3, 3, 4]
    assert "Se den nye rapporten og https://example.org/b." in text_of(made)


def test_a_word_longer_than_the_line_is_divided_rather_than_lost_beyond_the_edge() -> None:
    word = "Samferdsel" * 12
    made = render_pdf(f"{HEAD}<h1>{word}</h1><p>https://{word}</p><pre>{word}</pre>")

    assert word not in _text(made)
    assert letters_of(text_of(made)).count(word) == 3


def test_no_printed_template_writes_markdown_as_a_page_does() -> None:
    folder = settings.BASE_DIR / "templates"
    printed = [*folder.rglob("*_pdf.html"), *folder.glob("pdf/*.html")]
    assert len(printed) > 8
    assert [file.name for file in printed if "|markdown" in file.read_text()] == []


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x85"])
def test_a_control_character_is_printed_as_a_space(sign: str) -> None:
    made = render_pdf(f"{HEAD}<h1>Navn</h1><p>Kari{sign}Nordmann")

    assert ua_failures(made) == []
    assert "Kari Nordmann" in _text(made)


def test_a_letter_that_no_font_has_is_printed_as_a_square() -> None:
    made = render_pdf(f"{HEAD}<h1>Navn</h1><p>Kari \u0378 Nordmann")

    assert ua_failures(made) == []
    assert "Kari □ Nordmann" in _text(made)
