"""What becomes of bookings when two accounts of one person are made one; whoever did something stays named."""

from cmiportal.registry import Entry, MergeTable

ENTRIES: tuple[Entry, ...] = (
    MergeTable("events.EventEvent", called=("event", "events"), keeps=("actor",)),
    MergeTable(
        "events.Booking",
        called=("booking of an event", "bookings of events"),
        moves=("person",),
        # One of them is cancelled by whoever knows which: it may be paid, and its places go to others.
        conflicts={"booking_one_per_person": "Both have a booking for the same event. Cancel one of them first."},
    ),
    MergeTable("events.BookingEvent", called=("booking", "bookings"), keeps=("actor",)),
)
