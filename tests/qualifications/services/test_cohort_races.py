"""Two coordinators import learners at the same instant: real threads on real rows."""

import pytest
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveRefused
from qualifications.models import Enrolment, Role
from qualifications.services.cohorts import check_file, courses_of, import_cohort, sealed
from tests.factories.accounts import UserFactory
from tests.factories.places import offered_qualification
from tests.factories.qualifications import staff_of
from tests.qualifications.cohort_files import TWO, csv_of
from tests.races import in_turn, no_writing_to

pytestmark = pytest.mark.django_db(transaction=True)


def checked(rows):
    """Two coordinators of a centre with the same learners, the second in the other order; what each would send."""
    centre = offered_qualification()[1]
    at = timezone.now()
    seals = []
    for by, lines in [(staff_of(centre, Role.COORDINATOR), rows), (staff_of(centre, Role.COORDINATOR), rows[::-1])]:
        approval = courses_of(by, at=at).get()
        said = {"approval": approval, "reason": "Their employer asked.", "by": by, "at": at}
        seals.append((sealed(check_file(content=csv_of(*lines), **said), by=by), by))
    return [lambda seal=seal, by=by: import_cohort(seal=seal, by=by, at=at) for seal, by in seals]


@pytest.mark.parametrize("table", [User, Enrolment])
def test_each_learner_is_registered_once_however_two_imports_fall(table):
    """Both have found nobody when they are let go: one registers all, the other is told to look again."""
    if table is Enrolment:
        for _, email, _ in TWO:
            UserFactory(email=email.lower())

    results = in_turn(no_writing_to(table), *checked(TWO))

    assert [type(result) for result in results if isinstance(result, Exception)] == [MoveRefused]
    assert sorted(Enrolment.objects.values_list("learner__email", "state")) == [
        ("amara@example.org", "registered"),
        ("kofi@example.org", "registered"),
    ]
    told = Notification.objects.filter(kind="learner_invited").count()
    assert told == (2 if table is User else 0)
