"""A reader who asks for one address as fast as it is answered, where there is no wrk. Imports no Django.

python -m tests.benchmark.client URL SECONDS "Name: value" …      prints: requests seconds errors
"""

import http.client
import sys
import time
from urllib.parse import urlsplit


def main(url: str, seconds: str, *lines: str) -> None:
    """Ask until the time has passed, over one connection as long as the server keeps it."""
    place = urlsplit(url)
    address = f"{place.path}?{place.query}" if place.query else place.path
    headers = dict(line.split(": ", 1) for line in lines)
    connection = http.client.HTTPConnection(place.hostname or "", place.port)
    requests = errors = 0
    started = time.perf_counter()
    while (passed := time.perf_counter() - started) < float(seconds):
        try:
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            errors += answer.status >= 400
        except (OSError, http.client.HTTPException):
            connection.close()
            errors += 1
        requests += 1
    print(requests, passed, errors)  # noqa: T201 - its result


if __name__ == "__main__":
    main(*sys.argv[1:])
