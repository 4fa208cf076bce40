"""What was sent once, and what waits to be sent until its writer has signed in again. Both are short-lived."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models


class SentPostQuerySet(models.QuerySet["SentPost"]):
    """Forms that have acted."""

    def old(self, *, at: datetime) -> "SentPostQuerySet":
        """Older than a form that is still open somewhere can be (POST_KEY_DAYS)."""
        return self.filter(created_at__lt=at - timedelta(days=settings.POST_KEY_DAYS))


class SentPost(models.Model):
    """A form that has acted, and where it led; the unique digest is the lock of a double click.

    ``digest`` is the SHA-256 of the form's key and of what stood in it, in hexadecimal.
    """

    digest = models.CharField(max_length=64, primary_key=True, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    location = models.CharField(max_length=1000)
    created_at = models.DateTimeField(db_index=True)

    objects = SentPostQuerySet.as_manager()

    def __str__(self) -> str:
        return self.location


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    """Forms that wait for their writer."""

    def visible_to(self, user: Any) -> "KeptFormQuerySet":
        """The person's own."""
        return self.filter(person=user.pk)

    def live(self, *, at: datetime) -> "KeptFormQuerySet":
        """Not older than KEPT_FORM_HOURS."""
        return self.filter(created_at__gt=at - timedelta(hours=settings.KEPT_FORM_HOURS))

    def old(self, *, at: datetime) -> "KeptFormQuerySet":
        """Those whose time is over."""
        return self.filter(created_at__lte=at - timedelta(hours=settings.KEPT_FORM_HOURS))


class KeptForm(models.Model):
    """A form that was sent without a session: who wrote it, for which address, and what stood in it.

    ``fields`` is a list of [name, [values]]; ``files`` are the names of files that were sent with it and not kept.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=1000)
    fields = models.JSONField()
    files = models.JSONField()
    created_at = models.DateTimeField(db_index=True)

    objects = KeptFormQuerySet.as_manager()

    def __str__(self) -> str:
        return self.path

    @property
    def until(self) -> datetime:
        """From then on it is not shown any more, and erased by the next sweep."""
        return self.created_at + timedelta(hours=settings.KEPT_FORM_HOURS)
