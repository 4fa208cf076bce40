"""Two at the same instant at one event, and locks that are always asked for in one order. Real threads."""

from datetime import timedelta
from functools import partial

import pytest

from cmiportal.billing.models import Invoice, OrderLine
from cmiportal.billing.services import orders
from cmiportal.links.models import Link
from cmiportal.links.services import LinkClosed, use_link
from cmiportal.workflow import MoveNotAllowed, StaleMove
from events.models import Booking, BookingReminder, Event
from events.services import changes, hand_over, line, money, party, running
from events.services.bookings import accept, book
from events.services.for_others import book_for
from events.services.refusals import AlreadyBooked, BookingRefused, CapacityRefused, EventFull
from events.services.reminders import remind
from tests.events.said import states, taken, told
from tests.factories.accounts import UserFactory
from tests.factories.billing import bookkeeper, discount, reported
from tests.factories.events import (
    EventFactory,
    SeriesFactory,
    cancelled,
    confirmed,
    events_team,
    fresh,
    held,
    offered,
    priced,
    waiting,
)
from tests.factories.qualifications import NOW
from tests.races import at_once, in_turn, no_writing_to, refused

pytestmark = pytest.mark.django_db(transaction=True)

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def booking(event, person=None, **more):
    return partial(book, event=event, person=person or UserFactory(), at=NOW, **more)


def test_the_last_place_goes_to_one_of_two():
    event = EventFactory(capacity=1)

    results = at_once(event, booking(event), booking(event))

    assert (refused(results), states(event), taken(event)) == ([EventFull], ["confirmed"], 1)


def test_the_last_place_goes_to_who_books_or_to_whom_the_team_books_for():
    event, other = EventFactory(capacity=1), UserFactory()
    for_other = partial(book_for, event=event, email=other.email, by=events_team(), at=NOW)

    results = at_once(event, booking(event), for_other)

    assert (refused(results) in ([EventFull], [BookingRefused]), states(event)) == (True, ["confirmed"])
    assert taken(event) == 1


def test_two_of_the_team_book_one_person_once():
    event, other = EventFactory(), UserFactory()
    rows = [partial(book_for, event=event, email=other.email, by=events_team(), at=NOW) for _ in range(2)]

    assert refused(at_once(event, *rows)) == [BookingRefused]
    assert taken(event) == 1


def test_two_tabs_of_one_person_book_once():
    event, person = EventFactory(), UserFactory()

    results = at_once(event, booking(event, person), booking(event, person))

    assert (refused(results), taken(event)) == ([AlreadyBooked], 1)


def test_pressing_cancel_twice_frees_one_place():
    row = confirmed()
    cancelling = partial(changes.cancel, booking=row, by=row.person, at=NOW)

    results = at_once(row.event, cancelling, cancelling)

    assert (refused(results), taken(row.event)) == ([MoveNotAllowed], 0)


def test_two_who_cancel_offer_each_place_once():
    event = EventFactory(capacity=2)
    rows = [confirmed(event), confirmed(event)]
    for _ in range(3):
        waiting(event)

    at_once(event, *[partial(changes.cancel, booking=row, by=row.person, at=NOW) for row in rows])

    assert sorted(states(event)) == ["cancelled", "cancelled", "offered", "offered", "waitlisted"]
    assert taken(event) == 2


def test_fewer_places_and_a_booking_at_once_leave_one_of_them():
    event = EventFactory(capacity=2)
    confirmed(event)
    lowering = partial(line.set_capacity, event=event, capacity=1, by=events_team(), at=NOW)

    results = at_once(event, booking(event), lowering)

    assert refused(results) in ([EventFull], [CapacityRefused])
    event.refresh_from_db()
    assert taken(event) == event.capacity


def test_an_offer_is_taken_or_over_and_never_both():
    row = offered()
    over = row.offer_expires_at
    taking = partial(accept, booking=row, by=row.person, at=over - timedelta(seconds=1))

    results = at_once(row.event, taking, partial(line.end_offers, at=over))

    assert (fresh(row).state, results[1]) in [("confirmed", 0), ("cancelled", 1)]
    assert refused(results) == ([] if fresh(row).state == "confirmed" else [MoveNotAllowed])
    assert taken(row.event) == (2 if fresh(row).state == "confirmed" else 1)


def test_two_workers_end_an_offer_once_and_offer_the_place_once():
    row = offered()
    waiting(row.event)
    ending = partial(line.end_offers, at=row.offer_expires_at)

    results = at_once(row.event, ending, ending)

    assert sorted(results) == [0, 1]
    assert states(row.event) == ["confirmed", "cancelled", "offered"]


def test_two_workers_remind_once():
    row = confirmed()
    at = row.event.starts_at - DAY

    results = in_turn(no_writing_to(BookingReminder), *[partial(remind, at=at + n * SECOND) for n in (0, 1)])

    assert sorted(results) == [0, 1]
    assert told("event_reminder").get().recipient == row.person


def test_two_workers_call_off_and_pay_back_once():
    row = confirmed(priced(EventFactory()))
    running.cancel_event(event=row.event, by=events_team(), reason="Snow.", at=NOW)

    assert sorted(at_once(row.event, *[partial(running.call_off, at=NOW)] * 2)) == [0, 1]
    assert sorted(at_once(row.order, *[partial(money.see_to_money, at=NOW)] * 2)) == [0, 1]


def test_an_event_that_is_cancelled_while_somebody_books_ends_that_booking_too():
    event = EventFactory()
    cancelling = partial(running.cancel_event, event=event, by=events_team(), reason="Snow.", at=NOW)

    results = at_once(event, booking(event), cancelling)

    assert refused(results) in ([], [BookingRefused])
    running.call_off(at=NOW)
    assert (set(states(event)) <= {"cancelled"}, taken(event)) == (True, 0)


