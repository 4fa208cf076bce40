"""Owing a message for each row that a query finds: one statement, once per key, at a pace that lets others pass."""

from datetime import timedelta

import pytest
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from cmiportal.accounts.models import User
from cmiportal.notifications.delivery import deliver_batch
from cmiportal.notifications.models import Notification
from cmiportal.notifications.rendering import MissingValue
from cmiportal.notifications.services import notify_found
from cmiportal.notifications.states import Mail
from cmiportal.registry import UnknownKey
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory, NotificationPreferenceFactory

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def owe(at, **changes):
    """A message to every person there is."""
    said = {
        "kind": "mail_check",
        "people": "id",
        "key": Concat(Value("found:"), Cast("id", CharField())),
        "context": {"asked_by": F("name"), "asked_at": Value("2027-01-19T10:30:00Z"), "path": Value("/")},
        "found": User.objects.order_by("pk"),
        "at": at,
    }
    return notify_found(**said | changes)


def test_each_row_that_is_found_is_owed_one_message_with_its_own_values(at):
    people = [UserFactory(name=name) for name in ("Noor Haddad", "Wren Ashgrove")]

    assert owe(at) == 2
    assert owe(at + MINUTE) == 0

    rows = list(Notification.objects.order_by("pk"))
    assert [(row.recipient, row.dedup_key, row.mail, row.created_at) for row in rows] == [
        (person, f"found:{person.pk}", Mail.QUEUED, at) for person in people
    ]
    assert rows[1].context == {"asked_by": "Wren Ashgrove", "asked_at": "2027-01-19T10:30:00Z", "path": "/"}
    assert rows[0].message_id != rows[1].message_id


def test_so_many_go_in_a_minute_in_their_order_and_none_is_late_before_its_turn(at, settings):
    settings.NOTIFICATION_SPREAD_A_MINUTE = 2
    people = [UserFactory() for _ in range(5)]

    owe(at)

    rows = Notification.objects.order_by("due_at", "pk")
    assert [(row.recipient, row.due_at - at) for row in rows] == [
        (person, minute * MINUTE) for person, minute in zip(people, (0, 0, 1, 1, 2), strict=True)
    ]
    assert all(row.not_before == row.due_at for row in rows)
    rows.filter(due_at=at).delete()
    assert Notification.objects.oldest_due(at=at + MINUTE / 2) is None
    assert Notification.objects.oldest_due(at=at + 9 * MINUTE) == at + MINUTE


def test_what_else_is_owed_does_not_wait_behind_them(at, settings, office):
    settings.NOTIFICATION_SPREAD_A_MINUTE = 1
    for _ in range(3):
        UserFactory()
    owe(at)
    later = NotificationFactory(due_at=at + MINUTE / 2, created_at=at + MINUTE / 2)

    assert deliver_batch(at=at + MINUTE / 2) == 2

    later.refresh_from_db()
    assert later.mail == Mail.SENT
    assert Notification.objects.filter(mail=Mail.QUEUED).count() == 2


def test_who_does_not_want_a_kind_by_mail_finds_it_in_the_portal_alone(at, news):
    no, yes = UserFactory(), UserFactory()
    NotificationPreferenceFactory(user=no, kind=news.key, by_mail=False)

    owe(at, kind=news.key, context={name: Value("x") for name in news.example})

    assert dict(Notification.objects.values_list("recipient", "mail")) == {no.pk: Mail.NONE, yes.pk: Mail.QUEUED}


def test_an_unknown_kind_and_a_missing_value_are_refused_and_owe_nothing(at):
    UserFactory()

    with pytest.raises(UnknownKey):
        owe(at, kind="no_such_kind")
    with pytest.raises(MissingValue):
        owe(at, context={"asked_by": F("name")})
    assert not Notification.objects.exists()
