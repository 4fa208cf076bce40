"""The workflows of this app as tables: action, label, from, to, the name of a predicate in ``permissions``.

Data only; imports no model. Sources: domain.md "Membership"; the Institute's membership terms (code of conduct on
joining and at each renewal) and its pages on routes to Chartered Manager.
"""

from django.db.models import TextChoices

from cmiportal.workflow import BY_CLOCK, BY_LINK, Transition, Workflow

PERMISSIONS = "membership.permissions"
COMPANION = "companion"  # the grade that nobody asks for


class MembershipState(TextChoices):
    PENDING = "pending", "Waiting for payment"
    ACTIVE = "active", "Active"
    GRACE = "grace", "In grace"
    LAPSED = "lapsed", "Lapsed"
    RESIGNED = "resigned", "Resigned"
    SUSPENDED = "suspended", "Suspended"


class Basis(TextChoices):
    """What a membership stands on: nothing is active without one."""

    PAID = "paid", "Paid"
    CONCESSION = "concession", "Concession"
    STUDYING = "studying", "Studying"
    CORPORATE = "corporate", "Paid by an organisation"
    HONORARY = "honorary", "Honorary"


class RequestState(TextChoices):
    DRAFT = "draft", "Being prepared"
    REVIEW = "review", "With our membership team"
    ACCEPTED = "accepted", "Accepted, to be paid"
    GRANTED = "granted", "Granted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ApplicationState(TextChoices):
    DRAFT = "draft", "Being prepared"
    PAYMENT = "payment", "Waiting for the fee"
    ELIGIBILITY = "eligibility", "Eligibility being checked"
    ALLOCATION = "allocation", "Waiting for an assessor"
    DISCUSSION = "discussion", "Waiting for a professional discussion"
    BOOKED = "booked", "Professional discussion booked"
    ASSESSMENT = "assessment", "Being assessed"
    MODERATION = "moderation", "Being moderated"
    AWARDED = "awarded", "Awarded"
    NOT_YET = "not_yet", "Not yet"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"


class AppealState(TextChoices):
    RAISED = "raised", "Raised"
    UPHELD = "upheld", "Upheld"
    DISMISSED = "dismissed", "Not upheld"
    WITHDRAWN = "withdrawn", "Withdrawn"


class NominationState(TextChoices):
    SECONDING = "seconding", "Waiting for a seconder"
    NOT_SECONDED = "not_seconded", "Not seconded"
    PANEL = "panel", "With the panel"
    OFFERED = "offered", "Approved, waiting for the nominee"
    ACCEPTED = "accepted", "Accepted: a Companion"
    DECLINED = "declined", "Declined by the nominee"
    REFUSED = "refused", "Not approved"
    WITHDRAWN = "withdrawn", "Taken back"
    EXPIRED = "expired", "Ended without an answer"


class CpdReviewState(TextChoices):
    REQUESTED = "requested", "Record asked for"
    SUBMITTED = "submitted", "Record sent"
    ACCEPTED = "accepted", "Accepted"
    MORE_NEEDED = "more_needed", "More needed"
    EXCUSED = "excused", "Excused"


class HolderStage(TextChoices):
    """What a person can hold on an application; one person holds one of them for ever."""

    ASSESSMENT = "assessment", "Assessment"
    MODERATION = "moderation", "Moderation"
    APPEAL = "appeal", "Appeal"


M, R, A, P, C = MembershipState, RequestState, ApplicationState, AppealState, CpdReviewState
N = NominationState

MEMBERSHIP_HAS_PERIOD = (M.ACTIVE, M.GRACE)
MEMBERSHIP_BEGUN = (*MEMBERSHIP_HAS_PERIOD, M.SUSPENDED)
MEMBERSHIP_CURRENT = (M.PENDING, M.ACTIVE, M.GRACE, M.SUSPENDED)
MEMBERSHIP_ENDED = (M.LAPSED, M.RESIGNED)
REQUEST_OPEN = (R.DRAFT, R.REVIEW, R.ACCEPTED)
APPLICATION_WITH_APPLICANT = (A.DRAFT, A.NOT_YET)
APPLICATION_BEFORE_ASSESSMENT = (A.PAYMENT, A.ELIGIBILITY, A.ALLOCATION, A.DISCUSSION, A.BOOKED)
APPLICATION_WITH_ASSESSOR = (A.DISCUSSION, A.BOOKED, A.ASSESSMENT)
APPLICATION_OPEN = (A.DRAFT, *APPLICATION_BEFORE_ASSESSMENT, A.ASSESSMENT, A.MODERATION, A.NOT_YET)
APPLICATION_DECIDED = (A.AWARDED, A.NOT_YET, A.DECLINED)
NOMINATION_TO_SECOND = (N.SECONDING, N.NOT_SECONDED)
NOMINATION_OPEN = (*NOMINATION_TO_SECOND, N.PANEL, N.OFFERED)
CPD_REVIEW_OPEN = (C.REQUESTED, C.SUBMITTED, C.MORE_NEEDED)

