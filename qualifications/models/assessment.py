"""Submissions of a unit's work, what was handed in, who judges it by when, and the judgements.

Rules that would make an award wrong are constraints here and composite keys in the migrations (docs/schema.md).
"""

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from cmiportal.accounts.models import User
from cmiportal.grants import INSERT_ONLY, Grants
from cmiportal.workflow import WorkflowEvent, WorkflowRow, new_id

from ..querysets.assessment import StageQuerySet, SubmissionQuerySet
from ..workflow import IN_A_STAGE, SUBMISSION, SUBMISSION_OPEN, HolderStage, StageName, SubmissionState


class Submission(WorkflowRow):
    """One attempt at a unit; a resubmission is the next attempt, a corrected return the same one."""

    class Kind(models.TextChoices):
        WORK = "work", "Evidence of work"
        RPL = "rpl", "Recognition of prior learning"

    workflow = SUBMISSION

    state = models.CharField(max_length=20, choices=SubmissionState, default=SubmissionState.DRAFT, editable=False)
    unit_enrolment = models.ForeignKey(
        "UnitEnrolment", on_delete=models.PROTECT, related_name="submissions", db_index=False
    )
    attempt = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WORK)
    stage = models.ForeignKey(
        "Stage", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    due_at = models.DateTimeField("result due", null=True, blank=True)
    resubmit_by = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["unit_enrolment", "attempt"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SubmissionState.values), name="submission_state"),
            models.UniqueConstraint(fields=["unit_enrolment", "attempt"], name="submission_attempt"),
            models.UniqueConstraint(
                fields=["unit_enrolment"], condition=Q(state__in=SUBMISSION_OPEN), name="submission_one_open"
            ),
            models.UniqueConstraint(
                fields=["unit_enrolment"], condition=Q(state=SubmissionState.PASSED), name="submission_one_pass"
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_A_STAGE, stage__isnull=False) | (~Q(state__in=IN_A_STAGE) & Q(stage=None)),
                name="submission_stage_iff_open",
            ),
            models.UniqueConstraint(fields=["id", "unit_enrolment"], name="submission_key"),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.attempt} of {self.unit_enrolment}"

    @property
    def learner_id(self) -> int:
        """The key of the learner whose work this is."""
        return self.unit_enrolment.learner_id

    @property
    def learner(self) -> User:
        """The learner whose work this is."""
        return self.unit_enrolment.learner


class SubmissionEvent(WorkflowEvent):
    """A move of a submission; insert only."""

    subject_field = "submission"
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("submission")


class HandIn(models.Model):
    """What a learner handed in at one moment, signed; the last one of a submission is what is judged."""

    grants = INSERT_ONLY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="hand_ins", db_index=False)
    unit_enrolment = models.ForeignKey("UnitEnrolment", on_delete=models.PROTECT, related_name="hand_ins")
    number = models.PositiveSmallIntegerField()
    receipt_number = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    declared_name = models.CharField(max_length=300)
    declaration = models.CharField("version of the declaration", max_length=20)
    ai_use = models.TextField("use of AI, as stated", blank=True)
    words = models.PositiveIntegerField(default=0)
    words_reason = models.TextField("reason for the word count", blank=True)
    manifest_sha256 = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="hand_in_number"),
            models.UniqueConstraint(fields=["id", "unit_enrolment"], name="hand_in_key"),
        ]

    def __str__(self) -> str:
        return self.receipt_number


