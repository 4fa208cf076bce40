"""The tables of membership, one file per noun."""

from .applications import (
    Appeal,
    AppealEvent,
    ApplicationHolder,
    CharteredApplication,
    CharteredApplicationEvent,
    CharteredCriterion,
    CriterionJudgement,
    Referee,
    Route,
    Statement,
    StatementVersion,
)
from .companions import Nomination, NominationEvent, Panellist
from .cpd import Area, CpdEntry, CpdOffer, CpdReview, CpdReviewEvent, CpdSample
from .discussions import Discussion, Slot
from .evidence import CpdEvidence, StatementEvidence
from .grades import Grade, GradeSpan
from .members import GradeRequest, GradeRequestEvent, Membership, MembershipEvent, RenewalReminder
from .organisations import Organisation, OrganisationStaff, Seat
from .record import Experience, QualificationHeld
from .statuses import CharteredStatus, RegisterEntry

__all__ = [
    "Appeal",
    "AppealEvent",
    "ApplicationHolder",
    "Area",
    "CharteredApplication",
    "CharteredApplicationEvent",
    "CharteredCriterion",
    "CharteredStatus",
    "CpdEntry",
    "CpdEvidence",
    "CpdOffer",
    "CpdReview",
    "CpdReviewEvent",
    "CpdSample",
    "CriterionJudgement",
    "Discussion",
    "Experience",
    "Grade",
    "GradeRequest",
    "GradeRequestEvent",
    "GradeSpan",
    "Membership",
    "MembershipEvent",
    "Nomination",
    "NominationEvent",
    "Organisation",
    "OrganisationStaff",
    "Panellist",
    "QualificationHeld",
    "Referee",
    "RegisterEntry",
    "RenewalReminder",
    "Route",
    "Seat",
    "Slot",
    "Statement",
    "StatementEvidence",
    "StatementVersion",
]
