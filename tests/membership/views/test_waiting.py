"""What the home page says waits for members and their team."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cmiportal.registry import WorkQueue, find
from cmiportal.rules.days import uk_day
from membership.services import requests
from membership.services.cpd_reviews import ask_more
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.cpd import reviewer, sampled, sent
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def waiting(key, user):
    return list(find(WorkQueue, key).waiting(user))


def asked(person):
    """A request that a person has to decide."""
    row = requests.begin(person=person, at=NOW)
    grade = GradeFactory(key="associate", rule=None)
    row = requests.keep(request=row, answers={"grade": grade, "code_accepted_at": NOW})
    return requests.submit(request=row, by=person, at=NOW)


def ending(in_days, **known):
    return member(until=uk_day(timezone.now(), in_days), at=timezone.now() - timedelta(days=100), **known)


def test_requests_wait_for_the_team_but_nobody_decides_their_own():
    officer = reviewer()
    other, own = asked(UserFactory()), asked(officer)

    assert waiting("requests_to_decide", officer) == [other]
    assert set(waiting("requests_to_decide", reviewer())) == {other, own}
    assert waiting("requests_to_decide", other.person) == []


def test_a_membership_waits_to_be_renewed_from_the_day_that_renewing_opens():
    opens = settings.RENEWAL_OPENS_DAYS
    due, early = ending(opens), ending(opens + 1)
    corporate = ending(1, basis=Basis.CORPORATE)

    assert waiting("to_renew", due.person) == [due]
    assert [waiting("to_renew", row.person) for row in (early, corporate)] == [[], []]
    assert waiting("to_renew", UserFactory()) == []


def test_a_record_waits_to_be_sent_until_it_is_and_again_when_more_is_asked_for():
    review = sampled()
    person = review.person
    assert waiting("records_to_send", person) == [review]

    review = sent(review)
    assert waiting("records_to_send", person) == []

    ask_more(review=review, by=reviewer(), reason="Say what changed.", at=NOW)
    assert waiting("records_to_send", person) == [review]
    assert waiting("records_to_send", UserFactory()) == []
