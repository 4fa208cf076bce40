"""Enrolments: whose they are, who coordinates them, which have run out."""

from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from ..workflow import ENROLMENT_OPEN, EnrolmentState
from .narrowed import PlaceRows
from .people import at_centre_of, today


class EnrolmentQuerySet(PlaceRows):
    """Places on qualifications."""

    def visible_to(self, user: Any) -> "EnrolmentQuerySet":
        """The person's own, and those of centres that they coordinate today; all for a moderator."""
        if not user.is_authenticated:
            return self.none()
        if user.is_moderator:
            return self
        return self.filter(Q(learner=user) | Q(pk__in=self.model.objects.coordinated_by(user).values("pk")))

    def coordinated_by(self, user: Any) -> "EnrolmentQuerySet":
        """Those of centres where the person is a coordinator today, their own left out."""
        return self.filter(at_centre_of(user, "coordinator", centre="centre", on=today())).exclude(learner=user)

    def of_learner(self, user: Any) -> "EnrolmentQuerySet":
        """The person's own, newest first."""
        return self.filter(learner=user).order_by("-requested_on", "-pk")

    def open(self) -> "EnrolmentQuerySet":
        """Requested, approved or registered."""
        return self.filter(state__in=ENROLMENT_OPEN)

    def to_register(self) -> "EnrolmentQuerySet":
        """Approved, so that the centre is next."""
        return self.filter(state=EnrolmentState.APPROVED)

    def for_list(self) -> "EnrolmentQuerySet":
        """With what a line of a list shows, those that wait for the centre first, then those that may come to it."""
        urgency = Case(
            When(state=EnrolmentState.APPROVED, then=0), When(state=EnrolmentState.REQUESTED, then=1), default=2
        )
        rows = self.select_related("learner", "qualification__level", "centre")
        return rows.order_by(urgency, "learner__name", "number")

    def run_out(self, *, on: date) -> "EnrolmentQuerySet":
        """Registrations whose three years have ended before that day."""
        return self.filter(state=EnrolmentState.REGISTERED, expires_on__lt=on)


class UnitEnrolmentQuerySet(QuerySet):
    """Units chosen."""

    def visible_to(self, user: Any) -> "UnitEnrolmentQuerySet":
        """The learner's own; a centre sees work through submissions, not through the portfolio."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(learner=user)
