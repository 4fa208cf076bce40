"""The workflows of this app as tables: action, label, from, to, the name of a predicate in ``permissions``.

Data only; imports no model. Source: domain.md "Events".
"""

from django.db.models import TextChoices

from cmiportal.workflow import BY_CLOCK, BY_LINK, Transition, Workflow

PERMISSIONS = "events.permissions"


class EventState(TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Cancelled"


class BookingState(TextChoices):
    HELD = "held", "Waiting for payment"
    CONFIRMED = "confirmed", "Confirmed"
    WAITLISTED = "waitlisted", "On the waiting list"
    OFFERED = "offered", "Offered"
    ATTENDED = "attended", "Attended"
    NO_SHOW = "no_show", "Did not come"
    CANCELLED = "cancelled", "Cancelled"


E, B = EventState, BookingState

EVENT_PUBLIC = (E.PUBLISHED, E.COMPLETED, E.CANCELLED)
# Whoever is in one of these takes as many places as the party has people.
BOOKING_TAKES_PLACES = (B.HELD, B.CONFIRMED, B.OFFERED, B.ATTENDED, B.NO_SHOW)
BOOKING_COMES = (B.CONFIRMED, B.ATTENDED)
# Whom a change or the end of the event concerns: whoever was ticked at its door before it began or was over, too.
BOOKING_OPEN = (B.HELD, B.CONFIRMED, B.WAITLISTED, B.OFFERED, B.ATTENDED)
BOOKING_LIVE = (*BOOKING_OPEN, B.NO_SHOW)

EVENT = Workflow(
    "event",
    permissions=PERMISSIONS,
    transitions=(
        Transition("publish", "Publish", (E.DRAFT,), E.PUBLISHED, "runs_events"),
        # A new time or place: everybody booked is told, and the calendar's sequence grows.
        Transition("change", "Change time or place", (E.PUBLISHED,), E.PUBLISHED, "runs_events"),
        Transition("cancel", "Cancel the event", (E.DRAFT, E.PUBLISHED), E.CANCELLED, "runs_events"),
        Transition("complete", "Over", (E.PUBLISHED,), E.COMPLETED, BY_CLOCK),
    ),
)

BOOKING = Workflow(
    "booking",
    permissions=PERMISSIONS,
    begins=(B.HELD, B.CONFIRMED, B.WAITLISTED),
    transitions=(
        Transition("pay", "Paid", (B.HELD,), B.CONFIRMED, BY_CLOCK),
        Transition("release", "Not paid in time", (B.HELD,), B.CANCELLED, BY_CLOCK),
        Transition("offer", "Offer a place", (B.WAITLISTED,), B.OFFERED, BY_CLOCK),
        Transition("accept", "Take the place", (B.OFFERED,), B.CONFIRMED, "is_the_booker"),
        Transition("accept_to_pay", "Take the place and pay", (B.OFFERED,), B.HELD, "is_the_booker"),
        Transition("decline", "Leave the place to others", (B.OFFERED,), B.CANCELLED, "is_the_booker"),
        Transition("lapse", "Offer not taken in time", (B.OFFERED,), B.CANCELLED, BY_CLOCK),
        Transition("leave", "Leave the waiting list", (B.WAITLISTED,), B.CANCELLED, "is_the_booker"),
        Transition("cancel", "Cancel the booking", (B.HELD, B.CONFIRMED), B.CANCELLED, "cancels_bookings"),
        Transition("move", "Move to another event of the series", (B.CONFIRMED,), B.CONFIRMED, "cancels_bookings"),
        # Asked by the one, done by the other: the booking changes its person only when that person takes it.
        Transition("hand_over", "Hand over", (B.CONFIRMED,), B.CONFIRMED, "is_the_booker"),
        Transition("take_over", "Take the booking over", (B.CONFIRMED,), B.CONFIRMED, BY_LINK),
        Transition("change", "Change the booking", (B.CONFIRMED,), B.CONFIRMED, "cancels_bookings"),
        # Fewer people or other needs: the place in the line stays.
        Transition("change_in_line", "Change while waiting", (B.WAITLISTED,), B.WAITLISTED, "cancels_bookings"),
        # Everything that was paid went back: whoever gave it back ended the booking with it.
        Transition("refund", "Money returned", (B.CONFIRMED,), B.CANCELLED, BY_CLOCK),
        Transition("call_off", "Event cancelled", BOOKING_OPEN, B.CANCELLED, BY_CLOCK),
        # The wait is over when the event begins.
        Transition("close", "Event begun", (B.WAITLISTED, B.OFFERED, B.HELD), B.CANCELLED, BY_CLOCK),
        Transition("check_in", "Check in", (B.CONFIRMED, B.NO_SHOW), B.ATTENDED, "checks_in"),
        Transition("undo_check_in", "Not here after all", (B.ATTENDED,), B.CONFIRMED, "checks_in"),
        Transition("miss", "Did not come", (B.CONFIRMED,), B.NO_SHOW, "checks_in"),
    ),
)
