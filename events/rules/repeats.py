"""On which days something is held that is held again."""

from calendar import monthrange
from datetime import date, timedelta

DAYS = {"week": 7, "two_weeks": 14}
SAME_WEEKDAY, SAME_DAY = "month_weekday", "month_day"
EVERY = {
    "week": "once a week",
    "two_weeks": "every two weeks",
    SAME_WEEKDAY: "once a month, on the same weekday",
    SAME_DAY: "once a month, on the same day",
}
DAYS_OF_A_WEEK, MONTHS_OF_A_YEAR = 7, 12


def days_of(first: date, every: str, number: int) -> list[date]:
    """So many days from the first on, at the interval, a key of EVERY.

    By the weekday the third Thursday is followed by the third Thursday, a fifth one by the last where there is none;
    by the day the 31st by the last of a shorter month.

    >>> [day.isoformat() for day in days_of(date(2027, 1, 31), "month_day", 3)]
    ['2027-01-31', '2027-02-28', '2027-03-31']
    """
    if every in DAYS:
        return [first + timedelta(days=DAYS[every] * count) for count in range(number)]
    return [_in_month(first, count, by_weekday=every == SAME_WEEKDAY) for count in range(number)]


def _in_month(first: date, months: int, *, by_weekday: bool) -> date:
    years, month = divmod(first.month - 1 + months, MONTHS_OF_A_YEAR)
    begin = date(first.year + years, month + 1, 1)
    length = monthrange(begin.year, begin.month)[1]
    if not by_weekday:
        return begin.replace(day=min(first.day, length))
    day = 1 + (first.weekday() - begin.weekday()) % DAYS_OF_A_WEEK + (first.day - 1) // DAYS_OF_A_WEEK * DAYS_OF_A_WEEK
    return begin.replace(day=day if day <= length else day - DAYS_OF_A_WEEK)
