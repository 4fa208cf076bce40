"""Keeping resources and marking them as done: once each, offered as CPD to members, recorded by nobody but them."""

from datetime import timedelta

import pytest

from cmiportal.merging.services import merge
from cmiportal.rules.days import uk_day
from insights.models import Bookmark, Done, HighlightsReader, Resource
from insights.services import keeping
from insights.services.keeping import LibraryRefused, keep, let_go, mark_done, undo_done
from membership.models import CpdEntry, CpdOffer
from membership.services.cpd import offers
from tests.factories.accounts import UserFactory
from tests.factories.cpd import AreaFactory
from tests.factories.insights import ResourceFactory, editor
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
TODAY = uk_day(NOW)


@pytest.fixture
def resource():
    return ResourceFactory(title="Running a meeting", minutes=10)


@pytest.fixture
def person():
    """A member."""
    return member().person


def test_a_resource_is_kept_once_from_the_first_time(person, resource):
    for at in (NOW, LATER):
        keep(person=person, resource=resource, at=at)

    assert Bookmark.objects.values_list("person", "resource", "since").get() == (person.pk, resource.pk, NOW)


def test_what_is_let_go_of_is_kept_no_longer_by_that_person(person, resource):
    other = UserFactory()
    for each in (person, other):
        keep(person=each, resource=resource, at=NOW)

    for _ in range(2):
        let_go(person=person, resource=resource)

    assert Bookmark.objects.get().person == other


def test_what_a_member_has_done_is_offered_as_cpd_and_not_recorded(person, resource):
    offer = mark_done(person=person, resource=resource, at=NOW)

    assert (offer.title, offer.activity, offer.minutes, offer.on) == ("Running a meeting", "reading", 10, TODAY)
    assert (offer.person, offer.entry, offer.dismissed_at) == (person, None, None)
    assert not CpdEntry.objects.exists()


def test_a_module_counts_as_a_course(person):
    offer = mark_done(person=person, resource=ResourceFactory(kind=Resource.Kind.ELEARNING), at=NOW)

    assert offer.activity == CpdEntry.Activity.COURSE


def test_what_is_done_twice_is_one_row_and_one_offer(person, resource):
    for at in (NOW, LATER):
        mark_done(person=person, resource=resource, at=at)

    assert Done.objects.get().at == NOW
    assert CpdOffer.objects.get().offered_at == NOW


def test_an_offer_that_was_answered_is_not_made_again(person, resource):
    offer = mark_done(person=person, resource=resource, at=NOW)
    offers.dismiss(offer=offer, at=NOW)
    undo_done(person=person, resource=resource)

    again = mark_done(person=person, resource=resource, at=LATER)

    assert (again.pk, again.dismissed_at) == (offer.pk, NOW)
    assert keeping.waiting_offer(person, resource) is None


def test_an_offer_that_nobody_answered_goes_with_what_was_not_done_after_all(person, resource):
    mark_done(person=person, resource=resource, at=NOW)

    for _ in range(2):
        undo_done(person=person, resource=resource)

    assert (Done.objects.count(), CpdOffer.objects.count()) == (0, 0)
    assert keeping.waiting_offer(person, resource) is None


def test_what_is_in_the_record_stays_there(person, resource):
    offer = mark_done(person=person, resource=resource, at=NOW)
    values = {"title": "Meetings", "activity": "reading", "area": AreaFactory(), "on": TODAY, "minutes": 10}
    entry = offers.take_up(offer=offer, values=values, at=NOW)

    undo_done(person=person, resource=resource)

    assert (CpdEntry.objects.get(), CpdOffer.objects.get().entry) == (entry, entry)


def test_an_editor_has_done_it_without_an_offer(resource):
    assert mark_done(person=editor(), resource=resource, at=NOW) is None
    assert (Done.objects.count(), CpdOffer.objects.count()) == (1, 0)


def test_what_is_closed_cannot_have_been_done(resource):
    with pytest.raises(LibraryRefused, match="open to members and registered learners"):
        mark_done(person=UserFactory(), resource=resource, at=NOW)

    assert not Done.objects.exists()


def test_anybody_with_an_account_has_done_a_definition(resource):
    person = UserFactory()

    assert mark_done(person=person, resource=ResourceFactory(kind=Resource.Kind.DEFINITION), at=NOW) is None
    assert Done.objects.get().person == person


def test_the_marks_of_others_are_not_ones_own(person, resource):
    other = member().person
    keep(person=other, resource=resource, at=NOW)
    mark_done(person=other, resource=resource, at=NOW)

    def marks(of):
        return keeping.with_marks_of(Resource.objects.all(), of).values_list("is_kept", "done_at").get()

    assert (marks(person), marks(other)) == ((False, None), (True, NOW))
    assert keeping.waiting_offer(person, resource) is None
    assert keeping.waiting_offer(other, resource).person == other


def test_own_lists_go_from_the_latest_and_leave_out_what_is_not_published(person):
    first, second = ResourceFactory(), ResourceFactory()
    hidden = ResourceFactory(published_on=None)
    for at, resource in ((NOW, first), (LATER, second), (LATER, hidden)):
        keep(person=person, resource=resource, at=at)
        mark_done(person=person, resource=resource, at=at)

    assert [row.resource for row in keeping.kept_by(person, on=TODAY)] == [second, first]
    assert [row.resource for row in keeping.done_by(person, on=TODAY)] == [second, first]


def test_two_accounts_of_one_person_have_one_shelf():
    leaving, staying = UserFactory(), member().person
    merger = UserFactory(is_staff=True, is_superuser=True)
    both, one = ResourceFactory(kind="definition"), ResourceFactory(kind="definition")
    for person, resources, at in ((leaving, (both, one), NOW), (staying, (both,), LATER)):
        for resource in resources:
            keep(person=person, resource=resource, at=at)
            mark_done(person=person, resource=resource, at=at)
    HighlightsReader.objects.create(person=leaving, since=NOW)

    merge(leaving=leaving, staying=staying, by=merger, reason="One person, two addresses.", at=LATER)

    kept = [(staying.pk, both.pk, LATER), (staying.pk, one.pk, NOW)]
    assert sorted(Bookmark.objects.values_list("person", "resource", "since")) == kept
    assert sorted(Done.objects.values_list("person", "resource", "at")) == kept
    assert not HighlightsReader.objects.exists()
