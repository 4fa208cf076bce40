"""Access and dietary needs: kept while they are of use, then erased."""

from datetime import timedelta

import pytest

from events.models import Booking
from events.services.needs import erase_needs
from tests.factories.events import EventFactory, attended, confirmed, fresh
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def needs(booking):
    row = fresh(booking)
    return row.access_needs, row.diet


def test_needs_are_erased_thirty_days_after_the_event_and_not_before():
    booking = confirmed(access_needs="A ramp", diet="Vegan")
    came = attended(booking.event, diet="Halal")
    later = confirmed(EventFactory(starts_at=NOW + timedelta(days=31)), access_needs="Captions")
    over = booking.event.ends_at + timedelta(days=30)
    assert erase_needs(at=over - timedelta(seconds=1)) == 0

    assert (erase_needs(at=over), erase_needs(at=over)) == (2, 0)

    assert [needs(one) for one in (booking, came, later)] == [("", ""), ("", ""), ("Captions", "")]


def test_bookings_with_either_need_are_found():
    confirmed()
    found = {confirmed(access_needs="A ramp"), confirmed(diet="Vegan")}

    assert set(Booking.objects.with_needs()) == found