def test_two_who_change_places_between_two_events_both_arrive():
    series = SeriesFactory()
    one, other = (EventFactory(series=series, capacity=5) for _ in range(2))
    rows = [confirmed(one), confirmed(other)]
    moving = [
        partial(changes.move_to, booking=row, event=to, by=row.person, at=NOW)
        for row, to in zip(rows, (other, one), strict=True)
    ]

    assert refused(at_once(min(one, other, key=lambda event: event.pk), *moving)) == []
    assert [fresh(row).event for row in rows] == [other, one]
    assert (taken(one), taken(other)) == (1, 1)


def test_a_booking_that_is_cancelled_while_it_moves_is_cancelled_where_it_is():
    series = SeriesFactory()
    before, after = EventFactory(series=series), EventFactory(series=series)
    row = confirmed(before)

    results = at_once(
        before,
        partial(changes.move_to, booking=row, event=after, by=row.person, at=NOW),
        partial(changes.cancel, booking=row, by=row.person, at=NOW),
    )

    assert refused(results) in ([], [MoveNotAllowed])
    assert (fresh(row).state, taken(before), taken(after)) == ("cancelled", 0, 0)


def test_a_booking_is_taken_over_by_one_press():
    row = confirmed()
    UserFactory(email="gwen@example.net")
    hand_over.hand_over(booking=row, by=row.person, name="Gwen Adeyemi", email="gwen@example.net", at=NOW)
    taking = partial(use_link, link=Link.objects.get(), data={"access_needs": "", "diet": ""}, at=NOW)

    assert refused(at_once(row.event, taking, taking)) == [LinkClosed]
    assert fresh(row).moves == 2


def test_two_hand_overs_at_once_are_counted_one_after_the_other(settings):
    """Of two bookings, so that only the account is the same."""
    settings.EVENT_HAND_OVERS_BY_ONE_A_DAY = 1
    person = UserFactory()
    giving = [
        partial(hand_over.hand_over, booking=confirmed(person=person), by=person, name="Gwen", email=email, at=NOW)
        for email in ("gwen@example.net", "mair@example.net")
    ]

    results = at_once(person, *giving)

    assert (refused(results), Link.objects.count()) == ([BookingRefused], 1)


def test_a_booking_that_is_cancelled_is_not_taken_over():
    row = confirmed()
    UserFactory(email="gwen@example.net")
    hand_over.hand_over(booking=row, by=row.person, name="Gwen Adeyemi", email="gwen@example.net", at=NOW)

    results = at_once(
        row.event,
        partial(changes.cancel, booking=row, by=row.person, at=NOW),
        partial(use_link, link=Link.objects.get(), data={"access_needs": "", "diet": ""}, at=NOW),
    )

    assert len(refused(results)) == 1
    assert taken(row.event) in (0, 1)


def test_a_payment_and_the_end_of_its_hold_at_once_leave_one_truth():
    row = held()
    paying = partial(reported, row.order, 6_000, name="p1")

    at_once(row.order, paying, partial(orders.expire_due, at=NOW + DAY))

    state = fresh(row).order.state
    assert (fresh(row).state, taken(row.event)) == {"paid": ("confirmed", 1), "cancelled": ("cancelled", 0)}[state]


# Locks that two ask for in turn: whoever asked for them in another order would wait for the other for ever


def test_a_code_that_pays_an_order_and_a_booking_with_that_code_do_not_wait_for_each_other():
    """The one holds the code and asks for the event; the other must not hold the event when it asks for the code."""
    code, event = discount("WELCOME", 100), priced(EventFactory())
    row = held(event)

    results = in_turn(
        no_writing_to(OrderLine),
        partial(orders.apply_discount, order=row.order, code=code.code, by=row.person, at=NOW),
        booking(event, discount=code.code),
    )

    assert refused(results) == []
    assert (states(event), taken(event)) == (["confirmed", "confirmed"], 2)


def test_an_invoice_that_is_withdrawn_and_money_that_goes_back_do_not_wait_for_each_other():
    """The one holds the series of credit notes and asks for the event; nobody who holds an event asks for a series."""
    event = priced(EventFactory())
    row, ended = held(event), cancelled(event)
    orders.invoice(order=row.order, by=row.person, payer="X", purchase_order="", at=NOW)

    results = in_turn(
        no_writing_to(Invoice),
        partial(orders.withdraw, order=row.order, by=bookkeeper(), reason="Wrong.", at=NOW),
        partial(money.see_to_money, at=NOW),
    )

    assert refused(results) == []
    assert (fresh(row).state, fresh(ended).order.state, taken(event)) == ("cancelled", "refunded", 0)


def test_somebody_who_books_and_takes_an_offer_in_two_tabs_does_not_wait_for_themselves():
    person = UserFactory()
    row = offered(priced(EventFactory(capacity=1)), person)
    other = priced(EventFactory())

    results = at_once(person, partial(accept, booking=row, by=person, at=NOW), booking(other, person))

    assert refused(results) == []
    assert {fresh(one).state for one in Booking.objects.filter(person=person)} == {"held"}


def test_a_page_that_is_out_of_date_changes_nothing():
    row = confirmed()
    changing = partial(
        party.change, booking=row, by=row.person, guests=[], access_needs="A ramp", diet="", at=NOW, moves=row.moves
    )

    assert refused(at_once(row.event, changing, changing)) == [StaleMove]
    assert Event.objects.get(pk=row.event_id).taken == 1
