"""Places at an event: confirmed, kept for a payment, waited for, offered; never more people than places."""

from datetime import timedelta

import pytest

from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import expire_due
from events.models import Booking, LineDecision
from events.services.bookings import accept, book, leave
from events.services.line import end_offers, position_of, set_capacity
from events.services.refusals import EventFull
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, priced
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def states(event):
    return list(Booking.objects.filter(event=event).order_by("booked_at", "pk").values_list("state", flat=True))


def taken(event):
    event.refresh_from_db()
    return event.taken


def test_a_free_place_is_confirmed_at_once():
    event = EventFactory()
    booking = book(event=event, person=UserFactory(), at=NOW)

    assert (booking.state, taken(event)) == ("confirmed", 1)


def test_a_party_that_does_not_fit_is_told_how_many_places_are_left():
    event = EventFactory(capacity=2, party_max=4)
    with pytest.raises(EventFull, match="^Only 2 places are left, and you are 3. Join the waiting list together"):
        book(event=event, person=UserFactory(), guests=["Ada Byrne", "Ines Duarte"], at=NOW)


def test_places_that_cost_something_are_kept_until_the_order_is_over():
    event = priced(EventFactory())
    booking = book(event=event, person=UserFactory(), at=NOW)
    assert (booking.state, booking.order.total_pence, taken(event)) == ("held", 6_000, 1)

    assert expire_due(at=NOW + timedelta(minutes=16)) == 1

    booking.refresh_from_db()
    assert (booking.state, booking.order.state, taken(event)) == ("cancelled", "cancelled", 0)
    assert Order.objects.count() == 1


def test_what_comes_free_is_offered_in_order_and_goes_on_when_nobody_takes_it():
    event = EventFactory(capacity=1)
    first = book(event=event, person=UserFactory(), at=NOW)
    second = book(event=event, person=UserFactory(), wait=True, at=NOW)
    third = book(event=event, person=UserFactory(), wait=True, at=NOW)
    assert position_of(third) == 2

    set_capacity(event=event, capacity=2, by=UserFactory(groups=["events team"]), at=NOW)
    assert states(event) == ["confirmed", "offered", "waitlisted"]
    assert end_offers(at=NOW + timedelta(hours=25)) == 1
    assert states(event) == ["confirmed", "cancelled", "offered"]

    third.refresh_from_db()
    accept(booking=third, by=third.person, at=NOW + timedelta(hours=26))
    assert states(event) == ["confirmed", "cancelled", "confirmed"]
    assert [str(one) for one in LineDecision.objects.filter(booking=second)] == [
        f"{second}: Offered",
        f"{second}: Not taken in time",
    ]
    assert (first.party, taken(event)) == (1, 2)


def test_who_leaves_an_offer_frees_the_place():
    event = EventFactory(capacity=1)
    booked = book(event=event, person=UserFactory(), at=NOW)
    waiting = book(event=event, person=UserFactory(), wait=True, at=NOW)
    Booking.objects.filter(pk=booked.pk).update(party=1)
    leave(booking=waiting, by=waiting.person, at=NOW)

    assert states(event) == ["confirmed", "cancelled"]
