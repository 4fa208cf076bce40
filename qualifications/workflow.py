"""The workflows of this app as tables: action, label, from, to, the name of a predicate in ``permissions``.

Data only; imports no model. Sources: domain.md "From place to award" and the Candidate Guide for CMI Level 6
Qualifications (three stages: marking, verification, sign-off).
"""

from django.db.models import TextChoices

from cmiportal.workflow import BY_CLOCK, BY_LINK, Transition, Workflow

PERMISSIONS = "qualifications.permissions"


class EnrolmentState(TextChoices):
    REQUESTED = "requested", "Waiting for the line manager"
    APPROVED = "approved", "Waiting for the centre"
    REGISTERED = "registered", "Registered"
    COMPLETED = "completed", "Completed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"


class SubmissionState(TextChoices):
    DRAFT = "draft", "Being prepared"
    RETURNED = "returned", "Returned for a correction"
    ALLOCATION = "allocation", "Waiting for an assessor"
    MARKING = "marking", "Being marked"
    VERIFICATION = "verification", "Being verified"
    SIGN_OFF = "sign_off", "Being signed off"
    PASSED = "passed", "Passed"
    REFERRED = "referred", "Referred"
    FAILED = "failed", "Not passed, no resubmission left"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AwardState(TextChoices):
    RAISED = "raised", "Waiting for sign-off"
    ISSUED = "issued", "Issued"
    REVOKED = "revoked", "Revoked"
    CANCELLED = "cancelled", "Not issued"


class CaseState(TextChoices):
    RAISED = "raised", "Raised"
    UNDER_REVIEW = "under_review", "Under review"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"


class StageName(TextChoices):
    """One vocabulary for stages everywhere; while a submission is in a stage its state is that word."""

    ALLOCATION = "allocation", "Allocation"
    MARKING = "marking", "Marking"
    VERIFICATION = "verification", "Verification"
    SIGN_OFF = "sign_off", "Sign-off"


class HolderStage(TextChoices):
    """What a person can hold on a unit's work; an appeal is decided by somebody who held none of it."""

    MARKING = "marking", "Marking"
    VERIFICATION = "verification", "Verification"
    SIGN_OFF = "sign_off", "Sign-off"
    APPEAL_1 = "appeal_1", "Appeal, first stage"
    APPEAL_2 = "appeal_2", "Appeal, second stage"
    APPEAL_3 = "appeal_3", "Appeal, third stage"


# Which role at the learner's centre a stage needs of its holder; sign-off needs a moderator instead.
STAGE_ROLES: dict[str, str] = {StageName.MARKING: "assessor", StageName.VERIFICATION: "verifier"}

E, S, A, C = EnrolmentState, SubmissionState, AwardState, CaseState

ENROLMENT_OPEN = (E.REQUESTED, E.APPROVED, E.REGISTERED)
ENROLMENT_HAS_DATES = (E.REGISTERED, E.COMPLETED, E.EXPIRED)
# Moves that give the work back to whoever judges or verifies it.
GIVEN_BACK = ("send_back", "question")
IN_A_STAGE = (S.ALLOCATION, S.MARKING, S.VERIFICATION, S.SIGN_OFF)
SUBMISSION_OPEN = (S.DRAFT, S.RETURNED, *IN_A_STAGE)
SUBMISSION_WITH_LEARNER = (S.DRAFT, S.RETURNED)
OUTCOMES = (S.PASSED, S.REFERRED, S.FAILED)
AWARD_STANDING = (A.RAISED, A.ISSUED)
CASE_OPEN = (C.RAISED, C.UNDER_REVIEW)

