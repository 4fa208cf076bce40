"""Work and demo on one machine: `make demo` hands down DATABASE_URL and REDIS_URL of its own servers."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-work-and-demo-on-one-machine-never-in-production")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("DATABASE_URL", "postgresql://portal@/postgres?host=/tmp")
os.environ.setdefault("REDIS_URL", "redis://localhost:6379/0")

from .base import *  # noqa: E402,F403
from .base import VAR_DIR, env  # noqa: E402

DEMO = env.flag("DEMO")
if DEMO:
    INSTALLED_APPS = [*INSTALLED_APPS, "cmiportal.demo"]  # noqa: F405
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
