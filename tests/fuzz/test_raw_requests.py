"""What no client library would send, written to a real server's socket: it answers, and goes on answering."""

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import new_database
from tests.servers import Portal

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HOST = b"Host: localhost\r\n"
CLOSE = b"Connection: close\r\n\r\n"

REQUESTS = {
    "half percent-encoded": b"GET /medlemmer/%zz%/?navn=%&sort=%e HTTP/1.1\r\n" + HOST + CLOSE,
    "no UTF-8 in the path": b"GET /medlemmer/%ff%fe/ HTTP/1.1\r\n" + HOST + CLOSE,
    "no UTF-8 in a parameter": b"GET /medlemmer/?navn=%ff%fe HTTP/1.1\r\n" + HOST + CLOSE,
    "raw bytes in the address": b"GET /medlemmer/\xff\xfe?navn=\xc3( HTTP/1.1\r\n" + HOST + CLOSE,
    "NUL in the path": b"GET /medlemmer/%00/ HTTP/1.1\r\n" + HOST + CLOSE,
    "out of the folder": b"GET /static/../../../../etc/passwd HTTP/1.1\r\n" + HOST + CLOSE,
    "out of the folder, encoded": b"GET /filer/..%2f..%2fsecret_key HTTP/1.1\r\n" + HOST + CLOSE,
    "a very long address": b"GET /medlemmer/?navn=" + b"x" * 100_000 + b" HTTP/1.1\r\n" + HOST + CLOSE,
    "a very long header": b"GET / HTTP/1.1\r\n" + HOST + b"X-Fuzz: " + b"x" * 100_000 + b"\r\n" + CLOSE,
    "many headers": b"GET / HTTP/1.1\r\n" + HOST + b"X-Fuzz: 1\r\n" * 500 + CLOSE,
    "NUL in a header": b"GET / HTTP/1.1\r\n" + HOST + b"Cookie: sessionid=a\x00b\r\n" + CLOSE,
    "octal NUL in the session": b"GET /admin/ HTTP/1.1\r\n"
    + HOST
    + b'Cookie: sessionid="aaaaaaaa\\000a"\r\n'
    + CLOSE,
    "no host": b"GET / HTTP/1.1\r\n" + CLOSE,
    "somebody else's host": b"GET / HTTP/1.1\r\nHost: example.org\r\n" + CLOSE,
    "no version": b"GET /\r\n\r\n",
    "no such version": b"GET / HTTP/9.9\r\n" + HOST + CLOSE,
    "no request": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a whole address": b"GET http://example.org/medlemmer/ HTTP/1.1\r\n" + HOST + CLOSE,
    "a lying length": b"POST /medlemmer/ HTTP/1.1\r\n" + HOST + b"Content-Length: -5\r\n" + CLOSE,
    "two lengths": b"POST / HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"
    + CLOSE,
    "broken chunks": b"POST / HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n"
    + CLOSE
    + b"zz\r\nx\r\n",
}


@pytest.fixture(scope="module")
def port(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[int]:
    """The port of a real server with the council's content."""
    folder = tmp_path_factory.mktemp("portal")
    with new_database(folder, "council") as url:
        portal = Portal(folder, url)
        portal.start()
        try:
            yield portal.ports[0]
        finally:
            portal.stop()


def send(port: int, request: bytes) -> bytes:
    """Return all that the server answers until it hangs up."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        # It may hang up before it has heard all.
        with contextlib.suppress(ConnectionError):
            connection.sendall(request)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(65536):
                answer += part
    return answer


def is_wrong(answer: bytes) -> bool:
    """Say whether an answer is a server's error or tells too much. Hanging up without a word is allowed."""
    status = answer.partition(b"\r\n")[0].split(b" ")[1:2]
    insides = (b"Traceback (most recent call last)", b"site-packages", b"root:x:0")
    return (bool(status) and status[0] >= b"500") or any(inside in answer for inside in insides)


@pytest.mark.parametrize("request_sent", REQUESTS.values(), ids=REQUESTS)
def test_it_answers_and_goes_on(port: int, request_sent: bytes) -> None:
    answer = send(port, request_sent)

    assert not is_wrong(answer), answer[:300]
    good = send(port, b"GET /om/ HTTP/1.1\r\n" + HOST + CLOSE)
    assert good.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 Internal Server Error\r\n\r\n",
        b"HTTP/1.1 503 Service Unavailable\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nroot:x:0:0:root",
        b"HTTP/1.1 400 Bad Request\r\n\r\nTraceback (most recent call last):",
    ],
)
def test_a_wrong_answer_is_seen(answer: bytes) -> None:
    assert is_wrong(answer)
