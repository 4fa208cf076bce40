"""Requests for a grade: prepared, sent, decided by rule or by a person, paid, granted."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.billing.models import Order, Price
from cmiportal.billing.services import orders
from cmiportal.billing.services.settling import mark_cancelled, mark_paid
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, StaleMove
from membership.services.members import requests
from membership.services.members.endings import resign
from membership.services.members.memberships import change_grade, current_of, last_of
from membership.services.members.renewals import open_renewal
from membership.services.members.requests import RequestRefused
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import LONG_AGO, NOW
from tests.factories.record import ExperienceFactory

pytestmark = pytest.mark.django_db

FIVE_YEARS = [[{"years": 5}]]


def prepared(person=None, **answers):
    """A request with grade and Code of Conduct, ready to be sent."""
    row = requests.begin(person=person or UserFactory(), at=NOW)
    known = {"grade": GradeFactory(), "code_accepted_at": NOW, **answers}
    return requests.keep(request=row, answers=known)


def sent(person=None, **answers):
    row = prepared(person, **answers)
    return requests.submit(request=row, by=row.person, at=NOW, moves=row.moves)


def in_review(person=None, **answers):
    return sent(person, grade=GradeFactory(key="fellow", rule=FIVE_YEARS), **answers)


def officer():
    return UserFactory(groups=[MEMBERSHIP_ASSESSORS])


def order_of(row):
    return Order.objects.get(kind="membership", subject_id=row.pk)


def told(person):
    return [row.kind for row in Notification.objects.filter(recipient=person).order_by("created_at", "pk")]


def test_there_is_one_open_request_of_a_person():
    person = UserFactory()

    assert requests.begin(person=person, at=NOW) == requests.begin(person=person, at=NOW)


def test_the_kind_follows_from_the_membership():
    assert requests.begin(person=UserFactory(), at=NOW).kind == "join"
    assert requests.begin(person=member().person, at=NOW).kind == "upgrade"


def test_who_was_a_member_comes_back():
    row = member()
    resign(membership=row, by=row.person, at=NOW)

    again = requests.begin(person=row.person, at=NOW)

    assert (again.kind, again.grade) == ("reinstate", row.grade)


def test_who_comes_back_from_a_grade_that_nobody_asks_for_chooses_another_one():
    row = member(grade=GradeFactory(key="student", joinable=False))
    resign(membership=row, by=row.person, at=NOW)

    assert requests.begin(person=row.person, at=NOW).grade is None


@pytest.mark.parametrize(("missing", "part"), [({"grade": None}, "grade"), ({"code_accepted_at": None}, "code")])
def test_what_is_missing_is_named_and_nothing_is_sent(missing, part):
    row = prepared(**missing)

    with pytest.raises(RequestRefused) as refused:
        requests.submit(request=row, by=row.person, at=NOW)
    assert refused.value.part == part
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_grade_that_cannot_be_asked_for_is_refused():
    row = prepared(grade=GradeFactory(key="companion", joinable=False))

    with pytest.raises(RequestRefused, match="Choose the grade"):
        requests.submit(request=row, by=row.person, at=NOW)


def test_nobody_asks_for_the_grade_that_they_have():
    row = prepared(member().person)

    with pytest.raises(RequestRefused, match="You have this grade already"):
        requests.submit(request=row, by=row.person, at=NOW)


def test_nobody_asks_their_way_down():
    lower = GradeFactory(key="affiliate")
    mine = member()
    row = prepared(mine.person, grade=lower)

    with pytest.raises(RequestRefused, match="Member, the grade of today, is above Affiliate"):
        requests.submit(request=row, by=row.person, at=NOW)
    assert current_of(mine.person).grade_id == "member"


def test_a_request_is_not_accepted_once_the_person_has_a_higher_grade():
    higher = GradeFactory(key="companion", rank=900)
    row = in_review(ExperienceFactory(person=member().person, since=date(2015, 1, 1)).person)
    change_grade(membership=current_of(row.person), grade=higher, at=NOW, because="nomination")

    with pytest.raises(RequestRefused, match="is above Fellow"):
        requests.accept(request=row, by=officer(), at=NOW, reason="Seen.")
    row.refresh_from_db()
    assert row.state == "review"


def test_the_grades_that_can_be_asked_for_are_those_above():
    for key in ("affiliate", "member", "fellow"):
        GradeFactory(key=key)
    GradeFactory(key="companion", joinable=False)

    assert [one.key for one in requests.grades_for(None)] == ["affiliate", "member", "fellow"]
    assert [one.key for one in requests.grades_for(member())] == ["fellow"]


def test_where_every_fact_is_proven_the_rule_decides_and_the_fee_is_next():
    row = sent()

    assert [event.action for event in row.events.all()] == ["create", "submit", "accept_by_rule"]
    order = order_of(row)
    assert (order.total_pence, order.state) == (18_300, "open")
    assert current_of(row.person).state == "pending"
    assert told(row.person) == ["request_accepted"]


def test_paying_starts_the_membership_and_grants_the_request():
    row = sent()

    mark_paid(order_of(row), at=NOW)

    row.refresh_from_db()
    found = current_of(row.person)
    assert (row.state, found.state, found.basis, found.grade_id) == ("granted", "active", "paid", "member")
    assert (found.order, found.code_accepted_at) == (order_of(row), NOW)


def test_an_order_that_runs_out_ends_the_request():
    row = sent()

    mark_cancelled(order_of(row), "expire", at=NOW, reason="Not paid in time.")

    row.refresh_from_db()
    assert (row.state, last_of(row.person).state) == ("withdrawn", "lapsed")
    assert told(row.person)[-1] == "request_expired"
    assert requests.begin(person=row.person, at=NOW) != row


def test_money_for_a_request_that_is_over_is_told_to_the_team():
    staff, row = officer(), sent()
    order = order_of(row)
    requests.withdraw(request=row, by=row.person, at=NOW)
    order.refresh_from_db()
    assert order.state == "cancelled"

    requests.paid(order, NOW)

    assert told(staff) == ["payment_without_request"]
    assert current_of(row.person) is None


def test_a_claim_needs_a_person():
    staff = officer()
    row = in_review(ExperienceFactory(since=date(2015, 1, 1)).person)

    assert row.state == "review"
    assert told(row.person) == ["request_received"]
    assert told(staff) == ["request_to_decide"]


def test_a_lower_fee_needs_a_person_even_where_the_rule_is_met():
    row = sent(concession="I am between jobs.")

    assert row.state == "review"


@pytest.mark.parametrize(("given", "pence", "basis"), [(True, 6_000, "concession"), (False, 18_300, "paid")])
def test_the_team_gives_the_lower_fee_that_was_asked_for_or_not(given, pence, basis):
    lower = {"product": "membership-member", "audience": "concession", "pence": 6_000}
    Price.objects.create(**lower, during=DateRange(LONG_AGO, None))
    row = sent(concession="I am between jobs.")

    row = requests.accept(request=row, by=officer(), at=NOW, reason="Seen.", concession=given)
    mark_paid(order_of(row), at=NOW)

    assert order_of(row).total_pence == pence
    assert current_of(row.person).basis == basis


def test_a_concession_that_nobody_asked_for_is_not_given():
    row = in_review(ExperienceFactory(since=date(2015, 1, 1)).person)

    row = requests.accept(request=row, by=officer(), at=NOW, reason="Seen.", concession=True)

    assert row.concession_granted is False


def test_the_team_declines_with_a_reason_that_the_person_reads():
    row = in_review()

    row = requests.decline(request=row, by=officer(), at=NOW, reason="Two years are missing.", moves=row.moves)

    assert row.state == "declined"
    message = Notification.objects.get(recipient=row.person, kind="request_declined")
    assert message.context["reason"] == "Two years are missing."
    assert row.events.last().data == {}


def test_nobody_decides_their_own_request_nor_from_an_old_page():
    staff = officer()
    row = in_review(staff)

    with pytest.raises(MoveNotAllowed):
        requests.accept(request=row, by=staff, at=NOW, reason="Of course.")
    with pytest.raises(StaleMove):
        requests.decline(request=row, by=officer(), at=NOW, reason="No.", moves=row.moves - 1)


def test_a_member_rises_at_once_and_pays_with_the_next_renewal():
    row = sent(member().person, grade=GradeFactory(key="fellow"))

    assert row.state == "granted"
    assert current_of(row.person).grade_id == "fellow"
    assert not Order.objects.exists()


def test_who_studies_pays_for_a_grade_and_keeps_one_membership():
    studying = member(basis=Basis.STUDYING, grade=GradeFactory(key="student"))
    row = sent(studying.person)

    mark_paid(order_of(row), at=NOW)

    found = current_of(row.person)
    assert (found.pk, found.basis, found.grade_id) == (studying.pk, "paid", "member")


def test_a_grade_for_nothing_starts_at_once():
    row = sent(grade=GradeFactory(key="friend", pence=0))

    assert row.state == "granted"
    assert current_of(row.person).state == "active"


def test_a_renewal_that_waits_for_its_fee_ends_when_the_grade_and_its_fee_change():
    row = member(until=date(2026, 3, 9), at=NOW)
    waiting = open_renewal(membership=row, by=row.person, code_accepted=True, at=NOW)

    sent(row.person, grade=GradeFactory(key="associate", pence=13_600))

    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    again = open_renewal(membership=row, by=row.person, code_accepted=True, at=NOW)
    assert again.total_pence == 13_600


def test_a_grade_without_a_price_needs_a_person_even_where_the_rule_is_met():
    grade = GradeFactory(key="fellow")
    Price.objects.filter(product=grade.product).delete()

    assert sent(grade=grade).state == "review"
    assert sent(member(grade=GradeFactory(key="affiliate", rank=1)).person, grade=grade).state == "granted"


def test_what_was_sent_is_not_changed():
    row = in_review()

    with pytest.raises(RequestRefused, match="was sent"):
        requests.keep(request=row, answers={"concession": "Please."})


@pytest.mark.parametrize("state", ["draft", "review", "accepted"])
def test_a_person_takes_a_request_back_at_any_time_before_it_is_granted(state):
    row = {"draft": prepared, "review": in_review, "accepted": sent}[state]()
    assert row.state == state

    row = requests.withdraw(request=row, by=row.person, at=NOW, moves=row.moves)

    assert row.state == "withdrawn"


def test_a_request_that_is_paid_by_invoice_can_be_taken_back_until_the_money_comes():
    row = sent()
    orders.invoice(order=order_of(row), by=row.person, payer="Calderbridge", purchase_order="", at=NOW)

    requests.withdraw(request=row, by=row.person, at=NOW)

    assert {paper.kind for paper in order_of(row).invoices.all()} == {"invoice", "credit_note"}
    assert not Order.objects.unpaid().exists()
