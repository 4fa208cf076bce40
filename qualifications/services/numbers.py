"""Numbers that people read: enrolments, receipts, awards, cases."""

from cmiportal.database import next_number
from cmiportal.rules.numbers import with_check

PREFIXES = {"enrolment": "P", "receipt": "R", "award": "A", "case": "C"}


def new_number(what: str) -> str:
    """A number with check characters for an enrolment, receipt, award or case; gaps may occur, doubles never."""
    return with_check(PREFIXES[what], next_number(f"{what}_number"))
