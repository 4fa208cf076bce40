"""The outbox, which is the inbox too: one row for each message that the portal owes somebody."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from cmiportal.registry import NotificationKind, UnknownKey, find
from cmiportal.workflow import new_id

from .querysets import NotificationQuerySet
from .rendering import MissingValue, subject_of
from .states import Mail

KEY_LENGTH = 200


class Notification(models.Model):
    """One message to one person, written in the transaction of what it reports and rendered when it is sent.

    ``due_at`` is when the e-mail is to go; a worker that takes the row pushes it forward (its lease), and
    ``attempts`` is the number of the attempt that may mark the row. ``not_before`` is set where it was not to go at
    once, as one of very many. Written by ``services`` alone.
    """

    recipient = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="notifications", db_index=False
    )
    address = models.EmailField(
        max_length=254, blank=True, help_text="Where it goes instead of the recipient's address."
    )
    kind = models.CharField(max_length=60)
    context = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    dedup_key = models.CharField(max_length=KEY_LENGTH)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=10, choices=Mail, default=Mail.QUEUED)
    due_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.UUIDField(default=new_id, unique=True, editable=False)
    last_error = models.TextField(blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dedup_key"], name="notification_dedup_key"),
            models.CheckConstraint(condition=Q(recipient__isnull=False) | ~Q(address=""), name="notification_somebody"),
            models.CheckConstraint(
                condition=Q(mail=Mail.SENT, sent_at__isnull=False) | (~Q(mail=Mail.SENT) & Q(sent_at=None)),
                name="notification_sent_has_time",
            ),
            models.CheckConstraint(condition=Q(mail__in=Mail.values), name="notification_mail"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(mail=Mail.QUEUED), name="notification_due"),
            models.Index(fields=["recipient", "-created_at"], name="notification_inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"

    @property
    def to_address(self) -> str:
        """Where the e-mail goes: the address given, or the recipient's as it is today."""
        if self.address or self.recipient is None:
            return self.address
        return self.recipient.email

    @property
    def title(self) -> str:
        """The subject as lists show it; a message that cannot be written is called by its kind."""
        try:
            kind = find(NotificationKind, self.kind)
        except UnknownKey:
            return self.kind
        try:
            return subject_of(kind, self.context)
        except MissingValue:
            return kind.label


class NotificationPreference(models.Model):
    """Whether a person wants one kind of message by e-mail too; without a row they do. Service kinds always go."""

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="notification_preferences", db_index=False
    )
    kind = models.CharField(max_length=60)
    by_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notification_preference_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {'by e-mail' if self.by_mail else 'in the portal only'}"
