"""What staff see of the outbox, and the one thing they can do."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from cmiportal.notifications import services
from cmiportal.notifications.models import Notification
from cmiportal.notifications.states import Mail
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory, NotificationPreferenceFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:notifications_notification_changelist")


@pytest.fixture
def staff(client):
    """Somebody who may do everything."""
    person = UserFactory(admin=True)
    client.force_login(person)
    return person


def page_of(row):
    return reverse("admin:notifications_notification_change", args=[row.pk])


def send_again(client, *rows):
    chosen = {"action": "send_again", "_selected_action": [row.pk for row in rows]}
    return client.post(LIST, chosen, follow=True)


def test_the_list_shows_state_attempts_address_and_error(client, staff):
    NotificationFactory(
        mail=Mail.FAILED, attempts=8, last_error="MissingValue: " + "x" * 200, address="lost@example.org"
    )

    page = client.get(LIST).text

    for shown in ("mail_check", "failed", "lost@example.org", "MissingValue: xxx"):
        assert shown in page
    assert "x" * 100 not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mail=bounced", ["bounced"]),
        ("kind=sample_news", ["news"]),
        ("kind=", ["bounced", "news"]),
        ("q=news-key", ["news"]),
    ],
)
def test_the_list_is_filtered_and_searched(client, staff, news, query, found):
    NotificationFactory(mail=Mail.BOUNCED, dedup_key="bounced")
    NotificationFactory(kind=news.key, dedup_key="news-key")
    names = {"bounced": "bounced", "news-key": "news"}

    rows = client.get(f"{LIST}?{query}").context["cl"].result_list

    assert sorted(names[row.dedup_key] for row in rows) == found


def test_the_list_takes_as_many_queries_for_three_messages_as_for_one(client, staff, django_assert_max_num_queries):
    NotificationFactory()
    client.get(LIST)
    with django_assert_max_num_queries(100) as one:
        client.get(LIST)
    NotificationFactory.create_batch(2)
    with django_assert_max_num_queries(len(one)):
        client.get(LIST)


def test_nothing_can_be_added_changed_or_removed(client, staff):
    row = NotificationFactory()

    assert client.get(reverse("admin:notifications_notification_add")).status_code == 403
    assert client.post(page_of(row), {"kind": "other"}).status_code == 403
    assert client.post(reverse("admin:notifications_notification_delete", args=[row.pk])).status_code == 403
    assert client.get(page_of(row)).status_code == 200


def test_values_are_shown_unless_the_kind_is_secret_or_unknown(client, staff, secret):
    token = {"asked_by": "Noor <b>", "path": "/reset/very-secret/"}
    rows = [NotificationFactory(kind=kind, context=token) for kind in ("mail_check", secret.key, "no_such_kind")]

    pages = [client.get(page_of(row)).text for row in rows]

    assert ["very-secret" in page for page in pages] == [True, False, False]
    assert "Noor &lt;b&gt;" in pages[0]
    assert "Hidden: a message of this kind" in pages[1]


def test_sending_again_queues_what_failed_and_says_how_many(client, staff):
    failed = NotificationFactory(mail=Mail.FAILED, attempts=8, last_error="TimeoutError")
    bounced, waiting = NotificationFactory(mail=Mail.BOUNCED), NotificationFactory()

    page = send_again(client, failed, bounced, waiting).text

    assert "2 of 3 queued to be sent now." in page
    states = Notification.objects.order_by("pk").values_list("mail", "attempts")
    assert list(states) == [(Mail.QUEUED, 0)] * 3
    assert set(LogEntry.objects.values_list("object_id", "user", "change_message")) == {
        (str(failed.pk), staff.pk, "Queued to be sent again; 8 attempts: TimeoutError"),
        (str(bounced.pk), staff.pk, "Queued to be sent again; 0 attempts: "),
    }


def test_sending_again_what_was_sent_owes_a_copy_once_and_leaves_the_row(client, staff):
    sent = NotificationFactory(sent=True)
    before = Notification.objects.values().get()

    page = send_again(client, sent).text

    assert "1 of 1 queued to be sent now." in page
    assert Notification.objects.values().get(pk=sent.pk) == before
    copy = Notification.objects.exclude(pk=sent.pk).get()
    assert (copy.kind, copy.recipient, copy.context, copy.mail) == (sent.kind, sent.recipient, sent.context, "queued")
    at, rows = timezone.now(), Notification.objects.filter(pk=sent.pk)
    assert services.send_copies(rows, at=at) == services.send_copies(rows, at=at)


def test_a_secret_message_that_was_sent_has_no_copy(client, staff, secret):
    page = send_again(client, NotificationFactory(sent=True, kind=secret.key)).text

    assert "None of these was sent, or has failed or bounced." in page
    assert Notification.objects.count() == 1


def test_who_may_only_look_cannot_send_again(client):
    onlooker = UserFactory(is_staff=True)
    onlooker.user_permissions.add(Permission.objects.get(codename="view_notification"))
    client.force_login(onlooker)
    row = NotificationFactory(mail=Mail.FAILED)

    assert "send_again" not in client.get(LIST).text
    send_again(client, row)

    assert Notification.objects.get().mail == Mail.FAILED


def test_preferences_can_be_looked_at(client, staff):
    preference = NotificationPreferenceFactory()

    page = client.get(reverse("admin:notifications_notificationpreference_changelist")).text

    assert preference.user.name in page
    assert str(preference) == "sample_news: in the portal only"
