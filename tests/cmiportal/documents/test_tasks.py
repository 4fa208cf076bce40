"""The sweep as the worker runs it."""

import os
import time

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from cmiportal.documents.models import StoredFile
from cmiportal.documents.tasks import sweep
from tests.factories.documents import StoredFileFactory

pytestmark = pytest.mark.django_db


def test_the_sweep_takes_what_nobody_owned_for_a_day(caplog, kept):
    owned, fresh, stale = StoredFileFactory.create_batch(3, kind="own")
    day_old = time.time() - 25 * 3600
    for file in (owned, stale):
        os.utime(default_storage.path(file.storage_key), (day_old, day_old))
    StoredFile.objects.filter(pk__in=[fresh.pk, stale.pk]).delete()

    with caplog.at_level("INFO", logger="cmiportal.documents"):
        sweep()
        sweep()

    assert kept() == sorted([owned.storage_key, fresh.storage_key])
    assert [record.getMessage() for record in caplog.records] == ["Swept 1 files that nobody owned"]


def test_beat_knows_the_sweep():
    assert sweep.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
