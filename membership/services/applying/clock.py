"""What the clock does to applications: reminds applicants of a day that comes near, and ends what waited past it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cmiportal.billing.models import Order
from cmiportal.notifications.services import Owed, notify_many
from cmiportal.rules.days import uk_day
from cmiportal.workflow import move

from ...models import CharteredApplication
from ...querysets.applications import ApplicationQuerySet
from ...rules.periods import due_reminder
from ...workflow import APPLICATION_WITH_APPLICANT, ApplicationState
from ..assessing.closing import close_file
from ..chartered.messages import OWN_PAGE, about, tell_applicant
from ..chartered.rows import ORDER_KIND, locked
from .referees import end_asking

WAITING = (*APPLICATION_WITH_APPLICANT, ApplicationState.PAYMENT, ApplicationState.DISCUSSION)


def expire_over(*, at: datetime) -> int:
    """End the applications that waited for their applicant past the last day, each by itself; how many there were."""
    rows = list(_over(at).order_by("valid_until", "pk"))
    return sum(expire(row, at=at) for row in rows)


@transaction.atomic
def expire(application: CharteredApplication, *, at: datetime) -> bool:
    """End the application if its time is over; whether it was. Who holds a stage of it is told and let go.

    One whose fee is still to be paid, by an invoice that is not due yet, waits for that: its order ends with it.
    """
    if not _over(at).filter(pk=application.pk).exists():
        return False
    end_asking(application, at=at)
    row = locked(application)
    if not _over(at).filter(pk=row.pk).exists():
        return False
    move(row, "expire", at=at)
    tell_applicant(row, "application_expired", at=at)
    close_file(row, "application_run_out", at=at)
    return True


def remind_applicants(*, at: datetime) -> int:
    """Remind of the last day, once for each of APPLICATION_REMINDER_DAYS; how many are due. Two queries."""
    owed = list(_owed(settings.APPLICATION_REMINDER_DAYS, uk_day(at)))
    notify_many(kind="application_reminder", owed=owed, at=at)
    return len(owed)


def last_day_of(application: CharteredApplication) -> date:
    """The day by which the applicant has to do what is next: for what is missing, or for the whole."""
    if application.state == ApplicationState.NOT_YET and application.answer_by:
        return application.answer_by
    return application.valid_until


def _over(at: datetime) -> ApplicationQuerySet:
    unpaid = Order.objects.unpaid().filter(kind=ORDER_KIND, subject_id=OuterRef("pk"))
    rows = CharteredApplication.objects.over(on=uk_day(at))
    return rows.exclude(Exists(unpaid), state=ApplicationState.PAYMENT)


def _owed(offsets: Sequence[int], today: date) -> Iterator[Owed]:
    """The latest reminder that is due for each application; what was sent already has its key. No offsets, nobody."""
    latest = today + timedelta(days=max(offsets, default=-1))
    near = Q(valid_until__range=(today, latest)) & ~Q(state=ApplicationState.NOT_YET)
    near |= Q(state=ApplicationState.NOT_YET, answer_by__range=(today, latest))
    rows = CharteredApplication.objects.filter(near, state__in=WAITING, person__is_active=True)
    for row in rows.select_related("route", "person").order_by("pk"):
        last = last_day_of(row)
        # One has come: the last day is no further away than the earliest of them.
        days = due_reminder(last, today, offsets)
        yield Owed(
            key=f"application:{row.pk}:{last.isoformat()}:{days}",
            recipient=row.person,
            context={
                **about(row),
                "state": row.state,
                "last_day": last.isoformat(),
                "path": reverse(OWN_PAGE),
            },
        )
