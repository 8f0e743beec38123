"""`python -m tests.benchmark`, which script/benchmark runs: in a folder that is gone when it ends."""

import os
import secrets
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any


def _end(number: int, frame: Any) -> None:
    # As Ctrl-C: servers are stopped and the folder is removed on the way out.
    raise KeyboardInterrupt


def main() -> int:
    """Prepare the environment, then do what the command line says."""
    signal.signal(signal.SIGTERM, _end)
    with tempfile.TemporaryDirectory(prefix="portal-benchmark-") as folder:
        # The caller's own database and settings are never touched.
        os.environ.update(
            DATABASE_URL=f"sqlite:///{folder}/benchmark.sqlite3",
            DJANGO_SETTINGS_MODULE="tests.benchmark.portal_settings",
            SECRET_KEY=secrets.token_urlsafe(64),
            ALLOWED_HOSTS="127.0.0.1,testserver",
            DEBUG="false",
            HTTPS="false",
        )
        import django

        django.setup()
        from tests.benchmark import cli

        try:
            return cli.main(sys.argv[1:], Path(folder))
        except KeyboardInterrupt:
            sys.stderr.write("Stopped.\n")
            return 130


if __name__ == "__main__":
    sys.exit(main())
