"""Who comes with a booking: taken off, added, renamed; how they come; and what goes back to whom."""

from datetime import timedelta

import pytest

from cmiportal.billing.services.amounts import received
from cmiportal.billing.services.refunds import give_back
from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from events.models.events import Format
from events.services.bookings import book
from events.services.changes import cancel
from events.services.line import position_of
from events.services.money import see_to_money
from events.services.party import change
from events.services.refusals import BookingRefused
from tests.events.said import decisions, taken, told
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed, events_team, fresh, in_person, priced, waiting
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

LATE = timedelta(days=23, seconds=1)  # less than a week before an event in thirty days
TWO = ("Ada Byrne", "Ines Duarte")


def changed(booking, guests=("Ben Adair",), *, by=None, at=NOW, **more):
    return change(booking=booking, by=by or booking.person, guests=guests, at=at, **more)


def names(booking):
    return list(booking.guests.values_list("number", "name"))


def test_guests_are_renamed_and_needs_change_and_what_is_not_said_stays():
    booking = confirmed(in_person(), guests=["Ada Byrne"], diet="Vegan")

    row = changed(booking, access_needs=" A ramp ")

    assert (row.access_needs, row.diet, row.party, names(row)) == ("A ramp", "Vegan", 2, [(1, "Ben Adair")])
    assert row.events.last().data == {}


def test_a_guest_is_taken_off_whose_place_goes_to_the_line():
    event = in_person(capacity=3)
    booking = confirmed(event, guests=TWO)
    first = waiting(event)

    row = changed(booking, ["", "Ines Duarte"])

    assert (row.party, names(row), fresh(first).state) == (2, [(1, "Ines Duarte")], "offered")
    assert (taken(event), row.events.last().data, chain_is_whole(row)) == (3, {"people": 2}, True)


def test_whoever_stays_is_ticked_at_the_door_as_before():
    booking = confirmed(in_person(), guests=TWO)
    booking.guests.filter(number=2).update(checked_in_at=NOW)

    row = changed(booking, ["", "Ines Duarte", "Wren Holtby"])

    assert list(row.guests.values_list("name", "checked_in_at")) == [("Ines Duarte", NOW), ("Wren Holtby", None)]


def test_a_guest_is_added_where_there_is_room_and_nothing_to_pay():
    event = in_person(capacity=4)
    booking, late = confirmed(event), confirmed(event, guests=["Ada Byrne"])

    row = changed(booking, ["Ben Adair"])

    assert (row.party, names(row), taken(event)) == (2, [(1, "Ben Adair")], 4)
    with pytest.raises(BookingRefused, match="There is no room for more people"):
        changed(late, TWO)
    assert names(late) == [(1, "Ada Byrne")]


def test_who_grows_past_a_party_that_cannot_fit_and_that_one_learns_why():
    event = in_person(capacity=3)
    booking = confirmed(event, guests=["Ada Byrne"])
    large = book(event=event, person=UserFactory(), guests=["Wren Holtby"], wait=True, at=NOW)

    changed(booking, TWO)

    assert (decisions(large), taken(event)) == ([("too_few", 1)], 3)


def test_no_more_come_than_one_booking_is_for_nor_once_booking_is_closed_nor_where_it_costs_something():
    small = confirmed(EventFactory(party_max=2), guests=["Ada Byrne"])
    closed = confirmed(in_person(closes_at=NOW + timedelta(days=1)))
    costly, free = confirmed(priced(in_person())), confirmed(in_person())
    priced(free.event)

    with pytest.raises(BookingRefused, match="at most 2 people"):
        changed(small, TWO)
    with pytest.raises(BookingRefused, match=r"Booking is closed\. Nobody can be added."):
        changed(closed, at=NOW + timedelta(days=2))
    for booking in (costly, free):
        with pytest.raises(BookingRefused, match="A further place has to be paid for"):
            changed(booking)


