"""A member's own pages, and what the membership team sees and decides."""

import re
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.billing.models import Order, Price
from cmiportal.billing.services import orders
from cmiportal.rules.days import uk_day
from membership.models import Membership
from membership.rules.periods import renewed
from membership.services.members.endings import end_day, resign
from membership.services.members.memberships import restore, suspend
from membership.services.members.requests import begin
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.billing import reported
from tests.factories.membership import GradeFactory, MembershipFactory, member

pytestmark = pytest.mark.django_db

MINE = reverse("membership:membership_detail")
RENEW = reverse("membership:renewal")
RESIGN = reverse("membership:resignation")


def now():
    return timezone.now()


def ending(in_days, **known):
    day = uk_day(now(), in_days)
    return member(until=day, at=now() - timedelta(days=100), **known)


def officer():
    return UserFactory(groups=[MEMBERSHIP_ASSESSORS])


def text(response):
    return response.content.decode()


@pytest.fixture
def lower_fee():
    product = GradeFactory().product
    Price.objects.create(product=product, audience="concession", pence=6_000, during=DateRange(date(2020, 1, 1), None))


def test_who_never_was_a_member_is_led_to_the_grades(client):
    client.force_login(UserFactory())

    assert client.get(MINE).headers["Location"] == "/membership/"


@pytest.mark.parametrize(
    ("in_days", "said"),
    [
        (100, "There is nothing to do"),
        (30, "You can renew now"),
        (-1, "Renew your membership"),
    ],
)
def test_the_page_says_the_one_next_thing(client, in_days, said):
    row = ending(in_days)
    if in_days < 0:
        end_day(membership=row, on=uk_day(now()), at=now())
    client.force_login(row.person)

    page = text(client.get(MINE))

    assert said in page
    assert row.number in page


def test_what_has_ended_can_be_taken_up_again_and_what_is_suspended_says_so(client):
    row = ending(100)
    resign(membership=row, by=row.person, at=now())
    client.force_login(row.person)
    assert "Come back" in text(client.get(MINE))

    other = ending(100)
    suspend(membership=other, by=officer(), reason="A complaint.", at=now())
    client.force_login(other.person)
    page = text(client.get(MINE))
    assert "Your membership is suspended" in page
    assert "A complaint." not in page


def test_the_page_costs_the_same_with_one_move_and_with_three(client, django_assert_num_queries):
    row = ending(100)
    client.force_login(row.person)
    with django_assert_num_queries(MINE_QUERIES):
        client.get(MINE)
    staff = officer()
    suspend(membership=row, by=staff, reason="So.", at=now())

    restore(membership=row, by=staff, at=now())

    with django_assert_num_queries(MINE_QUERIES):
        client.get(MINE)


MINE_QUERIES = 7


def test_renewing_needs_the_code_of_conduct_and_leads_to_payment(client, lower_fee):
    row = ending(30)
    client.force_login(row.person)
    page = text(client.get(RENEW))
    assert "Be honest" in page
    last = renewed(row.ends_on, uk_day(now()), 30).last
    assert f"Another year costs £60 and lasts until {last:%A} {last.day} {last:%B %Y}." in page

    refused = client.post(RENEW, {"code": ""})
    assert "Tick the box to say that you keep to the Code of Conduct" in text(refused)
    assert not Order.objects.exists()

    answered = client.post(RENEW, {"code": "on"})
    order = Order.objects.get()
    assert answered.headers["Location"] == reverse("billing:order_detail", args=[order.pk])
    assert (order.kind, order.subject_id) == ("renewal", row.pk)


def test_a_renewal_that_nothing_prices_says_so_and_orders_nothing(client):
    row = ending(30)
    Price.objects.all().delete()
    client.force_login(row.person)

    assert "There is no price for another year yet" in text(client.get(RENEW))
    assert "There is no price for this" in text(client.post(RENEW, {"code": "on"}))
    assert not Order.objects.exists()


def test_what_was_not_paid_for_or_has_ended_does_not_say_paid_until(client):
    honorary, left = ending(100, basis=Basis.HONORARY), ending(100)
    resign(membership=left, by=left.person, at=now())

    for row in (honorary, left):
        client.force_login(row.person)
        page = text(client.get(MINE))
        assert "aid until" not in page
        assert "waiting for payment" not in page


def test_a_renewal_that_waits_for_its_fee_is_paid_and_not_asked_for_again(client, lower_fee):
    row = ending(30)
    client.force_login(row.person)
    client.post(RENEW, {"code": "on"})
    order = Order.objects.get()
    to_order = reverse("billing:order_detail", args=[order.pk])

    page = text(client.get(MINE))

    assert "what is left is the fee of £60" in page
    assert to_order in page
    assert client.get(RENEW).headers["Location"] == to_order
    orders.invoice(order=order, by=row.person, payer="Calderbridge", purchase_order="", at=now())
    assert "Your renewal waits for your transfer" in text(client.get(MINE))


