"""Places at an event: confirmed, kept for a payment, taken from an offer; refused with a sentence."""

from datetime import timedelta

import pytest

from cmiportal.billing.models import Order
from cmiportal.billing.services import orders
from cmiportal.billing.services.refunds import refund
from cmiportal.billing.services.refusals import DiscountRefused
from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from events.models import Booking, Event
from events.models.events import Access
from events.services import changes, line, running
from events.services.bookings import accept, book, full_sentence, kept_until, leave, locked_booking, offer_is_over
from events.services.refusals import AlreadyBooked, BookingRefused, EventFull
from events.workflow import EventState
from tests.events.said import decisions, states, taken, told
from tests.factories.accounts import UserFactory
from tests.factories.billing import bookkeeper, discount, reported
from tests.factories.events import (
    EventFactory,
    SeriesFactory,
    attended,
    confirmed,
    events_team,
    fresh,
    held,
    offered,
    paid,
    priced,
    waiting,
)
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_a_free_place_is_confirmed_at_once_and_said():
    event = EventFactory()
    booking = book(event=event, person=UserFactory(), at=NOW)

    assert (booking.state, booking.order, taken(event)) == ("confirmed", None, 1)
    assert told("booking_confirmed").get().recipient == booking.person
    assert chain_is_whole(booking)


def test_a_party_takes_as_many_places_as_it_has_people_and_its_guests_are_named():
    event = EventFactory(capacity=3, party_max=3)
    booking = book(event=event, person=UserFactory(), guests=["Ada Byrne", "Ines Duarte"], at=NOW)

    assert (booking.party, taken(event)) == (3, 3)
    assert list(booking.guests.values_list("number", "name")) == [(1, "Ada Byrne"), (2, "Ines Duarte")]


def test_needs_are_kept_with_the_booking_and_said_in_no_message_and_no_event():
    booking = book(event=EventFactory(), person=UserFactory(), access_needs=" A step-free way ", diet=" Vegan ", at=NOW)

    assert (booking.access_needs, booking.diet) == ("A step-free way", "Vegan")
    assert "Vegan" not in str(told("booking_confirmed").get().context)
    assert booking.events.get().data == {"party": 1}


def test_places_that_cost_something_are_kept_until_the_order_is_over():
    event = priced(EventFactory())
    booking = book(event=event, person=UserFactory(), at=NOW)
    assert (booking.state, booking.order.total_pence, taken(event)) == ("held", 6_000, 1)
    assert kept_until(booking) == booking.order.expires_at == NOW + timedelta(minutes=15)
    assert not told("booking_confirmed").exists()

    assert orders.expire_due(at=NOW + timedelta(minutes=16)) == 1

    booking = fresh(booking)
    assert (booking.state, booking.order.state, taken(event)) == ("cancelled", "cancelled", 0)
    assert booking.because == told("hold_ended").get().context["because"] == "The places were not paid for in time."
    assert Order.objects.count() == 1


def test_places_are_never_kept_beyond_the_start():
    event = priced(EventFactory(starts_at=NOW + timedelta(minutes=5)))

    assert held(event).held_until == event.starts_at


def test_what_is_paid_is_confirmed():
    event = priced(EventFactory(party_max=2), member=3_000)
    booking = paid(held(event, member().person, guests=["Ada Byrne"]))

    assert (booking.state, booking.audience, booking.order.total_pence, taken(event)) == (
        "confirmed",
        "member",
        7_200,
        2,
    )
    assert told("booking_confirmed").count() == 1
    assert chain_is_whole(booking)


def test_a_code_that_takes_everything_off_confirms_the_place_at_once():
    discount("WELCOME", 100)
    booking = book(event=priced(EventFactory()), person=UserFactory(), discount=" welcome ", at=NOW)

    assert (booking.state, booking.order.state, booking.order.total_pence) == ("confirmed", "paid", 0)


def test_a_code_that_is_none_books_nothing():
    event = priced(EventFactory())
    with pytest.raises(DiscountRefused):
        book(event=event, person=UserFactory(), discount="NOPE", at=NOW)

    assert (states(event), taken(event), Order.objects.count()) == ([], 0, 0)


