"""Access and dietary needs are kept until EVENT_NEEDS_DAYS after the event, then erased."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from ..models import Booking, Event
from .places import locked_event


def erase_needs(*, at: datetime) -> int:
    """Erase the needs of bookings whose event is long enough over, event by event; returns of how many bookings."""
    over = at - timedelta(days=settings.EVENT_NEEDS_DAYS)
    events = Event.objects.filter(ends_at__lte=over, pk__in=Booking.objects.with_needs().values("event"))
    return sum(_erase_of(event) for event in events.order_by("pk"))


@transaction.atomic
def _erase_of(event: Event) -> int:
    row = locked_event(event)
    return Booking.objects.with_needs().filter(event=row).update(access_needs="", diet="")
