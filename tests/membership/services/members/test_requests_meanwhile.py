"""A request whose membership was suspended or resigned, or is honorary."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.billing.models import Order
from cmiportal.notifications.models import Notification
from membership.services.members import requests
from membership.services.members.endings import end_day, end_study, resign
from membership.services.members.memberships import current_of, last_of, suspend
from membership.services.members.requests import RequestRefused
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.billing import reported
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW
from tests.factories.seats import Corporate
from tests.races import at_once

pytestmark = pytest.mark.django_db


def studying():
    return member(basis=Basis.STUDYING, grade=GradeFactory(key="student"))


def prepared(person):
    row = requests.begin(person=person, at=NOW)
    return requests.keep(request=row, answers={"grade": GradeFactory(), "code_accepted_at": NOW})


def sent(person):
    return requests.submit(request=prepared(person), by=person, at=NOW)


def order_of(row):
    return Order.objects.get(kind="membership", subject_id=row.pk)


def officer():
    return UserFactory(groups=[MEMBERSHIP_ASSESSORS])


def test_money_for_a_suspended_membership_is_kept_and_told_to_the_team(client):
    staff, current = officer(), studying()
    row = sent(current.person)
    suspend(membership=current, by=staff, reason="So.", at=NOW)

    reported(order_of(row), 18_300, name="paid")

    assert (order_of(row).state, current_of(row.person).state) == ("paid", "suspended")
    assert Notification.objects.get(recipient=staff).kind == "payment_without_membership"
    client.force_login(row.person)
    assert b"We have your payment" in client.get(reverse("membership:request_detail")).content


def test_money_for_a_membership_that_ended_while_suspended_does_not_begin_it_again():
    staff, current = officer(), studying()
    row, later = sent(current.person), NOW + timedelta(days=2)
    suspend(membership=current, by=staff, reason="So.", at=later)
    end_study(membership=current, at=later)

    reported(order_of(row), 18_300, name="paid", at=later)

    assert (order_of(row).state, last_of(row.person).state) == ("paid", "lapsed")


def test_no_fee_is_asked_for_while_the_membership_is_suspended():
    current = studying()
    suspend(membership=current, by=officer(), reason="So.", at=NOW)

    with pytest.raises(RequestRefused, match="The membership is suspended"):
        sent(current.person)
    assert not Order.objects.exists()


def test_who_has_an_honorary_membership_pays_for_another_grade_and_is_honorary_no_more():
    row = sent(member(basis=Basis.HONORARY, grade=GradeFactory(key="friend", rank=1)).person)

    reported(order_of(row), 18_300, name="paid")

    found = current_of(row.person)
    assert (found.grade_id, found.basis) == ("member", "paid")


def test_who_accepts_a_seat_while_the_team_looks_gets_the_grade_in_that_membership():
    person = UserFactory()
    fellow = GradeFactory(key="fellow", rank=900, rule=[[{"years": 3}]])
    row = requests.keep(request=prepared(person), answers={"grade": fellow})
    row = requests.submit(request=row, by=person, at=NOW)
    later = NOW + timedelta(days=2)
    seat = Corporate().accepted(person, at=later)

    row = requests.accept(request=row, by=officer(), reason="Seen.", at=later)

    found = current_of(person)
    assert (row.state, row.membership, found) == ("granted", found, seat.membership)
    assert (found.grade_id, found.basis, found.code_accepted_at) == ("fellow", "corporate", later)
    assert not Order.objects.filter(person=person).exists()


@pytest.mark.parametrize("ask", [prepared, sent], ids=["draft", "to be paid"])
def test_who_resigns_takes_an_open_request_back_with_its_order(ask):
    current = studying()
    row = ask(current.person)

    resign(membership=current, by=current.person, at=NOW)

    row.refresh_from_db()
    assert (row.state, last_of(row.person).state) == ("withdrawn", "resigned")
    assert not Order.objects.unpaid().exists()


def test_who_resigns_before_paying_never_was_a_member():
    row = sent(UserFactory())
    pending = current_of(row.person)

    resign(membership=pending, by=row.person, at=NOW)

    row.refresh_from_db()
    assert (row.state, order_of(row).state, last_of(row.person).state) == ("withdrawn", "cancelled", "resigned")


def test_who_comes_back_after_a_suspension_that_ran_out_is_looked_at_by_a_person():
    current = member()
    suspend(membership=current, by=officer(), reason="So.", at=NOW)
    later = NOW + timedelta(days=400)
    end_day(membership=current, on=later.date(), at=later)
    row = requests.begin(person=current.person, at=later)
    row = requests.keep(request=row, answers={"grade": GradeFactory(), "code_accepted_at": later})

    row = requests.submit(request=row, by=current.person, at=later)

    assert (last_of(current.person).state, row.state) == ("lapsed", "review")
    row = requests.accept(request=row, by=officer(), reason="The complaint was settled.", at=later)
    assert row.state == "accepted"
    reported(order_of(row), 18_300, name="paid", at=later)
    assert current_of(current.person).state == "active"


def test_who_comes_back_after_the_registration_of_a_suspended_membership_ended_is_looked_at_too():
    current = studying()
    suspend(membership=current, by=officer(), reason="So.", at=NOW)
    end_study(membership=current, at=NOW)

    assert sent(current.person).state == "review"


@pytest.mark.django_db(transaction=True)
def test_a_request_that_is_accepted_while_its_member_resigns_is_over_with_its_order():
    current, staff = studying(), officer()
    row = requests.keep(request=prepared(current.person), answers={"concession": "I am between jobs."})
    row = requests.submit(request=row, by=current.person, at=NOW)

    def accept():
        return requests.accept(request=row, by=staff, reason="Seen.", at=NOW)

    at_once(row, accept, lambda: resign(membership=current, by=current.person, at=NOW))

    row.refresh_from_db()
    assert (row.state, last_of(row.person).state) == ("withdrawn", "resigned")
    assert not Order.objects.unpaid().exists()
