"""What somebody can do with a booking now: the other dates of its series, and the way in to what is online."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, prefetch_related_objects

from ..models import Booking, Event
from ..models.events import Format
from ..workflow import BOOKING_COMES, BookingState
from .bookings import kept_until
from .prices import audiences_of, cheapest, price_paid

SHOWN = 20


def hold_is_over(booking: Booking, *, at: datetime) -> bool:
    """Whether places that were kept for a payment are so no longer, even before the clock has ended the booking."""
    return booking.state == BookingState.HELD and kept_until(booking) <= at


def other_dates(booking: Booking, *, at: datetime) -> list[Event]:
    """Events of the same series, at what was paid and with room for the party, the next first; four queries at most.

    Whether the booking can be moved there is judged again when it is (``changes.move_to``).
    """
    event = booking.event
    if event.series_id is None or event.starts_at <= at:
        return []
    room = F("capacity") - F("taken")
    waiting = Booking.objects.line().filter(event=OuterRef("pk"), party__lte=OuterRef("capacity") - OuterRef("taken"))
    own = Booking.objects.live().filter(event=OuterRef("pk"), person=booking.person_id)
    others = (
        Event.objects.bookable(at=at)
        .filter(~Exists(waiting), ~Exists(own), series=event.series_id, party_max__gte=booking.party)
        .annotate(room=room)
        .filter(room__gte=booking.party)
        .exclude(pk=event.pk)
        .order_by("starts_at", "pk")
    )
    found = list(others[:SHOWN])
    if not found:
        return []
    prefetch_related_objects(found, "prices")
    groups, paid = audiences_of(booking.person), price_paid(booking)
    return [other for other in found if _price(other, groups) == paid]


def joining_url_of(booking: Booking, *, at: datetime) -> str:
    """How to join online, for who has a place, from EVENT_JOINING_MINUTES before the start to the end; else nothing.

    Of an event that was moved into a room alone a link may have stayed behind: it leads nowhere.
    """
    event = booking.event
    if booking.state not in BOOKING_COMES or not opens_at(event) <= at < event.ends_at:
        return ""
    return "" if event.format == Format.IN_PERSON else event.joining_url


def opens_at(event: Event) -> datetime:
    """From when the joining link is shown."""
    return event.starts_at - timedelta(minutes=settings.EVENT_JOINING_MINUTES)


def _price(event: Event, groups: set[str]) -> tuple[int, int] | None:
    """As ``prices.price_for``, of prices that were read with others'."""
    price = cheapest(event.prices.all(), groups)
    return (price.pence, price.vat_basis_points) if price else None
