"""What happens around every request."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from osloregionen import views


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