def test_who_does_not_fit_and_does_not_want_to_wait_is_told_how_many_places_are_left():
    event = EventFactory(capacity=3, party_max=4)
    confirmed(event)
    with pytest.raises(EventFull, match=r"^Only 2 places are left, and you are 3. Join the waiting list together"):
        book(event=event, person=UserFactory(), guests=["Ada Byrne", "Ines Duarte"], at=NOW)


def test_a_party_that_does_not_fit_waits_together():
    event = EventFactory(capacity=3, party_max=3)
    confirmed(event, guests=["Ada Byrne"])

    booking = book(event=event, person=UserFactory(), guests=["Ines Duarte"], wait=True, at=NOW)

    assert (booking.state, booking.waiting_since, taken(event)) == ("waitlisted", NOW, 2)
    assert told("waiting_list_joined").get().recipient == booking.person


@pytest.mark.parametrize(
    ("capacity", "took", "party", "sentence"),
    [
        (5, 5, 1, "All places are taken. You can join the waiting list."),
        (5, 4, 2, "Only one place is left, and you are 2. Join the waiting list together, or come with fewer."),
        (5, 3, 2, "Somebody who waits is offered what is left first (2 places). You can join the waiting list."),
    ],
)
def test_who_finds_no_places_is_told_what_is_left(capacity, took, party, sentence):
    assert full_sentence(Event(capacity=capacity, taken=took), party) == sentence


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"state": EventState.CANCELLED}, "This event is cancelled."),
        ({"state": EventState.COMPLETED}, "This event has begun, so it can no longer be booked."),
        ({"starts_at": NOW}, "This event has begun, so it can no longer be booked."),
        ({"opens_at": NOW + DAY}, "Booking is not open yet."),
        ({"closes_at": NOW}, "Booking is closed."),
        ({"access": Access.MEMBERS}, "This event is for members of the Institute."),
    ],
)
def test_an_event_that_is_not_open_to_the_person_is_refused_with_a_sentence(changed, sentence):
    event = EventFactory(**changed)
    with pytest.raises(BookingRefused) as refusal:
        book(event=event, person=UserFactory(), wait=True, at=NOW)

    assert (str(refusal.value), states(event)) == (sentence, [])


def test_booking_is_open_from_its_opening_until_its_close():
    event = EventFactory(opens_at=NOW, closes_at=NOW + DAY)

    assert confirmed(event).state == confirmed(event, at=NOW + DAY - timedelta(seconds=1)).state == "confirmed"


def test_members_book_what_is_for_members():
    assert confirmed(EventFactory(access=Access.MEMBERS), member().person).state == "confirmed"


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ({"party_max": 1}, "One booking of this event is for at most one person."),
        ({"party_max": 2}, "One booking of this event is for at most 2 people."),
        ({"party_max": 5, "capacity": 2}, "One booking of this event is for at most 2 people."),
    ],
)
def test_a_party_that_could_never_come_is_not_put_into_the_line(event, sentence):
    with pytest.raises(BookingRefused) as refusal:
        book(event=EventFactory(**event), person=UserFactory(), guests=["Ada", "Ben"], wait=True, at=NOW)

    assert str(refusal.value) == sentence


def test_a_person_has_one_booking_for_an_event_and_may_book_again_after_cancelling():
    event, person = EventFactory(), UserFactory()
    first = confirmed(event, person)
    with pytest.raises(AlreadyBooked) as refusal:
        book(event=event, person=person, at=NOW)
    assert refusal.value.booking == first

    changes.cancel(booking=first, by=person, at=NOW)
    assert book(event=event, person=person, at=NOW).state == "confirmed"
    assert (states(event), taken(event)) == (["cancelled", "confirmed"], 1)


def test_a_small_party_that_comes_later_passes_one_that_cannot_fit_and_that_one_is_told_once():
    event = EventFactory(capacity=4, party_max=3)
    confirmed(event, guests=["Ada Byrne"])
    large = book(event=event, person=UserFactory(), guests=["Ben", "Cleo"], wait=True, at=NOW)

    for _ in range(2):
        assert book(event=event, person=UserFactory(), at=NOW).state == "confirmed"

    assert decisions(large) == [("too_few", 2), ("too_few", 1)]
    assert told("passed_over").get().recipient == large.person


