"""The money of bookings that ended: an unpaid order ends, what was paid goes back, once, whatever stops in between."""

import pytest

from cmiportal.billing.models import Invoice, Payment
from cmiportal.billing.services import orders, refunds
from cmiportal.billing.services.amounts import received
from cmiportal.notifications.models import Notification
from events.models import Booking
from events.services import changes, money, running
from events.services.money import held_of, held_of_each, see_to_money
from tests.events.said import taken
from tests.factories.billing import bookkeeper
from tests.factories.events import EventFactory, cancelled, confirmed, events_team, fresh, held, priced, waiting
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def called_off(event):
    running.cancel_event(event=event, by=events_team(), reason="Snow.", at=NOW)
    assert running.call_off(at=NOW)


def test_the_money_of_a_cancelled_booking_goes_back_once():
    booking = cancelled(priced(EventFactory()))
    assert (booking.money_due_at, held_of(booking)) == (NOW, 6_000)

    assert (see_to_money(at=NOW), see_to_money(at=NOW)) == (1, 0)

    booking = fresh(booking)
    assert (booking.money_due_at, booking.order.state, received(booking.order), held_of(booking)) == (
        None,
        "refunded",
        0,
        0,
    )
    assert Invoice.objects.get(kind="credit_note").reason == "You cancelled the booking."
    assert taken(booking.event) == 0


def test_nothing_is_due_of_a_place_that_was_free():
    assert cancelled().money_due_at is None
    assert held_of(waiting()) == 0


def test_the_order_of_a_kept_place_ends_when_the_event_is_called_off():
    booking = held()
    called_off(booking.event)
    assert fresh(booking).order.state == "open"

    assert see_to_money(at=NOW) == 1

    assert (fresh(booking).order.state, fresh(booking).because) == ("cancelled", "The event is cancelled.")
    assert orders.expire_due(at=NOW.replace(year=2027)) == 0


def test_an_invoice_that_nobody_paid_is_credited_when_the_event_is_called_off():
    booking = held()
    orders.invoice(order=booking.order, by=booking.person, payer="X", purchase_order="", at=NOW)
    called_off(booking.event)

    see_to_money(at=NOW)

    assert Invoice.objects.get(kind="credit_note").reason == "The event is cancelled."


def test_what_the_books_gave_back_before_is_not_given_twice():
    booking = cancelled(priced(EventFactory()))
    refunds.refund(order=booking.order, by=bookkeeper(), pence=6_000, reason="Ill.", at=NOW)

    assert see_to_money(at=NOW) == 1
    assert received(booking.order) == 0


def test_another_worker_that_was_first_leaves_nothing_to_do():
    booking = cancelled(priced(EventFactory()))
    rows = list(Booking.objects.money_due().select_related("order"))
    see_to_money(at=NOW)

    assert money._see_to(rows[0], at=NOW) == 0
    assert received(booking.order) == 0


def test_where_the_provider_refuses_the_keepers_of_the_books_are_told_once_and_it_is_asked_again():
    keeper = bookkeeper()
    refused, other = confirmed(priced(EventFactory())), cancelled(priced(EventFactory()))
    attempt = Payment.objects.create(order=refused.order, variant="nobody", total=60, currency="GBP", created=NOW)
    refused.order.payment_events.update(payment=attempt)
    changes.cancel(booking=refused, by=refused.person, at=NOW)

    assert (see_to_money(at=NOW), see_to_money(at=NOW)) == (1, 0)

    assert (fresh(refused).money_due_at, fresh(other).money_due_at) == (NOW, None)
    told = Notification.objects.filter(kind="payment_to_check", recipient=keeper)
    assert [note.context["said"].split(": ")[0] for note in told] == [
        f"The booking {refused} was cancelled, and its money could not be given back"
    ]
    refused.order.payment_events.update(payment=None)
    assert see_to_money(at=NOW) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_what_we_hold_of_many_bookings_is_one_query(django_assert_num_queries, number):
    paid_for = [confirmed(priced(EventFactory())) for _ in range(number)]
    rows = [*paid_for, held(), confirmed(), cancelled(priced(EventFactory()))]
    see_to_money(at=NOW)
    rows = [fresh(row) for row in rows]

    with django_assert_num_queries(1):
        found = held_of_each(rows)

    assert found == {row.pk: held_of(row) for row in rows}
    assert sum(found.values()) == 6_000 * number
