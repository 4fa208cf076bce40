"""Passes and awards: whose they are, which count, what may be verified."""

from typing import Any

from django.db.models import Case, Q, QuerySet, When

from ..workflow import AwardState
from .narrowed import PlaceRows
from .people import at_centre_of, today


class UnitPassQuerySet(QuerySet):
    """Units passed."""

    def standing(self) -> "UnitPassQuerySet":
        """Not annulled: these count."""
        return self.filter(annulled_at=None)


class AwardQuerySet(PlaceRows):
    """Awards."""

    place = "enrolment__"

    def visible_to(self, user: Any) -> "AwardQuerySet":
        """The learner's own, those of a centre that the person coordinates, all for a moderator."""
        if not user.is_authenticated:
            return self.none()
        if user.is_moderator:
            return self
        at_centre = at_centre_of(user, "coordinator", centre="enrolment__centre", on=today())
        return self.filter(Q(learner=user) | Q(pk__in=self.model.objects.filter(at_centre).values("pk")))

    def verifiable(self) -> "AwardQuerySet":
        """Issued once, whether or not revoked since: what a verification page answers for."""
        return self.filter(state__in=[AwardState.ISSUED, AwardState.REVOKED])

    def for_list(self) -> "AwardQuerySet":
        """With what a line of a list shows, those that wait for sign-off first, then the newest."""
        waiting = Case(When(state=AwardState.RAISED, then=0), default=1)
        return self.select_related("enrolment__qualification", "enrolment__centre", "learner").order_by(
            waiting, "-raised_at", "pk"
        )

    def for_page(self) -> "AwardQuerySet":
        """With what the page of one award shows."""
        return self.select_related("enrolment__qualification__level", "enrolment__centre", "version", "learner")
