"""What tests ask of an event after something happened: the states, the places taken, and what people were told."""

from cmiportal.notifications.models import Notification
from events.models import Booking, Event, LineDecision


def states(event):
    """The states of the event's bookings, in the order of booking."""
    return list(Booking.objects.filter(event=event).order_by("booked_at", "pk").values_list("state", flat=True))


def taken(event):
    """How many places are taken, after making sure that the bookings say so too."""
    row = Event.objects.get(pk=event.pk)
    assert row.taken == Booking.objects.filter(event=event).people()
    return row.taken


def told(kind, **filters):
    """The messages of that kind."""
    return Notification.objects.filter(kind=kind, **filters)


def decisions(booking):
    """What became of somebody's wait: outcome and places free, in order."""
    return list(LineDecision.objects.filter(booking=booking).values_list("outcome", "free"))
