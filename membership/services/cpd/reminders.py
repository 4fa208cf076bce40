"""Reminding members who were drawn of the day by which their record is to be sent."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from cmiportal.notifications.services import Owed, notify_many
from cmiportal.rules.days import uk_day

from ...models import CpdReview
from ...rules.periods import due_reminder
from ...workflow import CpdReviewState


def remind_of_records(*, at: datetime) -> int:
    """Remind of the day, once for each of CPD_REMINDER_DAYS, negative ones after it; how many are due. Two queries."""
    owed = list(_owed(settings.CPD_REMINDER_DAYS, uk_day(at)))
    notify_many(kind="cpd_record_reminder", owed=owed, at=at)
    return len(owed)


def _owed(offsets: Sequence[int], today: date) -> Iterator[Owed]:
    """The latest that is due of each record that is still to come; what was sent has its key. No offsets, nobody."""
    if not offsets:
        return
    waiting = CpdReview.objects.filter(
        state__in=[CpdReviewState.REQUESTED, CpdReviewState.MORE_NEEDED],
        due_on__lte=today + timedelta(days=max(offsets)),
        person__is_active=True,
    )
    for row in waiting.select_related("person").order_by("pk"):
        days = due_reminder(row.due_on, today, offsets)
        yield Owed(
            key=f"cpd:{row.pk}:{row.due_on.isoformat()}:{days}",
            recipient=row.person,
            context={
                "year": row.sample_id,
                "due_on": row.due_on.isoformat(),
                "late": row.due_on < today,
                "path": reverse("membership:cpd_review"),
            },
        )
