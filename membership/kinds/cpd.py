"""What CPD registers: messages of the yearly sample, its place in the navigation, and the records that wait."""

from typing import Any

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.registry import Entry, NavigationEntry, NotificationKind, PrivacyTable, WorkQueue

from ..models import CpdReview
from ..permissions import is_a_member
from ..querysets.cpd import CpdReviewQuerySet
from .grades import is_signed_in
from .messages import message

CHARTERED = "you are a Chartered member of the Institute"
TEAM = "you are of the membership team"
REVIEW = {"year": 2026, "due_on": "2027-01-31", "path": "/cpd/review/"}
TO_REVIEW = {"person": "Priya Ostrander", "year": 2026, "path": "/cpd/samples/2026/01890000/"}
MORE = {**REVIEW, "reason": "Your entries say what you did. Say what you learnt and what changed, too."}
REMINDER = {**REVIEW, "late": False}
EXCUSED = {**REVIEW, "reason": "You were on parental leave for most of the year."}
KEPT = "as long as the account is open; then erased"


def _person(key: str, label: str, subject: str, example: dict[str, Any]) -> NotificationKind:
    return message(key, label, subject, example, CHARTERED)


def is_no_member(user: Any) -> bool:
    """Whether somebody has a record of their own without the bar leading there."""
    return is_signed_in(user) and not is_a_member(user)


def reviews_cpd(user: Any) -> bool:
    """Whether the person is of the team that draws and reviews samples."""
    return user.is_authenticated and user.serves_as(MEMBERSHIP_ASSESSORS)


def records_to_review(user: Any) -> CpdReviewQuerySet:
    """Records that were sent and that the person may review."""
    rows = CpdReview.objects.to_review()
    return rows.exclude(person=user.pk) if reviews_cpd(user) else rows.none()


MESSAGES = (
    _person("cpd_record_asked", "CPD record asked for", "Please send us your CPD record of {year}", REVIEW),
    _person("cpd_record_reminder", "CPD record still to come", "Your CPD record of {year} is still to come", REMINDER),
    _person("cpd_record_accepted", "CPD record accepted", "Your CPD record of {year} is accepted", REVIEW),
    _person("cpd_more_needed", "More needed for a CPD record", "We need more of your CPD record of {year}", MORE),
    _person("cpd_excused", "CPD record not needed", "You need not send your CPD record of {year}", EXCUSED),
    message("cpd_record_to_review", "CPD record to review", "{person} has sent their CPD record", TO_REVIEW, TEAM),
)
ENTRIES: tuple[Entry, ...] = (
    *MESSAGES,
    NavigationEntry(
        key="cpd",
        label="Your CPD",
        url_name="membership:cpd_list",
        section="account",
        show=is_a_member,
        order=121,
    ),
    NavigationEntry(
        key="cpd_in_menu",
        label="Your CPD",
        url_name="membership:cpd_list",
        section="main",
        menu="membership",
        show=is_no_member,
        order=55,
    ),
    NavigationEntry(
        key="cpd_samples",
        label="CPD samples",
        url_name="membership:cpd_sample_list",
        section="account",
        show=reviews_cpd,
        order=60,
        waiting=records_to_review,
    ),
    WorkQueue(
        key="cpd_to_review",
        label="CPD records to review",
        url_name="membership:cpd_sample_list",
        waiting=records_to_review,
    ),
    PrivacyTable(
        "cpd_entry",
        model="membership.CpdEntry",
        person="person",
        export=("title", "activity", "area", "on", "minutes", "need", "plan", "action", "learnt", "changed_at"),
        retention=KEPT,
    ),
    PrivacyTable(
        "cpd_offer",
        model="membership.CpdOffer",
        person="person",
        export=("title", "activity", "on", "minutes", "offered_at", "dismissed_at"),
        retention=KEPT,
    ),
    PrivacyTable(
        "cpd_evidence",
        model="membership.CpdEvidence",
        person="entry__person",
        export=("entry", "item"),
        retention="as long as the entry",
    ),
    PrivacyTable(
        "cpd_review",
        model="membership.CpdReview",
        person="person",
        export=("sample", "state", "due_on"),
        retention="six years after the sample is closed",
    ),
)