# An offer


def test_an_offer_of_a_free_place_is_taken_at_once():
    booking = offered()
    row = accept(booking=booking, by=booking.person, at=NOW)

    assert (row.state, taken(row.event)) == ("confirmed", 2)
    assert decisions(row)[-1] == ("taken", 0)
    assert told("booking_confirmed", recipient=booking.person).count() == 1


def test_an_offer_that_costs_something_is_kept_for_the_payment_as_long_as_it_would_have_stood():
    booking = offered(priced(EventFactory(capacity=1), member=2_500), member().person)
    row = accept(booking=booking, by=booking.person, at=NOW + timedelta(hours=1))

    assert (row.state, row.held_until, row.audience) == ("held", booking.offer_expires_at, "member")
    assert (row.order.total_pence, row.order.expires_at) == (3_000, row.held_until)
    assert paid(row).state == "confirmed"


def test_an_offer_that_is_nearly_over_still_leaves_the_minutes_to_pay():
    booking = offered(priced(EventFactory(capacity=1)))
    late = booking.offer_expires_at - timedelta(minutes=1)

    assert accept(booking=booking, by=booking.person, at=late).held_until == late + timedelta(minutes=15)


def test_an_offer_is_taken_with_a_code():
    discount("WELCOME", 100)
    booking = offered(priced(EventFactory(capacity=1)))

    assert accept(booking=booking, by=booking.person, discount="WELCOME", at=NOW).state == "confirmed"


def test_an_offer_is_taken_by_its_person_alone_and_by_the_page_as_it_stands():
    booking = offered()
    with pytest.raises(MoveNotAllowed):
        accept(booking=booking, by=UserFactory(), at=NOW)
    with pytest.raises(StaleMove):
        accept(booking=booking, by=booking.person, at=NOW, moves=booking.moves - 1)
    with pytest.raises(MoveNotAllowed):
        accept(booking=waiting(booking.event), by=booking.person, at=NOW)


@pytest.mark.parametrize("changed", [{"starts_at": NOW}, {"state": EventState.COMPLETED}])
def test_an_offer_is_over_once_the_event_begins_or_is_not_on(changed):
    booking = offered()
    for name, value in changed.items():
        setattr(booking.event, name, value)

    assert offer_is_over(booking, at=NOW)


def test_an_offer_is_over_in_time_and_nothing_that_was_never_offered_can_be_taken():
    booking = offered()
    with pytest.raises(BookingRefused, match="This offer is over"):
        accept(booking=booking, by=booking.person, at=booking.offer_expires_at)

    assert offer_is_over(waiting(booking.event), at=NOW)


def test_an_offer_of_what_is_for_members_is_taken_by_members():
    person = UserFactory()
    booking = offered(EventFactory(capacity=1), person)
    Event.objects.filter(pk=booking.event_id).update(access=Access.MEMBERS)
    with pytest.raises(BookingRefused, match="for members of the Institute"):
        accept(booking=booking, by=person, at=NOW)

    member(person=person)
    assert accept(booking=booking, by=person, at=NOW).state == "confirmed"


def test_who_leaves_the_line_or_an_offer_is_not_offered_a_place_again():
    event = EventFactory(capacity=1)
    first = confirmed(event)
    leaving, staying, declining = (waiting(event) for _ in range(3))
    leave(booking=leaving, by=leaving.person, at=NOW)
    changes.cancel(booking=first, by=first.person, at=NOW)
    assert states(event) == ["cancelled", "cancelled", "offered", "waitlisted"]

    leave(booking=staying, by=staying.person, at=NOW)

    assert states(event) == ["cancelled", "cancelled", "cancelled", "offered"]
    assert (fresh(leaving).because, decisions(leaving)) == ("You left the waiting list.", [("left", 0)])
    assert fresh(staying).because == "You left the places to others."
    assert decisions(staying) == [("offered", 1), ("declined", 1)]
    assert (taken(event), decisions(declining)) == (1, [("offered", 1)])


