"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import attendance, bookings, told

ENTRIES = (*attendance.ENTRIES, *bookings.ENTRIES, *told.ENTRIES)
