"""What a place costs: by the account's membership on the day, and by nothing that somebody types."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import EventPrice
from events.services.prices import audiences_of, cheapest, price_for
from membership.services.members import endings
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, held, priced
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def studying():
    return member(grade=GradeFactory(key="student"), basis=Basis.STUDYING).person


@pytest.mark.parametrize(
    ("prices", "everybody", "of_member", "of_learner"),
    [
        ({}, 5_000, 5_000, 5_000),
        ({"member": 3_000}, 5_000, 3_000, 3_000),
        ({"member": 3_000, "studying": 1_000}, 5_000, 3_000, 1_000),
        ({"member": 3_000, "studying": 4_000}, 5_000, 3_000, 3_000),
        ({"member": 6_000}, 5_000, 5_000, 5_000),
    ],
)
def test_the_cheapest_price_that_holds_for_the_person_is_charged(prices, everybody, of_member, of_learner):
    event = priced(EventFactory(), **prices)

    assert [price_for(event, person).pence for person in (UserFactory(), member().person, studying())] == [
        everybody,
        of_member,
        of_learner,
    ]


def test_without_prices_it_is_free():
    assert price_for(EventFactory(), UserFactory()) is None


def test_for_whom_no_price_is_meant_the_dearest_holds():
    prices = [
        EventPrice(audience="member", pence=3_000, vat_basis_points=1_750),
        EventPrice(audience="studying", pence=1_000),
    ]

    price = cheapest(prices, {""})

    assert (price.pence, price.vat_basis_points, price.audience) == (3_000, 1_750, "")
    assert cheapest(prices, {"", "member", "studying"}) is prices[1]


def test_a_member_in_grace_still_is_one_and_a_lapsed_one_is_not():
    last = NOW.date() - timedelta(days=1)
    row = member(until=last)
    endings.end_day(membership=row, on=NOW.date(), at=NOW)
    assert audiences_of(row.person) == {"", "member"}

    row.refresh_from_db()
    endings.end_day(membership=row, on=last + timedelta(days=40), at=NOW)
    assert audiences_of(row.person) == {""}


def test_a_visitor_counts_as_everybody():
    assert audiences_of(AnonymousUser()) == {""}


def test_a_price_takes_at_most_two_queries(django_assert_max_num_queries):
    event, person = priced(EventFactory(), member=3_000), member().person
    with django_assert_max_num_queries(2):
        price_for(event, person)


def test_who_pays_a_price_that_is_meant_for_others_has_it_as_everybody():
    event = EventFactory()
    EventPrice.objects.create(event=event, audience="member", pence=3_000)

    assert (held(event).audience, held(event, member().person).audience) == ("", "member")
