"""The dates of membership in a person's calendar: the day by which to renew, and professional discussions."""

from datetime import datetime

from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.calendars import CalendarEntry

from ..models import Membership
from .assessing import calendar_files
from .members.renewals import NOT_THEIRS


def entries_of(person: User, at: datetime) -> list[CalendarEntry]:
    """What of membership has a date for this person; two queries."""
    return [*_renewals(person, at), *calendar_files.entries_of(person, at)]


def _renewals(person: User, at: datetime) -> list[CalendarEntry]:
    """The last day that is paid for, where the member renews; it moves on with each renewal, as the same entry."""
    rows = Membership.objects.held().filter(person=person, ends_on__isnull=False).exclude(basis__in=NOT_THEIRS)
    return [
        CalendarEntry(
            uid=f"membership-{row.pk}",
            sequence=row.moves,
            title="Your membership is paid until today: renew it",
            on=row.ends_on,
            url=reverse("membership:renewal"),
            stamp=at,
        )
        for row in rows
    ]
