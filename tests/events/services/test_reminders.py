"""Reminders of events: at their moments, once, written down with the reason where nothing is sent."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import BookingReminder, Event
from events.models.events import Format
from events.services import changes, party
from events.services.editing import change_event
from events.services.reminders import CLOSED, OUTDATED, TOLD_LATER, remind
from events.services.running import cancel_event
from events.tasks import remind_of_events
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    SeriesFactory,
    attended,
    cancelled,
    confirmed,
    events_team,
    held,
    offered,
    priced,
    waiting,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WEEK = 10_080
BOOKED = NOW - 40 * DAY
JOIN = "https://meet.example/leading-through-change"
# Where the ledger ends, its new rows and the messages, and the savepoints of two transactions within that of the test.
RUN_QUERIES = 7


def beginning(in_minutes, **known):
    """An event that begins in so many minutes."""
    return EventFactory(starts_at=NOW + in_minutes * MINUTE, **known)


def booked(event, **known):
    """Somebody who booked long before any reminder was due."""
    return confirmed(event, at=BOOKED, **known)


def ledger():
    rows = BookingReminder.objects.order_by("starts_at", "-minutes")
    return [(row.minutes, row.outcome, row.reason) for row in rows]


@pytest.mark.parametrize(
    ("in_minutes", "due"),
    [
        (10_081, []),
        (10_080, [10_080]),
        (1_441, [10_080]),
        (1_440, [10_080, 1_440]),
        (61, [10_080, 1_440]),
        (60, [10_080, 1_440, 60]),
        (1, [10_080, 1_440, 60]),
        (0, []),
    ],
)
def test_the_latest_that_is_due_is_sent_and_earlier_ones_are_written_down_as_out_of_date(in_minutes, due):
    booking = booked(beginning(in_minutes))

    assert remind(at=NOW) == len(due[-1:])

    late = [(minutes, "skipped", OUTDATED) for minutes in due[:-1]]
    assert ledger() == late + [(minutes, "sent", "") for minutes in due[-1:]]
    assert {row.recipient for row in told("event_reminder")} == ({booking.person} if due else set())


def test_each_is_sent_at_its_moment_and_never_twice():
    event = beginning(20_000)
    booked(event)

    for minutes in (10_085, 10_080, 10_075, 1_445, 1_440, 1_435, 65, 60, 55, 5, 0, -5):
        for _ in range(2):
            remind(at=event.starts_at - minutes * MINUTE)

    assert ledger() == [(10_080, "sent", ""), (1_440, "sent", ""), (60, "sent", "")]
    assert told("event_reminder").count() == 3


def test_the_message_says_when_and_where_and_the_last_one_how_to_join():
    event = beginning(20_000, joining_url=JOIN)
    booking = booked(event)

    for minutes in (10_080, 1_440, 60):
        remind(at=event.starts_at - minutes * MINUTE)

    contexts = [row.context for row in told("event_reminder").order_by("created_at", "pk")]
    assert [context["joining_url"] for context in contexts] == ["", "", JOIN]
    assert {context["place"] for context in contexts} == {"Online"}
    assert {context["path"] for context in contexts} == {reverse("events:booking_detail", args=[booking.pk])}
    assert {datetime.fromisoformat(context["starts_at"]) for context in contexts} == {event.starts_at}


@pytest.mark.parametrize(
    ("form", "online", "said"),
    [
        (Format.HYBRID, True, ("Online", JOIN)),
        (Format.HYBRID, False, ("Calder Rooms", JOIN)),
        (Format.IN_PERSON, True, ("Calder Rooms", "")),
    ],
)
def test_it_says_where_this_person_comes_and_no_link_that_a_room_has_left_behind(form, online, said):
    event = beginning(20_000, format=form, venue="Calder Rooms", joining_url=JOIN)
    booked(event, online=online)

    remind(at=event.starts_at - 60 * MINUTE)

    context = told("event_reminder").get().context
    assert (context["place"], context["joining_url"]) == said


def test_only_who_has_a_place_is_reminded():
    event = beginning(60, capacity=4)
    booking = booked(event)
    others = [
        waiting(beginning(60, capacity=1), at=BOOKED),
        offered(beginning(60, capacity=1), at=BOOKED),
        cancelled(beginning(60), at=BOOKED),
        held(priced(beginning(60)), at=BOOKED),
        attended(beginning(60), at=BOOKED),
    ]

    remind(at=NOW)

    recipients = {row.recipient for row in told("event_reminder")}
    assert booking.person in recipients
    assert recipients.isdisjoint({other.person for other in others})


def test_nobody_is_reminded_of_an_event_that_is_cancelled():
    event = beginning(60)
    booked(event)
    cancel_event(event=event, by=events_team(), reason="The speaker is ill.", at=NOW)

    assert remind(at=NOW) == 0
    assert ledger() == []


def test_who_booked_after_the_moment_is_not_told_what_they_know():
    confirmed(beginning(1_000), at=NOW - MINUTE)

    remind(at=NOW)

    assert ledger() == [(10_080, "skipped", OUTDATED), (1_440, "skipped", TOLD_LATER)]
    assert not told("event_reminder").exists()


def test_who_moved_to_the_event_after_the_moment_knows_it_too():
    series = SeriesFactory()
    event, other = beginning(5_000, series=series), beginning(6_000, series=series)
    booking = booked(other)
    changes.move_to(booking=booking, event=event, by=booking.person, at=NOW - MINUTE)

    remind(at=NOW)

    assert ledger() == [(10_080, "skipped", TOLD_LATER)]


def test_who_only_changes_what_they_need_is_reminded_all_the_same():
    booking = booked(beginning(WEEK))
    party.change(booking=booking, by=booking.person, guests=(), access_needs="Captions", at=NOW)

    assert remind(at=NOW + MINUTE) == 1
    assert ledger() == [(10_080, "sent", "")]


def test_a_new_time_is_reminded_of_anew_unless_it_was_told_after_the_moment():
    event = beginning(WEEK)
    booked(event)
    remind(at=NOW)
    change_event(
        event=Event.objects.get(pk=event.pk),
        values={"starts_at": event.starts_at + 7 * DAY, "ends_at": event.ends_at + 7 * DAY},
        by=events_team(),
        at=NOW,
    )
    remind(at=NOW + 7 * DAY)
    assert ledger() == [(10_080, "sent", ""), (10_080, "sent", "")]

    change_event(
        event=Event.objects.get(pk=event.pk),
        values={"starts_at": NOW + 9 * DAY, "ends_at": NOW + 10 * DAY},
        by=events_team(),
        at=NOW + 7 * DAY,
    )
    remind(at=NOW + 7 * DAY)

    assert sorted(ledger()) == [(10_080, "sent", ""), (10_080, "sent", ""), (10_080, "skipped", TOLD_LATER)]


def test_a_closed_account_is_told_nothing():
    person = UserFactory()
    booked(beginning(60), person=person)
    person.is_active = False
    person.save(update_fields=["is_active"])

    assert remind(at=NOW) == 0
    assert ledger()[-1] == (60, "skipped", CLOSED)


def test_a_day_before_is_24_hours_when_the_clocks_change():
    """01:30 GMT on 31 October 2027, the second one of that night, is 24 hours after 02:30 BST the day before."""
    london = ZoneInfo("Europe/London")
    start = datetime(2027, 10, 31, 1, 30, tzinfo=london, fold=1).astimezone(UTC)
    confirmed(EventFactory(starts_at=start))

    remind(at=datetime(2027, 10, 30, 2, 29, tzinfo=london))
    assert [minutes for minutes, outcome, _ in ledger() if outcome == "sent"] == [10_080]
    remind(at=datetime(2027, 10, 30, 2, 30, tzinfo=london))

    assert [minutes for minutes, outcome, _ in ledger() if outcome == "sent"] == [10_080, 1_440]


def test_the_offsets_are_policy(settings):
    settings.EVENT_REMINDER_MINUTES = [30]
    booked(beginning(30))
    booked(beginning(31))

    assert remind(at=NOW) == 1
    assert ledger() == [(30, "sent", "")]


def test_without_offsets_nobody_is_reminded(settings):
    settings.EVENT_REMINDER_MINUTES = []
    booked(beginning(30))

    assert remind(at=NOW) == 0
    assert ledger() == []


@pytest.mark.parametrize("people", [1, 3])
def test_a_run_takes_as_many_statements_for_three_people_as_for_one(people):
    event = beginning(60)
    for _ in range(people):
        booked(event)

    with CaptureQueriesContext(connection) as asked:
        assert remind(at=NOW) == people

    assert len(asked) == RUN_QUERIES


def test_the_task_reminds_as_of_now():
    assert remind_of_events() == 0