MEMBERSHIP = Workflow(
    "membership",
    permissions=PERMISSIONS,
    transitions=(
        # A payment, a concession or a registration makes these moves: no person says that a membership is active.
        Transition("start", "Start the membership", (M.PENDING,), M.ACTIVE, BY_CLOCK),
        Transition("renew", "Renew the membership", (M.ACTIVE, M.GRACE), M.ACTIVE, BY_CLOCK),
        # An organisation pays for another year of all its seats; whose membership is suspended gets nothing back by it.
        Transition("renew", "Renew the membership", (M.SUSPENDED,), M.SUSPENDED, BY_CLOCK),
        Transition("reinstate", "Take the membership up again", (M.LAPSED, M.RESIGNED), M.ACTIVE, BY_CLOCK),
        Transition("shorten", "No longer paid for", (M.ACTIVE,), M.ACTIVE, BY_CLOCK),
        Transition("shorten", "No longer paid for", (M.SUSPENDED,), M.SUSPENDED, BY_CLOCK),
        Transition("change_grade", "Change the grade", (M.ACTIVE,), M.ACTIVE, BY_CLOCK),
        Transition("change_grade", "Change the grade", (M.GRACE,), M.GRACE, BY_CLOCK),
        Transition("fall_due", "Unpaid at its end", (M.ACTIVE,), M.GRACE, BY_CLOCK),
        Transition("lapse", "Unpaid after grace", (M.GRACE,), M.LAPSED, BY_CLOCK),
        Transition("end_study", "Registration ended", (M.ACTIVE, M.SUSPENDED), M.LAPSED, BY_CLOCK),
        Transition("take_back", "Payment returned", MEMBERSHIP_BEGUN, M.LAPSED, BY_CLOCK),
        Transition("give_up", "Never paid", (M.PENDING,), M.LAPSED, BY_CLOCK),
        Transition("resign", "Resign", (M.PENDING, M.ACTIVE, M.GRACE), M.RESIGNED, "is_the_member"),
        Transition("suspend", "Suspend the membership", (M.ACTIVE, M.GRACE), M.SUSPENDED, "manages_membership"),
        Transition("restore", "End the suspension", (M.SUSPENDED,), M.ACTIVE, "manages_membership"),
        Transition("lapse_suspended", "Ended while suspended", (M.SUSPENDED,), M.LAPSED, BY_CLOCK),
    ),
)

REQUEST = Workflow(
    "request",
    permissions=PERMISSIONS,
    transitions=(
        Transition("submit", "Send the request", (R.DRAFT,), R.REVIEW, "is_the_requester"),
        # Every fact is proven, so the rule decides and nobody has to wait for a person.
        Transition("accept_by_rule", "Accepted by rule", (R.REVIEW,), R.ACCEPTED, BY_CLOCK),
        Transition("accept", "Accept", (R.REVIEW,), R.ACCEPTED, "decides_requests"),
        Transition("decline", "Decline", (R.REVIEW,), R.DECLINED, "decides_requests"),
        Transition("grant", "Paid, or free", (R.ACCEPTED,), R.GRANTED, BY_CLOCK),
        Transition(
            "withdraw", "Withdraw the request", (R.DRAFT, R.REVIEW, R.ACCEPTED), R.WITHDRAWN, "is_the_requester"
        ),
        Transition("expire", "Not paid in time", (R.DRAFT, R.ACCEPTED), R.WITHDRAWN, BY_CLOCK),
    ),
)

