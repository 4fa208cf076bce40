"""What happens to events and bookings by the clock: each task does its work, and the beat knows it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from events import tasks
from events.models import Event
from events.services import running
from tests.events.said import states
from tests.factories.events import EventFactory, confirmed, events_team, held, offered, priced, waiting

pytestmark = pytest.mark.django_db


def runs_a_day(schedule):
    """How often a schedule is due in a day, whichever day it is."""
    assert (len(schedule.day_of_week), len(schedule.day_of_month), len(schedule.month_of_year)) == (7, 31, 12)
    return len(schedule.hour) * len(schedule.minute)


@pytest.mark.parametrize(
    ("task", "often"),
    [
        (tasks.remind_of_events, 24 * 12),
        (tasks.keep_lines_moving, 24 * 60),
        (tasks.call_off_cancelled, 24 * 60),
        (tasks.see_to_money_of_bookings, 24 * 60),
        (tasks.complete_events, 24 * 12),
        (tasks.erase_needs_of_bookings, 1),
    ],
)
def test_the_beat_gives_the_task_so_often_a_day(task, often):
    (schedule,) = [entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] == task.name]

    assert runs_a_day(schedule) == often


def test_lines_move_on_and_close_by_the_clock():
    now = timezone.now()
    offer = offered(EventFactory(capacity=1, starts_at=now + timedelta(days=9)), at=now - timedelta(days=2))
    waits = waiting(EventFactory(capacity=1, starts_at=now - timedelta(hours=1)), at=now - timedelta(days=2))

    assert tasks.keep_lines_moving() == 2
    assert states(offer.event)[-1] == states(waits.event)[-1] == "cancelled"


def test_cancelled_events_are_called_off_and_their_money_seen_to():
    now = timezone.now()
    event = priced(EventFactory(starts_at=now + timedelta(days=9)))
    confirmed(event, at=now)
    held(event, at=now)
    running.cancel_event(event=event, by=events_team(), reason="Snow.", at=now)

    assert (tasks.call_off_cancelled(), tasks.see_to_money_of_bookings()) == (2, 2)


def test_what_is_over_is_over_and_its_needs_are_erased():
    long_ago = timezone.now() - timedelta(days=40)
    event = EventFactory(starts_at=long_ago)
    confirmed(event, diet="Vegan", at=long_ago - timedelta(days=1))

    assert (tasks.complete_events(), tasks.erase_needs_of_bookings()) == (1, 1)
    assert Event.objects.get(pk=event.pk).state == "completed"
