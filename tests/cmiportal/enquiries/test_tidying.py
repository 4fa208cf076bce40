"""By the clock: what was answered is closed, what is over is erased."""

from datetime import timedelta

import pytest
from django.conf import settings

from cmiportal.enquiries.models import Enquiry, EnquiryAnswer
from cmiportal.enquiries.services import answering
from cmiportal.enquiries.services.tidying import EMPTY, erase_old, settle_answered
from cmiportal.enquiries.tasks import tidy_enquiries
from cmiportal.workflow import MoveNotAllowed, chain_is_whole
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import administrator, enquiry, fresh
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def after(days):
    return NOW + timedelta(days=days)


def test_an_answer_that_nobody_came_back_to_ends_the_enquiry():
    row, waits = enquiry("answered"), enquiry("taken")
    due = after(settings.ENQUIRY_CLOSE_DAYS)

    assert settle_answered(at=due - SECOND) == 0
    assert settle_answered(at=due) == 1
    assert (fresh(row).state, fresh(row).ended_at, fresh(waits).state) == ("closed", due, "taken")
    assert settle_answered(at=due) == 0


@pytest.mark.parametrize(("state", "days"), [("closed", "ENQUIRY_KEEP_DAYS"), ("spam", "ENQUIRY_SPAM_DAYS")])
def test_who_wrote_what_is_erased_long_enough_after_the_end_and_the_moves_stay(state, days):
    row = enquiry(state, person=UserFactory(), organisation="Fellgate", phone="01632 960 001")
    due = after(getattr(settings, days))

    assert erase_old(at=due - SECOND) == 0
    assert erase_old(at=due) == 1
    row = fresh(row)
    assert {name: getattr(row, name) for name in EMPTY} == EMPTY
    assert (row.person, row.erased_at, EnquiryAnswer.objects.count()) == (None, due, 0)
    assert (row.number[0], chain_is_whole(row)) == ("Q", True)
    assert erase_old(at=after(9_000)) == 0


def test_what_is_open_or_answered_is_kept():
    for state in ("new", "check", "taken", "answered"):
        enquiry(state)

    assert erase_old(at=after(9_000)) == 0


def test_what_was_erased_is_not_opened_again():
    row = enquiry("closed")
    erase_old(at=after(settings.ENQUIRY_KEEP_DAYS))

    with pytest.raises(MoveNotAllowed):
        answering.reopen(enquiry=fresh(row), by=administrator(), at=NOW)


def test_the_task_does_both():
    enquiry("answered", at=NOW - timedelta(days=900))
    enquiry("spam", at=NOW - timedelta(days=900))

    assert tidy_enquiries() == 2
    assert sorted(Enquiry.objects.values_list("state", flat=True)) == ["closed", "spam"]
