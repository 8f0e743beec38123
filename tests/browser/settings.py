"""The portal as deployed, for browsers: with the component page, pages that fail, and no collected files."""

from osloregionen.settings import *  # noqa: F403
from osloregionen.settings import STORAGES

ROOT_URLCONF = "tests.browser.urls"
COMPONENTS = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Pages are looked at, not PDFs.
PDFS_AHEAD = False
# Static files from where they are, so that none need be collected.
WHITENOISE_USE_FINDERS = True
# Nothing of what the portal here keeps is touched.
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "pages")
}
