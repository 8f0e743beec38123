"""Settings of the portal, read from the environment.

Every variable that is read here stands in docs/configuration.md; a test holds the two together.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from osloregionen import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var"

DEBUG = environment.flag("DEBUG", default=False)
# True where the portal is served over HTTPS behind a proxy. False only on the reader's own machine.
HTTPS = environment.flag("HTTPS", default=False)
SECRET_KEY = environment.secret_key("SECRET_KEY", file=DATA_DIR / "secret_key")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# A page for those who change templates and styles; readers have no use for it.
COMPONENTS = environment.flag("COMPONENTS", default=False)
CSRF_TRUSTED_ORIGINS = environment.names("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "osloregionen.views.csrf_failure"

INSTALLED_APPS = [
    "osloregionen",
    "members",
    "declaration",
    "actionplan",
    "emissions",
    "osloregionen.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_tables2",
    "simple_history",
]

MIDDLEWARE = [
    "osloregionen.middleware.HeadWithoutBodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Above whatever asks who the reader is; those that it answers itself are nobody in particular.
    # The content policy is kept with the page: writing it anew took a quarter of a kept page's time.
    "osloregionen.kept.KeptPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "osloregionen.middleware.CookiesWithoutNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "osloregionen.middleware.AfterwardsMiddleware",
    "osloregionen.middleware.DatabaseUnavailableMiddleware",
]

ROOT_URLCONF = "osloregionen.urls"
WSGI_APPLICATION = "osloregionen.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": environment.database("DATABASE_URL", default=DATA_DIR / "portal.sqlite3", base=BASE_DIR),
}
if DEBUG:
    # runserver takes a new thread for each request, and would leave a connection open in each.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Norsk bokmål")]
# Forms show and take dates as people write them here, "7.2.2019".
FORMAT_MODULE_PATH = "osloregionen.formats"
TIME_ZONE = "Europe/Oslo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    # Installed by npm, never copied into the project.
    ("vendor/designsystemet", BASE_DIR / "node_modules/@digdir/designsystemet-css/dist"),
    ("vendor/inter", BASE_DIR / "node_modules/inter-ui/variable"),
]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Finished PDFs and drawn charts, by content: files, so that all workers share them and a restart keeps them.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "TIMEOUT": 60 * 60 * 24 * 30,
        # Two for each PDF: a plan, the declarations, a sheet for every municipality. One for each chart, of
        # 5 kB: half a dozen for every municipality, of this edition and of former ones that somebody reads.
        "OPTIONS": {"MAX_ENTRIES": 4000},
    },
    # Rendered pages, in each worker's own memory: some tens of megabytes, a hundred at the very most.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
# Whether a PDF whose button tells its size is made as soon as its page has been read, opened or not.
PDFS_AHEAD = True
MEDIA_ROOT = DATA_DIR / "media"
# What staff upload is handed out by members.views.document_file: only what a document names.
MEDIA_URL = "/filer/"

# Strict from the first page: nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
# Browsers show a PDF in a small page of their own, which the policy above would break.
PDF_CONTENT_SECURITY_POLICY = "frame-ancestors 'none'"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading binds the whole parent domain for good; that is the domain owner's decision, not the portal's.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_traceback": {"()": "osloregionen.logs.WithoutTraceback"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # A 404 is not an event, and its address may hold what should not be in a log.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # Somebody asked by another name than the portal's; where in the code that was found tells nothing.
        "django.security.DisallowedHost": {"filters": ["without_traceback"]},
    },
}

DJANGO_TABLES2_TEMPLATE = "_table.html"
# What a list's filter says when nothing is chosen.
FILTERS_EMPTY_CHOICE_LABEL = "Alle"
