"""The door: ticked as often as a phone sends it, taken back, closed; thanks and CPD once it is over."""

from datetime import date, timedelta

import pytest

from cmiportal.workflow import MoveNotAllowed, chain_is_whole
from events.models import Guest
from events.services import running
from events.services.attendance import CheckInRefused, check_in, close_attendance, undo
from membership.models import CpdEntry, CpdOffer
from membership.services.cpd import offers as cpd_offers
from tests.events.said import states, taken, told
from tests.factories.cpd import AreaFactory
from tests.factories.events import (
    IN_STATE,
    EventFactory,
    attended,
    confirmed,
    events_team,
    fresh,
    in_person,
    over,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def team():
    return events_team()


def here(booking):
    """Who of the party is here, the person who booked as 0."""
    guests = Guest.objects.filter(booking=booking, checked_in_at__isnull=False).values_list("number", flat=True)
    return [*([0] if fresh(booking).state == "attended" else []), *guests]


def test_a_tick_counts_once_however_often_it_comes(team):
    booking = confirmed()
    start = booking.event.starts_at
    check_in(booking=booking, by=team, at=start)
    row = check_in(booking=booking, by=team, at=start + HOUR)

    assert (row.state, row.checked_in_at, row.moves) == ("attended", start, 1)
    assert chain_is_whole(row)
    assert taken(booking.event) == 1


def test_guests_are_ticked_by_number_or_the_whole_party_at_once(team):
    booking = confirmed(in_person(), guests=["Ada Byrne", "Ines Duarte"])
    start = booking.event.starts_at

    check_in(booking=booking, by=team, at=start, who=2)
    assert here(booking) == [2]
    check_in(booking=booking, by=team, at=start + HOUR, who=None)

    assert here(booking) == [0, 1, 2]
    assert list(booking.guests.values_list("checked_in_at", flat=True)) == [start + HOUR, start]


def test_a_guest_who_is_not_there_is_nobody(team):
    booking = confirmed()
    check_in(booking=booking, by=team, at=booking.event.starts_at, who=7)

    assert here(booking) == []


def test_a_tick_is_taken_back_and_again_changes_nothing(team):
    booking = attended(in_person(), guests=["Ada Byrne"])
    start = booking.event.starts_at

    undo(booking=booking, by=team, at=start, who=1)
    assert here(booking) == [0]
    for _ in range(2):
        row = undo(booking=booking, by=team, at=start)

    assert (here(booking), row.state, row.checked_in_at, row.moves) == ([], "confirmed", None, 2)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("held", "This booking is not paid for yet."),
        ("waitlisted", "This booking waits in the line: it has no place."),
        ("offered", "This booking was offered a place and has not taken it."),
        ("cancelled", "This booking is cancelled."),
    ],
)
def test_who_has_no_place_is_not_ticked(state, said, team):
    booking = IN_STATE[state]()
    with pytest.raises(CheckInRefused, match=f"^{said}$"):
        check_in(booking=booking, by=team, at=booking.event.starts_at)


def test_nobody_is_ticked_long_before_the_event(team, settings):
    settings.EVENT_CHECK_IN_MINUTES = 90
    booking = confirmed()
    opens = booking.event.starts_at - timedelta(minutes=90)
    with pytest.raises(CheckInRefused, match=r"^Check-in opens 90 minutes before the event begins.$"):
        check_in(booking=booking, by=team, at=opens - timedelta(seconds=1))

    assert check_in(booking=booking, by=team, at=opens).state == "attended"


def test_nobody_is_ticked_at_an_event_that_is_cancelled(team):
    booking = confirmed()
    start = booking.event.starts_at
    running.cancel_event(event=booking.event, by=team, reason="The speaker is ill.", at=start - HOUR)
    with pytest.raises(CheckInRefused, match=r"^This event is cancelled.$"):
        check_in(booking=booking, by=team, at=start)


@pytest.mark.parametrize("act", [check_in, undo])
def test_nobody_ticks_but_the_events_team_not_even_themselves(act):
    booking = confirmed()
    with pytest.raises(MoveNotAllowed, match=r"^Only the events team says who came.$"):
        act(booking=booking, by=booking.person, at=booking.event.starts_at)
    with pytest.raises(MoveNotAllowed):
        close_attendance(event=booking.event, by=booking.person, at=booking.event.ends_at)


