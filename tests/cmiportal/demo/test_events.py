"""The demo's events: of every kind and state around the day of loading, told so that every rule held."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F

from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from cmiportal.rules.days import UK, uk_day
from events.models import (
    Booking,
    BookingEvent,
    BookingReminder,
    Community,
    Event,
    EventCode,
    EventEvent,
    Feedback,
    LineDecision,
    Region,
    Topic,
)
from events.models.events import Format, Kind
from events.services.bookings import why_not_bookable
from events.services.line import position_of
from events.workflow import BookingState, EventState
from tests.demo import portal_of

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 19, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The portal as it is a moment after it was loaded."""
    with portal_of(django_db_blocker, at=NOW):
        yield


def account(name):
    return User.objects.get(email=f"{name}@example.org")


def titled(title):
    return Event.objects.get(title=title)


def states_of(name):
    return set(Booking.objects.filter(person=account(name)).values_list("state", flat=True))


def test_some_forty_events_are_of_every_kind_format_and_state():
    assert 40 <= Event.objects.count() <= 50
    assert set(Event.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert set(Event.objects.values_list("format", flat=True)) == set(Format.values)
    assert set(Event.objects.values_list("state", flat=True)) == set(EventState.values)
    assert set(Event.objects.values_list("access", flat=True)) == {"everybody", "members"}


def test_every_region_at_home_community_and_topic_has_an_event():
    shown = Event.objects.public()

    assert set(Region.objects.filter(abroad=False)) <= {event.region for event in shown.select_related("region")}
    assert not Community.objects.exclude(events__in=shown).exists()
    assert not Topic.objects.exclude(events__in=shown).exists()
    assert shown.filter(region__abroad=True).exists()


def test_some_are_over_one_is_under_way_one_begins_within_the_hour_and_many_are_to_come():
    upcoming = Event.objects.upcoming(at=NOW)

    assert Event.objects.past(at=NOW).count() >= 10
    assert not Event.objects.over(at=NOW).exists()
    assert [event.title for event in upcoming.filter(starts_at__lte=NOW)] == ["A rota that people keep"]
    soon = upcoming.get(starts_at__gt=NOW, starts_at__lte=NOW + timedelta(hours=1))
    assert soon.joining_url
    assert soon.bookings.get(person=account("member")).state == "confirmed"
    assert upcoming.filter(starts_at__lte=NOW + timedelta(days=7)).count() >= 5
    assert upcoming.count() >= 22


def test_the_two_of_the_home_page_are_to_come():
    named = {"Trauma-Informed Leadership", "The Pathway to Net Zero"}

    assert set(Event.objects.upcoming(at=NOW).filter(title__in=named).values_list("title", flat=True)) == named


def test_events_are_in_their_own_time_zones_and_none_is_on_a_weekend_but_the_night_of_the_clocks():
    night = titled("Night shift: managing while others sleep")
    others = Event.objects.exclude(pk__in=[night.pk]).exclude(title="A rota that people keep")
    days = {event.starts_at.astimezone(ZoneInfo(event.time_zone)).weekday() for event in others}

    assert set(others.values_list("time_zone", flat=True)) > {"Asia/Singapore", "America/Toronto", "Asia/Dubai"}
    assert days <= {0, 1, 2, 3, 4}
    assert night.starts_at.astimezone(UK).utcoffset() != night.ends_at.astimezone(UK).utcoffset()


def test_each_agenda_begins_and_goes_on_with_its_event_and_says_what_fits_the_hour():
    for event in Event.objects.prefetch_related("agenda"):
        lines = list(event.agenda.all())
        starts = [line.starts_at for line in lines]
        steps = [after - before for before, after in pairwise([*starts, event.ends_at])]
        hours = {line.starts_at.astimezone(ZoneInfo(event.time_zone)).hour for line in lines if "eat" in line.title}

        assert starts[0] == event.starts_at, event
        assert min(steps) >= timedelta(minutes=5), event
        assert event.ends_at - starts[-1] <= timedelta(hours=1), event
        assert hours <= {11, 12, 13}, event
        assert not [line.title for line in lines if "morning" in line.title or "coffee" in line.title], event


def test_a_code_takes_its_part_off_the_events_alone():
    assert [(code.code, code.percent, code.uses) for code in EventCode.objects.usable(on=NOW.date())] == [
        ("TABLE15", 15, 40)
    ]


def test_breakfast_is_on_first_fridays_of_months():
    starts = Event.objects.filter(series="first-friday-breakfast").values_list("starts_at", flat=True)

    assert [uk_day(start).isoformat() for start in starts] == ["2027-01-01", "2027-02-05", "2027-03-05"]


def test_taken_places_are_those_of_bookings_that_take_them():
    counted = {event.title: (event.taken, event.bookings.people()) for event in Event.objects.all()}

    assert {title for title, (taken, people) in counted.items() if taken != people} == set()


def test_a_group_waits_that_smaller_ones_overtook_and_it_says_so():
    event = titled("Difficult conversations, practised")
    line = list(event.bookings.line().select_related("person"))
    group = line[0]

    assert (event.left, [(row.person.email.partition("@")[0], row.party) for row in line]) == (
        0,
        [("sanna", 3), ("applicant", 2), ("member", 1)],
    )
    assert list(LineDecision.objects.filter(booking=group).values_list("outcome", "free")) == [("too_few", 1)] * 2
    assert event.bookings.get(person=account("learner")).state == "offered"
    assert event.bookings.get(person=account("wren")).state == "confirmed"
    assert position_of(line[2]) == 3


def test_one_is_nearly_full_one_cannot_be_booked_yet_and_two_are_drafts():
    conference = titled("A day with the whole system")

    assert (conference.left, conference.prices.count()) == (2, 3)
    assert why_not_bookable(titled("The summer conference"), at=NOW) == "Booking is not open yet."
    assert Event.objects.filter(state="draft").count() == 2


def test_the_accounts_have_bookings_in_every_state():
    assert states_of("member") == {"confirmed", "held", "waitlisted", "attended", "no_show", "cancelled"}
    assert states_of("learner") == {"confirmed", "held", "offered", "attended", "no_show", "cancelled"}
    assert states_of("applicant") == {"confirmed", "waitlisted", "attended", "cancelled"}
    assert set(Booking.objects.values_list("state", flat=True)) == set(BookingState.values)


def test_a_place_is_still_kept_for_whoever_is_about_to_pay():
    held = Booking.objects.filter(state="held")

    assert held.count() == 2
    assert not held.filter(held_until__lte=NOW).exists()
    assert set(held.values_list("order__state", flat=True)) == {"open"}


def test_cancelled_events_have_no_open_bookings_and_owe_nothing():
    cancelled = Booking.objects.filter(event__state="cancelled")
    refunded = cancelled.get(person=account("member"))

    assert set(cancelled.values_list("state", flat=True)) == {"cancelled"}
    assert not Booking.objects.money_due().exists()
    assert refunded.order.state == "refunded"


def test_those_who_were_there_said_what_they_thought_and_some_can_still_say_it():
    said = Feedback.objects.filter(booking__event__title="How we halved the meeting week")

    assert Feedback.objects.count() >= 15
    assert set(Feedback.objects.values_list("booking__state", flat=True)) == {"attended"}
    assert said.filter(booking__person=account("applicant")).exists()
    assert not said.filter(booking__person=account("member")).exists()
    assert Event.objects.exclude(recording_url="").count() == 3
    assert Event.objects.get(slides__isnull=False).title == "How we halved the meeting week"


def test_half_of_the_people_of_what_is_under_way_are_ticked():
    states = list(titled("A rota that people keep").bookings.values_list("state", flat=True))

    assert {"attended", "confirmed"} == set(states)


def test_people_were_reminded_and_the_team_wrote_to_them():
    assert set(BookingReminder.objects.values_list("outcome", flat=True)) == {"sent", "skipped"}
    assert (
        Notification.objects.filter(kind="event_team_message").count()
        == Booking.objects.filter(event__title="A rota that people keep").count()
    )
    assert EventEvent.objects.filter(action="change").count() == 1


def test_everything_happened_before_the_moment_of_loading_and_in_order():
    assert not BookingEvent.objects.filter(at__gt=NOW).exists()
    assert not EventEvent.objects.filter(at__gt=NOW).exists()
    assert not Booking.objects.filter(booked_at__lt=F("event__published_at")).exists()
