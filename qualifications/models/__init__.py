"""One file per noun; the app's models by name."""

from .assessment import (
    ClockPause,
    HandIn,
    HandInItem,
    Judgement,
    Stage,
    StageHolder,
    Submission,
    SubmissionEvent,
)
from .awards import Award, AwardEvent, AwardUnit, Certificate, UnitPass
from .cases import Case, CaseEvent, CaseHandler
from .catalogue import (
    BarredPair,
    Criterion,
    LearningOutcome,
    Level,
    PoolUnit,
    Qualification,
    QualificationVersion,
    RuleGroup,
    RuleGroupUnit,
    Unit,
    UnitVersion,
)
from .centres import Approval, Centre, CentreStaff, Role
from .enrolment import Enrolment, EnrolmentEvent, UnitEnrolment
from .portfolio import Mapping

__all__ = [
    "Approval",
    "Award",
    "AwardEvent",
    "AwardUnit",
    "BarredPair",
    "Case",
    "CaseEvent",
    "CaseHandler",
    "Centre",
    "CentreStaff",
    "Certificate",
    "ClockPause",
    "Criterion",
    "Enrolment",
    "EnrolmentEvent",
    "HandIn",
    "HandInItem",
    "Judgement",
    "LearningOutcome",
    "Level",
    "Mapping",
    "PoolUnit",
    "Qualification",
    "QualificationVersion",
    "Role",
    "RuleGroup",
    "RuleGroupUnit",
    "Stage",
    "StageHolder",
    "Submission",
    "SubmissionEvent",
    "Unit",
    "UnitEnrolment",
    "UnitPass",
    "UnitVersion",
]
