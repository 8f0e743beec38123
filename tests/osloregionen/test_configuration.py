"""The portal's settings: documented without a gap, and strict about what they read."""

import ast
import functools
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from emissions.jobs.uploads import MOST_BYTES
from osloregionen import environment

ROOT = Path(__file__).parents[2]
SCRIPTS = [*(path for path in (ROOT / "script").iterdir() if path.is_file()), ROOT / ".ci/run"]
# bash's own, what the operating system hands to every program, and what Django's commands set for themselves.
NOT_OURS = {"BASH_SOURCE", "SECONDS", "PATH", "HOME", "DJANGO_SETTINGS_MODULE"}

COUNT_USERS = "from django.contrib.auth.models import User; User.objects.count()"


def python_files() -> list[Path]:
    """Return the project's Python files, tests included."""
    folders = ["osloregionen", "members", "declaration", "actionplan", "emissions", "tests"]
    return [ROOT / "manage.py", *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]


def names_of_environment(tree: ast.AST) -> tuple[set[str], set[str]]:
    """Return what a module calls the environment, and what it calls the function that asks it.

    By whatever name they were imported: `from os import environ as settings` is the environment too.
    """
    environs, getters = {"os.environ"}, {"os.getenv"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for module in node.names:
                if module.name == "os" and module.asname:
                    environs.add(f"{module.asname}.environ")
                    getters.add(f"{module.asname}.getenv")
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            for part in node.names:
                if part.name in {"environ", "getenv"}:
                    (environs if part.name == "environ" else getters).add(part.asname or part.name)
        elif isinstance(node, ast.ImportFrom) and node.module == "osloregionen.environment":
            getters |= {part.asname or part.name for part in node.names}
    return environs, getters


def variables_of(tree: ast.AST) -> set[str]:
    """Return the names of environment variables that a Python module reads."""
    environs, getters = names_of_environment(tree)
    getters |= {f"{environ}.{method}" for environ in environs for method in ("get", "pop", "setdefault")}
    found: set[str] = set()
    for node in ast.walk(tree):
        name: ast.expr | None = None
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.startswith("environment.") or called in getters:
                named = (keyword.value for keyword in node.keywords if keyword.arg in {"key", "name"})
                name = node.args[0] if node.args else next(named, None)
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) in environs:
            name = node.slice if isinstance(node.ctx, ast.Load) else None
        elif isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) in environs:
            name = node.left
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            found.add(name.value)
    return found


def variables_of_script(text: str) -> set[str]:
    """Return the names of environment variables that a bash script reads."""
    return set(re.findall(r"\$\{?([A-Z][A-Z_0-9]+)", text))


@functools.cache
def variables_read() -> frozenset[str]:
    """Return the names of all environment variables that code, tests and scripts read."""
    found: set[str] = set()
    for path in python_files():
        if path != Path(__file__):
            found |= variables_of(ast.parse(path.read_text(encoding="utf-8")))
    for path in SCRIPTS:
        found |= variables_of_script(path.read_text(encoding="utf-8"))
    return frozenset(found - NOT_OURS)


def variables_documented() -> set[str]:
    """Return the names in the first column of the tables of docs/configuration.md."""
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as an operator does."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env={**os.environ, "SECRET_KEY": "for-tests", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_variable_that_is_read_is_documented() -> None:
    assert variables_read() - variables_documented() == set()


def test_every_documented_variable_is_read() -> None:
    assert variables_documented() - variables_read() == set()


def test_the_search_for_variables_finds_the_known_ones() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "DEBUG", "HOST", "PORT"} <= variables_read()


@pytest.mark.parametrize(
    "line",
    [
        'os.environ["NEW_ONE"]',
        'os.environ.get("NEW_ONE", "x")',
        'os.getenv("NEW_ONE")',
        'from os import getenv as ask\nask("NEW_ONE")',
        'from os import environ as settings\nsettings.get("NEW_ONE")',
        'import os as system\nsystem.environ.pop("NEW_ONE")',
        'if "NEW_ONE" in os.environ: pass',
        'os.environ.setdefault("NEW_ONE", "x")',
        'os.getenv(key="NEW_ONE")',
        'environment.flag("NEW_ONE", default=False)',
        'environment.flag(name="NEW_ONE", default=False)',
        'from osloregionen.environment import flag\nflag("NEW_ONE", default=False)',
    ],
)
def test_a_variable_that_is_read_but_not_documented_is_found(line: str) -> None:
    assert variables_of(ast.parse(line)) - variables_documented() == {"NEW_ONE"}


@pytest.mark.parametrize("line", ['say "$NEW_ONE"', "port=${NEW_ONE:-8000}"])
def test_a_variable_that_a_script_reads_but_is_not_documented_is_found(line: str) -> None:
    assert variables_of_script(line) - variables_documented() == {"NEW_ONE"}


def test_an_unclear_flag_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "perhaps")
    with pytest.raises(ImproperlyConfigured, match='DEBUG must be true or false, not "perhaps"'):
        environment.flag("DEBUG", default=False)


@pytest.mark.parametrize(("word", "meaning"), [("True", True), ("1", True), ("off", False), ("", True)])
def test_a_flag_is_read_in_its_usual_spellings(
    monkeypatch: pytest.MonkeyPatch, word: str, meaning: bool
) -> None:
    monkeypatch.setenv("DEBUG", word)
    assert environment.flag("DEBUG", default=True) is meaning


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://user:hemmelig@host/name",
        "postgres://user:hemmelig@host:port/name",
        "postgres://user:hemmelig@host",
        "sqlite://portal.sqlite3",
        "sqlite:///",
        "$hemmelig",
    ],
)
def test_a_database_that_is_not_understood_is_refused_without_showing_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL cannot be understood") as raised:
        environment.database("DATABASE_URL", default=Path("/x"), base=Path("/base"))
    assert "melig" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("", "/srv/var/portal.sqlite3"),
        ("sqlite:///other.sqlite3", "/base/other.sqlite3"),
        ("sqlite:////data/other.sqlite3", "/data/other.sqlite3"),
    ],
)
def test_an_sqlite_file_does_not_depend_on_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, url: str, path: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    found = environment.database("DATABASE_URL", default=Path("/srv/var/portal.sqlite3"), base=Path("/base"))
    assert found["NAME"] == path


