"""What applications register: messages, the referee's link, what paying does, the menu, privacy."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from cmiportal.registry import (
    Entry,
    LinkAction,
    NavigationEntry,
    NotificationKind,
    OrderKind,
    PrivacyTable,
    WorkQueue,
)

from ..services.applying import fees
from ..services.applying.referees import PURPOSE, answer_by_link, reference_to_give, shown_to_referee
from ..services.assessing.queues import to_check
from ..services.chartered.rows import ORDER_KIND
from .messages import message

APPLIES = "you have applied to become a Chartered Manager"
HOLDS = "you hold a stage of this application"
ALLOCATES = "you check and allocate applications"
APPLICATION = {
    "number": "S004821366",
    "route": "Full assessment",
    "applied_for": "Chartered Member",
    "path": "/chartered-manager/application/",
}
OF_SOMEBODY = {
    **APPLICATION,
    "applicant": "Priya Ostrander",
    "path": "/chartered-manager/eligibility/01890000-0000-7000-8000-000000000000/",
}
DISCUSSION_AT = "2026-12-08T14:00:00+00:00"  # that was booked; empty where none was
KEPT = "as long as the account is open, and six years after a decision"


def _own(key: str, label: str, subject: str, /, **example: Any) -> NotificationKind:
    return message(key, label, subject, {**APPLICATION, **example}, APPLIES)


def _staff(key: str, label: str, subject: str, reason: str, /, **example: Any) -> NotificationKind:
    return message(key, label, subject, {**OF_SOMEBODY, **example}, reason)


MESSAGES = (
    _own(
        "application_submitted",
        "Application submitted",
        "Your application {number} is submitted: pay the fee",
        pence=75_000,
        until="2027-11-28",
    ),
    _own("application_received", "Application received", "We have your application {number}"),
    _own("application_eligible", "Eligible", "You are eligible: your application {number} goes on"),
    _own(
        "application_not_eligible",
        "Not eligible",
        "Your application {number}: not eligible yet",
        reason="Two of the three years are in posts without people or budget.",
    ),
    _own("application_withdrawn", "Application withdrawn", "Your application {number} is taken back"),
    _own("application_resubmitted", "Application submitted again", "We have what was missing in {number}"),
    _own("application_expired", "Application ended", "Your application {number} has ended"),
    _own(
        "application_reminder",
        "Application reminder",
        "Go on with your application {number}",
        state="draft",
        last_day="2027-11-28",
    ),
    _own("referee_answered", "Referee answered", "{referee} has answered", referee="Gwen Adeyemi"),
    NotificationKind(
        "referee_asked",
        label="Referee asked",
        subject="{applicant} asks you for a reference",
        template="membership/mail/referee_asked",
        reason="somebody named you as their referee",
        secret=True,
        example={
            "greeting": "Gwen Adeyemi",
            "applicant": "Priya Ostrander",
            "applied_for": "Chartered Member",
            "until": "2026-12-28T09:30:00+00:00",
            "path": "/links/AbCdEf/",
        },
    ),
    _staff("application_to_check", "Application to check", "Check eligibility: {number}, {applicant}", ALLOCATES),
    _staff("application_to_allocate", "Application to allocate", "{number} waits for an assessor", ALLOCATES),
    _staff("application_back", "Application back", "{number} is submitted again", HOLDS),
    _staff("application_taken_back", "Application taken back", "{number} is taken back", HOLDS, starts=DISCUSSION_AT),
    _staff("application_run_out", "Application run out", "{number} has ended", HOLDS),
    _staff(
        "application_money",
        "Money of an application",
        "The fee of {number} needs a decision",
        ALLOCATES,
        order="O001234597",
        pence=75_000,
        returned=False,
    ),
)

REFERENCE = LinkAction(
    PURPOSE,
    label="Give a reference",
    days=settings.REFEREE_LINK_DAYS,
    form="membership.forms.referees.ReferenceForm",
    template="membership/applications/reference.html",
    load=reference_to_give,
    describe=shown_to_referee,
    perform=answer_by_link,
)


def _page(order: Any) -> str:
    return reverse("membership:application_detail")


FEE = OrderKind(
    key=ORDER_KIND,
    label="Chartered Manager",
    paid=fees.paid,
    cancelled=fees.left_unpaid,
    refunded=fees.refunded,
    address=_page,
    onward="Go to your application",
)


CHECKS = WorkQueue(
    "applications_to_check", label="Eligibility to check", url_name="membership:check_queue", waiting=to_check
)

NAVIGATION = (
    NavigationEntry(
        key="chartered",
        label="Chartered Manager",
        url_name="membership:chartered_home",
        section="main",
        menu="membership",
        order=100,
    ),
    NavigationEntry(
        key="routes",
        label="Which route suits you?",
        url_name="membership:route_finder",
        section="main",
        menu="membership",
        order=105,
    ),
    NavigationEntry(
        key="chartered_below",
        label="Chartered Manager",
        url_name="membership:chartered_home",
        section="footer",
        menu="products",
        order=40,
    ),
)

PRIVACY = (
    PrivacyTable(
        "chartered_application",
        model="membership.CharteredApplication",
        person="person",
        export=("number", "route", "status", "state", "attempt", "created_at", "submitted_at", "decided_at"),
        retention=KEPT,
    ),
    PrivacyTable(
        "statement",
        model="membership.Statement",
        person="application__person",
        export=("criterion", "text", "words", "saved_at"),
        retention=KEPT,
    ),
    PrivacyTable(
        "statement_version",
        model="membership.StatementVersion",
        person="application__person",
        export=("criterion", "attempt", "text", "words"),
        retention=KEPT,
    ),
    PrivacyTable(
        "statement_evidence",
        model="membership.StatementEvidence",
        person="statement__application__person",
        export=("item", "pointer", "accepted", "current_until"),
        retention=KEPT,
    ),
    # Without what was written: a reference given in confidence is not shown to whom it is about.
    PrivacyTable(
        "referee",
        model="membership.Referee",
        person="application__person",
        export=("person", "asked_at", "answered_at"),
        retention=KEPT,
    ),
)

ENTRIES: tuple[Entry, ...] = (*MESSAGES, REFERENCE, FEE, CHECKS, *NAVIGATION, *PRIVACY)