APPLICATION = Workflow(
    "application",
    permissions=PERMISSIONS,
    transitions=(
        Transition("submit", "Submit the application", (A.DRAFT,), A.PAYMENT, "is_the_applicant"),
        Transition("pay", "Fee paid", (A.PAYMENT,), A.ELIGIBILITY, BY_CLOCK),
        Transition("confirm", "Eligible", (A.ELIGIBILITY,), A.ALLOCATION, "allocates_applications"),
        Transition("confirm_by_rule", "Eligible by rule", (A.ELIGIBILITY,), A.ALLOCATION, BY_CLOCK),
        # A status that rests on the record alone has nothing to assess: who is eligible has it.
        Transition("award_eligible", "Eligible, so awarded", (A.ELIGIBILITY,), A.AWARDED, "allocates_applications"),
        Transition("award_by_rule", "Awarded by rule", (A.ELIGIBILITY,), A.AWARDED, BY_CLOCK),
        Transition("refuse", "Not eligible", (A.ELIGIBILITY,), A.DECLINED, "allocates_applications"),
        Transition("allocate", "Allocate, with a discussion", (A.ALLOCATION,), A.DISCUSSION, "allocates_applications"),
        Transition("allocate_written", "Allocate", (A.ALLOCATION,), A.ASSESSMENT, "allocates_applications"),
        # For a conflict of interest, or by a moderator because the assessor is away.
        Transition("give_back", "Give back", APPLICATION_WITH_ASSESSOR, A.ALLOCATION, "gives_back"),
        Transition("book", "Book the discussion", (A.DISCUSSION,), A.BOOKED, "is_the_applicant"),
        Transition("move", "Move the discussion", (A.BOOKED,), A.BOOKED, "is_the_applicant"),
        Transition("cancel_booking", "Cancel the discussion", (A.BOOKED,), A.DISCUSSION, "is_applicant_or_assessor"),
        Transition("hold", "The discussion took place", (A.BOOKED,), A.ASSESSMENT, "assesses"),
        Transition("recommend", "Send to moderation", (A.ASSESSMENT,), A.MODERATION, "assesses"),
        Transition("send_back", "Send back to the assessor", (A.MODERATION,), A.ASSESSMENT, "moderates"),
        Transition("award", "Award", (A.MODERATION,), A.AWARDED, "moderates"),
        Transition("not_yet", "Not yet", (A.MODERATION,), A.NOT_YET, "moderates"),
        Transition("decline", "Decline", (A.MODERATION,), A.DECLINED, "moderates"),
        # What was missing is added and goes to the same assessor, without a second fee.
        Transition("resubmit", "Submit again", (A.NOT_YET,), A.ASSESSMENT, "is_the_applicant"),
        Transition("reopen", "Open again after an appeal", (A.NOT_YET, A.DECLINED), A.ALLOCATION, "decides_appeals"),
        Transition("check_again", "Check again after an appeal", (A.DECLINED,), A.ELIGIBILITY, "decides_appeals"),
        Transition(
            "withdraw",
            "Withdraw the application",
            (A.DRAFT, *APPLICATION_BEFORE_ASSESSMENT),
            A.WITHDRAWN,
            "is_the_applicant",
        ),
        Transition("expire", "Time is over", (A.DRAFT, A.PAYMENT, A.DISCUSSION, A.NOT_YET), A.EXPIRED, BY_CLOCK),
    ),
)

APPEAL = Workflow(
    "appeal",
    permissions=PERMISSIONS,
    transitions=(
        Transition("uphold", "Uphold", (P.RAISED,), P.UPHELD, "decides_the_appeal"),
        Transition("dismiss", "Do not uphold", (P.RAISED,), P.DISMISSED, "decides_the_appeal"),
        Transition("withdraw", "Withdraw the appeal", (P.RAISED,), P.WITHDRAWN, "raised_the_appeal"),
    ),
)

NOMINATION = Workflow(
    "nomination",
    permissions=PERMISSIONS,
    transitions=(
        Transition("second", "Second the nomination", (N.SECONDING,), N.PANEL, "is_the_seconder"),
        Transition("decline_to_second", "Do not second it", (N.SECONDING,), N.NOT_SECONDED, "is_the_seconder"),
        Transition("ask_another", "Ask another Companion", NOMINATION_TO_SECOND, N.SECONDING, "is_the_proposer"),
        Transition("vote", "Vote", (N.PANEL,), N.PANEL, "sits_on_panel"),
        # The votes decide, once there are enough: no single person does.
        Transition("approve", "Approved by the panel", (N.PANEL,), N.OFFERED, BY_CLOCK),
        Transition("refuse", "Not approved by the panel", (N.PANEL,), N.REFUSED, BY_CLOCK),
        # The nominee needs no account to say no, and no role to say yes: the link is theirs alone.
        Transition("accept", "Accept", (N.OFFERED,), N.ACCEPTED, BY_LINK),
        Transition("decline", "Decline", (N.OFFERED,), N.DECLINED, BY_LINK),
        Transition("withdraw", "Take it back", (*NOMINATION_TO_SECOND, N.PANEL), N.WITHDRAWN, "is_the_proposer"),
        Transition("expire", "Nobody answered", (*NOMINATION_TO_SECOND, N.OFFERED), N.EXPIRED, BY_CLOCK),
    ),
)

CPD_REVIEW = Workflow(
    "CPD review",
    permissions=PERMISSIONS,
    transitions=(
        Transition("submit", "Send the record", (C.REQUESTED, C.MORE_NEEDED), C.SUBMITTED, "is_the_sampled"),
        Transition("accept", "Accept the record", (C.SUBMITTED,), C.ACCEPTED, "reviews_cpd"),
        Transition("ask_more", "Ask for more", (C.SUBMITTED,), C.MORE_NEEDED, "reviews_cpd"),
        Transition("excuse", "Excuse", (C.REQUESTED, C.MORE_NEEDED, C.SUBMITTED), C.EXCUSED, "reviews_cpd"),
    ),
)
