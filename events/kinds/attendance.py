"""What comes after an event, and what its team writes: messages, personal data, and accounts that become one."""

from cmiportal.registry import Entry, MergeTable, PrivacyTable

from ..services import team
from .bookings import BOOKED
from .messages import message

ATTENDED = {**BOOKED, "minutes": 120}
WRITTEN = {
    "event": "Leading through change",
    "subject": "Where to park",
    "text": "The car park behind the house is closed.\nUse the one at the station, five minutes away.",
    "path": "/bookings/01890000/",
}
ENTRIES: tuple[Entry, ...] = (
    message("event_attended", "Event attended", "Thank you for coming to {event}", ATTENDED, "you were at an event"),
    message(
        team.KIND, "Message about an event", "{event}: {subject}", WRITTEN, "you booked an event, or wait for a place"
    ),
    PrivacyTable(
        "event_feedback",
        model="events.Feedback",
        person="booking__person",
        export=("rating", "useful", "better", "given_at"),
        retention="as long as the booking; the events team reads it without the name",
    ),
    PrivacyTable(
        "event_message",
        model="events.TeamMessage",
        person="sent_by",
        export=("subject", "text", "people", "sent_at"),
        retention="as long as the event",
    ),
    MergeTable(
        "events.TeamMessage", called=("message of the events team", "messages of the events team"), keeps=("sent_by",)
    ),
)
