"""What this app offers: the inbox in the account bar, one kind of message, its tables with personal data."""

from datetime import datetime
from typing import Any

from cmiportal.registry import MergeTable, NavigationEntry, NotificationKind, PrivacyTable

from .models import Notification, NotificationPreference
from .querysets import NotificationQuerySet


def unread(user: Any) -> NotificationQuerySet:
    """The messages that this person has not opened."""
    return Notification.objects.visible_to(user).unread()


def choice_of_the_one_that_stays(leaving: Any, staying: Any, at: datetime) -> None:
    """Where both accounts have chosen for one kind of message, that of the one that stays holds."""
    chosen = NotificationPreference.objects.filter(user=staying).values("kind")
    NotificationPreference.objects.filter(user=leaving, kind__in=chosen).delete()


INBOX = NavigationEntry(
    key="messages",
    label="Messages",
    url_name="notifications:message_list",
    section="account",
    order=800,
    waiting=unread,
)
MAIL_CHECK = NotificationKind(
    key="mail_check",
    label="Test message",
    subject="Test message from the Institute",
    template="notifications/mail/check",
    reason="somebody who looks after the Institute's site sent you a test",
    example={"asked_by": "Noor Haddad", "asked_at": "2027-01-19T10:30:00Z", "path": "/"},
)
PRIVACY = (
    PrivacyTable(
        key="notifications",
        model="notifications.Notification",
        person="recipient",
        export=("created_at", "kind", "title", "mail", "sent_at", "read_at"),
        retention="As long as the account; a message that held a secret link is emptied once it is sent.",
    ),
    PrivacyTable(
        key="notification-preferences",
        model="notifications.NotificationPreference",
        person="user",
        export=("kind", "by_mail"),
        retention="As long as the account.",
    ),
)
MERGING = (
    MergeTable("notifications.Notification", called=("message", "messages"), moves=("recipient",)),
    MergeTable(
        "notifications.NotificationPreference",
        called=("choice of messages", "choices of messages"),
        moves=("user",),
        settle=choice_of_the_one_that_stays,
        settles=("notification_preference_once",),
    ),
)
