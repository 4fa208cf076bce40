"""Grades and verdicts as pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cmiportal.billing.models import Price
from cmiportal.rules.amounts import pounds

from ..models import Grade
from ..rules.eligibility import Outcome
from ..rules.eligibility_words import needed
from ..services.members.grades import CHARTERED, EVERYBODY, Verdict, fees_on, ways_of
from .reasons import STATES, Reason, reasons


@dataclass(frozen=True)
class Line:
    """A grade in the comparison: what each of its ways asks (none where a person decides), what a year costs."""

    grade: Grade
    needs: list[str]
    fee: Price | None
    chartered_fee: Price | None


@dataclass(frozen=True)
class Shown:
    """A grade, what came of its rule in a word with its state, each way with its reasons; ``line`` has its fees."""

    grade: Grade
    word: str
    state: str
    ways: list[list[Reason]]
    is_possible: bool
    line: Line | None = None


def line_of(grade: Grade, fees: Mapping[tuple[str, str], Price]) -> Line:
    """The grade with its fees of the day."""
    return Line(
        grade=grade,
        needs=[needed(way) for way in ways_of(grade.rule) or ()],
        fee=fees.get((grade.product, EVERYBODY)),
        chartered_fee=fees.get((grade.product, CHARTERED)),
    )


def rises_on(day: date, grades: Iterable[Grade]) -> list[Line]:
    """The grades of which a year costs Chartered Managers something else, with both fees of the day; one query."""
    rows = list(grades)
    fees = fees_on(day, rows)
    return [line for row in rows if (line := line_of(row, fees)).fee and line.chartered_fee]


def fee_words(grade: Grade, *, is_free: bool, on: date) -> str:
    """What a year of the grade costs and when it is paid; ``is_free`` until the next renewal."""
    price = fees_on(on, [grade]).get((grade.product, EVERYBODY))
    if price is None:
        return "We tell you the fee before you pay anything."
    fee = pounds(price.pence) + (" plus VAT" if price.vat_basis_points else "")
    return f"Nothing now; {fee} a year from your next renewal." if is_free else f"{fee}, once we have accepted you."


def shown(verdict: Verdict, line: Line | None = None) -> Shown:
    """The verdict in words: met (or had by itself), met once confirmed, decided by a person, or not yet met."""
    decision = verdict.decision
    words = {
        Outcome.MET: "Open to you" if verdict.grade.joinable else "Yours",
        Outcome.PERSON: "Open to you, once confirmed" if decision.ways else _decided_by(verdict.grade),
        Outcome.NOT_MET: "Not yet",
    }
    return Shown(
        grade=verdict.grade,
        word=words[decision.outcome],
        state=STATES[decision.outcome],
        ways=reasons(decision),
        is_possible=verdict.is_possible,
        line=line,
    )


def _decided_by(grade: Grade) -> str:
    return "A person decides" if grade.joinable else "By nomination"
