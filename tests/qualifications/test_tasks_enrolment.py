"""What the clock does to places."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cmiportal.rules.days import uk_day
from qualifications.models import Enrolment
from qualifications.tasks import expire_places
from tests.factories.places import registered_place

pytestmark = pytest.mark.django_db


def test_registrations_that_ran_out_by_today_end():
    place = registered_place()
    Enrolment.objects.update(registered_on="2020-01-01", expires_on=uk_day(timezone.now()) - timedelta(days=1))

    assert expire_places() == 1

    place.refresh_from_db()
    assert place.state == "expired"


def test_beat_runs_it_every_night():
    entry = settings.CELERY_BEAT_SCHEDULE["expire-places"]

    assert entry["task"] == expire_places.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({0}, {15})
