"""Fixtures of the whole suite.

The test database holds the council's own content, loaded once a session by the same command that
`script/server` uses; each test's changes are rolled back. `empty_portal` takes the content away.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection

from osloregionen import frozen_rows
from osloregionen.models import ContentVersion
from tests import databases
from tests.fast import pytest_collection_modifyitems, pytest_ignore_collect
from tests.programs import pytest_make_collect_report, pytest_runtest_makereport
from tests.scenarios import WORLDS

# pytest finds its hooks by their names in this module: the fast tests are marked, and what CI skips is an
# error there.
__all__ = [
    "pytest_collection_modifyitems",
    "pytest_ignore_collect",
    "pytest_make_collect_report",
    "pytest_runtest_makereport",
]

OUR_APPS = ("actionplan", "declaration", "emissions", "members", "osloregionen")

# Hashed names need a collectstatic; one test of its own runs that with the real storage.
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="session")
def _static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any, _static_root: Path) -> None:
    """Serve static files under their own names, so that no test needs collectstatic.

    WhiteNoise warns where the folder it serves is missing, and a warning is an error here.
    """
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_STATIC}
    settings.STATIC_ROOT = _static_root


@pytest.fixture(autouse=True)
def _component_page(settings: Any) -> None:
    """Have the component page, as those who change templates do; a test of its own turns it off."""
    settings.COMPONENTS = True


@pytest.fixture(autouse=True)
def _nothing_ahead(settings: Any) -> None:
    """Make no PDF that a test does not ask for; tests of their own have them made ahead."""
    settings.PDFS_AHEAD = False


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Let a password cost nothing: a third of what the suite took was spent on making them hard to guess."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _fresh_cache(settings: Any, _static_root: Path) -> Iterator[None]:
    """Let no test see what another one cached, nor touch what the portal here keeps."""
    settings.DATA_DIR = _static_root.parent
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in ("default", "pages")
    }
    _forget_all()
    yield
    _forget_all()


def _forget_all() -> None:
    for kept in caches.all():
        kept.clear()


# The one that the portal here runs on, which no test may write to.
OWN_DATABASE = connection.settings_dict["NAME"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, _static_root: Path) -> Iterator[None]:
    """Load the council's content into the test database, once; keep copies for tests that start processes.

    pytest-django makes that database only where a test that was picked is marked to need one: a test whose
    fixtures ask for this one, and has no mark, would write to the portal's own.
    """
    if connection.settings_dict["NAME"] == OWN_DATABASE:
        pytest.fail("There is no test database: mark the test with pytest.mark.django_db.", pytrace=False)
    with django_db_blocker.unblock():
        databases.keep("migrated", _static_root.parent)
        call_command("load_content", verbosity=0)
        databases.keep("council", _static_root.parent)
    yield
    databases.forget()


@pytest.fixture
def empty_portal(db: None) -> None:
    """Take all content away for one test: the portal as it is before anything is loaded."""
    _take_content_away()


@pytest.fixture
def world(db: None) -> Callable[..., None]:
    """Return a function that puts one of tests/scenarios.py in the content's place, for this test.

    world("filled"), world("filled", members=10), world("empty"). A second call replaces the first's.
    """
    return _build_world


def _build_world(name: str, **sizes: int) -> None:
    _take_content_away()
    WORLDS[name](**sizes)


def _take_content_away() -> None:
    if any(model._base_manager.exists() for model in frozen_rows.frozen_models()):
        with frozen_rows.thawed():
            _remove_all()
    else:
        _remove_all()


def _remove_all() -> None:
    for app in OUR_APPS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if model is ContentVersion:
                # Says which content there is; no content is a content too.
                continue
            # The raw delete writes no history and asks no signal: this is a clean slate, not an edit. Rows
            # that refer to each other may go in any order, for the database checks that at the end.
            model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)


@pytest.fixture
def staff(db: None) -> Any:
    """A member of the secretariat with every permission."""
    return get_user_model().objects.create_superuser("redaktor", "redaktor@example.org", "hemmelig-passord-1")


@pytest.fixture
def admin_pages(client: Any, staff: Any) -> Any:
    """A browser in which the secretariat has logged in."""
    client.force_login(staff)
    return client


@pytest.fixture
def count_queries(client: Any, django_assert_max_num_queries: Any) -> Callable[[str], int]:
    """Return a function that fetches an address and says how many queries it takes to make the page."""

    def count(address: str) -> int:
        _forget_all()
        with django_assert_max_num_queries(1000) as captured:
            response = client.get(address)
            # Downloads are streamed; all of it counts.
            b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200, (address, response.status_code)
        return len(captured)

    return count
