"""Enquiries by who may see them, by what waits, and by what is over."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from .permissions import kinds_for
from .workflow import ENQUIRY_OPEN, EnquiryState

INBOX = ("inbox_rank", F("inbox_due").asc(nulls_last=True), "-pk")


class EnquiryQuerySet(QuerySet):
    """Enquiries."""

    def visible_to(self, user: Any) -> "EnquiryQuerySet":
        """Those of the kinds that the person answers."""
        kinds = kinds_for(user)
        return self.filter(kind__in=kinds) if kinds else self.none()

    def waiting_for(self, user: Any) -> "EnquiryQuerySet":
        """What the person could take or look at, and what they took and have not answered."""
        theirs = Q(state__in=(EnquiryState.NEW, EnquiryState.CHECK)) | Q(state=EnquiryState.TAKEN, taken_by=user.pk)
        return self.visible_to(user).filter(theirs)

    def for_inbox(self) -> "EnquiryQuerySet":
        """In the order INBOX: open ones first, of these what is due first and so the late ones; then the newest."""
        is_open = Q(state__in=ENQUIRY_OPEN)
        return self.annotate(
            inbox_rank=Case(When(is_open, then=Value(0)), default=Value(1), output_field=IntegerField()),
            inbox_due=Case(When(is_open, then="due_on")),
        ).order_by(*INBOX)

    def settled(self, *, at: datetime) -> "EnquiryQuerySet":
        """Answered, and nobody came back for ENQUIRY_CLOSE_DAYS."""
        before = at - timedelta(days=settings.ENQUIRY_CLOSE_DAYS)
        return self.filter(state=EnquiryState.ANSWERED, answered_at__lte=before)

    def to_erase(self, *, at: datetime) -> "EnquiryQuerySet":
        """Closed for ENQUIRY_KEEP_DAYS, or spam for ENQUIRY_SPAM_DAYS."""
        closed = Q(state=EnquiryState.CLOSED, ended_at__lte=at - timedelta(days=settings.ENQUIRY_KEEP_DAYS))
        spam = Q(state=EnquiryState.SPAM, ended_at__lte=at - timedelta(days=settings.ENQUIRY_SPAM_DAYS))
        return self.filter(closed | spam, erased_at=None)

    def lately_from(self, email: str, *, at: datetime) -> "EnquiryQuerySet":
        """What this address sent in the last 24 hours."""
        return self.filter(email=email.lower(), created_at__gt=at - timedelta(days=1))
