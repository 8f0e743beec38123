"""Builds a world into the database of the settings, in a process of its own: `python -m tests.browser.build`.

A second argument names a file that keeps the database as it is when it has been migrated, for the next world:
to migrate takes ten seconds. Prints as JSON which pages there are to see, and a session in which a member of
the secretariat is logged in.
"""

import io
import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def migrate(kept: Path | None) -> None:
    """Migrate the empty database, or take what another world has kept. Two may do so at once."""
    from django.core.management import call_command
    from django.db import connection

    if kept is not None and kept.exists():
        shutil.copyfile(kept, connection.settings_dict["NAME"])
        return
    call_command("migrate", verbosity=0)
    if kept is not None:
        new = kept.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(new)) as copy:
            connection.connection.backup(copy)
        # Whole or not at all, for whoever looks.
        new.replace(kept)


def editor() -> "User":
    """Return a member of the secretariat, with a line in the log: every page that staff see has its row."""
    from django.contrib.admin.models import CHANGE, LogEntry
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.create_superuser("redaktor")
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, change_message=[], single_object=True)
    return user


def main(world: str, kept: str | None = None) -> None:
    """Migrate, build the world, log in, tell."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command

    from tests.scenarios import WORLDS
    from tests.to_see import pages

    migrate(Path(kept) if kept else None)
    WORLDS[world]()
    if world == "filled":
        # Marked above, in its title and in its colours: another look at the same pages.
        call_command("load_practice_round", stdout=io.StringIO())
    user = editor()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(json.dumps({"pages": pages(world), "session": session.session_key}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