ENROLMENT = Workflow(
    "place",
    permissions=PERMISSIONS,
    transitions=(
        Transition("ask_again", "Ask a line manager again", (E.REQUESTED,), E.REQUESTED, "is_the_learner"),
        Transition("approve", "Approve the place", (E.REQUESTED,), E.APPROVED, BY_LINK),
        Transition("decline", "Decline the place", (E.REQUESTED,), E.DECLINED, BY_LINK),
        Transition("approve_instead", "Approve without a line manager", (E.REQUESTED,), E.APPROVED, "coordinates"),
        Transition("register", "Register", (E.APPROVED,), E.REGISTERED, "coordinates"),
        Transition("refuse", "Decline the request", (E.REQUESTED, E.APPROVED), E.DECLINED, "coordinates"),
        Transition("confirm_name", "Confirm the printed name", (E.REGISTERED,), E.REGISTERED, "is_the_learner"),
        Transition("withdraw", "Withdraw", ENROLMENT_OPEN, E.WITHDRAWN, "is_the_learner_or_coordinates"),
        Transition("complete", "Complete", (E.REGISTERED,), E.COMPLETED, BY_CLOCK),
        Transition("expire", "Expire", (E.REGISTERED,), E.EXPIRED, BY_CLOCK),
    ),
)

SUBMISSION = Workflow(
    "submission",
    permissions=PERMISSIONS,
    transitions=(
        Transition("submit", "Submit", (S.DRAFT,), S.ALLOCATION, "is_the_learner"),
        Transition("submit_again", "Submit the corrected work", (S.RETURNED,), S.MARKING, "is_the_learner"),
        Transition("withdraw", "Withdraw", SUBMISSION_WITH_LEARNER, S.WITHDRAWN, "is_the_learner"),
        Transition("allocate", "Allocate", (S.ALLOCATION,), S.MARKING, "coordinates_the_work"),
        Transition("return", "Return for a correction", (S.MARKING,), S.RETURNED, "holds_the_stage"),
        Transition("send_on", "Send to verification", (S.MARKING,), S.VERIFICATION, "holds_the_stage"),
        Transition("send_back", "Return to the assessor", (S.VERIFICATION,), S.MARKING, "holds_the_stage"),
        Transition("agree", "Agree", (S.VERIFICATION,), S.SIGN_OFF, "holds_the_stage"),
        Transition("question", "Return to the verifier", (S.SIGN_OFF,), S.VERIFICATION, "holds_the_stage"),
        Transition("pass", "Confirm: passed", (S.SIGN_OFF,), S.PASSED, "holds_the_stage"),
        Transition("refer", "Confirm: referred", (S.SIGN_OFF,), S.REFERRED, "holds_the_stage"),
        Transition("fail", "Confirm: not passed", (S.SIGN_OFF,), S.FAILED, "holds_the_stage"),
        Transition("reallocate", "Reallocate", (S.MARKING,), S.MARKING, "coordinates_the_work"),
        Transition("reallocate", "Reallocate", (S.VERIFICATION,), S.VERIFICATION, "coordinates_the_work"),
        Transition("reallocate", "Take over", (S.SIGN_OFF,), S.SIGN_OFF, "may_sign_off"),
    ),
)

AWARD = Workflow(
    "award",
    permissions=PERMISSIONS,
    transitions=(
        Transition("issue", "Sign off and issue", (A.RAISED,), A.ISSUED, "may_issue"),
        Transition("cancel", "Do not issue", (A.RAISED,), A.CANCELLED, "may_issue"),
        Transition("replace", "Replace the certificate", (A.ISSUED,), A.ISSUED, "may_issue"),
        Transition("revoke", "Revoke", (A.ISSUED,), A.REVOKED, "may_issue"),
    ),
)

CASE = Workflow(
    "case",
    permissions=PERMISSIONS,
    transitions=(
        Transition("take_up", "Take up", (C.RAISED,), C.UNDER_REVIEW, "handles_cases"),
        Transition("decide", "Decide", (C.UNDER_REVIEW,), C.DECIDED, "handles_cases"),
        Transition("withdraw", "Withdraw", CASE_OPEN, C.WITHDRAWN, "raised_the_case"),
    ),
)

WORKFLOWS = (ENROLMENT, SUBMISSION, AWARD, CASE)
