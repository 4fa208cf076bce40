"""What memberships and requests register: messages and what paying does."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.registry import CalendarSource, Entry, NavigationEntry, NotificationKind, OrderKind, SessionFact

from ..models import GradeRequest, Membership
from ..permissions import grade_held, is_of_the_team, keep_grade_held
from ..services import calendars
from ..services.members import renewals, requests
from .messages import message
from .waiting import requests_to_decide

MEMBER = "you are a member of the Institute"
ASKED = "you asked for a grade of membership"
TEAM = "you are of the membership team"
MEMBERSHIP = {
    "number": "M004821366",
    "grade": "Member",
    "post_nominals": "MCMI",
    "ends_on": "2027-11-28",
    "grace_ends_on": "2027-12-28",
    "path": "/membership/mine/",
}
REQUEST = {
    "grade": "Member",
    "kind": "join",
    "reason": "Two years of the five are in posts without people or budget.",
    "pence": 18_300,
    "path": "/membership/request/",
}
REMINDER = {
    "number": "M004821366",
    "grade": "Member",
    "ends_on": "2027-11-28",
    "days": 30,
    "grace_ends_on": "2027-12-28",
    "path": "/membership/renew/",
}
UNUSED = {
    "person": "Priya Ostrander",
    "number": "M004821366",
    "order": "O001234597",
    "pence": 18_300,
    "path": "/membership/members/01890000/",
}
WAITING = {"person": "Priya Ostrander", "grade": "Member", "path": "/membership/requests/01890000/"}


def membership_now() -> Q:
    """Whether an account is or was a member or asks to be one, as a column over the accounts."""
    return Exists(Membership.objects.filter(person=OuterRef("pk"))) | Exists(
        GradeRequest.objects.open().filter(person=OuterRef("pk"))
    )


def keep_membership(user: Any, has: bool) -> None:
    """Put what was read with the account where ``has_a_membership`` looks for it."""
    user._has_a_membership = has


def has_a_membership(user: Any) -> bool:
    """Whether the page of the person's own membership has anything to say."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_has_a_membership"):
        keep_membership(user, User.objects.filter(membership_now(), pk=user.pk).exists())
    return user._has_a_membership


def _member(key: str, label: str, subject: str) -> NotificationKind:
    return message(key, label, subject, MEMBERSHIP, MEMBER)


def _asked(key: str, label: str, subject: str) -> NotificationKind:
    return message(key, label, subject, REQUEST, ASKED)


MESSAGES = (
    _member("membership_started", "Membership started", "You are a member: {grade}"),
    _member("membership_renewed", "Membership renewed", "Your membership is renewed"),
    _member(
        "membership_renewed_suspended",
        "Suspended membership renewed",
        "Your suspended membership runs on for a year",
    ),
    _member("grade_changed", "Grade changed", "Your grade is now {grade}"),
    _member("membership_in_grace", "Membership unpaid", "Your membership has run out: renew it while you can"),
    _member("membership_lapsed", "Membership ended", "Your membership has ended"),
    _member("study_ended", "Studying membership ended", "Your studying membership has ended"),
    _member("membership_resigned", "Membership resigned", "Your membership is resigned"),
    _member("membership_suspended", "Membership suspended", "Your membership is suspended"),
    _member("membership_restored", "Membership restored", "Your membership is no longer suspended"),
    message("renewal_reminder", "Renewal reminder", "Renew your membership {number}", REMINDER, MEMBER),
    _asked("request_received", "Request received", "We have your request for the grade of {grade}"),
    _asked("request_accepted", "Request accepted", "Your request is accepted: pay to become {grade}"),
    _asked("request_declined", "Request declined", "Your request for the grade of {grade}"),
    _asked("request_expired", "Request ended", "Your request for the grade of {grade} has ended"),
    message("request_to_decide", "Request to decide", "{person} asks for the grade of {grade}", WAITING, TEAM),
    message(
        "payment_without_request",
        "Payment without a request",
        "{person} has paid for a request that is over",
        WAITING,
        TEAM,
    ),
    message(
        "payment_without_membership",
        "Payment without a membership",
        "{person} has paid for a membership that does not run",
        UNUSED,
        TEAM,
    ),
)


def _request_page(order: Any) -> str:
    """Where the request stands; once it is paid for, the membership."""
    return reverse("membership:membership_detail" if order.paid_at else "membership:request_detail")


def _membership_page(order: Any) -> str:
    return reverse("membership:membership_detail")


ORDERS = (
    OrderKind(
        key=requests.ORDER_KIND,
        label="Membership",
        paid=requests.paid,
        cancelled=requests.unpaid,
        refunded=renewals.refunded,
        address=_request_page,
        onward="Go to your membership",
    ),
    OrderKind(
        key=renewals.ORDER_KIND,
        label="Renewal of membership",
        paid=renewals.paid,
        cancelled=renewals.left_unpaid,
        refunded=renewals.refunded,
        address=_membership_page,
        onward="Go to your membership",
    ),
)
TEAM_PAGES = NavigationEntry(
    key="membership_team",
    label="Members",
    url_name="membership:request_queue",
    section="account",
    show=is_of_the_team,
    order=44,
    also=("membership:reminder_plan", "membership:figure_list"),
    waiting=requests_to_decide,
)
OWN_PAGE = NavigationEntry(
    key="own_membership",
    label="Your membership",
    url_name="membership:membership_detail",
    section="account",
    show=has_a_membership,
    order=120,
    also=("membership:request_detail",),
)
ENTRIES: tuple[Entry, ...] = (
    *MESSAGES,
    *ORDERS,
    CalendarSource("membership", entries=calendars.entries_of),
    SessionFact("membership", expression=membership_now, keep=keep_membership),
    SessionFact("grade_held", expression=grade_held, keep=keep_grade_held),
    OWN_PAGE,
    TEAM_PAGES,
)
