"""The demo can be loaded on any day, those on which days are easily miscounted included."""

from datetime import UTC, datetime, timedelta

import pytest

from events.models import Booking, BookingEvent, Event
from events.workflow import BookingState, EventState
from membership.models import CharteredApplication
from membership.services.assessing.discussions import free_slots
from membership.workflow import ApplicationState
from qualifications.models import Award, Stage, Submission
from tests.demo import load_portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# A night in which the clocks change, the turn of a year.
DAYS = (
    datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    datetime(2027, 12, 31, 23, 59, 59, tzinfo=UTC),
)


@pytest.mark.parametrize("at", DAYS, ids=lambda at: at.date().isoformat())
def test_the_same_work_waits_whatever_the_day_of_loading(at):
    load_portal(at=at)

    stages = Stage.objects.open().values_list("stage", flat=True).order_by("stage")
    assert list(stages) == [*["allocation"] * 10, *["marking"] * 3, "sign_off", *["verification"] * 2]
    assert Stage.objects.late(at=at).values_list("stage", flat=True).get() == "marking"
    assert Submission.objects.filter(resubmit_by__gt=at).count() == 2
    assert Award.objects.get(state="raised").raised_at == at - timedelta(days=45)
    assert set(CharteredApplication.objects.values_list("state", flat=True)) == set(ApplicationState.values)
    assert not CharteredApplication.objects.filter(events__at__gt=at).exists()
    (to_book,) = CharteredApplication.objects.filter(person__email="hollis@example.org")
    assert free_slots(to_book, at=at).count() == 7
    assert set(Booking.objects.values_list("state", flat=True)) == set(BookingState.values)
    assert set(Event.objects.values_list("state", flat=True)) == set(EventState.values)
    assert not BookingEvent.objects.filter(at__gt=at).exists()
