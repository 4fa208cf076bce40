"""The same file in the work of two learners: told to staff alone, and no more than each may see."""

import pytest

from cmiportal.accounts.backends import SessionBackend
from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from qualifications.models import Role
from qualifications.services.same_files import OtherWork, SameFile, same_files, same_files_for
from qualifications.services.submission import withdraw
from tests.factories.documents import png, upload
from tests.factories.portfolio import handed_in, judged, map_evidence
from tests.factories.qualifications import NOW, EnrolmentFactory, chosen_unit, staff_of

pytestmark = pytest.mark.django_db

PLAN = png(8, 8)


def work_with(*files, enrolment=None):
    """A hand-in with a piece of evidence for each (name, content)."""
    unit = chosen_unit(enrolment)
    for name, content in files:
        map_evidence(unit, upload=upload(name, content))
    return handed_in(unit)


def for_page(user, made):
    """As a page asks, which has read what was handed in."""
    return same_files_for(user, made, hashes_of(made))


def hashes_of(made):
    files = made.items.exclude(item_version__file=None)
    return {bytes(sha256) for sha256 in files.values_list("item_version__file_sha256", flat=True)}


def told():
    return Notification.objects.filter(kind="same_file")


@pytest.mark.parametrize("others", [1, 3])
def test_each_shared_file_is_named_with_the_number_of_other_learners(django_assert_num_queries, others):
    for _ in range(others):
        work_with(("other name.png", PLAN))
    made = work_with(("plan.png", PLAN), ("own.png", png(5, 5)))

    with django_assert_num_queries(1):
        assert same_files(made) == (SameFile("plan.png", others),)


def test_a_learner_may_use_a_file_again_and_text_is_not_compared(django_assert_num_queries):
    unit = chosen_unit()
    map_evidence(unit, upload=upload("plan.png", PLAN))
    map_evidence(unit, upload=upload("plan again.png", PLAN))
    made = handed_in(unit)

    with django_assert_num_queries(1):
        assert same_files(made) == ()
    assert not told().exists()


def test_what_the_other_learner_took_back_does_not_count():
    other = work_with(("plan.png", PLAN))
    attempt = judged(other, until="returned")
    withdraw(submission=attempt, by=attempt.learner, at=NOW)

    assert same_files(work_with(("plan.png", PLAN))) == ()


def test_the_coordinators_of_the_later_work_are_told_and_never_a_learner():
    work_with(("plan.png", PLAN))
    enrolment = EnrolmentFactory()
    coordinator = staff_of(enrolment.centre, Role.COORDINATOR)
    staff_of(enrolment.centre, Role.ASSESSOR)

    made = work_with(("my plan.png", PLAN), enrolment=enrolment)

    (message,) = told()
    assert (message.recipient, message.context["files"]) == (coordinator, ["my plan.png"])
    assert message.context["path"] == f"/desk/{made.submission_id}/"


def test_the_other_work_is_named_to_those_alone_who_handle_it():
    other = work_with(("plan.png", PLAN))
    made = work_with(("plan.png", PLAN))
    here = staff_of(made.unit_enrolment.enrolment.centre, Role.COORDINATOR)
    there = staff_of(other.unit_enrolment.enrolment.centre, Role.COORDINATOR)

    assert for_page(here, made).works == ()
    learner = other.unit_enrolment.learner
    named = OtherWork(other.submission_id, 1, other.unit_enrolment.unit.number, learner.name)
    assert for_page(there, made).works == (named,)
    assert for_page(here, made).files == (SameFile("plan.png", 1),)


@pytest.mark.parametrize("others", [1, 3])
def test_the_files_and_the_works_that_share_them_are_read_together(django_assert_num_queries, others):
    enrolment = EnrolmentFactory()
    for _ in range(others):
        work_with(("plan.png", PLAN), ("note.png", png(5, 5)), enrolment=EnrolmentFactory(centre=enrolment.centre))
    made = work_with(("plan.png", PLAN), ("note.png", png(5, 5)), enrolment=enrolment)
    coordinator = SessionBackend().get_user(staff_of(enrolment.centre, Role.COORDINATOR).pk)

    hashes = hashes_of(made)

    with django_assert_num_queries(1):
        same = same_files_for(coordinator, made, hashes)
    assert same.files == (SameFile("note.png", others), SameFile("plan.png", others))
    assert len(same.works) == others


def test_a_learner_whose_name_was_erased_is_named_by_address():
    other = work_with(("plan.png", PLAN))
    User.objects.filter(pk=other.unit_enrolment.learner_id).update(name="", email="somebody@example.org")
    made = work_with(("plan.png", PLAN))
    coordinator = staff_of(other.unit_enrolment.enrolment.centre, Role.COORDINATOR)

    assert [work.learner for work in for_page(coordinator, made).works] == ["somebody@example.org"]


def test_nothing_is_told_of_work_that_shares_no_file():
    made = work_with(("plan.png", PLAN))

    assert for_page(made.unit_enrolment.learner, made) is None


def test_work_without_a_file_asks_nothing(django_assert_num_queries):
    made = work_with(("plan.png", PLAN))

    with django_assert_num_queries(0):
        assert same_files_for(made.unit_enrolment.learner, made, set()) is None
