"""Until which day an invoice is to be paid."""

from datetime import date, datetime, timedelta

from cmiportal.rules.days import uk_day


def due_on(asked: datetime, ends: datetime | None, *, days: int) -> date:
    """So many days after it was asked for, or the day before its order ends where that is earlier; never before asking.

    The last day is left out, since money that comes on it may come after the hour at which the order ends.
    """
    due = asked + timedelta(days=days)
    last = uk_day(ends, -1) if ends and ends < due else uk_day(due)
    return max(last, uk_day(asked))
