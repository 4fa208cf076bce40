"""Nominations of Companions: who proposes whom, who seconds it, and the panel's votes."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cmiportal.workflow import WorkflowEvent, WorkflowRow

from ..querysets.companions import NominationQuerySet
from ..workflow import NOMINATION, NOMINATION_OPEN, NominationState


class Nomination(WorkflowRow):
    """A Companion nominates somebody; ``nominee`` is their account, once they have accepted.

    ``answer_by`` is the day by which the seconder, later the nominee, has to answer.
    """

    class Criterion(models.TextChoices):
        LEADERSHIP = "leadership", "A long record of strategic leadership at the top of organisations"
        THINKING = "thinking", "An outstanding contribution to the theory and teaching of management"

    workflow = NOMINATION

    state = models.CharField(max_length=20, choices=NominationState, default=NominationState.SECONDING, editable=False)
    proposer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="nominations")
    seconder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="seconded_nominations")
    nominee_name = models.CharField(max_length=300)
    nominee_email = models.EmailField(max_length=254)
    nominee = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="nominations_accepted"
    )
    post = models.CharField("what they do", max_length=300)
    criterion = models.CharField(max_length=12, choices=Criterion)
    reasons = models.TextField("what they achieved")
    statement = models.TextField("what the seconder says", blank=True)
    created_at = models.DateTimeField()
    seconded_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NominationState.values), name="nomination_state"),
            models.CheckConstraint(condition=Q(criterion__in=["leadership", "thinking"]), name="nomination_criterion"),
            models.CheckConstraint(condition=~Q(proposer=F("seconder")), name="nomination_two_companions"),
            models.CheckConstraint(
                condition=~Q(state__in=["panel", "offered", "accepted", "declined", "refused"])
                | (Q(seconded_at__isnull=False) & ~Q(statement="")),
                name="nomination_seconded_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=NominationState.ACCEPTED) | Q(nominee__isnull=False),
                name="nomination_accepted_has_nominee",
            ),
            models.UniqueConstraint(
                Lower("nominee_email"), condition=Q(state__in=NOMINATION_OPEN), name="nomination_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(state__in=NOMINATION_OPEN), name="nomination_ending"),
            models.Index(fields=["seconded_at"], condition=Q(state=NominationState.PANEL), name="nomination_waiting"),
        ]

    def __str__(self) -> str:
        return self.nominee_name


class NominationEvent(WorkflowEvent):
    """A move of a nomination; insert only."""

    subject_field = "nomination"
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        constraints = WorkflowEvent.constraints_for("nomination")


class Panellist(models.Model):
    """Somebody of the panel: what they declared before the file opened to them, and how they voted, with reasons."""

    class Vote(models.TextChoices):
        FOR = "for", "For"
        AGAINST = "against", "Against"

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="panel", db_index=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="panels")
    declared_at = models.DateTimeField()
    has_conflict = models.BooleanField(default=False)
    vote = models.CharField(max_length=8, choices=Vote, blank=True)
    reason = models.TextField(blank=True)
    voted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["voted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "person"], name="panellist_once"),
            models.CheckConstraint(
                condition=Q(vote="", reason="", voted_at=None)
                | (Q(vote__in=["for", "against"], voted_at__isnull=False, has_conflict=False) & ~Q(reason="")),
                name="panellist_vote_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_vote_display() or 'no vote yet'}"
