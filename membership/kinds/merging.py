"""What becomes of memberships, applications and CPD when two accounts of one person are made one.

Name and number as they were printed stay; whoever decided something goes on being named as they were.
"""

from datetime import datetime

from cmiportal.accounts.models import User
from cmiportal.accounts.services import addresses_of
from cmiportal.registry import Entry, MergeHindrance, MergeTable

from ..models import CharteredStatus, CpdOffer, Membership, OrganisationStaff, Referee
from ..services.members.endings import end_study
from ..workflow import Basis, MembershipState


def two_memberships(leaving: User, staying: User) -> str:
    """One person has one membership at a time; one that came with a registration gives way."""
    if len(_current(leaving, staying)) < 2 or _giving_way(leaving, staying):
        return ""
    return "Both are members, or wait to be. Let one of the memberships be resigned, or end, first."


def own_referee(leaving: User, staying: User) -> str:
    """Who was asked about an applicant was somebody else."""
    for applicant, other in ((leaving, staying), (staying, leaving)):
        asked = Referee.objects.filter(application__person=applicant, person__email__in=addresses_of(other))
        if asked.exists():
            return "One account is the referee of the other: they stay two accounts."
    return ""


def one_membership(leaving: User, staying: User, at: datetime) -> None:
    """End the membership that came with a registration, where the other account is a member too."""
    membership = _giving_way(leaving, staying)
    if membership:
        end_study(membership=membership, at=at)


def _current(leaving: User, staying: User) -> list[Membership]:
    found = Membership.objects.current().filter(person__in=[leaving, staying])
    return list(found.order_by("ends_on", "pk"))  # of two that came with registrations the shorter one gives way


def _giving_way(leaving: User, staying: User) -> Membership | None:
    current = _current(leaving, staying)
    if len(current) < 2:
        return None
    held = CharteredStatus.objects.filter(person__in=[leaving, staying], ended_on=None)
    chartered = set(held.values_list("person", flat=True))  # a status ends with the membership that it stands on
    studying = (
        row
        for row in current
        if row.basis == Basis.STUDYING and row.state == MembershipState.ACTIVE and row.person_id not in chartered
    )
    return next(studying, None)


def one_offer_each(leaving: User, staying: User, at: datetime) -> None:
    """What was offered to both is offered once: by the offer that was answered, else that of the account that stays."""
    others = {offer.source_key: offer for offer in CpdOffer.objects.filter(person=staying)}
    for offer in CpdOffer.objects.filter(person=leaving, source_key__in=others):
        other = others[offer.source_key]
        (other if _is_answered(offer) and not _is_answered(other) else offer).delete()


def _is_answered(offer: CpdOffer) -> bool:
    return offer.entry_id is not None or offer.dismissed_at is not None


def acts_once(leaving: User, staying: User, at: datetime) -> None:
    """Who acts for an organisation with both accounts acts for it once."""
    acting = OrganisationStaff.objects.filter(user=staying).values("organisation")
    OrganisationStaff.objects.filter(user=leaving, organisation__in=acting).delete()


