"""Bookings and events as calendars have them: one entry each, through every change, read back with a reader's eyes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from cmiportal.links.models import Link
from cmiportal.links.services import use_link
from events.models import Event
from events.models.events import Format
from events.services import changes, hand_over, party
from events.services.bookings import leave
from events.services.calendars import entries_of, file_of, former_file_of, location_of, public_file_of
from events.services.editing import change_event
from events.services.running import call_off, cancel_event
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    SeriesFactory,
    attended,
    cancelled,
    confirmed,
    events_team,
    fresh,
    held,
    in_person,
    missed,
    offered,
    waiting,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")


def entry(booking):
    """The entry in the file of the booking as it stands, and what the file asks."""
    content, method = file_of(fresh(booking), at=NOW)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["method"]) == method
    return event, method


def changed(event, **values):
    return change_event(event=event, values=values, by=events_team(), at=NOW)


def test_a_booking_is_one_entry_through_a_change_a_move_and_its_end():
    series = SeriesFactory()
    event, other = EventFactory(series=series), EventFactory(series=series, starts_at=NOW + 50 * DAY)
    booking = confirmed(event)
    entered = entry(booking)
    changed(event, starts_at=event.starts_at + DAY, ends_at=event.ends_at + DAY)
    later = entry(booking)
    changes.move_to(booking=fresh(booking), event=other, by=booking.person, at=NOW)
    moved = entry(booking)
    changes.cancel(booking=fresh(booking), by=booking.person, at=NOW)
    gone = entry(booking)

    seen = (entered, later, moved, gone)
    assert len({str(one["uid"]) for one, _ in seen}) == 1
    assert [one["sequence"] for one, _ in seen] == [0, 1, 2, 3]
    assert [str(method) for _, method in seen] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    starts = [one.decoded("dtstart") for one, _ in seen]
    assert starts == [event.starts_at, event.starts_at + DAY, other.starts_at, other.starts_at]
    assert str(gone[0]["status"]) == "CANCELLED"
    assert str(entered[0]["attendee"]) == f"mailto:{booking.person.email}"
    assert str(entered[0]["url"]).endswith(f"/bookings/{booking.pk}/")


def test_a_move_to_an_event_that_was_never_changed_still_is_the_newer_entry():
    """The event's own sequence would go back from 3 to 0: each booking counts for itself."""
    series = SeriesFactory()
    event, other = EventFactory(series=series), EventFactory(series=series, starts_at=NOW + 50 * DAY)
    booking = confirmed(event)
    for day in (1, 2, 3):
        changed(Event.objects.get(pk=event.pk), starts_at=event.starts_at - day * DAY)
    before, _ = entry(booking)
    changes.move_to(booking=fresh(booking), event=other, by=booking.person, at=NOW)

    after, _ = entry(booking)

    assert (before["sequence"], after["sequence"]) == (3, 4)


def test_an_event_that_is_called_off_leaves_the_calendar():
    booking = confirmed()
    cancel_event(event=booking.event, by=events_team(), reason="The speaker is ill.", at=NOW)
    call_off(at=NOW)

    event, method = entry(booking)

    assert (str(method), str(event["status"]), event["sequence"]) == ("CANCEL", "CANCELLED", 1)


def test_who_was_there_keeps_the_entry_and_who_never_had_a_place_gets_none():
    assert str(entry(attended())[1]) == "REQUEST"
    for booking in (held(), waiting(), offered(), missed()):
        assert file_of(booking, at=NOW) is None
    gone = waiting()
    leave(booking=gone, by=gone.person, at=NOW)
    assert file_of(fresh(gone), at=NOW) is None


def handed_over(booking, email):
    """Taken over by whoever has that address."""
    hand_over.hand_over(booking=booking, by=booking.person, name="Gwen Adeyemi", email=email, at=NOW)
    link = Link.objects.get(subject_id=booking.pk, used_at=None, revoked_at=None)
    use_link(link=link, data={"access_needs": "", "diet": ""}, at=NOW)


