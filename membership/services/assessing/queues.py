"""The work that waits at the desk and for applicants, each counted with everything else that waits for a person."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS

from ...models import Appeal, ApplicationHolder, CharteredApplication, Slot
from ...querysets.applications import AppealQuerySet, ApplicationQuerySet
from ...workflow import APPLICATION_WITH_ASSESSOR, ApplicationState, HolderStage
from .discussions import notice_from


def to_answer(user: Any) -> ApplicationQuerySet:
    """The person's own application while it waits for them: not a draft, nor before there is a time to choose."""
    waits = Q(state__in=(ApplicationState.PAYMENT, ApplicationState.NOT_YET))
    free = Slot.objects.free(after=notice_from(timezone.now())).filter(assessor=OuterRef("person"))
    offers = ApplicationHolder.objects.filter(
        Exists(free), application=OuterRef("pk"), stage=HolderStage.ASSESSMENT, ended_at=None, declared_at__isnull=False
    )
    chooses = Q(Exists(offers), state=ApplicationState.DISCUSSION)
    return CharteredApplication.objects.filter(waits | chooses, person=user.pk)


def to_finish(user: Any) -> ApplicationQuerySet:
    """The person's own application while they prepare it."""
    return CharteredApplication.objects.filter(state=ApplicationState.DRAFT, person=user.pk)


def to_check(user: Any) -> ApplicationQuerySet:
    """Applications whose eligibility waits for a person, for who allocates."""
    return _to_allocate_by(user).filter(state=ApplicationState.ELIGIBILITY)


def to_allocate(user: Any) -> ApplicationQuerySet:
    """Applications that wait for an assessor, for who allocates."""
    return _to_allocate_by(user).filter(state=ApplicationState.ALLOCATION)


def to_assess(user: Any) -> ApplicationQuerySet:
    """Applications that the person assesses now."""
    if not user.serves_as(MEMBERSHIP_ASSESSORS):
        return CharteredApplication.objects.none()
    rows = CharteredApplication.objects.handled_by(user).filter(state__in=APPLICATION_WITH_ASSESSOR)
    return rows.held_for_assessment(user)


def to_moderate(user: Any) -> ApplicationQuerySet:
    """Applications that the person moderates or could take to moderate."""
    if not user.serves_as(MODERATORS):
        return CharteredApplication.objects.none()
    return CharteredApplication.objects.handled_by(user).to_moderate_by(user)


def appeals(user: Any) -> AppealQuerySet:
    """Appeals that are not decided, of applications that the person had nothing to do with."""
    if not user.serves_as(MODERATORS):
        return Appeal.objects.none()
    return Appeal.objects.visible_to(user).exclude(application__person=user.pk).open()


def _to_allocate_by(user: Any) -> ApplicationQuerySet:
    rows = CharteredApplication.objects.all()
    return rows.handled_by(user) if user.serves_as(MODERATORS) else rows.none()
