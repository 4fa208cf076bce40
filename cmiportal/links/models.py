"""Signed, expiring, single-purpose links for people without an account. The token stands in the message alone."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cmiportal.workflow import new_id


class OutsidePerson(models.Model):
    """A line manager, witness or referee: somebody who acts by link, without an account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=300)
    organisation = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="outside_person_email")]
        verbose_name_plural = "outside people"

    def __str__(self) -> str:
        return self.name


class LinkQuerySet(models.QuerySet["Link"]):
    """Links by whether they still open."""

    def live(self, *, at: datetime) -> "LinkQuerySet":
        """Neither used nor revoked nor expired at ``at``."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=at)


class Link(models.Model):
    """One permission to do one thing once; only the SHA-256 of its token is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=40)
    token_sha256 = models.BinaryField(max_length=32)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    person = models.ForeignKey(OutsidePerson, on_delete=models.PROTECT, related_name="links")
    created_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_sha256"], name="link_token"),
            models.UniqueConstraint(
                fields=["purpose", "subject_kind", "subject_id", "person"],
                condition=Q(used_at=None, revoked_at=None),
                name="link_one_live",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="link_used_or_revoked_not_both"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="link_expires_after_birth"),
        ]
        indexes = [models.Index(fields=["subject_id"], name="link_of_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} for {self.subject_kind}"

    def closed_because(self, *, at: datetime) -> str:
        """Why the link does not open at ``at``: "used", "revoked" or "expired"; an empty text while it does."""
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= at else ""
