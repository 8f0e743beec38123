"""The least that Django needs to answer: what a page of the portal is compared with.

No apps, no database, no middleware: nothing that Django serves can be faster.
"""

SECRET_KEY = "of no use: nothing is signed here"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.benchmark.empty"
MIDDLEWARE: list[str] = []
USE_I18N = False
USE_TZ = True
