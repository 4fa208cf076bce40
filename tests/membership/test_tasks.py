"""What happens to memberships by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cmiportal.rules.days import uk_day
from membership.tasks import end_memberships, remind_renewals
from tests.factories.membership import member

pytestmark = pytest.mark.django_db


def test_the_tasks_take_today():
    today = uk_day(timezone.now())
    member(until=today + timedelta(days=7), at=timezone.now())
    member(until=today - timedelta(days=1), at=timezone.now())

    assert remind_renewals() == 2
    assert end_memberships() == 1
