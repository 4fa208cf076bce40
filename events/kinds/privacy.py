"""Tables of this app that hold personal data: what an export shows, and how long it is kept."""

from cmiportal.registry import Entry, PrivacyTable

ENTRIES: tuple[Entry, ...] = (
    PrivacyTable(
        "event_booking",
        model="events.Booking",
        person="person",
        export=(
            "event",
            "state",
            "party",
            "audience",
            "booked_at",
            "waiting_since",
            "checked_in_at",
            "because",
            "access_needs",
            "diet",
        ),
        retention="six years after the event, as the books need it; access and dietary needs until the booking ends or"
        " EVENT_NEEDS_DAYS after the event",
    ),
    PrivacyTable(
        "event_guest",
        model="events.Guest",
        person="booking__person",
        export=("booking", "name", "checked_in_at"),
        retention="as long as the booking",
    ),
    PrivacyTable(
        "event_line_decision",
        model="events.LineDecision",
        person="booking__person",
        export=("booking", "at", "outcome", "free"),
        retention="as long as the booking",
    ),
)
