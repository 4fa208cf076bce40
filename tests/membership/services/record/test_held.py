"""What the Institute awarded is held without a claim, once, and counts no more once it is revoked."""

from datetime import date, timedelta

import pytest

from membership.models import QualificationHeld
from membership.services.record.held import Awarded, end_award, note_awards
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    person = UserFactory()
    return Awarded("A000001283", person.pk, "Level 6 Diploma", 6, "diploma", date(2026, 11, 2))


def kept():
    names = ("title", "level", "size", "body", "awarded_on", "state", "because")
    return QualificationHeld.objects.values_list(*names)


def test_awards_are_kept_as_confirmed_qualifications_once(award, django_assert_num_queries):
    with django_assert_num_queries(3 + 2):  # and the savepoint of the transaction
        assert note_awards([award], at=NOW) == 1
    assert note_awards([award], at=NOW + timedelta(days=1)) == 0

    body = "Chartered Management Institute"
    assert list(kept()) == [("Level 6 Diploma", 6, "diploma", body, date(2026, 11, 2), "confirmed", "")]


def test_a_revoked_award_counts_no_more_and_says_why(award):
    note_awards([award], at=NOW)

    end_award(number=award.number, at=NOW)
    end_award(number=award.number, at=NOW + timedelta(days=1))

    row = QualificationHeld.objects.get()
    assert (row.state, row.because, row.decided_at) == ("refused", "The award was revoked.", NOW)


def test_an_award_that_was_never_kept_has_nothing_to_end():
    end_award(number="A000001283", at=NOW)

    assert not QualificationHeld.objects.exists()
