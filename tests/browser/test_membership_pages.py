"""A member's pages in each state, and a request in each, by a reader's rules in both sizes, light and dark."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cmiportal.rules.days import uk_day
from membership.services.members import renewals, requests
from membership.services.members.endings import end_day, resign
from membership.services.members.memberships import suspend
from membership.workflow import Basis
from tests.browser.test_axe_pages import faults
from tests.factories.accounts import UserFactory
from tests.factories.cpd import reviewer
from tests.factories.membership import GradeFactory, member
from tests.factories.record import ExperienceFactory, QualificationHeldFactory

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("size", ["desk"])]  # faults() looks at both

MINE, REQUEST = "/membership/mine/", "/membership/request/"


@pytest.fixture
def browser_context_args(browser_context_args):
    """axe is a script of the test's own, which the policy would refuse."""
    return {**browser_context_args, "bypass_csp": True}


@pytest.fixture
def looked_at(signed_in, live_server):
    """The faults of these pages as this person sees them."""

    def look(person, *addresses):
        page, found = signed_in(person), {}
        for address in addresses:
            page.goto(live_server.url + address)
            found[address] = faults(page)
        page.close()
        return {address: fault for address, fault in found.items() if fault}

    return look


def ending(in_days, **known):
    now = timezone.now()
    row = member(until=uk_day(now, in_days), at=now - timedelta(days=100), **known)
    for passed in range(in_days + 1, 1):
        end_day(membership=row, on=uk_day(now, passed), at=now)
    return row


def test_a_membership_in_each_state_is_open_to_all(looked_at, size):
    now = timezone.now()
    due, waiting, gone, stopped = ending(20), ending(20), ending(100), ending(100)
    renewals.open_renewal(membership=waiting, by=waiting.person, code_accepted=True, at=now)
    resign(membership=gone, by=gone.person, at=now)
    suspend(membership=stopped, by=reviewer(), reason="A complaint.", at=now)
    others = [ending(-5), ending(-40), ending(30, basis=Basis.STUDYING), waiting, gone, stopped]

    found = looked_at(due.person, MINE, "/membership/renew/", "/membership/resign/")
    for row in others:
        found |= looked_at(row.person, MINE)
    assert found == {}


def test_a_request_in_each_state_is_open_to_all(looked_at, size):
    person, now = UserFactory(), timezone.now()
    ExperienceFactory(person=person)
    QualificationHeldFactory(person=person, state="refused")
    row = requests.begin(person=person, at=now)
    grade = GradeFactory(rule=[[{"years": 3}, {"qualification": {"level": 6}}], [{"years": 5}]])
    requests.keep(request=row, answers={"grade": grade, "concession": "Between posts.", "code_accepted_at": now})
    parts = [f"{REQUEST}{part}/" for part in ("grade", "fee", "code", "check", "withdraw")]
    found = looked_at(person, REQUEST, *parts, "/membership/record/", "/membership/record/experience/add/")
    row = requests.submit(request=row, by=person, at=now)
    found |= looked_at(person, REQUEST)
    requests.accept(request=row, by=reviewer(), at=now, reason="Shown.")

    assert found | looked_at(person, REQUEST) == {}
