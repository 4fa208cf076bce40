"""What assessing applications registers: messages, certificates, work that waits, the menu, privacy."""

from typing import Any

from cmiportal.accounts.groups import MODERATORS
from cmiportal.registry import DocumentKind, Entry, NavigationEntry, NotificationKind, PrivacyTable, WorkQueue

from ..models import CharteredStatus
from ..permissions import serves_at_desk
from ..services.assessing.queues import appeals, to_allocate, to_assess, to_moderate
from ..services.chartered.awards import CERTIFICATE
from .applications import ALLOCATES, APPLICATION, APPLIES, DISCUSSION_AT, HOLDS, KEPT
from .messages import message

DESK = "/chartered-manager/desk/01890000-0000-7000-8000-000000000000/"
OF_SOMEBODY = {**APPLICATION, "applicant": "Priya Ostrander", "path": DESK}
OWN_DISCUSSION = "/chartered-manager/discussion/"
TIMES = {
    "starts": DISCUSSION_AT,
    "joining": "https://meet.example.org/ostrander",
    "calendar": f"{OWN_DISCUSSION}01890000-0000-7000-8000-000000000000.ics",
}
APPEAL = {**APPLICATION, "appeal": "L001234570", "due_on": "2027-01-11", "path": "/chartered-manager/appeal/"}
MISSING = [{"criterion": "Impact on the organisation", "feedback": "Give the figures before and after."}]
MODERATES = "you moderate applications"


def _own(key: str, label: str, subject: str, /, **example: Any) -> NotificationKind:
    return message(key, label, subject, {**APPLICATION, **example}, APPLIES)


def _staff(key: str, label: str, subject: str, reason: str, /, **example: Any) -> NotificationKind:
    return message(key, label, subject, {**OF_SOMEBODY, **example}, reason)


TO_APPLICANTS = (
    _own("application_allocated", "Assessor found", "An assessor has your application {number}", discussion=True),
    _own("application_given_back", "Another assessor", "We look for another assessor for {number}", cancelled=False),
    _own("discussion_to_book", "Times to choose from", "Choose a time for your professional discussion"),
    _own(
        "discussion_booked",
        "Discussion booked",
        "Your professional discussion is booked",
        moved=False,
        notice=24,
        **TIMES,
    ),
    _own(
        "discussion_cancelled",
        "Discussion cancelled",
        "Your professional discussion is cancelled",
        reason="I am ill; please choose another time.",
        by_applicant=False,
        **TIMES,
    ),
    _own("discussion_held", "Discussion held", "Thank you for the discussion: {number} is being assessed"),
    _own("application_assessed", "Application judged", "Your application {number} is judged and being moderated"),
    _own("application_awarded", "Status awarded", "You are a {applied_for}"),
    _own(
        "application_not_yet",
        "Not yet",
        "Your application {number}: something is missing",
        missing=MISSING,
        until="2027-05-28",
        reason="Nearly there.",
    ),
    _own(
        "application_declined",
        "Application declined",
        "The outcome of your application {number}",
        reason="The work described is that of a specialist, not of a manager.",
    ),
    message("appeal_received", "Appeal received", "We have your appeal {appeal}", APPEAL, APPLIES),
    message(
        "appeal_decided",
        "Appeal decided",
        "Your appeal {appeal} is decided",
        {**APPEAL, "upheld": True, "reason": "The discussion was cut short."},
        APPLIES,
    ),
)
TO_STAFF = (
    _staff("assessor_chosen", "Application to assess", "{number} is yours to assess", HOLDS),
    _staff("application_taken_from_you", "Application taken", "{number} is no longer with you", HOLDS),
    _staff("discussion_with_you", "Discussion with you", "Talk with {applicant}", HOLDS, change="booked", **TIMES),
    _staff("application_to_moderate", "Application to moderate", "{number} waits for moderation", MODERATES),
    _staff(
        "application_sent_back",
        "Judgement sent back",
        "{number} comes back from moderation",
        HOLDS,
        reason="Name the place in the statement for the second criterion.",
    ),
    _staff("application_decided", "Application decided", "{number} is decided", HOLDS, outcome="Awarded"),
    message(
        "appeal_raised",
        "Appeal to decide",
        "Appeal {appeal} against the outcome of {number}",
        {**APPEAL, "applicant": "Priya Ostrander", "path": f"/chartered-manager/desk/appeals/{DESK[-37:]}"},
        MODERATES,
    ),
    message(
        "appeal_taken_back",
        "Appeal taken back",
        "Appeal {appeal} is taken back",
        {**APPEAL, "applicant": "Priya Ostrander", "path": "/chartered-manager/desk/"},
        MODERATES,
    ),
    _staff(
        "status_certificate_incomplete",
        "Certificate of status with an unprintable name",
        "Certificate of {number}: part of the name is not printed",
        ALLOCATES,
        left_out="🎓",
    ),
)


