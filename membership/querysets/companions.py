"""Nominations by who may see them: the two Companions, and the panel once they are seconded."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS

from ..workflow import NOMINATION_TO_SECOND, NominationState

BEFORE_PANEL = (*NOMINATION_TO_SECOND, NominationState.WITHDRAWN)


class NominationQuerySet(QuerySet):
    """Nominations of Companions."""

    def visible_to(self, user: Any) -> "NominationQuerySet":
        """Those that the person proposed or was asked to second; the nominee sees the offer alone, by its link."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(proposer=user) | Q(seconder=user))

    def for_panel(self, user: Any) -> "NominationQuerySet":
        """Those that were seconded, for the desk; never one in which the person has a part."""
        if not user.is_authenticated or not any(user.serves_as(one) for one in (MEMBERSHIP_ASSESSORS, MODERATORS)):
            return self.none()
        own = EmailAddress.objects.filter(user=user).values("email")
        nominee = Q(nominee_email=user.email.lower()) | Q(nominee_email__in=own)
        others = self.exclude(Q(proposer=user) | Q(seconder=user) | nominee)
        return others.exclude(state__in=BEFORE_PANEL).exclude(seconded_at=None)

    def to_vote(self, user: Any) -> "NominationQuerySet":
        """Those on which the person can vote: they have not, and have no conflict."""
        panel = self.model._meta.get_field("panel").related_model.objects
        done = panel.filter(Q(has_conflict=True) | Q(voted_at__isnull=False), nomination=OuterRef("pk"), person=user)
        return self.for_panel(user).filter(~Exists(done), state=NominationState.PANEL)

    def to_answer(self, user: Any) -> "NominationQuerySet":
        """Those that wait for one of the two: to second, or to ask another since it was not seconded."""
        asked = Q(state=NominationState.SECONDING, seconder=user.pk)
        return self.filter(asked | Q(state=NominationState.NOT_SECONDED, proposer=user.pk))

    def over(self, *, on: date) -> "NominationQuerySet":
        """Waiting for a seconder or the nominee past the day to answer by."""
        return self.filter(state__in=(*NOMINATION_TO_SECOND, NominationState.OFFERED), answer_by__lt=on)
