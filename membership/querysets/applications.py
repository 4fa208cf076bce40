"""Applications by who may see them: the applicant, the holders of a stage, and those who allocate."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cmiportal.accounts.groups import MODERATORS

from ..workflow import APPLICATION_OPEN, AppealState, ApplicationState, HolderStage


class ApplicationQuerySet(QuerySet):
    """Applications for Chartered Manager status."""

    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """The applicant's own, and those that the person handles."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person=user) | Q(pk__in=self.handled_by(user).values("pk")))

    def handled_by(self, user: Any) -> "ApplicationQuerySet":
        """Open ones whose stage the person holds; all that were submitted for a moderator; never an own one."""
        if not user.is_authenticated:
            return self.none()
        others = self.exclude(person=user).exclude(state=ApplicationState.DRAFT)
        if user.serves_as(MODERATORS):
            return others
        held = self._all_holders().filter(person=user, ended_at=None)
        return others.filter(Exists(held), state__in=APPLICATION_OPEN)

    def held_for_assessment(self, user: Any) -> "ApplicationQuerySet":
        """Those that the person assesses."""
        return self.filter(Exists(self._holders(HolderStage.ASSESSMENT).filter(person=user)))

    def to_moderate_by(self, user: Any) -> "ApplicationQuerySet":
        """Those in moderation that the person moderates, or could take: nobody who can has them, and they never had."""
        mine = Exists(self._holders(HolderStage.MODERATION).filter(person=user))
        able = {"person__is_active": True, "person__groups__name": MODERATORS}
        theirs = Exists(self._holders(HolderStage.MODERATION).filter(**able))
        had = Exists(self._all_holders().filter(person=user))
        return self.filter(state=ApplicationState.MODERATION).filter(mine | (~theirs & ~had))

    def with_undeclared(self, user: Any) -> "ApplicationQuerySet":
        """Each with ``undeclared``: whether the person holds it and has not declared to have no conflict yet."""
        held = self._all_holders().filter(person=user, ended_at=None, declared_at=None)
        return self.annotate(undeclared=Exists(held))

    def with_since(self) -> "ApplicationQuerySet":
        """Each with ``since``: when it came into the state that it is in."""
        events = self.model._meta.get_field("events").related_model.objects
        last = events.filter(charteredapplication=OuterRef("pk"), sequence=OuterRef("moves"))
        return self.annotate(since=Subquery(last.values("at")))

    def _all_holders(self) -> QuerySet:
        return self.model._meta.get_field("holders").related_model.objects.filter(application=OuterRef("pk"))

    def _holders(self, stage: str) -> QuerySet:
        return self._all_holders().filter(stage=stage, ended_at=None)

    def open(self) -> "ApplicationQuerySet":
        """Not over yet: at most one of a person."""
        return self.filter(state__in=APPLICATION_OPEN)

    def over(self, *, on: date) -> "ApplicationQuerySet":
        """Waiting for the applicant past the day to be finished by, or past the day for what is missing.

        An appeal that is not decided yet stops that.
        """
        waiting = (ApplicationState.DRAFT, ApplicationState.PAYMENT, ApplicationState.DISCUSSION)
        appeals = self.model._meta.get_field("appeals").related_model.objects
        undecided = appeals.filter(application=OuterRef("pk"), state=AppealState.RAISED)
        return self.exclude(Exists(undecided)).filter(
            Q(state__in=waiting, valid_until__lt=on) | Q(state=ApplicationState.NOT_YET, answer_by__lt=on)
        )


class AppealQuerySet(QuerySet):
    """Appeals against an outcome."""

    def visible_to(self, user: Any) -> "AppealQuerySet":
        """The applicant's own; for moderators all but those of applications that they held before."""
        if not user.is_authenticated:
            return self.none()
        own = Q(application__person=user)
        if not user.serves_as(MODERATORS):
            return self.filter(own)
        holders = self.model._meta.get_field("application").related_model._meta.get_field("holders").related_model
        before = holders.objects.filter(application=OuterRef("application"), person=user)
        return self.filter(own | ~Exists(before.exclude(stage=HolderStage.APPEAL, ended_at=None)))

    def open(self) -> "AppealQuerySet":
        """Not decided yet, the earliest due first."""
        return self.filter(state=AppealState.RAISED).order_by("due_on", "pk")