def test_who_handed_a_booking_over_takes_it_out_of_their_calendar():
    series = SeriesFactory()
    booking = confirmed(EventFactory(series=series))
    giver, taker = booking.person, UserFactory()
    assert former_file_of(booking.pk, giver, at=NOW) is None
    entered, _ = entry(booking)

    handed_over(booking, taker.email)

    content, method = former_file_of(booking.pk, giver, at=NOW)
    (gone,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(method), str(gone["status"]), str(gone["uid"])) == ("CANCEL", "CANCELLED", str(entered["uid"]))
    assert (gone["sequence"], str(gone["attendee"])) == (1, f"mailto:{giver.email}")
    for other in (taker, UserFactory(), events_team()):
        assert former_file_of(booking.pk, other, at=NOW) is None
    assert str(entry(booking)[1]) == "REQUEST"


def test_where_a_booking_goes_after_it_was_handed_over_is_not_told_to_who_had_it():
    series = SeriesFactory()
    booking, other = confirmed(EventFactory(series=series)), EventFactory(series=series, starts_at=NOW + 50 * DAY)
    giver, taker = booking.person, UserFactory()
    handed_over(booking, taker.email)

    changes.move_to(booking=fresh(booking), event=other, by=taker, at=NOW)

    assert former_file_of(booking.pk, giver, at=NOW) is None


@pytest.mark.parametrize(("fold", "utc_hour"), [(0, 0), (1, 1)])
def test_an_event_in_the_hour_that_comes_twice_is_one_moment(fold, utc_hour):
    """On 31 October 2027 clocks in London show 01:30 twice, and both are typed as they are shown."""
    start = datetime(2027, 10, 31, 1, 30, tzinfo=LONDON, fold=fold)
    row = confirmed(EventFactory(starts_at=start, ends_at=start.astimezone(UTC) + timedelta(hours=2)))

    event, _ = entry(row)

    assert event.decoded("dtstart") == datetime(2027, 10, 31, utc_hour, 30, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)


def test_a_persons_dates_are_the_places_they_have_and_lately_had(django_assert_num_queries):
    person = UserFactory()
    shown = [
        confirmed(EventFactory(title="Long past", starts_at=NOW - 70 * DAY), person, at=NOW - 90 * DAY),
        confirmed(EventFactory(title="Lately", starts_at=NOW - 30 * DAY), person, at=NOW - 90 * DAY),
        confirmed(EventFactory(title="Soon"), person),
        cancelled(EventFactory(title="Not after all"), person),
        waiting(EventFactory(title="Perhaps", capacity=1), person),
        confirmed(EventFactory(title="Somebody else's")),
    ]
    assert len(shown) == 6

    with django_assert_num_queries(1):
        titles = [one.title for one in entries_of(person, NOW)]

    assert titles == ["Lately", "Soon"]


def test_anybody_can_take_an_event_along_and_sees_it_cancelled():
    event = in_person(address="3 Quayside\r\n\r\nBristol")
    (before,) = Calendar.from_ical(public_file_of(event, at=NOW)).walk("VEVENT")
    gone = cancel_event(event=event, by=events_team(), reason="The speaker is ill.", at=NOW)
    (after,) = Calendar.from_ical(public_file_of(gone, at=NOW)).walk("VEVENT")

    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert (str(before["status"]), str(after["status"])) == ("CONFIRMED", "CANCELLED")
    assert str(before["location"]) == "Calder Rooms, 3 Quayside, Bristol"
    assert "attendee" not in before


def test_who_joins_online_has_no_room_in_the_calendar_and_changing_that_is_the_newer_entry():
    booking = confirmed(in_person(format=Format.HYBRID))
    in_the_room, _ = entry(booking)

    party.change(booking=booking, by=booking.person, guests=(), online=True, at=NOW)
    online, _ = entry(booking)
    party.change(booking=fresh(booking), by=booking.person, guests=(), access_needs="Captions", at=NOW)
    same, _ = entry(booking)

    seen = (in_the_room, online, same)
    assert [str(one["location"]) for one in seen] == ["Calder Rooms", "Online", "Online"]
    assert [one["sequence"] for one in seen] == [0, 1, 1]


def test_without_a_venue_it_is_online():
    assert location_of(EventFactory()) == "Online"
    assert location_of(in_person()) == "Calder Rooms"