def test_nobody_leaves_the_line_for_somebody_else():
    with pytest.raises(MoveNotAllowed):
        leave(booking=waiting(), by=events_team(), at=NOW)


# What becomes of an order


@pytest.mark.parametrize(
    ("ends", "because"),
    [
        (lambda order: orders.cancel(order=order, by=order.person, at=NOW), "You cancelled the order."),
        (
            lambda order: orders.withdraw(order=order, by=bookkeeper(), reason="Wrong.", at=NOW),
            "The invoice was withdrawn.",
        ),
        (lambda order: orders.expire_due(at=NOW + 31 * DAY), "The places were not paid for in time."),
    ],
    ids=["the payer", "the books", "the clock"],
)
def test_the_places_go_on_when_their_order_ends(ends, because):
    event = priced(EventFactory(capacity=1, starts_at=NOW + 60 * DAY))
    booking = held(event)
    next_one = book(event=event, person=UserFactory(), wait=True, at=NOW)
    if "invoice" in because or "time" in because:
        orders.invoice(order=booking.order, by=booking.person, payer="X", purchase_order="", at=NOW)
        assert kept_until(fresh(booking)) == NOW + 30 * DAY
        assert orders.expire_due(at=NOW + DAY) == 0

    ends(booking.order)

    assert (fresh(booking).state, fresh(booking).because) == ("cancelled", because)
    assert (fresh(next_one).state, taken(event)) == ("offered", 1)


def test_an_invoice_keeps_places_no_longer_than_until_the_start():
    booking = held(priced(EventFactory(starts_at=NOW + 10 * DAY)))
    orders.invoice(order=booking.order, by=booking.person, payer="X", purchase_order="", at=NOW)
    assert kept_until(fresh(booking)) == fresh(booking).order.expires_at == booking.event.starts_at
    assert told("invoice_issued").get().context["due_on"] == "2026-11-11"

    assert line.close_lines(at=booking.event.starts_at) == 1

    assert (fresh(booking).state, fresh(booking).money_due_at) == ("cancelled", booking.event.starts_at)
    assert kept_until(waiting()) == NOW + 30 * DAY


def test_money_that_comes_for_a_booking_that_ended_meanwhile_is_due_back():
    booking = held()
    Booking.objects.filter(pk=booking.pk).update(money_due_at=None)
    running.cancel_event(event=booking.event, by=events_team(), reason="Snow.", at=NOW)
    running.call_off(at=NOW)
    Booking.objects.filter(pk=booking.pk).update(money_due_at=None)

    reported(booking.order, 6_000, name="late", at=NOW + timedelta(hours=1))

    assert (fresh(booking).state, fresh(booking).order.state) == ("cancelled", "paid")
    assert fresh(booking).money_due_at == NOW + timedelta(hours=1)


def test_giving_all_money_back_ends_the_booking_and_a_part_does_not():
    event = priced(EventFactory(capacity=1))
    booking, keeper = confirmed(event), bookkeeper()
    next_one = waiting(event)
    refund(order=booking.order, by=keeper, pence=1_000, reason="A late start.", at=NOW)
    assert fresh(booking).state == "confirmed"

    refund(order=booking.order, by=keeper, pence=5_000, reason="Ill.", at=NOW)

    assert (fresh(booking).state, fresh(booking).because) == ("cancelled", "The money was given back.")
    assert (fresh(next_one).state, taken(event)) == ("offered", 1)
    assert told("booking_cancelled").get().recipient == booking.person


def test_who_was_there_was_there_though_the_money_goes_back():
    booking = attended(priced(EventFactory()))
    refund(order=booking.order, by=bookkeeper(), pence=6_000, reason="The room was cold.", at=NOW)

    assert fresh(booking).state == "attended"


def test_a_booking_that_was_moved_meanwhile_is_locked_where_it_is():
    series = SeriesFactory()
    before, after = EventFactory(series=series), EventFactory(series=series)
    old = confirmed(before)
    changes.move_to(booking=old, event=after, by=old.person, at=NOW)

    assert locked_booking(old).event == after
