"""What enquiries register: what their senders are told, the inbox of staff, privacy, merging, the way to the forms."""

from typing import Any

from cmiportal.registry import Entry, MergeTable, NavigationEntry, NotificationKind, PrivacyTable, WorkQueue

from .models import Enquiry
from .querysets import EnquiryQuerySet
from .services.messages import ANSWERED, RECEIVED

REASON = "somebody gave this e-mail address in a message to the Institute"
KEPT = "ENQUIRY_KEEP_DAYS after it is closed, ENQUIRY_SPAM_DAYS where it is spam; then emptied, and its moves stay"


def to_answer(user: Any) -> EnquiryQuerySet:
    """Enquiries that wait for this person."""
    return Enquiry.objects.waiting_for(user)


MESSAGES = (
    NotificationKind(
        RECEIVED,
        label="Enquiry received",
        subject="We have your message {number}",
        template="enquiries/mail/received",
        reason=REASON,
        by_name=False,
        example={
            "number": "Q000041254",
            "due_on": "2027-01-22",
            "path": "/contact/sent/0191e1f0-0000-7000-8000-000000000000/",
        },
    ),
    # Secret: the answer is kept with the enquiry and erased with it, so the outbox forgets it once it is sent.
    NotificationKind(
        ANSWERED,
        label="Enquiry answered",
        subject="Our answer to your message {number}",
        template="enquiries/mail/answered",
        reason=REASON,
        by_name=False,
        secret=True,
        example={
            "number": "Q000041254",
            "answer": "Your centre registers you. Ask it for the next date.\n\nInes Marlow",
            "path": "/contact/sent/0191e1f0-0000-7000-8000-000000000000/",
        },
    ),
)
PRIVACY = (
    PrivacyTable(
        "enquiry",
        model="enquiries.Enquiry",
        person="person",
        export=(
            *("number", "kind", "state", "name", "email", "organisation", "phone", "details", "message"),
            *("created_at", "answered_at", "ended_at"),
        ),
        retention=KEPT,
    ),
    PrivacyTable(
        "enquiry_answer",
        model="enquiries.EnquiryAnswer",
        person="enquiry__person",
        export=("enquiry", "text", "at"),
        retention="as long as the text of its enquiry",
    ),
)
MERGING = (
    MergeTable("enquiries.Enquiry", called=("enquiry", "enquiries"), moves=("person",), keeps=("taken_by",)),
    MergeTable("enquiries.EnquiryEvent", called=("enquiry", "enquiries"), keeps=("actor",)),
    MergeTable("enquiries.EnquiryAnswer", called=("answer to an enquiry", "answers to enquiries"), keeps=("by",)),
)
ENTRIES: tuple[Entry, ...] = (
    *MESSAGES,
    WorkQueue(
        "enquiries",
        label="Enquiries to answer",
        url_name="admin:enquiries_enquiry_changelist",
        waiting=to_answer,
    ),
    NavigationEntry(
        "contact",
        label="Contact us",
        url_name="enquiries:contact",
        section="main",
        menu="about",
        order=80,
    ),
    NavigationEntry(
        "contact_below",
        label="Contact us",
        url_name="enquiries:contact",
        section="footer",
        menu="interact",
        order=5,
    ),
    *PRIVACY,
    *MERGING,
)
