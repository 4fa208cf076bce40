"""What comes back of a booking that ends: by its date, whatever it was moved to, and of what was not paid whole."""

from datetime import timedelta

import pytest

from cmiportal.billing.models import Invoice
from cmiportal.billing.services import orders
from cmiportal.billing.services.amounts import received
from cmiportal.workflow import MoveNotAllowed, chain_is_whole
from events.services import line, running
from events.services.bookings import book
from events.services.changes import cancel, gets_money_back, move_to
from events.services.money import see_to_money
from events.services.refusals import BookingRefused
from tests.events.said import taken, told
from tests.factories.accounts import UserFactory
from tests.factories.billing import reported
from tests.factories.events import EventFactory, SeriesFactory, confirmed, events_team, fresh, held, paid, priced
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATE = NOW + 23 * DAY + timedelta(seconds=1)  # less than a week before an event in thirty days


def pair():
    """Two events of one series, in thirty days and in sixty."""
    series = SeriesFactory()
    return priced(EventFactory(series=series)), priced(EventFactory(series=series, starts_at=NOW + 60 * DAY))


def invoiced(booking):
    """The booking, to be paid by invoice."""
    orders.invoice(order=booking.order, by=booking.person, payer="X", purchase_order="", at=NOW)
    return fresh(booking)


# Moved first, and then cancelled


def test_moving_when_it_is_too_late_to_cancel_brings_no_money_back():
    before, after = pair()
    booking = confirmed(before)

    row = move_to(booking=booking, event=after, by=booking.person, at=LATE)

    assert row.events.last().data == {"from": before.slug, "to": after.slug, "late": True}
    assert not gets_money_back(row, by=row.person, at=LATE)
    assert gets_money_back(row, by=events_team(), at=LATE)
    cancelled = cancel(booking=row, by=row.person, at=LATE)
    assert (cancelled.money_due_at, told("booking_cancelled").get().context["money"]) == (None, "kept")


def test_who_moved_late_has_the_money_back_where_the_event_is_called_off():
    before, after = pair()
    row = confirmed(before)
    row = move_to(booking=row, event=after, by=row.person, at=LATE)
    running.cancel_event(event=after, by=events_team(), reason="Snow.", at=LATE)

    assert gets_money_back(fresh(row), by=row.person, at=LATE)


@pytest.mark.parametrize(("at", "by_team"), [(NOW + 23 * DAY, False), (LATE, True)])
def test_who_moves_in_good_time_or_is_moved_by_the_team_keeps_the_right_to_money_back(at, by_team):
    before, after = pair()
    booking = confirmed(before)

    row = move_to(booking=booking, event=after, by=events_team() if by_team else booking.person, at=at)

    assert gets_money_back(row, by=row.person, at=at)
    assert row.events.last().data == {"from": before.slug, "to": after.slug}


def test_what_was_paid_is_what_the_other_event_has_to_cost_whatever_it_costs_now():
    series = SeriesFactory()
    before, after = EventFactory(series=series), EventFactory(series=series)
    same = priced(EventFactory(series=series, starts_at=NOW + 50 * DAY), 1_000)
    booking = confirmed(priced(before, 1_000))
    free = confirmed(EventFactory(series=series))
    priced(free.event)
    before.prices.update(pence=5_000)
    priced(after)

    for row in (booking, free):
        with pytest.raises(BookingRefused, match="costs something else"):
            move_to(booking=row, event=after, by=events_team(), at=NOW)
    assert move_to(booking=booking, event=same, by=booking.person, at=NOW).event == same


# Cancelled before it was paid


def test_a_place_that_waits_for_an_invoice_is_cancelled_and_goes_to_the_next():
    event = priced(EventFactory(capacity=1))
    booking = invoiced(held(event))
    next_one = book(event=event, person=UserFactory(), wait=True, at=NOW)

    row = cancel(booking=booking, by=booking.person, at=LATE)

    assert (row.state, row.because, row.money_due_at) == ("cancelled", "You cancelled the booking.", LATE)
    assert (fresh(next_one).state, taken(event), chain_is_whole(row)) == ("offered", 1, True)
    assert told("booking_cancelled").get().context["money"] == "unpaid"
    assert (see_to_money(at=LATE), see_to_money(at=LATE)) == (1, 0)
    assert (fresh(row).order.state, Invoice.objects.get(kind="credit_note").reason) == ("cancelled", row.because)


def test_the_team_cancels_a_place_that_is_kept_and_a_stranger_does_not():
    booking = held()
    with pytest.raises(MoveNotAllowed):
        cancel(booking=booking, by=UserFactory(), at=NOW)

    row = cancel(booking=booking, by=events_team(), because="You asked us to.", at=NOW)

    see_to_money(at=NOW)
    assert (fresh(row).state, fresh(row).because, fresh(row).order.state) == (
        "cancelled",
        "You asked us to.",
        "cancelled",
    )


def test_a_place_that_is_kept_is_not_cancelled_by_its_booker_once_the_event_has_begun():
    booking = invoiced(held())
    with pytest.raises(BookingRefused, match="has begun"):
        cancel(booking=booking, by=booking.person, at=booking.event.starts_at)


def test_who_pays_in_the_moment_after_cancelling_has_it_back():
    booking = held()
    cancel(booking=booking, by=booking.person, at=LATE)
    paid(booking, at=LATE)

    assert see_to_money(at=LATE) == 1

    assert (fresh(booking).state, fresh(booking).order.state, received(booking.order)) == ("cancelled", "refunded", 0)


# Paid in part


def part_paid():
    """A booking by invoice of which a sixth has come."""
    booking = invoiced(held())
    reported(booking.order, 1_000, name="part", provider="bank")
    return booking


def ended(booking):
    """(the order's state, what we hold, the reasons of credit notes) after its money was seen to."""
    assert see_to_money(at=NOW) == 1
    notes = Invoice.objects.filter(kind="credit_note").values_list("reason", "total_pence")
    return fresh(booking).order.state, received(booking.order), list(notes)


def test_a_part_that_was_paid_goes_back_when_the_event_is_called_off_and_the_person_is_told():
    booking = part_paid()
    running.cancel_event(event=booking.event, by=events_team(), reason="Snow.", at=NOW)
    running.call_off(at=NOW)

    assert ended(booking) == ("cancelled", 0, [("The event is cancelled.", 6_000)])
    assert told("event_cancelled").get().context["back_pence"] == 1_000
    assert told("refunded").get().context["amount"] == "£10"


def test_a_part_that_was_paid_goes_back_when_the_event_begins():
    booking = part_paid()
    line.close_lines(at=booking.event.starts_at)

    assert ended(booking) == ("cancelled", 0, [("The event began.", 6_000)])


def test_a_part_that_was_paid_goes_back_to_who_cancels_though_it_is_late():
    booking = part_paid()
    cancel(booking=booking, by=booking.person, at=LATE)

    assert told("booking_cancelled").get().context["money"] == "back"
    assert ended(booking) == ("cancelled", 0, [("You cancelled the booking.", 6_000)])
