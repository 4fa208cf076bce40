"""Who may do what: predicates ``(user, object) -> bool`` that the workflows, views and templates all use."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS
from cmiportal.accounts.services import is_own_address

from .models import ApplicationHolder, CpdEvidence, Membership, OrganisationStaff, StatementEvidence
from .workflow import APPLICATION_OPEN, COMPANION, CpdReviewState, HolderStage


def is_the_member(user: Any, membership: Any) -> bool:
    """Whether the membership is this person's own."""
    return membership.person_id == user.pk


def is_of_the_team(user: Any) -> bool:
    """Whether the person is of the membership team."""
    return user.is_authenticated and user.serves_as(MEMBERSHIP_ASSESSORS)


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


def gives_back(user: Any, application: Any) -> bool:
    """Whether the person may take the application from its assessor: who that is, or whoever allocates."""
    return assesses(user, application) or allocates_applications(user, application)


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


def is_companion(user: Any) -> bool:
    """Whether the person is a Companion now; one query."""
    return Membership.objects.held().filter(person=user.pk, grade=COMPANION).exists()


def grade_held() -> Subquery:
    """The grade that an account holds now, or nothing, as a column over the accounts."""
    return Subquery(Membership.objects.held().filter(person=OuterRef("pk")).values("grade")[:1])


def keep_grade_held(user: Any, grade: str | None) -> None:
    """Put what was read with the account where ``is_a_member`` and ``has_nominations`` look for it."""
    user._grade_held = grade


def is_a_member(user: Any) -> bool:
    """Whether the bar shows what members have."""
    return _grade_of(user) is not None


def has_nominations(user: Any) -> bool:
    """Whether the bar shows what Companions have; each act asks ``is_companion`` anew."""
    return _grade_of(user) == COMPANION


def _grade_of(user: Any) -> str | None:
    if not user.is_authenticated:
        return None
    if not hasattr(user, "_grade_held"):
        keep_grade_held(user, Membership.objects.held().filter(person=user.pk).values_list("grade", flat=True).first())
    return user._grade_held


def is_the_proposer(user: Any, nomination: Any) -> bool:
    """Whether the nomination is this person's."""
    return nomination.proposer_id == user.pk


def is_the_seconder(user: Any, nomination: Any) -> bool:
    """Whether the person was asked to second the nomination, and still is a Companion."""
    return nomination.seconder_id == user.pk and is_companion(user)


def sits_on_panel(user: Any, nomination: Any) -> bool:
    """Whether the person may vote: of the desk, and neither proposer, seconder nor nominee."""
    if user.pk in (nomination.proposer_id, nomination.seconder_id):
        return False
    return serves_at_desk(user) and not is_own_address(user, nomination.nominee_email)


def is_the_sampled(user: Any, review: Any) -> bool:
    """Whether the record that is reviewed is this person's own."""
    return review.person_id == user.pk


def reviews_cpd(user: Any, review: Any) -> bool:
    """Whether the person may review the record: of the membership team, never their own."""
    return user.serves_as(MEMBERSHIP_ASSESSORS) and review.person_id != user.pk


def opens_cpd_evidence(user: Any, file: Any) -> bool:
    """Whether the file stands behind an entry that the person has before them in a review."""
    if not user.serves_as(MEMBERSHIP_ASSESSORS):
        return False
    shown = CpdEvidence.objects.filter(item__versions__file=file, item__withdrawn_at=None).exclude(entry__person=user)
    return shown.filter(
        entry__person__cpd_reviews__state=CpdReviewState.SUBMITTED,
        entry__person__cpd_reviews__sample=F("entry__on__year"),
    ).exists()


def holds(user: Any, application: Any, stage: str) -> bool:
    """Whether the person holds that stage of the application now."""
    return any(
        holder.stage == stage and holder.person_id == user.pk and holder.ended_at is None
        for holder in application.holders.all()
    )


def serves_at_desk(user: Any) -> bool:
    """Whether the person assesses or moderates applications at all."""
    return user.is_authenticated and any(user.serves_as(group) for group in (MEMBERSHIP_ASSESSORS, MODERATORS))


def opens_file(user: Any, application: Any) -> bool:
    """Whether the person holds a stage of the application and declared to have no conflict of interest."""
    return any(
        holder.person_id == user.pk and holder.ended_at is None and holder.declared_at is not None
        for holder in application.holders.all()
    )


def opens_evidence(user: Any, file: Any) -> bool:
    """Whether a version with this file stands behind a statement of an application that is open to this person.

    To who decides an appeal it is open after the decision, too.
    """
    held = {"person": user, "ended_at": None, "declared_at__isnull": False}
    holders = ApplicationHolder.objects.filter(application=OuterRef("statement__application"), **held)
    is_open = Q(statement__application__state__in=APPLICATION_OPEN) | Exists(holders.filter(stage=HolderStage.APPEAL))
    return StatementEvidence.objects.filter(Exists(holders), is_open, version__file=file).exists()


def acting_now() -> Exists:
    """Whether an account acts for some organisation, as a column over the accounts."""
    return Exists(OrganisationStaff.objects.filter(user=OuterRef("pk")))


def keep_acting(user: Any, acts: bool) -> None:
    """Put what was read with the account where ``acts_for_somebody`` looks for it."""
    user._acts_for_somebody = acts


def acts_for_somebody(user: Any) -> bool:
    """Whether the person acts for an organisation with corporate membership."""
    if not hasattr(user, "_acts_for_somebody"):
        keep_acting(user, OrganisationStaff.objects.filter(user=user.pk).exists())
    return user._acts_for_somebody
