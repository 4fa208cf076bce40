"""Owing many messages of one kind at once: as one by one, but in two queries."""

import pytest

from cmiportal.notifications.models import Notification
from cmiportal.notifications.rendering import MissingValue
from cmiportal.notifications.services import Owed, notify_many
from cmiportal.notifications.states import Mail
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationPreferenceFactory

pytestmark = pytest.mark.django_db

CONTEXT = {"asked_by": "Noor Haddad", "asked_at": "2027-01-19T10:30:00Z", "path": "/"}


def owed(people, context=CONTEXT):
    return [Owed(f"many:{person.pk}", person, context) for person in people]


def mails():
    return dict(Notification.objects.values_list("recipient", "mail"))


def test_who_does_not_want_a_kind_by_mail_finds_it_in_the_portal_alone(at, news):
    no, yes = NotificationPreferenceFactory().user, NotificationPreferenceFactory(by_mail=True).user
    undecided = UserFactory()

    notify_many(kind=news.key, owed=owed([no, yes, undecided]), at=at)

    assert mails() == {no.pk: Mail.NONE, yes.pk: Mail.QUEUED, undecided.pk: Mail.QUEUED}


def test_a_service_message_comes_by_mail_whatever_was_chosen(at):
    person = NotificationPreferenceFactory(kind="mail_check").user

    notify_many(kind="mail_check", owed=owed([person]), at=at)

    assert mails() == {person.pk: Mail.QUEUED}


@pytest.mark.parametrize("count", [1, 3])
def test_many_cost_two_queries_of_an_optional_kind_and_a_key_that_stands_is_owed_once(
    at, news, django_assert_num_queries, count
):
    people = UserFactory.create_batch(count)

    with django_assert_num_queries(4):  # two of them begin and end the savepoint
        notify_many(kind=news.key, owed=owed(people), at=at)
    notify_many(kind=news.key, owed=owed(people), at=at)

    assert mails() == {person.pk: Mail.QUEUED for person in people}
    assert Notification.objects.count() == count


def test_one_that_lacks_a_value_is_refused_and_owes_none(at):
    person, other = UserFactory(), UserFactory()

    with pytest.raises(MissingValue):
        notify_many(kind="mail_check", owed=[*owed([person]), *owed([other], {"asked_by": "Noor"})], at=at)
    assert mails() == {}
