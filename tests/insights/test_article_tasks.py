"""Articles appear by the clock: the task does its work, and the beat gives it every minute."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from insights import tasks
from insights.models import Article
from tests.factories.insights import ArticleFactory

pytestmark = pytest.mark.django_db


def test_the_beat_gives_the_task_every_minute():
    [schedule] = [
        entry["schedule"]
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if entry["task"] == tasks.publish_what_is_due.name
    ]

    assert (len(schedule.minute), len(schedule.hour), len(schedule.day_of_week)) == (60, 24, 7)


def test_what_is_due_appears():
    now = timezone.now()
    ArticleFactory(state="scheduled", publish_at=now - timedelta(seconds=1))
    ArticleFactory(state="scheduled", publish_at=now + timedelta(hours=1))

    assert tasks.publish_what_is_due() == 1
    assert sorted(Article.objects.values_list("state", flat=True)) == ["published", "scheduled"]
