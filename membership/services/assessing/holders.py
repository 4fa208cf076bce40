"""Who holds or held a stage of an application: assessment, moderation, an appeal. Nobody holds two, ever.

Each declares to have no conflict of interest before the file opens to them. Callers hold the application's lock.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS
from cmiportal.accounts.models import User
from cmiportal.workflow import MoveRefused

from ...models import ApplicationHolder, CharteredApplication
from ...workflow import HolderStage

GROUPS = {
    HolderStage.ASSESSMENT: MEMBERSHIP_ASSESSORS,
    HolderStage.MODERATION: MODERATORS,
    HolderStage.APPEAL: MODERATORS,
}
# Whoever made one of these decided about the application, so they hear no appeal against it.
DECISIONS = ("refuse", "award", "not_yet", "decline")
IS_APPLICANT = "it is their own application"
HAD_IT = "they have or had it in their hands already"
DECIDED = "they decided about it"
IS_REFEREE = "they are the referee"


class HolderRefused(MoveRefused):
    """This person cannot hold the stage, or does not; the first argument says why."""


def holder_of(application: CharteredApplication, stage: str) -> ApplicationHolder | None:
    """Who holds that stage now; one query."""
    held = ApplicationHolder.objects.filter(application=application, stage=stage, ended_at=None)
    return held.select_related("person").first()


def opened_to(application: CharteredApplication, person: User, stage: str) -> bool:
    """Whether the person holds that stage now and has declared to have no conflict of interest; one query."""
    held = ApplicationHolder.objects.filter(application=application, person=person, stage=stage, ended_at=None)
    return held.filter(declared_at__isnull=False).exists()


def able(stage: str) -> QuerySet[User]:
    """Whoever may hold that stage of some application."""
    return User.objects.filter(is_active=True, groups__name=GROUPS[HolderStage(stage)])


def refusals(application: CharteredApplication, stage: str) -> dict[int, str]:
    """Accounts that cannot hold that stage of this application, each with the reason; three queries."""
    found: dict[int, str] = {}
    if stage == HolderStage.APPEAL:
        deciders = application.events.filter(action__in=DECISIONS, actor__isnull=False)
        found |= dict.fromkeys(deciders.values_list("actor", flat=True), DECIDED)
    asked = _referee_addresses(application)
    confirmed = EmailAddress.objects.filter(email__in=asked, verified=True)
    referees = User.objects.filter(Q(email__in=asked) | Q(pk__in=confirmed.values("user")))
    found |= dict.fromkeys(referees.values_list("pk", flat=True), IS_REFEREE)
    held = ApplicationHolder.objects.filter(application=application)
    found |= dict.fromkeys(held.values_list("person", flat=True), HAD_IT)
    return found | {application.person_id: IS_APPLICANT}


def hold(
    application: CharteredApplication, person: User, stage: str, *, at: datetime, declared: bool = False
) -> ApplicationHolder:
    """Give the stage to the person, in place of one who can no longer hold it. Raises HolderRefused."""
    if not able(stage).filter(pk=person.pk).exists():
        raise HolderRefused(f"{person} is not of the group that does this.")
    if why := refusals(application, stage).get(person.pk):
        raise HolderRefused(f"{person} cannot have this application: {why}.")
    now = holder_of(application, stage)
    if now and now.person.serves_as(GROUPS[HolderStage(stage)]):
        raise HolderRefused(f"{now.person} has this application already.")
    let_go(application, stage, at=at)
    return ApplicationHolder.objects.create(
        application=application,
        applicant=application.person,
        stage=stage,
        person=person,
        since=at,
        declared_at=at if declared else None,
    )


def let_go(application: CharteredApplication, *stages: str, at: datetime) -> int:
    """End who holds these stages (all of them where none is named); they can never hold one again."""
    held = ApplicationHolder.objects.filter(application=application, ended_at=None)
    return held.filter(stage__in=stages or HolderStage.values).update(ended_at=at)


def _referee_addresses(application: CharteredApplication) -> QuerySet:
    return type(application).objects.filter(pk=application.pk).values(lower=Lower("referee__person__email"))
