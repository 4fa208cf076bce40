"""The clock makes the sizes of pictures that are still to be made."""

import pytest
from celery.schedules import crontab
from django.conf import settings

from insights.models import Picture
from insights.tasks import make_sizes_of_pictures
from tests.factories.insights_pictures import a_picture, photo, photograph

pytestmark = pytest.mark.django_db


def test_each_minute_what_is_left_is_made():
    a_picture(file=photo(content=photograph(320, 160)))

    assert make_sizes_of_pictures() == 3
    assert make_sizes_of_pictures() == 0
    assert not Picture.objects.to_size().exists()
    beats = {beat["task"]: beat["schedule"] for beat in settings.CELERY_BEAT_SCHEDULE.values()}
    assert beats[make_sizes_of_pictures.name] == crontab()
