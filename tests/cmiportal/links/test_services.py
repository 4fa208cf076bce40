"""A link does one thing once: issued, revoked, used."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cmiportal.links.models import Link, OutsidePerson
from cmiportal.links.services import LinkClosed, issue_link, outside_person, revoke_links, use_link
from cmiportal.registry import UnknownKey
from cmiportal.workflow import MoveRefused, new_id
from tests.cmiportal.links.actions import ACTION, KNOWN, REFUSED, SETTLED
from tests.factories.accounts import UserFactory
from tests.factories.links import LinkFactory, OutsidePersonFactory

pytestmark = pytest.mark.django_db

ANSWER = {"answer": "yes"}


def issue(at, subject=None, person=None):
    return issue_link(
        purpose=ACTION.key,
        subject_kind="person",
        subject_id=subject.pk if subject else new_id(),
        person=person or OutsidePersonFactory(),
        created_by=None,
        at=at,
    )


def test_a_link_is_kept_without_its_token(at):
    asker, person = UserFactory(), OutsidePersonFactory()
    subject_id = new_id()

    link, token = issue_link(
        purpose=ACTION.key, subject_kind="person", subject_id=subject_id, person=person, created_by=asker, at=at
    )

    link.refresh_from_db()
    assert len(token) == 43
    assert bytes(link.token_sha256) == hashlib.sha256(token.encode()).digest()
    assert (link.purpose, link.subject_kind, link.subject_id) == ("know_somebody", "person", subject_id)
    assert (link.person, link.created_by, link.created_at) == (person, asker, at)
    assert link.expires_at == at + timedelta(days=14)
    assert str(link) == "know_somebody for person"


def test_a_second_link_for_the_same_thing_closes_the_first(at):
    person, subject = OutsidePersonFactory(), OutsidePersonFactory()
    first, _ = issue(at, subject, person)
    other_person, _ = issue(at, subject)
    other_subject, _ = issue(at, None, person)

    second, _ = issue(at + timedelta(days=20), subject, person)

    first.refresh_from_db()
    assert first.revoked_at == at + timedelta(days=20)
    assert set(Link.objects.filter(revoked_at=None)) == {second, other_person, other_subject}


def test_a_purpose_that_nobody_registered_is_a_mistake(at):
    with pytest.raises(UnknownKey):
        issue_link(
            purpose="nonsense",
            subject_kind="person",
            subject_id=new_id(),
            person=OutsidePersonFactory(),
            created_by=None,
            at=at,
        )


def test_revoking_closes_what_waits_and_leaves_what_was_used(at):
    subject_id = new_id()
    used = LinkFactory(purpose=ACTION.key, subject_id=subject_id, used_at=at)
    waiting = LinkFactory(purpose=ACTION.key, subject_id=subject_id)
    other = LinkFactory(purpose=ACTION.key)

    assert revoke_links(purpose=ACTION.key, subject_id=subject_id, at=at) == 1
    assert revoke_links(purpose=ACTION.key, subject_id=subject_id, at=at) == 0

    assert list(Link.objects.filter(revoked_at=at)) == [waiting]
    assert set(Link.objects.live(at=at)) == {other}
    assert used.closed_because(at=at) == "used"


def test_using_a_link_does_its_thing_and_thanks(at):
    subject = OutsidePersonFactory(organisation=KNOWN)
    link, _ = issue(at, subject, OutsidePersonFactory(name="Priya Ostrander"))

    assert use_link(link=link, data=ANSWER, at=at) == "Priya Ostrander has answered."

    link.refresh_from_db()
    subject.refresh_from_db()
    assert (link.used_at, subject.organisation) == (at, "yes 10:30 10:30")


@pytest.mark.parametrize(
    "closed",
    [
        {"used_at": True},
        {"revoked_at": True},
        {"expires_at": True},
    ],
)
def test_a_closed_link_does_nothing(at, closed):
    subject = OutsidePersonFactory(organisation=KNOWN)
    link, _ = issue(at - timedelta(days=1), subject)
    Link.objects.update(**dict.fromkeys(closed, at))

    with pytest.raises(LinkClosed):
        use_link(link=link, data=ANSWER, at=at)

    subject.refresh_from_db()
    assert subject.organisation == KNOWN


def test_a_link_whose_question_is_settled_does_nothing_and_stays_unused(at):
    link, _ = issue(at, OutsidePersonFactory(organisation=SETTLED))

    with pytest.raises(LinkClosed, match="Nobody waits for this answer any more"):
        use_link(link=link, data=ANSWER, at=at)

    link.refresh_from_db()
    assert link.used_at is None


def test_a_refused_answer_leaves_everything_as_it_was(at):
    subject = OutsidePersonFactory(organisation=REFUSED)
    link, _ = issue(at, subject)

    with pytest.raises(MoveRefused, match="no longer be answered"):
        use_link(link=link, data=ANSWER, at=at)

    link.refresh_from_db()
    subject.refresh_from_db()
    assert (link.used_at, subject.organisation) == (None, REFUSED)


def test_the_last_moment_of_a_link_is_the_one_before_it_expires(at):
    link = LinkFactory(created_at=at - timedelta(days=1), expires_at=at)

    assert link.closed_because(at=at) == "expired"
    assert link.closed_because(at=at - timedelta(microseconds=1)) == ""
    assert list(Link.objects.live(at=at)) == []
    assert list(Link.objects.live(at=at - timedelta(microseconds=1))) == [link]


def test_a_person_is_found_by_address_in_any_case_and_nobody_renames_them():
    first = outside_person(email="Priya@Example.org", name="Priya Ostrander", organisation="Ostrander & Vale")

    again = outside_person(email="PRIYA@example.org", name="Silly Billy")

    assert again == first
    assert (again.email, again.name, again.organisation) == ("priya@example.org", "Priya Ostrander", "Ostrander & Vale")
    assert OutsidePerson.objects.count() == 1
    assert str(again) == "Priya Ostrander"


def test_addresses_that_are_one_in_capitals_alone_are_two_people():
    people = [outside_person(email=f"{letter}an@example.org", name="Ian") for letter in "iı"]

    assert [outside_person(email=person.email, name="Ian") for person in people] == people
    assert people[0] != people[1]


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("link_used_or_revoked_not_both", {"used_at": 0, "revoked_at": 0}),
        ("link_expires_after_birth", {"expires_at": -1}),
        ("link_token", {"token_sha256": None}),
    ],
)
def test_the_database_refuses(at, rule, change):
    other = LinkFactory(created_at=at - timedelta(hours=1), expires_at=at)
    values = {
        name: other.token_sha256 if offset is None else at + timedelta(days=offset) for name, offset in change.items()
    }

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        LinkFactory(**{"created_at": at, "expires_at": at + timedelta(days=1), **values})


def test_the_database_refuses_two_live_links_for_one_thing():
    first = LinkFactory()

    with pytest.raises(IntegrityError, match="link_one_live"):
        LinkFactory(subject_id=first.subject_id, person=first.person)


def test_the_database_holds_one_outside_person_for_an_address():
    OutsidePersonFactory(email="priya@example.org")

    with pytest.raises(IntegrityError, match="outside_person_email"):
        OutsidePersonFactory(email="Priya@Example.org")
