"""Passes, the awards that they make, and the certificates that say so."""

from django.db import models
from django.db.models import Q

from cmiportal.grants import Grants
from cmiportal.workflow import WorkflowEvent, WorkflowRow, new_id

from ..querysets.awards import AwardQuerySet, UnitPassQuerySet
from ..workflow import AWARD, AWARD_STANDING, AwardState


class UnitPass(models.Model):
    """A unit passed by a person: a fact about the two, so that it counts in every enrolment whose pool has the unit.

    The source is a submission here, or evidence of a pass elsewhere (credit transfer), never both.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    learner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="unit_passes")
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="passes", db_index=False)
    unit_version = models.ForeignKey("UnitVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    passed_on = models.DateField()
    unit_enrolment = models.ForeignKey(
        "UnitEnrolment", null=True, blank=True, on_delete=models.PROTECT, related_name="passes"
    )
    submission = models.OneToOneField(
        "Submission", null=True, blank=True, on_delete=models.PROTECT, related_name="unit_pass"
    )
    transfer = models.ForeignKey(
        "documents.ItemVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    annulled_at = models.DateTimeField(null=True, blank=True)

    objects = UnitPassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "unit passes"
        constraints = [
            models.UniqueConstraint(fields=["learner", "unit"], condition=Q(annulled_at=None), name="unit_pass_once"),
            models.CheckConstraint(
                condition=Q(submission__isnull=False, unit_enrolment__isnull=False, transfer=None)
                | Q(submission=None, unit_enrolment=None, transfer__isnull=False),
                name="unit_pass_one_source",
            ),
            models.UniqueConstraint(fields=["id", "learner", "unit"], name="unit_pass_key"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} passed by {self.learner}"


class Award(WorkflowRow):
    """A qualification gained under one enrolment; number and code stay through every reissue."""

    workflow = AWARD

    state = models.CharField(max_length=20, choices=AwardState, default=AwardState.RAISED, editable=False)
    enrolment = models.ForeignKey("Enrolment", on_delete=models.PROTECT, related_name="awards")
    learner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="awards")
    version = models.ForeignKey("QualificationVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20, unique=True)
    code = models.CharField("verification code", max_length=24, unique=True)
    raised_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.TextField("reason for revoking", blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AwardState.values), name="award_state"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state__in=AWARD_STANDING), name="award_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AwardState.RAISED, AwardState.CANCELLED], issued_at=None, revoked_at=None)
                | Q(state=AwardState.ISSUED, issued_at__isnull=False, revoked_at=None)
                | Q(state=AwardState.REVOKED, issued_at__isnull=False, revoked_at__isnull=False),
                name="award_dates_fit_state",
            ),
            models.UniqueConstraint(fields=["id", "learner", "version"], name="award_key"),
        ]
        indexes = [
            models.Index(fields=["raised_at"], condition=Q(state=AwardState.RAISED), name="award_waiting"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def certificate(self) -> "Certificate | None":
        """The certificate that holds, none before the award is issued; one query."""
        return self.certificates.filter(replaced_at=None).first()


class AwardEvent(WorkflowEvent):
    """A move of an award; insert only."""

    subject_field = "award"
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("award")


class AwardUnit(models.Model):
    """A pass that was counted, so that an award can be explained years later; insert only, as HandInItem."""

    grants = Grants(update=("learner",), delete=False)

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="units", db_index=False)
    learner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("QualificationVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit_pass = models.ForeignKey(UnitPass, on_delete=models.PROTECT, related_name="award_units")

    class Meta:
        ordering = ["unit__number"]
        constraints = [models.UniqueConstraint(fields=["award", "unit"], name="award_unit_once")]

    def __str__(self) -> str:
        return str(self.unit)


class Certificate(models.Model):
    """A printed statement of an award; a reissue is a new row and replaces the former."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="certificates")
    serial = models.PositiveSmallIntegerField()
    name_as_printed = models.CharField(max_length=300)
    pdf = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="certificates")
    issued_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["award", "serial"], name="certificate_serial"),
            models.UniqueConstraint(fields=["award"], condition=Q(replaced_at=None), name="certificate_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.award}, certificate {self.serial}"