class HandInItem(models.Model):
    """A frozen version of evidence that was handed in for a criterion; insert only, but for its learner by a merge."""

    grants = Grants(update=("learner",), delete=False)

    hand_in = models.ForeignKey(HandIn, on_delete=models.PROTECT, related_name="items", db_index=False)
    unit_enrolment = models.ForeignKey("UnitEnrolment", on_delete=models.PROTECT, related_name="+", db_index=False)
    learner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit_version = models.ForeignKey("UnitVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    item_version = models.ForeignKey("documents.ItemVersion", on_delete=models.PROTECT, related_name="hand_in_items")
    criterion = models.ForeignKey("Criterion", on_delete=models.PROTECT, related_name="+", db_index=False)
    pointer = models.CharField("where in the evidence", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hand_in", "criterion", "item_version"], name="hand_in_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_version} for {self.criterion}"


class Judgement(models.Model):
    """Met or not yet met, with feedback, for one criterion in one attempt; a criterion once met stays met."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="judgements", db_index=False)
    unit_enrolment = models.ForeignKey("UnitEnrolment", on_delete=models.PROTECT, related_name="judgements")
    unit_version = models.ForeignKey("UnitVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    criterion = models.ForeignKey("Criterion", on_delete=models.PROTECT, related_name="judgements", db_index=False)
    met = models.BooleanField()
    feedback = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "criterion"], name="judgement_once"),
            models.UniqueConstraint(
                fields=["unit_enrolment", "criterion"], condition=Q(met=True), name="judgement_met_stays_met"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code} {'met' if self.met else 'not yet met'}"


class StageHolder(models.Model):
    """Who holds, or held, a stage of a unit's work: one stage per person for ever, never the learner.

    Reallocation ends a row, it does not erase it; work that goes back to the same person reopens their row.
    """

    unit_enrolment = models.ForeignKey(
        "UnitEnrolment", on_delete=models.PROTECT, related_name="holders", db_index=False
    )
    learner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=20, choices=HolderStage)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="stages_held")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_enrolment", "stage"],
                condition=Q(ended_at=None),
                name="stage_holder_one_per_stage",
            ),
            models.UniqueConstraint(fields=["unit_enrolment", "person"], name="stage_holder_one_stage_per_person"),
            models.CheckConstraint(condition=~Q(person=F("learner")), name="stage_holder_not_the_learner"),
            models.UniqueConstraint(fields=["unit_enrolment", "stage", "person"], name="stage_holder_key"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_stage_display()}"


class Stage(models.Model):
    """One round of one stage: who holds it and by when it is due; the clock and the work queues."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="stages")
    unit_enrolment = models.ForeignKey("UnitEnrolment", on_delete=models.PROTECT, related_name="+", db_index=False)
    centre = models.ForeignKey("Centre", on_delete=models.PROTECT, related_name="stages", db_index=False)
    stage = models.CharField(max_length=20, choices=StageName)
    holder = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="stages", db_index=False
    )
    started_at = models.DateTimeField()
    warn_at = models.DateTimeField("nearly late from")
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(ended_at=None), name="stage_one_open"),
            models.CheckConstraint(
                condition=Q(stage=StageName.ALLOCATION) | Q(holder__isnull=False), name="stage_has_holder"
            ),
            models.CheckConstraint(
                condition=Q(warn_at__gte=F("started_at"), due_at__gte=F("warn_at")), name="stage_times_in_order"
            ),
            models.UniqueConstraint(fields=["id", "submission", "stage"], name="stage_key"),
        ]
        indexes = [
            models.Index(
                fields=["holder", "due_at"],
                include=["submission", "stage", "warn_at"],
                condition=Q(ended_at=None),
                name="stage_queue",
            ),
            models.Index(fields=["centre", "stage", "due_at"], condition=Q(ended_at=None), name="stage_centre"),
            models.Index(
                fields=["due_at"],
                include=["submission", "holder", "centre", "stage"],
                condition=Q(ended_at=None),
                name="stage_due",
            ),
            models.Index(
                fields=["stage", "ended_at"],
                include=["started_at", "due_at", "centre"],
                condition=Q(ended_at__isnull=False),
                name="stage_figures",
            ),
        ]

    def __str__(self) -> str:
        return self.get_stage_display()

    def is_late(self, *, at: datetime) -> bool:
        """Whether it is open and past its due date at that time; ``StageQuerySet.late`` asks the database the same."""
        return self.ended_at is None and self.due_at < at

    def is_nearly_late(self, *, at: datetime) -> bool:
        """Whether it is open, past its warning and not yet late; as ``StageQuerySet.nearly_late``."""
        return self.ended_at is None and self.warn_at <= at <= self.due_at


class ClockPause(models.Model):
    """A period in which the six weeks do not run, because the work is back with the learner."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="pauses")
    during = DateTimeRangeField()
    reason = models.CharField(max_length=40)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="clock_pause_no_overlap",
                expressions=[("submission", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return self.reason
