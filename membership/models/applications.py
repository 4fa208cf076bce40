"""Applications for Chartered Manager status: route, statements, referee, who holds them, judgements, appeals."""

from django.db import models
from django.db.models import F, Q

from cmiportal.grants import INSERT_ONLY
from cmiportal.history import tracked
from cmiportal.workflow import WorkflowEvent, WorkflowRow

from ..querysets.applications import AppealQuerySet, ApplicationQuerySet
from ..workflow import APPEAL, APPLICATION, APPLICATION_OPEN, AppealState, ApplicationState, HolderStage


@tracked(name="RouteHistory", exclude=("summary",))
class Route(models.Model):
    """A way to Chartered Manager status; ``rule`` as of a grade, ``product`` names its fee."""

    key = models.SlugField(max_length=30, primary_key=True)
    position = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=80)
    summary = models.TextField("who it is for")
    rule = models.JSONField("eligibility rule", null=True, blank=True)
    product = models.SlugField(max_length=60, blank=True)
    has_discussion = models.BooleanField("with a professional discussion", default=True)
    needs_referee = models.BooleanField(default=True)
    open = models.BooleanField("open to applications", default=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


@tracked(name="CharteredCriterionHistory", exclude=("detail",))
class CharteredCriterion(models.Model):
    """What an applicant writes about and is judged on, with the number of words that a statement may have."""

    key = models.SlugField(max_length=30, primary_key=True)
    position = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=80)
    detail = models.TextField("what to write about")
    words_from = models.PositiveSmallIntegerField()
    words_to = models.PositiveSmallIntegerField()
    routes = models.ManyToManyField(Route, related_name="criteria")

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "Chartered criteria"
        constraints = [
            models.CheckConstraint(condition=Q(words_to__gt=F("words_from")), name="chartered_criterion_words")
        ]

    def __str__(self) -> str:
        return self.title


class CharteredApplication(WorkflowRow):
    """One application, from the route finder to its outcome; ``attempt`` counts what was submitted."""

    class Status(models.TextChoices):
        MEMBER = "cmgr_mcmi", "Chartered Member"
        FELLOW = "cmgr_fcmi", "Chartered Fellow"
        FOUNDATION = "fcmgr", "Foundation Chartered Manager"

    workflow = APPLICATION

    state = models.CharField(max_length=20, choices=ApplicationState, default=ApplicationState.DRAFT, editable=False)
    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="chartered_applications")
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="applications")
    status = models.CharField("applied for", max_length=12, choices=Status)
    attempt = models.PositiveSmallIntegerField(default=1)
    order = models.ForeignKey(
        "billing.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="chartered_applications"
    )
    created_at = models.DateTimeField()
    code_accepted_at = models.DateTimeField("Code of Conduct accepted", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField("to be finished by")
    answer_by = models.DateField("what is missing to be added by", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ApplicationState.values), name="application_state"),
            models.CheckConstraint(
                condition=Q(status__in=["cmgr_mcmi", "cmgr_fcmi", "fcmgr"]), name="application_status"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=APPLICATION_OPEN), name="application_one_open"
            ),
            models.UniqueConstraint(fields=["id", "person"], name="application_person_key"),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.NOT_YET) | Q(answer_by__isnull=False),
                name="application_not_yet_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN, ApplicationState.EXPIRED])
                | Q(submitted_at__isnull=False),
                name="application_submitted_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["valid_until"], condition=Q(state__in=APPLICATION_OPEN), name="application_ending"),
            models.Index(fields=["state", "submitted_at"], name="application_queue"),
        ]

    def __str__(self) -> str:
        return self.number


class CharteredApplicationEvent(WorkflowEvent):
    """A move of an application; insert only."""

    subject_field = "charteredapplication"
    charteredapplication = models.ForeignKey(
        CharteredApplication, on_delete=models.PROTECT, related_name="events", db_index=False
    )

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("charteredapplication")


