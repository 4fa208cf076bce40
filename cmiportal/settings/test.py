"""Tests: real PostgreSQL and Valkey from `tests.services`, mail in memory unless a test brings its own SMTP server."""

from . import env

env.assume(
    SECRET_KEY="only-for-tests",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    # Linters load these settings without servers; the tests always set both.
    DATABASE_URL="postgresql://portal@/postgres?host=/nowhere",
    REDIS_URL="redis://localhost:1/0",
)

from .base import *  # noqa: E402,F403 - base asks for what is assumed above
from .base import INSTALLED_APPS, STATIC_ROOT, STORAGES, VAR_DIR  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "cmiportal.demo"]
DEMO = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
# Pages as they are now: what a test changes in the tables shows at once. The tests of the cache turn it on.
VISITORS_PAGES_SECONDS = 0
# The page that plays the bank; tests of Stripe set theirs.
PAYMENT_VARIANTS = {"dummy": ("cmiportal.billing.providers.DemoProvider", {})}
