"""What one person has with the Institute is closed to everybody else, as if it had never been.

Every address whose key names a row of membership or billing is opened as people whom it does not concern, and as
those who judge, who open what they handle and no more.
"""

from functools import cache

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.billing.models import Order, OrderEvent
from membership.models import (
    AppealEvent,
    CharteredApplication,
    CharteredApplicationEvent,
    CpdReviewEvent,
    GradeRequest,
    GradeRequestEvent,
    Membership,
    MembershipEvent,
    NominationEvent,
    Seat,
)
from tests.demo import portal_of
from tests.factories.companions import nominated
from tests.membership.private_rows import ROWS
from tests.pages import FewOfEachKind, crawl, text_of
from tests.private import OF_A_KIND, account, ask, of_nobody, signed_in, some_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OUTSIDERS = {
    "another member": "member",
    "another applicant": "applicant",
    "who acts for an organisation": "corporate",
    "a learner": "kofi",
    "a coordinator": "coordinator",
    "an assessor of qualifications": "assessor",
}
# Those who have rows of the same kinds; to others no row is nearer than another.
PEERS = ("another member", "another applicant", "who acts for an organisation")
EVENTS = (
    AppealEvent,
    CharteredApplicationEvent,
    CpdReviewEvent,
    GradeRequestEvent,
    MembershipEvent,
    NominationEvent,
    OrderEvent,
)
PRIVATE = ("/membership/", "/cpd/", "/orders/", "/chartered-manager/", "/corporate/", "/messages/", "/account/")


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal as of now (pages ask the clock), with a nomination that waits for its seconder."""
    with portal_of(django_db_blocker, at=timezone.now()):
        nominated(at=timezone.now())
        yield


@cache
def all_rows(name):
    """Every row that an address can name: the portal is loaded once, and no test changes it."""
    return list(ROWS[name]())


def rows_of(name, *, besides=None, extent="state"):
    """The rows that an address can name, less those of one person, as ``some_of``."""
    return some_of(all_rows(name), besides=besides, extent=extent)


def test_there_is_a_row_for_every_address():
    assert {name for name in ROWS if not all_rows(name)} == set()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_an_outsider_finds_what_they_find_where_there_is_nothing(outsider, method):
    user, client = account(OUTSIDERS[outsider]), signed_in(OUTSIDERS[outsider])
    before = [events.objects.count() for events in EVENTS]
    told = []
    for name in ROWS:
        nothing = {}
        for row in rows_of(name, besides=user.pk, extent="few" if outsider in PEERS else "state"):
            keys = of_nobody(row.keys)
            if str(keys) not in nothing:
                nothing[str(keys)] = ask(client, method, name, keys)
                # An address that takes the other method alone says so to everybody.
                assert nothing[str(keys)][0] in (404, 405), name
            told += [(name, row.state)] if ask(client, method, name, row.keys) != nothing[str(keys)] else []

    assert told == []
    assert [events.objects.count() for events in EVENTS] == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_visitor_is_asked_to_sign_in_first(client, method):
    for name in ROWS:
        for row in rows_of(name):
            address = reverse(name, kwargs=row.keys)
            response = getattr(client, method.lower())(address)
            assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={address}")


@pytest.mark.parametrize("name", ["member", "applicant", "corporate", "kofi"])
def test_no_page_that_somebody_can_click_to_names_another_person(name):
    user = account(name)
    secrets = names_of_others(user)
    pages = list(crawl(signed_in(name), follow=FewOfEachKind(OF_A_KIND, among=lambda link: link.startswith(PRIVATE))))
    told = [(address, secret) for address, response in pages for secret in secrets if secret in text_of(response)]

    assert {address for address, response in pages if response.status_code not in (200, 302)} == set()
    assert told == []


def names_of_others(user):
    """Names, addresses and numbers that would tell of somebody else; an organisation knows who has its seats."""
    seats = Seat.objects.filter(organisation__staff__user=user).values("membership__person")
    found = []
    for table in (Membership, GradeRequest, CharteredApplication, Order):
        rows = table.objects.exclude(person=user).exclude(person__in=seats.exclude(membership=None))
        found += [text for pair in rows.values_list("person__name", "person__email") for text in pair]
        if table is not GradeRequest:
            found += rows.values_list("number", flat=True)
    return set(found)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("member", "billing:order_detail"),
        ("member", "billing:invoice_open"),
        ("member", "membership:cpd_entry_edit"),
        ("applicant", "billing:order_detail"),
        ("corporate", "membership:organisation_detail"),
        ("corporate", "membership:seats_buy"),
    ],
)
def test_people_open_what_is_their_own(name, address):
    client, user = signed_in(name), account(name)
    own = [row for row in all_rows(address) if row.owner == user.pk]

    assert own
    assert {row.state for row in own if ask(client, "GET", address, row.keys)[0] not in (200, 302)} == set()


@pytest.mark.parametrize(
    ("name", "address", "states"),
    [
        (
            "membership-assessor",
            "membership:request_review",
            {"review", "accepted", "granted", "declined", "withdrawn"},
        ),
        ("membership-assessor", "membership:application_check", set()),
        ("membership-assessor", "billing:order_detail", set()),
        ("membership-assessor", "membership:cpd_entry_edit", set()),
        ("membership-assessor", "membership:organisation_detail", set()),
        ("moderator", "membership:request_review", set()),
        ("moderator", "membership:member_detail", set()),
        ("moderator", "membership:cpd_sample_review", set()),
        ("moderator", "billing:order_detail", set()),
        ("admin", "membership:desk_application", set()),
        ("admin", "membership:request_review", set()),
        ("admin", "billing:order_detail", set()),
    ],
)
def test_staff_open_what_they_handle_and_no_more(name, address, states):
    client = signed_in(name)
    rows = rows_of(address, besides=account(name).pk, extent="every")

    assert {row.state for row in rows if ask(client, "GET", address, row.keys)[0] == 200} == states


def test_an_assessor_opens_the_applications_that_they_hold_alone():
    user, client = account("membership-assessor"), signed_in("membership-assessor")
    held = {row.pk for row in CharteredApplication.objects.open().filter(holders__person=user, holders__ended_at=None)}
    for address in ("desk_application", "desk_judge", "desk_summary"):
        rows = rows_of(f"membership:{address}", extent="every")
        opened = {row.keys["pk"] for row in rows if ask(client, "GET", f"membership:{address}", row.keys)[0] != 404}
        assert opened <= held
    assert held