def may_open_certificate(user: Any, file: Any) -> bool:
    """The person while the status is held; moderators always."""
    statuses = CharteredStatus.objects.filter(pdf=file)
    return (statuses if user.serves_as(MODERATORS) else statuses.held().filter(person=user.pk)).exists()


QUEUES = tuple(
    WorkQueue(key=key, label=label, url_name=f"membership:{page}", waiting=waiting)
    for key, label, page, waiting in (
        ("applications_to_allocate", "Applications to allocate", "desk_allocation", to_allocate),
        ("applications_to_assess", "Applications to assess", "desk", to_assess),
        ("applications_to_moderate", "Applications to moderate", "desk_moderation", to_moderate),
        ("application_appeals", "Appeals of applications", "desk_appeals", appeals),
    )
)

NAVIGATION = (
    NavigationEntry(
        key="chartered_desk",
        label="Applications",
        url_name="membership:desk",
        section="account",
        show=serves_at_desk,
        order=45,
        also=("membership:check_queue",),
    ),
    NavigationEntry(
        key="chartered_verify",
        label="Verify Chartered status",
        url_name="membership:status_verify_form",
        section="footer",
        menu="check",
    ),
)

PRIVACY = (
    PrivacyTable(
        "slot",
        model="membership.Slot",
        person="assessor",
        export=("during", "joining", "withdrawn_at"),
        retention="as long as the account is open; then erased",
    ),
    PrivacyTable(
        "discussion",
        model="membership.Discussion",
        person="application__person",
        export=("slot", "booked_at", "cancelled_at", "held_at"),
        retention=KEPT,
    ),
    # Without who holds it now: the applicant is told who judged when it is decided, and conflicts are not theirs.
    PrivacyTable(
        "application_holder",
        model="membership.ApplicationHolder",
        person="person",
        export=("application", "stage", "since", "declared_at", "ended_at"),
        retention=KEPT,
    ),
    PrivacyTable(
        "criterion_judgement",
        model="membership.CriterionJudgement",
        person="application__person",
        export=("criterion", "attempt", "met", "feedback", "at"),
        retention=KEPT,
    ),
    PrivacyTable(
        "appeal",
        model="membership.Appeal",
        person="application__person",
        export=("number", "state", "grounds", "raised_at", "due_on"),
        retention=KEPT,
    ),
    PrivacyTable(
        "chartered_status",
        model="membership.CharteredStatus",
        person="person",
        export=("status", "name_as_printed", "code", "since", "ended_on", "ended_because"),
        retention="for good: whoever holds the certificate may ask whether it was genuine",
    ),
    PrivacyTable(
        "register_entry",
        model="membership.RegisterEntry",
        person="status__person",
        export=("name", "consented_at", "shown"),
        retention="as long as the status is held and the person wants it shown",
    ),
)

ENTRIES: tuple[Entry, ...] = (
    *TO_APPLICANTS,
    *TO_STAFF,
    DocumentKind(key=CERTIFICATE, label="Certificate of Chartered status", may_open=may_open_certificate),
    *QUEUES,
    *NAVIGATION,
    *PRIVACY,
)