def test_a_postgresql_address_is_read_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://kari:p%40ss@db.example.org:5433/portal?sslmode=require")
    found = environment.database("DATABASE_URL", default=Path("/x"), base=Path("/x"))
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert [found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "kari",
        "p@ss",
        "db.example.org",
        5433,
        "portal",
    ]
    assert found["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}


def test_the_secret_key_comes_from_the_file_unless_the_variable_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secret_key"
    file.write_text("from-the-file\n", encoding="utf-8")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert environment.secret_key("SECRET_KEY", file=file) == "from-the-file"
    monkeypatch.setenv("SECRET_KEY", "$from-the-variable")
    assert environment.secret_key("SECRET_KEY", file=file) == "$from-the-variable"


def test_a_list_that_names_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", " , ")
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS names nothing"):
        environment.names("ALLOWED_HOSTS", default=["localhost"])


@pytest.mark.parametrize("content", [None, "\n"])
def test_without_a_secret_key_the_portal_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "secret_key"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="Set SECRET_KEY, or run script/server"):
        environment.secret_key("SECRET_KEY", file=file)


def test_a_wrong_setting_ends_a_command_with_one_line() -> None:
    result = manage("check", DATABASE_URL="nonsense")
    assert result.returncode == 1
    assert result.stderr.startswith("Wrong setting: DATABASE_URL cannot be understood.")
    assert result.stderr.count("\n") == 1


def test_an_unreachable_database_ends_a_command_with_one_line() -> None:
    # Nothing listens on port 1.
    result = manage("migrate", "--check", DATABASE_URL="postgres://user:hemmelig@127.0.0.1:1/portal")
    assert result.returncode == 1
    assert result.stderr.startswith("The database cannot be used: connection to server")
    assert result.stderr.count("\n") == 1
    assert "hemmelig" not in result.stderr


def test_a_database_without_tables_is_told_from_an_unreachable_one(tmp_path: Path) -> None:
    result = manage("shell", "-v0", "-c", COUNT_USERS, DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert result.returncode == 1
    assert result.stderr == (
        "The database cannot be used: no such table: auth_user. Has `script/manage migrate` been run?\n"
    )


# --- The server ---------------------------------------------------------------------------------------


def gunicorns_settings() -> dict[str, object]:
    """Return what osloregionen/gunicorn.py says, as gunicorn reads it."""
    return runpy.run_path(str(ROOT / "osloregionen/gunicorn.py"))


@pytest.mark.parametrize(
    ("word", "worker"),
    [("true", "sync"), (" True ", "sync"), ("1", "sync"), ("off", "gthread"), ("", "gthread")],
)
def test_gunicorn_reads_https_as_the_portal_does(
    monkeypatch: pytest.MonkeyPatch, word: str, worker: str
) -> None:
    monkeypatch.setenv("HTTPS", word)
    assert gunicorns_settings()["worker_class"] == worker
    assert environment.flag("HTTPS", default=False) is (worker == "sync")


@pytest.mark.parametrize("word", ["ok", "y", "perhaps"])
def test_gunicorn_refuses_what_the_portal_refuses(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("HTTPS", word)
    with pytest.raises(ImproperlyConfigured, match=f'HTTPS must be true or false, not "{word}"'):
        gunicorns_settings()


@pytest.fixture
def nginx() -> str:
    """Return nginx's part for the portal, as docs/configuration.md has it."""
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```nginx\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert block.count("{") == block.count("}")
    # The first server only sends readers on to HTTPS.
    redirects, serves = re.split(r"^server ", block, flags=re.MULTILINE)[1:]
    assert "return 301 https://" in redirects
    return str(serves)


def said_of(nginx: str, name: str) -> list[str]:
    """Return what the file says by that name."""
    return re.findall(rf"^ *{name} (.*);$", nginx, re.MULTILINE)


def test_nginx_tells_the_portal_which_address_was_asked_for_and_how(nginx: str) -> None:
    # In the same place: what a location says of headers replaces all that is said outside it.
    place = re.search(r"location / \{(.*?)\}", nginx, re.DOTALL)
    assert place
    assert set(said_of(place[1], "proxy_set_header")) == {"Host $host", "X-Forwarded-Proto $scheme"}
    assert said_of(place[1], "proxy_pass") == ["http://127.0.0.1:8000"]


def test_nginx_compresses_nothing(nginx: str) -> None:
    assert said_of(nginx, "gzip") == ["off"]


def test_nginx_lets_the_largest_upload_through_and_says_in_words_how_large_it_may_be(nginx: str) -> None:
    megabytes = MOST_BYTES // 1024**2
    # One for the form around the file.
    assert said_of(nginx, "client_max_body_size") == [f"{megabytes + 1}m"]
    assert f"høyst {megabytes} MB." in nginx


def test_nginx_waits_longer_than_gunicorn_lets_a_worker_work(nginx: str) -> None:
    (wait,) = said_of(nginx, "proxy_read_timeout")
    assert int(wait.removesuffix("s")) > int(str(gunicorns_settings()["timeout"]))
