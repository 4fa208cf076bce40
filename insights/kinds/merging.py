"""What merging register."""

from cmiportal.registry import Entry

ENTRIES: tuple[Entry, ...] = ()