def test_closing_says_of_the_others_that_they_did_not_come_and_again_of_nobody(team):
    event = EventFactory()
    came, _ = attended(event), confirmed(event)

    assert [close_attendance(event=event, by=team, at=event.ends_at) for _ in range(2)] == [1, 0]
    assert states(event) == ["attended", "no_show"]
    assert taken(event) == 2
    assert fresh(came).moves == 1


def test_who_is_ticked_after_closing_came_after_all(team):
    booking = confirmed()
    event = over(booking.event)
    close_attendance(event=event, by=team, at=event.ends_at)

    assert check_in(booking=booking, by=team, at=event.ends_at + HOUR).state == "attended"
    assert told("event_attended").count() == 1


def test_attendance_is_closed_once_the_event_is_over(team):
    event = EventFactory()
    with pytest.raises(CheckInRefused, match=r"^Attendance is closed once the event is over.$"):
        close_attendance(event=event, by=team, at=event.ends_at - HOUR)


def test_attendance_of_a_cancelled_event_is_not_closed(team):
    event = EventFactory()
    running.cancel_event(event=event, by=team, reason="The speaker is ill.", at=event.starts_at)
    with pytest.raises(CheckInRefused):
        close_attendance(event=event, by=team, at=event.ends_at)


def test_who_came_is_thanked_and_offered_cpd_when_the_event_is_over_and_nobody_else():
    event = EventFactory(cpd_minutes=90, time_zone="Asia/Tokyo", starts_at=NOW + timedelta(days=30, hours=10))
    came, _ = attended(event), confirmed(event)
    assert not told("event_attended").exists()

    over(event)

    message = told("event_attended").get()
    assert (message.recipient, message.context["minutes"]) == (came.person, 90)
    offer = CpdOffer.objects.get()
    assert (offer.person, offer.source_key) == (came.person, f"event:{came.pk}")
    assert (offer.title, offer.activity, offer.minutes) == (event.title, CpdEntry.Activity.EVENT, 90)
    assert offer.on == date(2026, 12, 3)


def test_an_event_without_cpd_offers_none():
    event = EventFactory()
    attended(event)
    over(event)

    assert told("event_attended").get().context["minutes"] == 0
    assert not CpdOffer.objects.exists()


def test_who_is_ticked_twice_after_the_event_is_thanked_once_and_offered_cpd_as_long_as_they_are_ticked(team):
    event = EventFactory(cpd_minutes=60)
    booking, other = confirmed(event), confirmed(event)
    check_in(booking=other, by=team, at=event.ends_at)
    offers = CpdOffer.objects.filter(person=booking.person)
    counted = []
    for _ in range(2):
        check_in(booking=booking, by=team, at=event.ends_at)
        counted.append(offers.count())
        undo(booking=booking, by=team, at=event.ends_at)
        counted.append(offers.count())

    assert counted == [1, 0, 1, 0]
    assert told("event_attended").filter(recipient=booking.person).count() == 1
    assert CpdOffer.objects.get().person == other.person


def test_an_offer_of_cpd_that_was_answered_stays_when_the_tick_is_taken_back(team):
    event = EventFactory(cpd_minutes=60)
    recorded, refused = attended(event), attended(event)
    over(event)
    taken_up, dismissed = (CpdOffer.objects.get(person=row.person) for row in (recorded, refused))
    values = {"title": event.title, "activity": taken_up.activity, "area": AreaFactory(), "on": taken_up.on}
    entry = cpd_offers.take_up(offer=taken_up, values=values, at=event.ends_at)
    cpd_offers.dismiss(offer=dismissed, at=event.ends_at)

    for booking in (recorded, refused):
        undo(booking=booking, by=team, at=event.ends_at)
        check_in(booking=booking, by=team, at=event.ends_at)

    assert CpdOffer.objects.get(person=recorded.person).entry == entry
    assert CpdOffer.objects.get(person=refused.person).dismissed_at == event.ends_at


def test_a_guest_who_is_unticked_takes_no_offer_of_cpd_away(team):
    event = in_person(cpd_minutes=60)
    booking = attended(event, guests=["Ada Byrne"])
    over(event)

    undo(booking=booking, by=team, at=event.ends_at, who=1)

    assert CpdOffer.objects.get().person == booking.person
