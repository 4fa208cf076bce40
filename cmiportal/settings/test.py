"""Tests: real PostgreSQL and Valkey from `tests.services`, mail in memory unless a test brings its own SMTP server."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="portal-test-"))

from .base import *  # noqa: E402,F403
from .base import INSTALLED_APPS, STATIC_ROOT, STORAGES, VAR_DIR  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "cmiportal.demo"]
DEMO = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = Path(VAR_DIR) / "mail"
CELERY_TASK_ALWAYS_EAGER = False
