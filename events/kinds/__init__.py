"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import attendance, bookings, merging, own, privacy, told

ENTRIES = (*attendance.ENTRIES, *bookings.ENTRIES, *own.ENTRIES, *told.ENTRIES, *merging.ENTRIES, *privacy.ENTRIES)
