"""Who may do what: predicates ``(user, object) -> bool`` that the workflows, views and templates all use."""

from typing import Any

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS

from .workflow import HolderStage


def is_the_member(user: Any, membership: Any) -> bool:
    """Whether the membership is this person's own."""
    return membership.person_id == user.pk


def manages_membership(user: Any, membership: Any) -> bool:
    """Whether the person is of the membership team, and the membership not their own."""
    return user.serves_as(MEMBERSHIP_ASSESSORS) and membership.person_id != user.pk


def is_the_requester(user: Any, request: Any) -> bool:
    """Whether the request is this person's own."""
    return request.person_id == user.pk


def decides_requests(user: Any, request: Any) -> bool:
    """Whether the person is of the membership team, and the request not their own."""
    return user.serves_as(MEMBERSHIP_ASSESSORS) and request.person_id != user.pk


def is_the_applicant(user: Any, application: Any) -> bool:
    """Whether the application is this person's own."""
    return application.person_id == user.pk


def allocates_applications(user: Any, application: Any) -> bool:
    """Whether the person may check and allocate: a moderator who is not the applicant."""
    return user.serves_as(MODERATORS) and application.person_id != user.pk


def assesses(user: Any, application: Any) -> bool:
    """Whether the person holds the assessment of the application, and still is a membership assessor."""
    return user.serves_as(MEMBERSHIP_ASSESSORS) and holds(user, application, HolderStage.ASSESSMENT)


def moderates(user: Any, application: Any) -> bool:
    """Whether the person holds the moderation of the application, and still is a moderator."""
    return user.serves_as(MODERATORS) and holds(user, application, HolderStage.MODERATION)


def is_applicant_or_assessor(user: Any, application: Any) -> bool:
    """Either of the two."""
    return is_the_applicant(user, application) or assesses(user, application)


def decides_appeals(user: Any, application: Any) -> bool:
    """Whether the person holds the appeal of the application, and still is a moderator."""
    return user.serves_as(MODERATORS) and holds(user, application, HolderStage.APPEAL)


def decides_the_appeal(user: Any, appeal: Any) -> bool:
    """Whether the person may decide the appeal: they hold it, and held nothing else of the application."""
    return decides_appeals(user, appeal.application)


def raised_the_appeal(user: Any, appeal: Any) -> bool:
    """Whether the appeal is this person's own."""
    return is_the_applicant(user, appeal.application)


def is_the_sampled(user: Any, review: Any) -> bool:
    """Whether the record that is reviewed is this person's own."""
    return review.person_id == user.pk


def reviews_cpd(user: Any, review: Any) -> bool:
    """Whether the person may review the record: of the membership team, never their own."""
    return user.serves_as(MEMBERSHIP_ASSESSORS) and review.person_id != user.pk


def holds(user: Any, application: Any, stage: str) -> bool:
    """Whether the person holds that stage of the application now."""
    return any(
        holder.stage == stage and holder.person_id == user.pk and holder.ended_at is None
        for holder in application.holders.all()
    )