def test_who_waits_keeps_the_place_with_fewer_and_joins_again_with_more():
    event = in_person(capacity=3)
    booking = waiting(event, guests=TWO)
    waiting(event)

    row = changed(booking, ["Ada Byrne", ""], access_needs="A ramp")

    assert (row.state, row.party, row.access_needs, position_of(row), taken(event)) == ("waitlisted", 2, "A ramp", 1, 3)
    with pytest.raises(BookingRefused, match="leave the waiting list and join it again together"):
        changed(row, TWO)


def test_fewer_who_wait_are_offered_at_once_what_was_too_little_before():
    event = in_person(capacity=2)
    confirmed(event)
    booking = book(event=event, person=UserFactory(), guests=["Ada Byrne"], wait=True, at=NOW)

    row = changed(booking, [""])

    assert (fresh(row).state, taken(event)) == ("offered", 2)


def test_the_money_of_a_guest_who_is_taken_off_in_time_goes_back():
    booking = confirmed(priced(in_person()), guests=TWO)

    row = changed(booking, ["Ada Byrne", ""])
    assert (row.money_due_pence, row.money_due_at) == (6_000, NOW)
    row = changed(row, [""])
    assert row.money_due_pence == 12_000

    assert (see_to_money(at=NOW), see_to_money(at=NOW)) == (1, 0)
    row = fresh(row)
    assert (row.state, row.money_due_pence, row.money_due_at, received(row.order)) == ("confirmed", None, None, 6_000)


def test_late_the_money_stays_but_for_the_team():
    booking = confirmed(priced(in_person()), guests=TWO)

    row = changed(booking, ["Ada Byrne", ""], at=NOW + LATE)
    assert (row.party, row.money_due_at) == (2, None)
    assert changed(row, [""], by=events_team(), at=NOW + LATE).money_due_pence == 9_000


@pytest.mark.parametrize(
    ("after", "held", "said"), [(timedelta(), 0, ("back", 12_000)), (LATE, 6_000, ("kept", 6_000))]
)
def test_who_cancels_before_the_money_went_back_loses_none_and_gets_none_twice(after, held, said):
    booking = confirmed(priced(in_person()), guests=["Ada Byrne"])
    changed(booking, [""])

    row = cancel(booking=fresh(booking), by=booking.person, at=NOW + after)

    context = told("booking_cancelled").get().context
    assert (context["money"], context["pence"]) == said
    assert see_to_money(at=NOW + after) == 1
    assert (received(row.order), fresh(row).money_due_at) == (held, None)


def test_nothing_is_due_where_everything_went_back_meanwhile():
    booking = confirmed(priced(in_person()), guests=["Ada Byrne"])
    row = changed(booking, [""])
    give_back(order=row.order, pence=12_000, reason="They are ill.", at=NOW)

    assert see_to_money(at=NOW) == 1
    assert (fresh(row).state, fresh(row).money_due_at, fresh(row).money_due_pence) == ("cancelled", None, None)


def test_who_joins_online_asks_for_no_food():
    booking = confirmed(in_person(format=Format.HYBRID), diet="Vegan")
    assert (booking.joins_online, booking.diet) == (False, "Vegan")

    row = changed(booking, (), online=True, diet="Vegan")

    assert (fresh(row).joins_online, fresh(row).diet) == (True, "")
    assert confirmed(in_person(format=Format.HYBRID), online=True, diet="Vegan").diet == ""


def test_the_team_changes_a_booking_and_a_stranger_an_old_page_and_who_comes_after_the_start_do_not():
    booking = confirmed(in_person(), guests=["Ada Byrne"])
    with pytest.raises(MoveNotAllowed):
        changed(booking, by=UserFactory())
    with pytest.raises(StaleMove):
        changed(booking, moves=7)
    with pytest.raises(BookingRefused, match="has begun"):
        changed(booking, at=booking.event.starts_at)

    assert names(changed(booking, by=events_team())) == [(1, "Ben Adair")]
