"""The moves of a submission as a timeline for staff: what happened, who did it, why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cmiportal.accounts.models import User

from ..services.history import Told
from ..workflow import StageName

HEADINGS = {
    "submit": "Submitted",
    "submit_again": "Corrected and submitted again",
    "allocate": "Allocated",
    "return": "Returned to the learner for a correction",
    "send_on": "Marked, and sent to verification",
    "send_back": "Returned to the assessor",
    "agree": "Verified: the verifier agrees",
    "question": "Returned to the verifier",
    "pass": "Signed off: passed",
    "refer": "Signed off: referred",
    "fail": "Signed off: not passed",
    "reallocate": "Given to somebody else",
}


CAME_BACK = {"send_back": "Returned by the verifier", "question": "Returned by the moderator"}


@dataclass(frozen=True)
class CameBack:
    """The work was given back to whoever judges or verifies it: by whom and when, and what they said."""

    heading: str
    at: datetime
    reason: str
    look_again: list[str]


@dataclass(frozen=True)
class StoryLine:
    """One move in words; ``reason`` is empty where none was asked for or it has been erased."""

    heading: str
    at: datetime
    who: str
    note: str
    reason: str


def story_of(history: Iterable[Told], people: dict[int, User]) -> list[StoryLine]:
    """The story of a piece of work, from when it was submitted, in its order; ``people`` ever held a stage of it."""
    told = [one for one in history if one.event.action in HEADINGS]
    return [
        StoryLine(
            heading=HEADINGS[one.event.action],
            at=one.event.at,
            who=str(one.event.actor or ""),
            note=_note(one.event.action, one.event.data, people),
            reason=one.said.get("reason", ""),
        )
        for one in told
    ]


def came_back(history: Sequence[Told]) -> CameBack | None:
    """What was said when the work came back, changes of hands aside; None where it did not come back last."""
    last = next((one for one in reversed(history) if one.event.action != "reallocate"), None)
    return _given_back(last) if last and last.event.action in CAME_BACK else None


def gave_back(history: Sequence[Told], action: str) -> CameBack | None:
    """What was said when the work was last given back by this move; None where it never was."""
    last = next((one for one in reversed(history) if one.event.action == action), None)
    return _given_back(last) if last else None


def _given_back(one: Told) -> CameBack:
    said = one.said
    return CameBack(CAME_BACK[one.event.action], one.event.at, said.get("reason", ""), said.get("look_again", []))


def _note(action: str, data: dict[str, object], people: dict[int, User]) -> str:
    if action == "allocate":
        return f"{people[data['assessor']]} marks, {people[data['verifier']]} verifies."
    if action == "reallocate":
        return f"{StageName(data['stage']).label} went from {people[data['from']]} to {people[data['to']]}."
    return f"Receipt {data['receipt']}." if "receipt" in data else ""
