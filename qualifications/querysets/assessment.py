"""Submissions and stages: who sees them, which are due, late, nearly late, and the views of the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from ..workflow import GIVEN_BACK, IN_A_STAGE, OUTCOMES, STAGE_ROLES, StageName, SubmissionState
from .people import at_centre_of, today

CENTRE = "unit_enrolment__enrolment__centre"


@dataclass(frozen=True)
class Facet:
    """What some pieces of work in a queue have in common, to choose from: keys as in addresses, and names."""

    centre: str
    centre_name: str
    qualification: str
    qualification_title: str
    unit: str
    state: str
    assessor: int | None
    assessor_name: str | None


class SubmissionQuerySet(QuerySet):
    """Attempts at units."""

    def visible_to(self, user: Any) -> "SubmissionQuerySet":
        """The learner's own, and those that the person handles."""
        if not user.is_authenticated:
            return self.none()
        own = Q(unit_enrolment__learner=user)
        return self.filter(own | Q(pk__in=self.model.objects.handled_by(user).values("pk")))

    def handled_by(self, user: Any) -> "SubmissionQuerySet":
        """Work handed in that the person coordinates, holds a stage of, or may sign off; never their own.

        A draft is the learner's alone. Somebody whose stage was reallocated, or whose role has ended, no longer sees
        the work. A moderator sees what came to sign-off.
        """
        on = today()
        rules = [at_centre_of(user, "coordinator", centre=CENTRE, on=on)]
        rules += [
            _holds(user, stage) & at_centre_of(user, role, centre=CENTRE, on=on) for stage, role in STAGE_ROLES.items()
        ]
        if user.is_moderator:
            rules += [Q(state__in=[SubmissionState.SIGN_OFF, *OUTCOMES]), _holds(user, StageName.SIGN_OFF)]
        # Each rule in a query of its own, so that the rows are not multiplied by what they are joined to.
        handled = Q()
        for rule in rules:
            handled |= Q(pk__in=self.model.objects.filter(rule).values("pk"))
        return (
            self.filter(handled)
            .exclude(state__in=[SubmissionState.DRAFT, SubmissionState.WITHDRAWN])
            .exclude(unit_enrolment__learner=user)
        )

    def formerly_held_by(self, user: Any) -> "SubmissionQuerySet":
        """Work of which the person once held a stage that somebody else has now."""
        held = {"unit_enrolment__holders__person": user, "unit_enrolment__holders__ended_at__isnull": False}
        return self.filter(**held)

    def in_a_stage(self) -> "SubmissionQuerySet":
        """Submissions that somebody owes something on."""
        return self.filter(state__in=IN_A_STAGE)

    def on_desks_of(self, user: Any) -> "SubmissionQuerySet":
        """Open work that the person handles, what is back with the learner included."""
        return self.handled_by(user).filter(state__in=[*IN_A_STAGE, SubmissionState.RETURNED])

    def desk_counts(self, views: dict[str, Q]) -> dict[str, int]:
        """How many rows each view has, in one query."""
        return self.aggregate(**{key: Count("pk", filter=rule) for key, rule in views.items()})

    def facets(self) -> list[Facet]:
        """Each combination of centre, qualification, unit, state and assessor that there is, in one query."""
        marking = Q(unit_enrolment__holders__stage=StageName.MARKING, unit_enrolment__holders__ended_at=None)
        rows = self.annotate(marker=FilteredRelation("unit_enrolment__holders", condition=marking)).values_list(
            f"{CENTRE}__slug",
            f"{CENTRE}__name",
            "unit_enrolment__enrolment__qualification__slug",
            "unit_enrolment__enrolment__qualification__title",
            "unit_enrolment__unit__number",
            "state",
            "marker__person",
            "marker__person__name",
        )
        return [Facet(*row) for row in rows.order_by().distinct()]

    def to_resubmit(self, *, at: datetime) -> "SubmissionQuerySet":
        """Referred, with time left, and not begun again."""
        later = self.model.objects.filter(unit_enrolment=OuterRef("unit_enrolment"), attempt__gt=OuterRef("attempt"))
        return self.filter(~Exists(later), state=SubmissionState.REFERRED, resubmit_by__gte=at)

    def for_queue(self) -> "SubmissionQuerySet":
        """With what a line of the queue shows, the soonest due first, what waits for the learner last."""
        events = self.model._meta.get_field("events").related_model.objects
        given_back = events.filter(submission=OuterRef("pk"), sequence=OuterRef("moves"), action__in=GIVEN_BACK)
        rows = self.with_work().select_related("stage__holder").annotate(came_back=Exists(given_back))
        return rows.order_by(F("stage__due_at").asc(nulls_last=True), "pk")

    def with_work(self) -> "SubmissionQuerySet":
        """With unit, learner, place and centre."""
        return self.select_related(
            "stage",
            "unit_enrolment__learner",
            "unit_enrolment__unit",
            "unit_enrolment__unit_version",
            "unit_enrolment__enrolment__centre",
        )


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

    def past_warning(self, *, at: datetime) -> "StageQuerySet":
        """Open, and nearly late or late at that time."""
        return self.open().filter(warn_at__lte=at)

    def to_do_for(self, user: Any) -> "StageQuerySet":
        """Open stages that are this person's to act on: theirs in a role that they still have, or to be allocated."""
        on = today()
        to_allocate = Q(stage=StageName.ALLOCATION) & at_centre_of(user, "coordinator", centre="centre", on=on)
        rules = [to_allocate & ~Q(submission__unit_enrolment__learner=user)]
        rules += [
            Q(holder=user, stage=stage) & at_centre_of(user, role, centre="centre", on=on)
            for stage, role in STAGE_ROLES.items()
        ]
        if user.is_moderator:
            rules.append(Q(holder=user, stage=StageName.SIGN_OFF))
        to_do = Q()
        for rule in rules:
            to_do |= Q(pk__in=self.model.objects.open().filter(rule).values("pk"))
        return self.filter(to_do)

    def with_work(self) -> "StageQuerySet":
        """With everything that a message about the work shows, in one query."""
        return self.select_related(
            "holder",
            "centre",
            "submission__unit_enrolment__learner",
            "submission__unit_enrolment__unit",
            "submission__unit_enrolment__unit_version",
        )


def _holds(user: Any, stage: str) -> Q:
    held = "unit_enrolment__holders"
    return Q(**{f"{held}__person": user, f"{held}__stage": stage, f"{held}__ended_at": None})
