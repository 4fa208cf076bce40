"""What grades and records register: the menu, messages, and the tables that visitors read."""

from typing import Any

from cmiportal.registry import Entry, NavigationEntry, PublicTable

from .messages import message


def is_signed_in(user: Any) -> bool:
    """Whether somebody has a record at all."""
    return user.is_authenticated


OFFER = {
    "grades": [
        {"title": "Member", "post_nominals": "MCMI", "is_proven": False},
        {"title": "Affiliate", "post_nominals": "", "is_proven": True},
    ],
    "path": "/membership/",
    "record_path": "/membership/record/",
}
DECIDED = {
    "what": "Depot manager, Fellgate Logistics",
    "is_confirmed": False,
    "reason": "The letter names another employer.",
    "path": "/membership/record/",
}

ENTRIES: tuple[Entry, ...] = (
    message(
        "membership_offer",
        "Grades open to you",
        "Your studies are over: go on as a member",
        OFFER,
        "you were registered on one of our qualifications",
    ),
    message(
        "record_decided",
        "Line of your record decided",
        "We have looked at {what}",
        DECIDED,
        "you keep a record of experience and qualifications with us",
    ),
    NavigationEntry(
        key="grades",
        label="Become a Member",
        url_name="membership:grade_list",
        section="main",
        menu="membership",
        order=30,
        under="membership/join-the-community",  # the page that editors write of it, where there is one
    ),
    NavigationEntry(
        key="eligibility",
        label="Which grades are open to you?",
        url_name="membership:eligibility",
        section="main",
        menu="membership",
        order=40,
    ),
    NavigationEntry(
        key="record",
        label="Your record",
        url_name="membership:record_detail",
        section="main",
        menu="membership",
        show=is_signed_in,
        order=50,
    ),
    NavigationEntry(
        key="membership_below",
        label="Membership",
        url_name="membership:grade_list",
        section="footer",
        menu="products",
        order=30,
    ),
    *(
        PublicTable(key=label.rpartition(".")[2].lower(), model=label)
        for label in ("membership.Grade", "membership.Route", "membership.CharteredCriterion", "billing.Price")
    ),
)
