"""What one person books is closed to everybody else, as if it had never been; the door of an event is its team's.

Every address whose key names a booking, a ticket, a draft or the door of an event is opened as people whom it does not
concern, and as the events team.
"""

from functools import cache

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Booking, BookingEvent, EventEvent, Guest
from events.workflow import BookingState
from tests.demo import portal_of
from tests.events.private_rows import OWN_ALONE, PUBLIC, ROWS, TEAMS
from tests.pages import FewOfEachKind, crawl, text_of
from tests.private import OF_A_KIND, account, ask, of_nobody, signed_in, some_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OUTSIDERS = {
    "another member": "member",
    "a learner": "learner",
    "an applicant": "applicant",
    "somebody with no booking": "coordinator",
    "the membership team": "membership-assessor",
    "an administrator": "admin",
}
PRIVATE = (
    "/bookings/",
    "/events/",
    "/past-events/",
    "/regions/",
    "/communities/",
    "/orders/",
    "/messages/",
    "/account/",
)


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal as of now: pages ask the clock."""
    with portal_of(django_db_blocker, at=timezone.now()):
        yield


@cache
def all_rows(name):
    """Every row that an address can name: the portal is loaded once, and no test changes it."""
    return list(ROWS[name]())


def rows_of(name, *, besides=None, extent="state"):
    return some_of(all_rows(name), besides=besides, extent=extent)


def followed(link):
    """Whether a link leads to a page of these, and to no other order or choice of a list."""
    return link.startswith(PRIVATE) and not link.startswith("/events/calendar/") and "?" not in link


def test_there_is_a_row_for_every_address_and_a_booking_in_every_state():
    assert {name for name in ROWS if not all_rows(name)} == set()
    assert {row.state for row in all_rows("events:booking_detail")} == set(BookingState.values)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_an_outsider_finds_what_they_find_where_there_is_nothing(outsider, method):
    user, client = account(OUTSIDERS[outsider]), signed_in(OUTSIDERS[outsider])
    before = [table.objects.count() for table in (BookingEvent, EventEvent)]
    told = []
    for name in ROWS:
        for row in rows_of(name, besides=user.pk, extent="few"):
            nothing = ask(client, method, name, of_nobody(row.keys))
            # An address that takes the other method alone says so to everybody.
            assert nothing[0] in (404, 405), name
            told += [(name, row.state)] if ask(client, method, name, row.keys) != nothing else []

    assert told == []
    assert [table.objects.count() for table in (BookingEvent, EventEvent)] == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_visitor_is_asked_to_sign_in_first_and_a_draft_is_not_there(client, method):
    for name in ROWS:
        for row in rows_of(name):
            address = reverse(name, kwargs=row.keys)
            response = getattr(client, method.lower())(address)
            if name in PUBLIC:
                assert response.status_code == (404 if method == "GET" else 405), name
            else:
                signs_in = f"{reverse('account_login')}?next="
                assert response.status_code == 302, name
                assert response["Location"].startswith(signs_in), name


@pytest.mark.parametrize("name", sorted(TEAMS))
def test_the_events_team_opens_the_door_of_every_event(name):
    client = signed_in("events")
    allowed = {ask(client, "GET", name, row.keys)[0] for row in rows_of(name, extent="every")}

    assert 404 not in allowed
    assert allowed <= {200, 302, 405}


@pytest.mark.parametrize("name", sorted(OWN_ALONE))
def test_the_events_team_opens_nobody_s_own_pages(name):
    client, user = signed_in("events"), account("events")
    opened = {ask(client, "GET", name, row.keys)[0] for row in rows_of(name, besides=user.pk, extent="every")}

    assert opened == {404}


@pytest.mark.parametrize("name", ["member", "learner", "applicant"])
def test_people_open_their_own_bookings_in_every_state(name):
    client, user = signed_in(name), account(name)
    own = [row for row in all_rows("events:booking_detail") if row.owner == user.pk]

    assert own
    assert {ask(client, "GET", "events:booking_detail", row.keys)[0] for row in own} == {200}


@pytest.mark.parametrize("name", ["member", "learner", "coordinator"])
def test_no_page_that_somebody_can_click_to_names_another_person_who_comes(name):
    user = account(name)
    others = Booking.objects.exclude(person=user).exclude(person__name=user.name)
    guests = Guest.objects.exclude(booking__person=user).values_list("name", flat=True)
    theirs = set(Guest.objects.filter(booking__person=user).values_list("name", flat=True))
    secrets = {*others.values_list("person__email", flat=True), *others.values_list("ticket", flat=True)}
    secrets |= set(guests) - theirs
    pages = list(crawl(signed_in(name), follow=FewOfEachKind(OF_A_KIND, among=followed)))
    told = [(address, secret) for address, response in pages for secret in secrets if secret in text_of(response)]

    assert {address for address, response in pages if response.status_code not in (200, 302)} == set()
    assert told == []
