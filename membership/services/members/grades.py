"""Grades with their rules: what each asks, whether facts meet it, and what a year costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cmiportal.billing.models import Price

from ...models import Grade
from ...rules.eligibility import Decision, Facts, Outcome, decide
from ...rules.written import BadRule, ways_of

__all__ = ["BadRule", "Verdict", "fees_on", "verdicts", "ways_of"]

# Whose price of a year it is: everybody's, that of a member with Chartered status, or of whoever was granted the lower.
EVERYBODY, CHARTERED, CONCESSION = "", "chartered", "concession"


@dataclass(frozen=True)
class Verdict:
    """A grade, and what came of its rule."""

    grade: Grade
    decision: Decision

    @property
    def is_possible(self) -> bool:
        """Whether the rule is met, or met once somebody has confirmed what is claimed."""
        return self.decision.outcome != Outcome.NOT_MET


def verdicts(facts: Facts, grades: Iterable[Grade] | None = None) -> list[Verdict]:
    """What these facts make of every grade, the lowest first; one query where no grades are given."""
    rows = Grade.objects.all() if grades is None else grades
    return [Verdict(grade, decide(ways_of(grade.rule), facts)) for grade in rows]


def fees_on(day: date, grades: Iterable[Grade]) -> dict[tuple[str, str], Price]:
    """The prices of a year that hold on that day, by product and audience; a grade without one is not priced."""
    products = {grade.product for grade in grades if grade.product}
    rows = Price.objects.on(day).filter(product__in=products, audience__in=(EVERYBODY, CHARTERED))
    return {(price.product, price.audience): price for price in rows}
