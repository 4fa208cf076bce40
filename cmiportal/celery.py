"""The Celery application; each app's ``tasks.py`` is found by itself, the beat schedule is static."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmiportal.settings.prod")
app = Celery("cmiportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
