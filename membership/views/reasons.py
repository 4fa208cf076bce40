"""Decisions on eligibility as pages show them: what is asked, what was found, with the state of a list of checks."""

from dataclasses import dataclass

from ..rules.eligibility import Decision, Outcome
from ..rules.eligibility_words import asked, said

STATES = {Outcome.MET: "positive", Outcome.PERSON: "info", Outcome.NOT_MET: "attention"}


@dataclass(frozen=True)
class Reason:
    """A condition in words, and what came of it."""

    asked: str
    said: str
    state: str


def reasons(decision: Decision) -> list[list[Reason]]:
    """The ways of a rule, each with its conditions; none where a person decides."""
    return [
        [Reason(_capital(asked(one.condition)), said(one), STATES[one.outcome]) for one in way.findings]
        for way in decision.ways
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
