"""Reads settings from the environment, strictly: what cannot be understood stops the portal.

A misspelt value must not pass for its default (`DEBUG=perhaps` for false, `sqlite://portal` for a
database in memory). Every message names the variable and never shows its value where that may hold
a password.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured

FLAGS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
DATABASE_FORMS = "postgres://user:password@host:5432/name or sqlite:////path/to/file.sqlite3"


def text(name: str) -> str:
    """Return the variable without surrounding space; empty where it is not set."""
    return os.environ.get(name, "").strip()


def flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable. Raises ImproperlyConfigured for any other word."""
    value = text(name)
    if not value:
        return default
    if value.lower() not in FLAGS:
        raise ImproperlyConfigured(f'{name} must be true or false, not "{value}".')
    return FLAGS[value.lower()]


def names(name: str, *, default: list[str]) -> list[str]:
    """Return a list from a variable with commas between its parts.

    Raises ImproperlyConfigured where there is nothing between the commas.
    """
    value = text(name)
    found = [part.strip() for part in value.split(",") if part.strip()]
    if value and not found:
        raise ImproperlyConfigured(f'{name} names nothing: "{value}".')
    return found or default


def secret_key(name: str, *, file: Path) -> str:
    """Return the secret key: the variable, or else the file that the set-up scripts write once.

    Raises ImproperlyConfigured where there is neither, or where this user may not read the file.
    """
    key = text(name)
    if key:
        return key
    try:
        key = file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        key = ""
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key in {file} cannot be read: {error.strerror}.") from error
    if not key:
        raise ImproperlyConfigured(
            f"There is no secret key. Set {name}, or run script/server, which writes one to {file}."
        )
    return key


def database(name: str, *, default: Path, base: Path) -> dict[str, Any]:
    """Return Django's settings for the database that the variable names, or for SQLite in `default`.

    A relative SQLite path counts from `base`, wherever a command is run from. Raises
    ImproperlyConfigured for what is neither PostgreSQL nor SQLite, and for half an address.
    """
    url = text(name)
    if not url:
        return _sqlite(str(default))
    problem = ImproperlyConfigured(f"{name} cannot be understood. It must look like {DATABASE_FORMS}.")
    scheme, _, rest = url.partition("://")
    if scheme not in {"postgres", "postgresql", "sqlite"}:
        raise problem
    if scheme == "sqlite":
        if rest == ":memory:":
            return _sqlite(rest)
        # Two slashes instead of three or four would silently mean a database in memory.
        if not rest.startswith("/") or rest == "/":
            raise problem
        return _sqlite(str(base / unquote(rest.removeprefix("/"))))
    try:
        config: dict[str, Any] = environ.Env.db_url_config(url)
    except ValueError as error:
        raise problem from error
    if not config["NAME"]:
        raise problem
    config.setdefault("CONN_MAX_AGE", 60)
    config.setdefault("CONN_HEALTH_CHECKS", True)
    # A server that does not answer is said to be away within seconds, not minutes.
    config["OPTIONS"] = {"connect_timeout": 5, **config.get("OPTIONS", {})}
    return config


def _sqlite(path: str) -> dict[str, Any]:
    """Return Django's settings for an SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening the file and setting it up costs 3 ms, three times what a kept page takes.
        "CONN_MAX_AGE": 60,
        # WAL alone lets a transaction that reads before it writes fail with "locked"; taking the
        # write lock at once and waiting for it does not.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
