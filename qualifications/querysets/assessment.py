"""Submissions and stages: who sees them, which are due, late, nearly late."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from ..workflow import IN_A_STAGE, OUTCOMES, SubmissionState
from .people import at_centre_of, today


class SubmissionQuerySet(QuerySet):
    """Attempts at units."""

    def visible_to(self, user: Any) -> "SubmissionQuerySet":
        """The learner's own; work that the person holds or coordinates; for moderators what came to sign-off.

        A draft is the learner's alone. Somebody whose stage was reallocated no longer sees the work.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(unit_enrolment__learner=user)
        return self.filter(own | Q(pk__in=self.model.objects.handled_by(user).values("pk")))

    def handled_by(self, user: Any) -> "SubmissionQuerySet":
        """Work handed in that the person coordinates, holds a stage of, or may sign off; never their own."""
        on = today()
        holds = Q(unit_enrolment__holders__person=user, unit_enrolment__holders__ended_at=None)
        staff = at_centre_of(user, "assessor", "verifier", centre="unit_enrolment__enrolment__centre", on=on)
        coordinated = at_centre_of(user, "coordinator", centre="unit_enrolment__enrolment__centre", on=on)
        if user.is_moderator:
            rule = Q(state__in=[SubmissionState.SIGN_OFF, *OUTCOMES]) | holds
        else:
            rule = coordinated | (staff & holds)
        return (
            self.exclude(state__in=[SubmissionState.DRAFT, SubmissionState.WITHDRAWN])
            .exclude(unit_enrolment__learner=user)
            .filter(rule)
            .distinct()
        )

    def in_a_stage(self) -> "SubmissionQuerySet":
        """Submissions that somebody owes something on."""
        return self.filter(state__in=IN_A_STAGE)


class StageQuerySet(QuerySet):
    """Stages of submissions: the clock and the queues."""

    def open(self) -> "StageQuerySet":
        """Not ended."""
        return self.filter(ended_at=None)

    def late(self, *, at: datetime) -> "StageQuerySet":
        """Open and past the due date at that time."""
        return self.open().filter(due_at__lt=at)

    def nearly_late(self, *, at: datetime) -> "StageQuerySet":
        """Open, past the warning and not yet late at that time."""
        return self.open().filter(warn_at__lte=at, due_at__gte=at)

    def to_do_for(self, user: Any) -> "StageQuerySet":
        """Open stages that are this person's to act on: held by them, or waiting to be allocated at their centre."""
        allocation = Q(stage="allocation") & at_centre_of(user, "coordinator", centre="centre", on=today())
        waiting = self.open().filter(allocation).exclude(submission__unit_enrolment__learner=user)
        return self.open().filter(Q(holder=user) | Q(pk__in=waiting.values("pk")))

    def with_work(self) -> "StageQuerySet":
        """With everything that a list or a message about the work shows, in one query."""
        return self.select_related(
            "holder",
            "centre",
            "submission__unit_enrolment__learner",
            "submission__unit_enrolment__unit",
            "submission__unit_enrolment__unit_version",
        )

    def visible_to(self, user: Any) -> "StageQuerySet":
        """Stages of the submissions that the person handles."""
        submissions = self.model._meta.get_field("submission").related_model
        return self.filter(submission__in=submissions.objects.handled_by(user).values("pk"))
