"""What becomes of work, results and roles when two accounts of one person are made one.

Work and awards go with the learner, and so does what somebody holds, since nobody holds two stages of one unit's work;
whoever decided and signed goes on being named as they were.
"""

from cmiportal.accounts.models import User
from cmiportal.accounts.services import addresses_of
from cmiportal.registry import Entry, MergeHindrance, MergeTable

from ..models import Enrolment


def own_line_manager(leaving: User, staying: User) -> str:
    """A place that one account approved for the other as its line manager was approved by the learner."""
    for learner, other in ((leaving, staying), (staying, leaving)):
        if Enrolment.objects.filter(learner=learner, line_manager__email__in=addresses_of(other)).exists():
            return "One account was the line manager who approves a place of the other: they stay two accounts."
    return ""


LEARNING = (
    MergeTable(
        "qualifications.Enrolment",
        called=("place on a qualification", "places on a qualification"),
        moves=("learner",),
        conflicts={
            "enrolment_one_open": "Both have a place, or a request for one, on the same qualification. Withdraw one"
            " first."
        },
        apart=(("line_manager__user", "learner"),),
    ),
    MergeTable(
        "qualifications.EnrolmentEvent",
        called=("place", "places"),
        keeps=("actor",),
        apart=(("actor", "enrolment__learner"),),
    ),
    MergeTable("qualifications.UnitEnrolment", called=("chosen unit", "chosen units"), moves=("learner",)),
    MergeTable("qualifications.Mapping", called=("use of evidence", "uses of evidence"), moves=("learner",)),
    MergeTable("qualifications.HandInItem", called=("piece handed in", "pieces handed in"), moves=("learner",)),
    MergeTable(
        "qualifications.SubmissionEvent",
        called=("submission", "submissions"),
        keeps=("actor",),
        apart=(("actor", "submission__unit_enrolment__learner"),),
    ),
    MergeHindrance("own_line_manager", found=own_line_manager),
)
ASSESSMENT = (
    MergeTable(
        "qualifications.StageHolder",
        called=("stage of work", "stages of work"),
        moves=("learner", "person"),
        conflicts={
            "stage_holder_one_stage_per_person": "Both have held a stage of the same work, which needs two people: they"
            " stay two accounts."
        },
        apart=(("person", "learner"),),
    ),
    MergeTable("qualifications.Stage", called=("stage to do, or done", "stages to do, or done"), moves=("holder",)),
    MergeTable(
        "qualifications.Judgement",
        called=("judgement", "judgements"),
        keeps=("by",),
        apart=(("by", "unit_enrolment__learner"),),
    ),
)
RESULTS = (
    MergeTable(
        "qualifications.UnitPass",
        called=("unit passed", "units passed"),
        moves=("learner",),
        keeps=("decided_by",),
        conflicts={"unit_pass_once": "Both have passed the same unit, and a unit is passed once."},
        apart=(("decided_by", "learner"),),
    ),
    MergeTable("qualifications.Award", called=("award", "awards"), moves=("learner",)),
    MergeTable(
        "qualifications.AwardEvent",
        called=("award", "awards"),
        keeps=("actor",),
        apart=(("actor", "award__learner"),),
    ),
    MergeTable("qualifications.AwardUnit", called=("unit of an award", "units of awards"), moves=("learner",)),
)
CASES = (
    MergeTable("qualifications.Case", called=("enquiry or complaint", "enquiries or complaints"), moves=("raised_by",)),
    MergeTable(
        "qualifications.CaseEvent", called=("case", "cases"), keeps=("actor",), apart=(("actor", "case__raised_by"),)
    ),
    MergeTable(
        "qualifications.CaseHandler",
        called=("case to decide", "cases to decide"),
        moves=("person",),
        conflicts={"case_handler_once": "Both decide a step of the same case, which needs two people."},
        apart=(
            ("person", "case__raised_by"),
            ("person", "case__enrolment__learner"),
            ("person", "case__unit_enrolment__learner"),
            ("person", "case__award__learner"),
        ),
    ),
)
ROLES = (
    MergeTable(
        "qualifications.CentreStaff",
        called=("role at a centre", "roles at centres"),
        moves=("user",),
        conflicts={
            "centre_staff_no_overlap": "Both have the same role at the same centre in part of a period. End one first."
        },
    ),
)
ENTRIES: tuple[Entry, ...] = (*LEARNING, *ASSESSMENT, *RESULTS, *CASES, *ROLES)
