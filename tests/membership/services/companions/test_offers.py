"""The nominee's answer: a Companion without a fee, as a member or a new one; or not; and the year that follows."""

from datetime import date, timedelta

import pytest

from cmiportal.billing.models import Order
from cmiportal.links.services import LinkClosed, use_link
from cmiportal.notifications.models import Notification
from membership.models import GradeSpan, Nomination
from membership.permissions import is_companion
from membership.services.companions import nominations
from membership.services.companions.nominations import NominationRefused
from membership.services.companions.offers import answer_by_link
from membership.services.members import memberships, renewals, requests
from membership.services.members.memberships import MembershipRefused
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.chartered import assessor
from tests.factories.companions import GWEN, link_of, offered
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def answer(row, said="yes", at=NOW):
    return use_link(link=link_of(row), data={"answer": said, "code": True}, at=at)


def gwen():
    return UserFactory(email=GWEN)


def test_who_was_no_member_becomes_a_companion_without_a_fee():
    person, row = gwen(), offered()

    assert answer(row) == "You are a Companion of the Institute, and may write CCMI after your name."

    row.refresh_from_db()
    held = memberships.current_of(person)
    assert (row.state, row.nominee, row.events.last().link) == ("accepted", person, link_of(row))
    assert (held.state, held.grade_id, held.basis, held.code_accepted_at) == ("active", "companion", "honorary", NOW)
    assert is_companion(person)
    for companion in (row.proposer, row.seconder):
        assert Notification.objects.filter(recipient=companion, context__state="accepted").count() == 1


def test_a_member_keeps_number_and_history_and_pays_for_no_other_year():
    person = gwen()
    before = member(person=person, until=NOW.date() + timedelta(days=20))
    renewals.open_renewal(membership=before, by=person, code_accepted=True, at=NOW)
    row = offered()

    answer(row, at=NOW + timedelta(days=1))

    held = memberships.current_of(person)
    assert (held.pk, held.number, held.grade_id, held.basis) == (before.pk, before.number, "companion", "honorary")
    spans = GradeSpan.objects.filter(membership=held)
    assert [(span.grade_id, span.last) for span in spans] == [("member", date(2026, 11, 2)), ("companion", None)]
    assert Order.objects.get().state == "cancelled"


def test_the_year_of_an_honorary_membership_follows_by_itself():
    person, row = gwen(), offered()
    answer(row)
    last = memberships.current_of(person).ends_on

    renewals.end_what_is_over(at=NOW + timedelta(days=366))

    held = memberships.current_of(person)
    assert (held.state, held.basis) == ("active", Basis.HONORARY)
    assert (held.starts_on, held.ends_on) == (last + timedelta(days=1), date(2028, 11, 1))


def test_no_is_told_to_the_proposer_alone_and_needs_no_account():
    row = offered()

    assert answer(row, "no") == "Nobody is told but the Companion who proposed you."

    row.refresh_from_db()
    assert (row.state, row.nominee) == ("declined", None)
    assert Notification.objects.filter(context__state="declined").get().recipient == row.proposer
    with pytest.raises(LinkClosed):
        answer(row)


def test_an_answer_that_comes_while_the_offer_ends_is_too_late():
    row = offered()
    link = link_of(row)
    nominations.expire_over(at=NOW + timedelta(days=61))

    with pytest.raises(NominationRefused, match="Nobody waits"):
        answer_by_link(link=link, subject=row, data={"answer": "no"}, at=NOW + timedelta(days=61))


def test_accepting_needs_an_account_with_the_address():
    row = offered()

    with pytest.raises(NominationRefused, match="Make an account with gwen@example"):
        answer(row)
    gwen()
    answer(row)


def test_a_request_for_another_grade_comes_first():
    person, row = gwen(), offered()
    requests.begin(person=person, at=NOW)

    with pytest.raises(NominationRefused, match="Take that request back first"):
        answer(row)
    assert Nomination.objects.get().state == "offered"


def test_a_suspended_member_cannot_accept():
    person = gwen()
    held = member(person=person)
    row = offered()
    memberships.suspend(membership=held, by=assessor(), reason="A complaint.", at=NOW)
    with pytest.raises(MembershipRefused, match="suspended"):
        answer(row)
