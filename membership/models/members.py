"""Memberships, requests to join, to rise or to come back, and the ledger of renewal reminders."""

from django.db import models
from django.db.models import F, Q

from cmiportal.grants import INSERT_ONLY
from cmiportal.workflow import WorkflowEvent, WorkflowRow

from ..querysets.members import GradeRequestQuerySet, MembershipQuerySet, RenewalReminderQuerySet
from ..workflow import (
    MEMBERSHIP,
    MEMBERSHIP_CURRENT,
    MEMBERSHIP_HAS_PERIOD,
    REQUEST,
    REQUEST_OPEN,
    Basis,
    MembershipState,
    RequestState,
)


class Membership(WorkflowRow):
    """A person's membership, kept through every renewal and every change of grade.

    ``starts_on`` and ``ends_on`` are the first and the last day of the period that is paid for, in UK days.
    """

    workflow = MEMBERSHIP

    state = models.CharField(max_length=20, choices=MembershipState, default=MembershipState.PENDING, editable=False)
    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships")
    grade = models.ForeignKey("Grade", on_delete=models.PROTECT, related_name="memberships")
    basis = models.CharField(max_length=20, choices=Basis, blank=True)
    order = models.ForeignKey(
        "billing.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    joined_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    code_accepted_at = models.DateTimeField("Code of Conduct accepted", null=True, blank=True)
    created_at = models.DateTimeField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MembershipState.values), name="membership_state"),
            models.CheckConstraint(condition=Q(basis__in=["", *Basis.values]), name="membership_basis"),
            models.CheckConstraint(
                condition=~Q(state__in=MEMBERSHIP_HAS_PERIOD)
                | (Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")) & ~Q(basis="")),
                name="membership_active_has_end_and_basis",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=MEMBERSHIP_HAS_PERIOD, basis=Basis.PAID) | Q(order__isnull=False),
                name="membership_paid_has_order",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=MEMBERSHIP_CURRENT), name="membership_one_current"
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on"],
                include=["id", "person", "grade"],
                condition=Q(state__in=MEMBERSHIP_HAS_PERIOD),
                name="membership_ending",
            ),
            models.Index(fields=["-created_at", "id"], name="membership_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class MembershipEvent(WorkflowEvent):
    """A move of a membership; insert only."""

    subject_field = "membership"
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("membership")


class GradeRequest(WorkflowRow):
    """A request to join, to rise to another grade or to come back, from its first line to its answer."""

    class Kind(models.TextChoices):
        JOIN = "join", "Join"
        UPGRADE = "upgrade", "Upgrade"
        REINSTATE = "reinstate", "Come back"

    workflow = REQUEST

    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.DRAFT, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="grade_requests")
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="grade_requests"
    )
    grade = models.ForeignKey("Grade", null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    concession = models.TextField("why a concession is asked for", blank=True)
    concession_granted = models.BooleanField(default=False)
    code_accepted_at = models.DateTimeField("Code of Conduct accepted", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = GradeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="grade_request_state"),
            models.CheckConstraint(condition=Q(kind__in=["join", "upgrade", "reinstate"]), name="grade_request_kind"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=REQUEST_OPEN), name="grade_request_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RequestState.DRAFT, RequestState.WITHDRAWN])
                | Q(grade__isnull=False, code_accepted_at__isnull=False, submitted_at__isnull=False),
                name="grade_request_sent_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(state=RequestState.REVIEW), name="grade_request_waiting"),
            models.Index(fields=["-created_at", "id"], name="grade_request_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.grade or 'no grade yet'}"


class GradeRequestEvent(WorkflowEvent):
    """A move of a request; insert only."""

    subject_field = "graderequest"
    graderequest = models.ForeignKey(GradeRequest, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("graderequest")


class RenewalReminder(models.Model):
    """A reminder that was due for a membership's end: sent, or skipped with the reason. Once each, for good."""

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        SKIPPED = "skipped", "Not sent"

    grants = INSERT_ONLY

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    ends_on = models.DateField()
    days = models.SmallIntegerField("days before the end")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    objects = RenewalReminderQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "ends_on", "days"], name="renewal_reminder_once"),
            models.CheckConstraint(
                condition=Q(outcome="sent", reason="") | (Q(outcome="skipped") & ~Q(reason="")),
                name="renewal_reminder_skipped_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="renewal_reminder_newest")]

    def __str__(self) -> str:
        return f"{self.membership}, {self.days} days"
