"""What pages say of a place: its state as a shape, its moves as a timeline, and what comes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateformat import format as format_date

from cmiportal.rules.days import uk_day

from ..models import Enrolment
from ..services.history import Told
from ..services.learning import Place
from ..workflow import EnrolmentState

E = EnrolmentState
SHAPES = {
    E.REQUESTED: "info",
    E.APPROVED: "info",
    E.REGISTERED: "positive",
    E.COMPLETED: "positive",
    E.DECLINED: "negative",
    E.WITHDRAWN: "neutral",
    E.EXPIRED: "neutral",
}

HEADINGS = {
    "request": "Place requested",
    "create": "Place requested",
    "import": "Entered by the centre",
    "ask_again": "Line manager asked again",
    "approve": "Approved by the line manager",
    "decline": "Declined by the line manager",
    "approve_instead": "Approved by the centre",
    "register": "Registered",
    "refuse": "Declined by the centre",
    "confirm_name": "Name confirmed",
    "withdraw": "Withdrawn",
    "complete": "Completed",
    "expire": "Registration ended",
}


@dataclass(frozen=True)
class StoryLine:
    """One move in words; ``reason`` and ``asked`` are empty where nothing was said or it has been erased."""

    heading: str
    at: datetime
    who: str
    reason: str
    asked: dict[str, str]
    names: tuple[str, str] | None


@dataclass(frozen=True)
class Coming:
    """A step that is still to come; ``now`` is the one that is under way."""

    heading: str
    text: str
    now: bool = False


def shaped(row: Enrolment, *, for_centre: bool = False) -> Enrolment:
    """The place with ``shape``, the look of its state; an approved request is what a centre must act on."""
    row.shape = "attention" if for_centre and row.state == E.APPROVED else SHAPES[E(row.state)]
    return row


def coming(place: Place, *, at: datetime) -> list[Coming]:
    """What comes next under a place, whoever reads it."""
    row = place.enrolment
    registers = f"{row.centre} registers next."
    if row.state == E.REQUESTED:
        return [_answer(place, at=at), Coming("Registration", registers)]
    if row.state == E.APPROVED:
        return [Coming("Registration", registers, now=True)]
    if row.state == E.REGISTERED:
        return [Coming("Registration ends", _day(row.expires_on))]
    return []


def _answer(place: Place, *, at: datetime) -> Coming:
    if place.link is None or not place.waits_for_line_manager(at=at):
        return Coming("The line manager answers", "The link that was sent no longer works.", now=True)
    return Coming("The line manager answers", f"The link works until {_day(uk_day(place.link.expires_at))}.", now=True)


def _day(day: Any) -> str:
    return format_date(day, "l j F Y")


def story_of(history: list[Told]) -> list[StoryLine]:
    """The place's history in the order in which it happened."""
    return [_line(told) for told in history]


def line_manager_of(history: list[Told]) -> dict[str, str]:
    """The line manager asked last, as the learner wrote it: name, email, organisation; empty once erased."""
    return next((told.said["line_manager"] for told in reversed(history) if "line_manager" in told.said), {})


def _line(told: Told) -> StoryLine:
    event, said = told.event, told.said
    return StoryLine(
        heading=HEADINGS[event.action],
        at=event.at,
        who=_who(event),
        reason=said.get("reason", ""),
        asked=said.get("line_manager", {}),
        names=(said["old"], said["new"]) if "new" in said else None,
    )


def _who(event: Any) -> str:
    if event.actor is not None:
        return str(event.actor)
    return event.link.person.name if event.link is not None else ""
