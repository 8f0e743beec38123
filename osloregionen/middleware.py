"""What happens around every request."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from osloregionen import views

logger = logging.getLogger("osloregionen.database")


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
        logger.error("The database cannot be used: %s", " ".join(str(exception).split()))
        return views.unavailable(request)
