"""Days in UK time: what is due, open or late is counted by them, whatever the zone of the person who looks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")


def uk_day(moment: datetime, later: int = 0) -> date:
    """The calendar day of an aware time in UK time, so many days later."""
    return moment.astimezone(UK).date() + timedelta(days=later)


def end_of(day: date) -> datetime:
    """The last second of the day in UK time."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=UK)
