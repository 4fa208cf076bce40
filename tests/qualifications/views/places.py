"""Places for tests of pages: a page reads the clock, so they count from the day on which the test runs."""

from datetime import timedelta

from django.utils import timezone

from cmiportal.rules.days import uk_day
from tests.factories.qualifications import EnrolmentFactory


def place_of_today(**fields):
    """A place that was registered two months ago and runs for almost three years more."""
    today = uk_day(timezone.now())
    return EnrolmentFactory(registered_on=today - timedelta(days=60), expires_on=today + timedelta(days=1000), **fields)
