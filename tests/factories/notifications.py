"""Messages owed, and what people want by e-mail."""

from datetime import UTC, datetime

import factory

from cmiportal.notifications.models import Notification, NotificationPreference
from cmiportal.notifications.states import Mail

from .accounts import UserFactory

WRITTEN_AT = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)


class NotificationFactory(factory.django.DjangoModelFactory):
    """A test message to somebody with an account, due since 18 January 2027; ``sent=True`` has gone."""

    class Meta:
        model = Notification

    class Params:
        sent = factory.Trait(mail=Mail.SENT, sent_at=WRITTEN_AT, attempts=1)

    recipient = factory.SubFactory(UserFactory)
    kind = "mail_check"
    context = factory.Dict({"asked_by": "Noor Haddad", "asked_at": "2027-01-18T09:00:00Z", "path": "/"})
    dedup_key = factory.Sequence(lambda number: f"test:{number}")
    created_at = WRITTEN_AT
    due_at = factory.SelfAttribute("created_at")


class NotificationPreferenceFactory(factory.django.DjangoModelFactory):
    """Somebody who does not want a kind by e-mail."""

    class Meta:
        model = NotificationPreference

    user = factory.SubFactory(UserFactory)
    kind = "sample_news"
    by_mail = False
