"""What is told of events, and the dates that they put into a person's calendar."""

from cmiportal.registry import CalendarSource, Entry, PrivacyTable

from ..services import calendars, reminders, told
from .bookings import BOOKED
from .messages import message

REASON = "you booked an event, or wait for a place"
CHANGED = {
    "event": "Leading through change",
    "starts_at": "2026-12-11T09:30:00+00:00",
    "ends_at": "2026-12-11T11:30:00+00:00",
    "time_zone": "Europe/London",
    "place": "Harbour House, 3 Quayside, Bristol",
    "before_starts_at": "2026-12-10T09:30:00+00:00",
    "before_ends_at": "2026-12-10T11:30:00+00:00",
    "before_time_zone": "Europe/London",
    "before_place": "Online",
    "path": "/bookings/01890000/",
}
REMINDER = {
    "event": "Leading through change",
    "starts_at": "2026-12-10T09:30:00+00:00",
    "time_zone": "Europe/London",
    "place": "Online",
    "joining_url": "https://meet.example/leading-through-change",
    "path": "/bookings/01890000/",
}
JOINING_LINK = {name: REMINDER[name] for name in ("event", "joining_url", "path")}
CANCELLED = {**BOOKED, "reason": "The speaker is ill.", "back_pence": 6_000}

ENTRIES: tuple[Entry, ...] = (
    message(told.CHANGED, "Event changed", "{event}: a new time or place", CHANGED, REASON),
    message(
        told.JOINING_LINK,
        "Another joining link",
        "{event}: another link to join",
        JOINING_LINK,
        "you booked an event",
    ),
    message(reminders.KIND, "Reminder of an event", "Reminder: {event}", REMINDER, "you booked an event"),
    message("event_cancelled", "Event cancelled", "{event} is cancelled", CANCELLED, REASON),
    CalendarSource("bookings", entries=calendars.entries_of),
    PrivacyTable(
        "booking_reminder",
        model="events.BookingReminder",
        person="booking__person",
        export=("starts_at", "minutes", "outcome", "reason", "at"),
        retention="as long as the booking",
    ),
)
