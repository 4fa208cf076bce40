"""A recommendation, and what would change it, as the page says them."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..rules.bodies import NAMES, Body
from ..rules.choosing import Change, Result
from ..rules.choosing_questions import BY_KEY, LABELS, QUESTIONS

NO_WISH = "No wish"


@dataclass(frozen=True)
class Turn:
    """One other answer, or several that come to the same: the question, the answers, and what each comes to."""

    question: str
    answers: str
    result: str


@dataclass(frozen=True)
class Turns:
    """What would change the body, and what the level or the size alone."""

    body: list[Turn]
    rest: list[Turn]


def spoken(result: Result) -> str:
    """The result as a heading: "A Level 5 certificate of CMI"."""
    of = "either body" if result.body == Body.EITHER else NAMES[result.body]
    return f"A Level {result.level} {result.size} of {of}"


def size_in_words(size: str) -> str:
    """With its article."""
    return f"an {size}" if size == "award" else f"a {size}"


def changes_in_words(now: Result, changes: Iterable[Change]) -> Turns:
    """By question in their order; answers with one outcome stand together."""
    changed = list(changes)
    turns = Turns([], [])
    for question in QUESTIONS:
        by_result: dict[Result, list[str]] = {}
        for change in changed:
            if change.question == question.key:
                by_result.setdefault(change.result, []).append(LABELS[question.key].get(change.answer, NO_WISH))
        for result, answers in by_result.items():
            turn = Turn(BY_KEY[question.key].text, " or ".join(answers), spoken(result))
            (turns.rest if result.body == now.body else turns.body).append(turn)
    return turns
