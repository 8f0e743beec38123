"""Builds a world into the database of the settings, in a process of its own: `python -m tests.browser.build`.

Prints as JSON which pages there are to see, and a session in which a member of the secretariat is logged in.
"""

import io
import json
import sys
from importlib import import_module

import django


def main(world: str) -> None:
    """Migrate, build the world, log in, tell."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.core.management import call_command

    from tests.scenarios import WORLDS
    from tests.to_see import pages

    call_command("migrate", verbosity=0)
    WORLDS[world]()
    if world == "filled":
        # Marked above, in its title and in its colours: another look at the same pages.
        call_command("load_practice_round", stdout=io.StringIO())
    user = get_user_model().objects.create_superuser("redaktor")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(json.dumps({"pages": pages(world), "session": session.session_key}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
