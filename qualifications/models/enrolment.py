"""A place on a qualification, from the request to its end, and the units chosen under it."""

from django.db import models
from django.db.models import Q

from cmiportal.workflow import WorkflowEvent, WorkflowRow, new_id

from ..querysets.enrolment import EnrolmentQuerySet, UnitEnrolmentQuerySet
from ..workflow import ENROLMENT, ENROLMENT_HAS_DATES, ENROLMENT_OPEN, EnrolmentState


class Enrolment(WorkflowRow):
    """A learner's place on one frozen version of a qualification at one centre.

    ``name_as_printed`` goes on the certificate; ``fee_pence`` is what the centre was charged on the day.
    """

    workflow = ENROLMENT

    state = models.CharField(max_length=20, choices=EnrolmentState, default=EnrolmentState.REQUESTED, editable=False)
    number = models.CharField(max_length=20, unique=True)
    learner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="enrolments")
    centre = models.ForeignKey("Centre", on_delete=models.PROTECT, related_name="enrolments", db_index=False)
    qualification = models.ForeignKey("Qualification", on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey("QualificationVersion", on_delete=models.PROTECT, related_name="enrolments")
    name_as_printed = models.CharField(max_length=300)
    name_confirmed_at = models.DateTimeField(null=True, blank=True)
    requested_on = models.DateField()
    registered_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    line_manager = models.ForeignKey(
        "links.OutsidePerson", null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    fee_pence = models.PositiveIntegerField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EnrolmentState.values), name="enrolment_state"),
            models.UniqueConstraint(
                fields=["learner", "qualification"],
                condition=Q(state__in=ENROLMENT_OPEN),
                name="enrolment_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ENROLMENT_HAS_DATES)
                | Q(registered_on__isnull=False, expires_on__isnull=False, expires_on__gt=models.F("registered_on")),
                name="enrolment_registered_has_dates",
            ),
            models.UniqueConstraint(fields=["id", "learner", "version"], name="enrolment_key"),
        ]
        indexes = [models.Index(fields=["centre", "state", "expires_on"], name="enrolment_of_centre")]

    def __str__(self) -> str:
        return self.number


class EnrolmentEvent(WorkflowEvent):
    """A move of an enrolment; insert only."""

    subject_field = "enrolment"
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("enrolment")


class UnitEnrolment(models.Model):
    """A unit chosen by a learner under an enrolment; the lock of everything done to the unit's work."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="units", db_index=False)
    learner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="unit_enrolments")
    version = models.ForeignKey("QualificationVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("Unit", on_delete=models.PROTECT, related_name="enrolments", db_index=False)
    unit_version = models.ForeignKey("UnitVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    chosen_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True, blank=True)

    objects = UnitEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["unit__number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "unit"], name="unit_enrolment_once"),
            models.UniqueConstraint(fields=["id", "learner"], name="unit_enrolment_learner_key"),
            models.UniqueConstraint(fields=["id", "unit_version"], name="unit_enrolment_version_key"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} of {self.enrolment}"
