"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import bookings, told

ENTRIES = (*bookings.ENTRIES, *told.ENTRIES)
