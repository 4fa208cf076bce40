"""Applications by who may see them: the applicant, the holders of a stage, and those who allocate."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cmiportal.accounts.groups import MODERATORS

from ..workflow import APPLICATION_OPEN, AppealState, ApplicationState


class ApplicationQuerySet(QuerySet):
    """Applications for Chartered Manager status."""

    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """The applicant's own, and those that the person handles."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person=user) | Q(pk__in=self.handled_by(user).values("pk")))

    def handled_by(self, user: Any) -> "ApplicationQuerySet":
        """Those whose stage the person holds; all that were submitted for a moderator, never an own one."""
        if not user.is_authenticated:
            return self.none()
        others = self.exclude(person=user).exclude(state=ApplicationState.DRAFT)
        if user.serves_as(MODERATORS):
            return others
        holders = self.model._meta.get_field("holders").related_model.objects
        held = holders.filter(application=OuterRef("pk"), person=user, ended_at=None)
        return others.filter(Exists(held))

    def open(self) -> "ApplicationQuerySet":
        """Not over yet: at most one of a person."""
        return self.filter(state__in=APPLICATION_OPEN)

    def over(self, *, on: date) -> "ApplicationQuerySet":
        """Waiting for the applicant past the day to be finished by, or past the day for what is missing."""
        waiting = (ApplicationState.DRAFT, ApplicationState.PAYMENT, ApplicationState.DISCUSSION)
        return self.filter(
            Q(state__in=waiting, valid_until__lt=on) | Q(state=ApplicationState.NOT_YET, answer_by__lt=on)
        )


class AppealQuerySet(QuerySet):
    """Appeals against an outcome."""

    def visible_to(self, user: Any) -> "AppealQuerySet":
        """The applicant's own; for moderators all but those of applications that they held."""
        if not user.is_authenticated:
            return self.none()
        own = Q(application__person=user)
        if not user.serves_as(MODERATORS):
            return self.filter(own)
        return self.filter(own | ~Q(application__holders__person=user))

    def open(self) -> "AppealQuerySet":
        """Not decided yet, the earliest due first."""
        return self.filter(state=AppealState.RAISED).order_by("due_on", "pk")
