"""What awards registers: notification kinds, document kinds, link actions, navigation, queues, privacy."""

from cmiportal.registry import Entry

ENTRIES: tuple[Entry, ...] = ()
