"""A professional discussion in calendars: asked for, moved and cancelled as one event."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.calendars import PAST_SHOWN, Attendee, CalendarEntry, Method, calendar_file
from cmiportal.waiting import CountOf

from ...models import CharteredApplication, Discussion
from .discussions import last_of
from .messages import DESK_PAGE


def calendar_of(application: CharteredApplication, *, reader: User) -> tuple[bytes, Method] | None:
    """The file for the applicant or the assessor, and its method (REQUEST or CANCEL); None where nothing was booked.

    ``UID`` stays through every move, ``SEQUENCE`` grows.
    """
    discussion = last_of(application)
    if discussion is None:
        return None
    method = Method.CANCEL if discussion.cancelled_at else Method.REQUEST
    earlier = _held().filter(application=application, booked_at__lt=discussion.booked_at).count()
    entry = _entry(discussion, earlier, reader=reader, stamp=discussion.cancelled_at or discussion.booked_at)
    return calendar_file([entry], method=method, attendee=Attendee(reader.name, reader.email)), method


def entries_of(person: User, at: datetime) -> list[CalendarEntry]:
    """The discussions that are booked, of an applicant and of an assessor; one query."""
    whose = Q(application__person=person) | Q(slot__assessor=person)
    earlier = _held().filter(application=OuterRef("application"), booked_at__lt=OuterRef("booked_at"))
    rows = (
        Discussion.objects.filter(whose, cancelled_at=None, slot__during__endswith__gt=at - PAST_SHOWN)
        .select_related("slot", "application")
        .annotate(earlier=CountOf(earlier.order_by().values("pk")))
    )
    return [_entry(row, row.earlier, reader=person, stamp=at) for row in rows]


def _entry(discussion: Discussion, earlier: int, *, reader: User, stamp: datetime) -> CalendarEntry:
    """One event until it took place; what is booked after that, with another assessor, is another one."""
    application, slot = discussion.application, discussion.slot
    return CalendarEntry(
        uid=f"discussion-{application.pk}-{earlier}",
        sequence=discussion.sequence,
        title=f"Professional discussion, application {application.number}",
        starts_at=slot.during.lower,
        ends_at=slot.during.upper,
        url=_page(application, reader),
        place=slot.joining,
        cancelled=discussion.cancelled_at is not None,
        stamp=stamp,
    )


def _held() -> QuerySet[Discussion]:
    return Discussion.objects.filter(held_at__isnull=False)


def _page(application: CharteredApplication, reader: User) -> str:
    """Where the discussion is changed: the applicant's page, or that of the desk."""
    if application.person_id == reader.pk:
        return reverse("membership:discussion_detail")
    return reverse(DESK_PAGE, args=[application.pk])
