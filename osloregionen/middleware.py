"""What happens around every request."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from osloregionen import views


class HeadWithoutBodyMiddleware:
    """Answers HEAD without the body that the view made; gunicorn would drop it with a warning each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse | StreamingHttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """Pass the request on; keep the headers of a HEAD's answer."""
        response = self.get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
            else:
                response.content = b""
        return response


class CookiesWithoutNulMiddleware:
    """Forgets cookies with a null character: PostgreSQL refuses to look for a session by such a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse | StreamingHttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """Pass the request on, with the cookies that a browser may have been given."""
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return self.get_response(request)


def afterwards(request: HttpRequest, work: Callable[[], None]) -> None:
    """Let work be done once the reader has the whole answer: it keeps the worker, and nobody waits for it."""
    request.__dict__.setdefault("_afterwards", []).append(work)


class AfterwardsMiddleware:
    """Does what was put off with `afterwards`, where the server ends with an answer that it has sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        response = self.get_response(request)
        response._resource_closers.extend(request.__dict__.get("_afterwards", ()))  # type: ignore[attr-defined]
        return response


class DatabaseUnavailableMiddleware:
    """Turns an unreachable database into a page that says so (503), and one line in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the view if the database failed it; leave all else to Django."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        return views.unavailable(exception)
