"""Where an application stands, in words: what happened when, who has it now and by when, and what comes after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from cmiportal.rules.days import uk_day

from ..models import Appeal, CharteredApplication, Referee
from ..services.applying.clock import last_day_of
from ..services.chartered.rows import rests_on_record
from ..workflow import APPLICATION_OPEN, ApplicationState

A = ApplicationState
TAGS = {
    **dict.fromkeys(APPLICATION_OPEN, "info"),
    A.DRAFT: "neutral",
    A.PAYMENT: "attention",
    A.DISCUSSION: "attention",
    A.NOT_YET: "attention",
    A.AWARDED: "positive",
    A.DECLINED: "negative",
    A.WITHDRAWN: "neutral",
    A.EXPIRED: "negative",
}
SAID = {
    "create": "Begun",
    "submit": "Submitted",
    "pay": "Fee paid",
    "confirm": "Eligibility confirmed",
    "confirm_by_rule": "Eligibility confirmed by rule",
    "award_eligible": "Awarded",
    "award_by_rule": "Awarded",
    "refuse": "Not eligible",
    "allocate": "Assessor found",
    "allocate_written": "Assessor found",
    "give_back": "Another assessor is looked for",
    "book": "Professional discussion booked",
    "move": "Professional discussion moved",
    "cancel_booking": "Professional discussion cancelled",
    "hold": "Professional discussion held",
    "recommend": "Assessed",
    "send_back": "Sent back to the assessor",
    "award": "Awarded",
    "not_yet": "Decided: not yet",
    "decline": "Declined",
    "resubmit": "Submitted again",
    "reopen": "Opened again after an appeal",
    "check_again": "Opened again after an appeal",
    "withdraw": "Taken back",
    "expire": "Ended, since its time was over",
}
APPEALED = {
    "create": "You appealed",
    "uphold": "Appeal upheld",
    "dismiss": "Appeal not upheld",
    "withdraw": "Appeal taken back",
}
BAD = ("refuse", "decline", "expire")
YOU, TEAM, ASSESSOR, MODERATOR = "you", "our team", "your assessor", "the moderator, a second person"
NOW = {
    A.DRAFT: ("You prepare and submit the application", YOU),
    A.PAYMENT: ("You pay the fee", YOU),
    A.ELIGIBILITY: ("We check that you are eligible", TEAM),
    A.ALLOCATION: ("We choose an assessor who does not know you", TEAM),
    A.DISCUSSION: ("You book the professional discussion", YOU),
    A.BOOKED: ("You talk with your assessor", f"{YOU} and {ASSESSOR}"),
    A.ASSESSMENT: ("Your assessor judges each criterion", ASSESSOR),
    A.MODERATION: ("A second person looks at the judgement", MODERATOR),
    A.NOT_YET: ("You add what is missing", YOU),
}
OFFERING = ("Your assessor offers times for the professional discussion", ASSESSOR)
ORDER = (A.DRAFT, A.PAYMENT, A.ELIGIBILITY, A.ALLOCATION, A.DISCUSSION, A.BOOKED, A.ASSESSMENT, A.MODERATION)
WITH_DISCUSSION = {A.DISCUSSION, A.BOOKED}
JUDGED = {A.ALLOCATION, A.ASSESSMENT, A.MODERATION, *WITH_DISCUSSION}


@dataclass(frozen=True)
class Told:
    """A step that was made."""

    words: str
    at: datetime
    state: str


@dataclass(frozen=True)
class Stand:
    """The step that is under way: who has it, since when, and the day by which it is meant to be done, if one is."""

    words: str
    who: str
    since: datetime
    due: date | None
    is_late: bool

    @property
    def is_yours(self) -> bool:
        """Whether the applicant has to do something."""
        return self.who == YOU


def told_of(events: Iterable[Any]) -> list[Told]:
    """The moves, the earliest first."""
    return [Told(_said(one), one.at, "negative" if one.action in BAD else "positive") for one in events]


def story_of(told: list[Told], *, referee: Referee | None, appeals: Iterable[Appeal]) -> list[Told]:
    """The moves with the referee's answer, each appeal and what came of it, the earliest first."""
    story = [Told(APPEALED[one.action], one.at, "positive") for appeal in appeals for one in appeal.events.all()]
    if referee and referee.answered_at:
        story.append(Told("Your referee has answered", referee.answered_at, "positive"))
    return sorted([*story, *told], key=lambda one: one.at)


def stand_of(application: CharteredApplication, told: list[Told], *, today: date, no_times: bool) -> Stand | None:
    """The step that is under way; None once it is over. ``no_times``: there is none yet to talk with the assessor."""
    if application.state not in NOW:
        return None
    words, who = OFFERING if no_times else NOW[A(application.state)]
    since = told[-1].at
    days = _days(application)
    due = last_day_of(application) if who == YOU else uk_day(since, days) if days else None
    return Stand(words, who, since, due, due is not None and due < today)


def coming_after(application: CharteredApplication, *, no_times: bool) -> list[str]:
    """What comes after the step that is under way, as far as it can be said."""
    if application.state not in ORDER:
        return [NOW[state][0] for state in ORDER[-2:]] if application.state == A.NOT_YET else []
    rest = ORDER[ORDER.index(A(application.state)) + (0 if no_times else 1) :]
    skipped = _skipped(application)
    return [NOW[state][0] for state in rest if state not in skipped]


def _said(event: Any) -> str:
    if event.action == "pay" and event.data.get("order") is None:
        return "Nothing to pay"
    return SAID[event.action]


def _skipped(application: CharteredApplication) -> set[ApplicationState]:
    """The states that an application by this route does not come through."""
    skipped: set[ApplicationState] = set() if application.route.has_discussion else set(WITH_DISCUSSION)
    if not application.route.product:
        skipped.add(A.PAYMENT)
    return skipped | JUDGED if rests_on_record(application) else skipped


def _days(application: CharteredApplication) -> int:
    return {
        A.ELIGIBILITY: settings.APPLICATION_CHECK_DAYS,
        A.ALLOCATION: settings.APPLICATION_ALLOCATION_DAYS,
        A.ASSESSMENT: settings.APPLICATION_ASSESSMENT_DAYS,
        A.MODERATION: settings.APPLICATION_MODERATION_DAYS,
    }.get(A(application.state), 0)
