"""Numbers that people read: memberships, applications, appeals."""

from cmiportal.database import next_number
from cmiportal.rules.numbers import with_check

PREFIXES = {"membership": "M", "application": "S", "appeal": "L"}


def new_number(what: str) -> str:
    """A number with check characters for a membership, application or appeal; gaps may occur, doubles never."""
    return with_check(PREFIXES[what], next_number(f"{what}_number"))
