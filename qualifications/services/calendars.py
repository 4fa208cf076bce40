"""The dates of assessment in a learner's calendar: when results are due, work is to be resubmitted, a place ends."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.calendars import CalendarEntry
from cmiportal.rules.days import uk_day

from ..models import Enrolment, Submission
from ..workflow import EnrolmentState


def entries_of(person: User, at: datetime) -> Iterator[CalendarEntry]:
    """What a learner waits for or has to do by a day, in UK time; three queries."""
    own = Submission.objects.filter(unit_enrolment__learner=person).select_related("unit_enrolment__unit")
    for row in own.in_a_stage().filter(due_at__isnull=False).order_by("due_at", "pk"):
        yield _day(row, "result", f"Result due: unit {row.unit_enrolment.unit.number}", row.due_at, at)
    for row in own.to_resubmit(at=at).order_by("resubmit_by", "pk"):
        yield _day(row, "resubmit", f"Resubmit unit {row.unit_enrolment.unit.number} by today", row.resubmit_by, at)
    places = Enrolment.objects.of_learner(person).filter(state=EnrolmentState.REGISTERED)
    for place in places.select_related("qualification"):
        yield CalendarEntry(
            uid=f"enrolment-{place.pk}-end",
            sequence=place.moves,
            title=f"Registration ends: {place.qualification.title}",
            on=place.expires_on,
            url=reverse("qualifications:enrolment_detail", args=[place.pk]),
            stamp=at,
        )


def _day(row: Submission, what: str, title: str, due: datetime | None, at: datetime) -> CalendarEntry:
    return CalendarEntry(
        uid=f"submission-{row.pk}-{what}",
        sequence=row.moves,
        title=title,
        on=uk_day(due) if due else None,
        url=reverse("qualifications:submission_detail", args=[row.pk]),
        stamp=at,
    )
