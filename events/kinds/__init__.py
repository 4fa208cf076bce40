"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import attendance, bookings, merging, privacy, told

ENTRIES = (*attendance.ENTRIES, *bookings.ENTRIES, *told.ENTRIES, *merging.ENTRIES, *privacy.ENTRIES)
