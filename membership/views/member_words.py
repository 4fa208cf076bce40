"""How states and moves of a membership are said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..workflow import Basis, MembershipState

M = MembershipState
TAGS = {
    M.PENDING: "attention",
    M.ACTIVE: "positive",
    M.GRACE: "attention",
    M.LAPSED: "negative",
    M.RESIGNED: "neutral",
    M.SUSPENDED: "negative",
}
HELD_BY = {
    Basis.PAID: "By you",
    Basis.CONCESSION: "By you, at the lower fee",
    Basis.STUDYING: "Nobody: it comes with your registration",
    Basis.CORPORATE: "By your organisation",
    Basis.HONORARY: "Nobody: it is honorary",
}
# What its member does not renew.
WITHOUT_RENEWAL = {Basis.STUDYING, Basis.CORPORATE, Basis.HONORARY}
SAID = {
    "create": "Begun",
    "start": "Started",
    "renew": "Renewed",
    "reinstate": "Taken up again",
    "shorten": "No longer paid for",
    "change_grade": "Grade changed",
    "fall_due": "Ran out, in grace",
    "lapse": "Ended, since it was not renewed",
    "lapse_suspended": "Ended while suspended",
    "end_study": "Ended with the registration",
    "give_up": "Never paid",
    "take_back": "Ended, since the payment was returned",
    "resign": "Resigned",
    "suspend": "Suspended",
    "restore": "Suspension ended",
}


@dataclass(frozen=True)
class Told:
    """A move as a line of a timeline; ``until`` is the last day that came of it."""

    words: str
    at: datetime
    until: date | None


def story_of(events: Iterable[Any]) -> list[Told]:
    """The moves, the latest first."""
    told = [Told(SAID[event.action], event.at, _day(event.data.get("until"))) for event in events]
    return told[::-1]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