def test_a_renewal_that_no_card_could_pay_says_when_it_ends(client, lower_fee, settings):
    settings.PAYMENT_FAILURES_MAX = 1
    row = ending(30)
    client.force_login(row.person)
    client.post(RENEW, {"code": "on"})
    order = Order.objects.get()
    reported(order, 0, name="f1", kind="failure")

    page = text(client.get(reverse("billing:order_detail", args=[order.pk])))

    assert re.search(r"If it is not paid by \w+ \d+ \w+ \d{4}, it ends and you owe nothing\.", page)


@pytest.mark.parametrize(
    ("basis", "said", "unsaid"),
    [
        (Basis.STUDYING, "comes with your registration and ends with it", "We write to you before"),
        (Basis.CORPORATE, "By your organisation", "We write to you before"),
        (Basis.CONCESSION, "We write to you before your membership ends", "registration"),
    ],
)
def test_the_page_says_who_pays_and_what_comes_of_it(client, basis, said, unsaid):
    row = ending(100, basis=basis)
    client.force_login(row.person)

    page = text(client.get(MINE))

    assert said in page
    assert unsaid not in page


def test_the_way_to_the_membership_stands_on_every_page_of_who_has_one(client):
    stranger, asker, row = UserFactory(), UserFactory(), ending(100)
    begin(person=asker, at=now())

    def shows(person):
        client.force_login(person)
        return f'href="{MINE}"' in text(client.get(reverse("billing:order_list")))

    assert [shows(person) for person in (stranger, asker, row.person)] == [False, True, True]


def test_who_renews_too_early_is_told(client):
    row = ending(100)
    client.force_login(row.person)

    assert "It is too early to renew" in text(client.get(RENEW, follow=True))


def test_resigning_is_asked_first_and_done_once(client):
    row = ending(100)
    client.force_login(row.person)
    page = client.get(RESIGN)
    assert "Resign your membership today?" in text(page)

    told = client.post(RESIGN, {"moves": row.moves}, follow=True)

    assert "Your membership has ended" in text(told)
    row.refresh_from_db()
    assert row.state == "resigned"
    assert client.get(RESIGN).headers["Location"] == MINE


def test_a_stale_resignation_changes_nothing_and_can_be_sent_again(client):
    row = ending(100)
    client.force_login(row.person)

    page = text(client.post(RESIGN, {"moves": row.moves - 1}))

    assert "This was changed while you had it open" in page
    assert f'name="moves" value="{row.moves}"' in page
    row.refresh_from_db()
    assert row.state == "active"


@pytest.mark.parametrize("address", [RENEW, RESIGN])
def test_who_has_no_membership_finds_no_page_of_one(client, address):
    client.force_login(UserFactory())

    assert client.get(address).status_code == 404


def test_the_team_suspends_with_a_reason_and_restores(client):
    row, staff = ending(100), officer()
    client.force_login(staff)
    address = reverse("membership:member_detail", args=[row.pk])
    refused = client.post(address, {"moves": row.moves, "reason": ""})
    assert "Say why" in text(refused)

    client.post(address, {"moves": row.moves, "reason": "A complaint."})
    row.refresh_from_db()
    assert row.state == "suspended"

    told = client.post(address, {"moves": row.moves}, follow=True)
    assert "The suspension has ended" in text(told)
    row.refresh_from_db()
    assert row.state == "active"


def test_a_stale_suspension_keeps_the_reason_that_was_typed(client):
    row = ending(100)
    client.force_login(officer())

    page = client.post(
        reverse("membership:member_detail", args=[row.pk]), {"moves": row.moves - 1, "reason": "A complaint."}
    )

    assert "A complaint." in text(page)
    assert Membership.objects.get(pk=row.pk).state == "active"


def test_the_team_sees_a_membership_that_waits_without_a_decision_to_make(client):
    row = MembershipFactory()
    client.force_login(officer())

    page = text(client.get(reverse("membership:member_detail", args=[row.pk])))

    assert "Waiting for payment" in page
    assert "Suspend" not in page


@pytest.mark.parametrize("name", ["member_detail"])
def test_pages_of_the_team_do_not_exist_for_others(client, name):
    row = member(basis=Basis.CONCESSION)
    client.force_login(row.person)

    assert client.get(reverse(f"membership:{name}", args=[row.pk])).status_code == 404
    assert client.get(reverse("membership:request_queue")).status_code == 404
