"""The pages of bookings in each state, with everything opened, by a reader's rules in both sizes, light and dark."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.services.hand_over import hand_over
from events.workflow import BookingState
from tests.browser.test_axe_pages import faults
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import IN_STATE, EventFactory, SeriesFactory, attended, confirmed, full, in_person, priced

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("size", ["desk"])]  # faults() looks at both

OVER = (BookingState.ATTENDED, BookingState.NO_SHOW)
OPENED = "document.querySelectorAll('main details').forEach((each) => { each.open = true })"
DAY = timedelta(days=1)


@pytest.fixture
def browser_context_args(browser_context_args):
    """axe is a script of the test's own, which the policy would refuse."""
    return {**browser_context_args, "bypass_csp": True}


@pytest.fixture
def person():
    """Somebody with a long name."""
    return UserFactory(name="Zoë Hartley-Fenwick-Oyelaran", email="zoe@example.org")


@pytest.fixture
def looked_at(signed_in, live_server, person):
    """The faults of these pages as the person sees them."""

    def look(*addresses):
        page, found = signed_in(person), {}
        for address in addresses:
            page.goto(live_server.url + address)
            page.evaluate(OPENED)
            found[address] = faults(page)
        page.close()
        return {address: fault for address, fault in found.items() if fault}

    return look


def now():
    return timezone.now()


def page_of(row, name="booking_detail"):
    return reverse(f"events:{name}", args=[row.pk])


def in_days(days, **known):
    return in_person(starts_at=now() + days * DAY, capacity=4, address="3 Quayside\nBristol", **known)


@pytest.mark.parametrize("state", IN_STATE)
def test_a_booking_in_each_state_is_open_to_all(looked_at, person, state, size):
    event = priced(in_days(-1 if state in OVER else 30))
    row = IN_STATE[state](event, person, at=now() - 3 * DAY if state in OVER else now())

    assert row.state == state
    assert looked_at(page_of(row)) == {}


def test_all_that_can_be_done_with_a_booking_is_open_to_all(looked_at, person, size):
    series = SeriesFactory()
    row = confirmed(in_days(30, series=series), person, guests=["Ada Byrne"], access_needs="Large print", at=now())
    in_days(60, series=series)
    hand_over(booking=row, by=person, name="Gwen Tarrant", email="gwen@example.net", at=now())
    link = told("booking_offered_to_you").get().context["path"]

    assert looked_at(page_of(row), link) == {}


def test_booking_and_waiting_and_the_list_of_bookings_are_open_to_all(looked_at, person, size):
    free, dear, taken = in_days(20), priced(in_days(30)), full(priced(in_days(40)), at=now())
    members = EventFactory(starts_at=now() + 9 * DAY, access="members")
    confirmed(in_days(50), person, at=now())
    attended(in_days(-1), person, at=now() - 3 * DAY)
    books = [reverse("events:booking_add", args=[event.slug]) for event in (free, dear, taken, members)]
    mine = reverse("events:booking_list")

    assert looked_at(*books, mine, f"{mine}?show=past") == {}


def test_feedback_is_open_to_all(looked_at, person, size):
    row = attended(in_days(-1), person, at=now() - 3 * DAY)

    assert looked_at(page_of(row, "booking_feedback")) == {}