MEMBERS = (
    MergeTable(
        "membership.Membership",
        called=("membership, with its history", "memberships, with their history"),
        moves=("person",),
        settle=one_membership,
        settles=("membership_one_current",),
    ),
    MergeHindrance("two_memberships", found=two_memberships),
    MergeTable(
        "membership.MembershipEvent",
        called=("membership", "memberships"),
        keeps=("actor",),
        apart=(("actor", "membership__person"),),
    ),
    MergeTable(
        "membership.GradeRequest",
        called=("request to join, rise or come back", "requests to join, rise or come back"),
        moves=("person",),
        keeps=("decided_by",),
        conflicts={"grade_request_one_open": "Both have an open request to join, rise or come back. Close one first."},
        apart=(("decided_by", "person"),),
    ),
    MergeTable(
        "membership.GradeRequestEvent",
        called=("request", "requests"),
        keeps=("actor",),
        apart=(("actor", "graderequest__person"),),
    ),
    MergeTable(
        "membership.OrganisationStaff",
        called=("organisation to act for", "organisations to act for"),
        moves=("user",),
        settle=acts_once,
        settles=("organisation_staff_once",),
    ),
)
RECORD = (
    MergeTable(
        "membership.Experience",
        called=("post in management", "posts in management"),
        moves=("person",),
        keeps=("decided_by",),
        apart=(("decided_by", "person"),),
    ),
    MergeTable(
        "membership.QualificationHeld",
        called=("qualification held", "qualifications held"),
        moves=("person",),
        keeps=("decided_by",),
        apart=(("decided_by", "person"),),
    ),
)
APPLICATIONS = (
    MergeTable(
        "membership.CharteredApplication",
        called=("Chartered Manager application", "Chartered Manager applications"),
        moves=("person",),
        conflicts={"application_one_open": "Both have an open Chartered Manager application. Withdraw one first."},
    ),
    MergeTable(
        "membership.CharteredApplicationEvent",
        called=("application", "applications"),
        keeps=("actor",),
        apart=(("actor", "charteredapplication__person"),),
    ),
    MergeTable(
        "membership.ApplicationHolder",
        called=("stage of an application", "stages of applications"),
        moves=("applicant", "person"),
        conflicts={
            "application_holder_one_stage": "Both have held a stage of the same application, which needs two people:"
            " they stay two accounts."
        },
        apart=(("person", "applicant"),),
    ),
    MergeTable(
        "membership.CriterionJudgement",
        called=("judgement", "judgements"),
        keeps=("by",),
        apart=(("by", "application__person"),),
    ),
    MergeTable(
        "membership.StatementEvidence",
        called=("judgement of evidence", "judgements of evidence"),
        keeps=("judged_by",),
        apart=(("judged_by", "statement__application__person"),),
    ),
    MergeTable(
        "membership.Appeal",
        called=("appeal", "appeals"),
        keeps=("decided_by",),
        apart=(("decided_by", "application__person"),),
    ),
    MergeTable(
        "membership.AppealEvent",
        called=("appeal", "appeals"),
        keeps=("actor",),
        apart=(("actor", "appeal__application__person"),),
    ),
    MergeTable(
        "membership.Slot",
        called=("time offered for a discussion", "times offered for discussions"),
        moves=("assessor",),
        conflicts={"slot_no_overlap": "Both offer the same time for a discussion. Withdraw one first."},
        apart=(("assessor", "discussions__application__person"),),
    ),
    MergeTable(
        "membership.CharteredStatus",
        called=("Chartered status, with its certificate", "Chartered statuses, with their certificates"),
        moves=("person",),
        conflicts={"chartered_status_one_held": "Both hold a Chartered status: they stay two accounts."},
    ),
    MergeHindrance("own_referee", found=own_referee),
)
CPD = (
    MergeTable(
        "membership.CpdOffer",
        called=("offer of a CPD entry", "offers of CPD entries"),
        moves=("person",),
        settle=one_offer_each,
        settles=("cpd_offer_once",),
    ),
    MergeTable(
        "membership.CpdEntry",
        called=("CPD entry", "CPD entries"),
        moves=("person",),
        conflicts={
            "cpd_entry_source_once": "Both have recorded the same thing as CPD. Let one of the entries go first."
        },
    ),
    MergeTable("membership.CpdSample", keeps=("drawn_by",)),
    MergeTable(
        "membership.CpdReview",
        called=("review of a CPD record", "reviews of CPD records"),
        moves=("person", "reviewer"),
        conflicts={"cpd_review_once": "Both were drawn for the same yearly CPD sample: they stay two accounts."},
        apart=(("reviewer", "person"),),
    ),
    MergeTable(
        "membership.CpdReviewEvent",
        called=("review", "reviews"),
        keeps=("actor",),
        apart=(("actor", "cpdreview__person"),),
    ),
)
COMPANIONS = (
    MergeTable(
        "membership.Nomination",
        called=("nomination of a Companion", "nominations of Companions"),
        moves=("proposer", "seconder", "nominee"),
        apart=(("proposer", "seconder"), ("proposer", "nominee"), ("seconder", "nominee")),
    ),
    MergeTable(
        "membership.NominationEvent",
        called=("nomination", "nominations"),
        keeps=("actor",),
        apart=(("actor", "nomination__nominee"),),
    ),
    MergeTable(
        "membership.Panellist",
        called=("vote on a panel", "votes on panels"),
        moves=("person",),
        conflicts={"panellist_once": "Both were of the panel for one nomination: they stay two accounts."},
        apart=(
            ("person", "nomination__proposer"),
            ("person", "nomination__seconder"),
            ("person", "nomination__nominee"),
        ),
    ),
)
ENTRIES: tuple[Entry, ...] = (*MEMBERS, *RECORD, *APPLICATIONS, *CPD, *COMPANIONS)
