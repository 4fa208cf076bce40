"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import attendance, bookings, events, merging, own, privacy, search, told

ENTRIES = (
    *attendance.ENTRIES,
    *bookings.ENTRIES,
    *events.ENTRIES,
    *own.ENTRIES,
    *told.ENTRIES,
    *merging.ENTRIES,
    *privacy.ENTRIES,
    *search.ENTRIES,
)