class Statement(models.Model):
    """What an applicant writes on one criterion; ``revision`` counts saves, so that two tabs lose nothing."""

    application = models.ForeignKey(
        CharteredApplication, on_delete=models.PROTECT, related_name="statements", db_index=False
    )
    criterion = models.ForeignKey(CharteredCriterion, on_delete=models.PROTECT, related_name="statements")
    text = models.TextField(blank=True)
    words = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["criterion__position"]
        constraints = [models.UniqueConstraint(fields=["application", "criterion"], name="statement_once")]

    def __str__(self) -> str:
        return f"{self.criterion}, {self.words} words"


class StatementVersion(models.Model):
    """A statement as it was submitted with one attempt; it never changes."""

    grants = INSERT_ONLY

    application = models.ForeignKey(
        CharteredApplication, on_delete=models.PROTECT, related_name="statement_versions", db_index=False
    )
    criterion = models.ForeignKey(CharteredCriterion, on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField()
    text = models.TextField()
    words = models.PositiveIntegerField()

    class Meta:
        ordering = ["attempt", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion", "attempt"], name="statement_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}, attempt {self.attempt}"


class Referee(models.Model):
    """Who answers for an applicant by a signed link, and what they said."""

    application = models.OneToOneField(CharteredApplication, on_delete=models.PROTECT, related_name="referee")
    person = models.ForeignKey("links.OutsidePerson", on_delete=models.PROTECT, related_name="references")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    knows_as = models.CharField("how they know the applicant", max_length=300, blank=True)
    supports = models.BooleanField(null=True, blank=True)
    text = models.TextField("reference", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, supports=None) | Q(answered_at__isnull=False, supports__isnull=False),
                name="referee_answer_is_whole",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class ApplicationHolder(models.Model):
    """Who holds or held a stage of an application; the file opens once they declared that they have no conflict."""

    application = models.ForeignKey(
        CharteredApplication, on_delete=models.PROTECT, related_name="holders", db_index=False
    )
    applicant = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=12, choices=HolderStage)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="held_applications")
    since = models.DateTimeField()
    declared_at = models.DateTimeField("declared to have no conflict", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=HolderStage.values), name="application_holder_stage"),
            models.UniqueConstraint(fields=["application", "person"], name="application_holder_one_stage"),
            models.UniqueConstraint(
                fields=["application", "stage"], condition=Q(ended_at=None), name="application_holder_one_current"
            ),
            models.CheckConstraint(condition=~Q(person=F("applicant")), name="application_holder_not_the_applicant"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.person}"


class CriterionJudgement(models.Model):
    """Whether one criterion is met in one attempt, with feedback to the applicant."""

    application = models.ForeignKey(
        CharteredApplication, on_delete=models.PROTECT, related_name="judgements", db_index=False
    )
    criterion = models.ForeignKey(CharteredCriterion, on_delete=models.PROTECT, related_name="judgements")
    attempt = models.PositiveSmallIntegerField()
    met = models.BooleanField()
    feedback = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["attempt", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion", "attempt"], name="criterion_judgement_once"),
            models.CheckConstraint(
                condition=Q(met=True) | ~Q(feedback=""), name="criterion_judgement_not_met_has_feedback"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {'met' if self.met else 'not yet met'}"


class Appeal(WorkflowRow):
    """An appeal against an outcome; whoever held a stage of the application cannot decide it."""

    workflow = APPEAL

    state = models.CharField(max_length=20, choices=AppealState, default=AppealState.RAISED, editable=False)
    number = models.CharField(max_length=20, unique=True)
    application = models.ForeignKey(CharteredApplication, on_delete=models.PROTECT, related_name="appeals")
    grounds = models.TextField()
    raised_at = models.DateTimeField()
    due_on = models.DateField()
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AppealState.values), name="appeal_state"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state=AppealState.RAISED), name="appeal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AppealEvent(WorkflowEvent):
    """A move of an appeal; insert only."""

    subject_field = "appeal"
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("appeal")
