"""Enquiries, appeals, complaints, adjustments and suspected malpractice: the tables, whose pages come later."""

from django.db import models
from django.db.models import Q

from cmiportal.workflow import WorkflowEvent, WorkflowRow

from ..workflow import CASE, CASE_OPEN, CaseState, HolderStage


class Case(WorkflowRow):
    """Something raised about one enrolment, one unit's work or one award, with its own clock."""

    class Kind(models.TextChoices):
        ENQUIRY = "enquiry", "Enquiry about a result"
        APPEAL = "appeal", "Appeal"
        COMPLAINT = "complaint", "Complaint"
        ADJUSTMENT = "adjustment", "Reasonable adjustment"
        CONSIDERATION = "consideration", "Special consideration"
        MALPRACTICE = "malpractice", "Suspected malpractice"

    workflow = CASE

    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.RAISED, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    raised_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="cases_raised")
    enrolment = models.ForeignKey("Enrolment", null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    unit_enrolment = models.ForeignKey(
        "UnitEnrolment", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    award = models.ForeignKey("Award", null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    restricted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state"),
            models.CheckConstraint(
                condition=Q(enrolment__isnull=False, unit_enrolment=None, award=None)
                | Q(enrolment=None, unit_enrolment__isnull=False, award=None)
                | Q(enrolment=None, unit_enrolment=None, award__isnull=False),
                name="case_about_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=CASE_OPEN), name="case_due"),
        ]

    def __str__(self) -> str:
        return self.number


class CaseEvent(WorkflowEvent):
    """A move of a case; insert only."""

    subject_field = "case"
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("case")


class CaseHandler(models.Model):
    """Who decides which step of a case; a restricted case is seen by these alone, each step by somebody new."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handlers", db_index=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="cases_handled")
    step = models.CharField(max_length=20, choices=HolderStage)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="case_handler_once")]

    def __str__(self) -> str:
        return f"{self.person} on {self.case}"
