"""The admin of this app, one file per noun; a file registers its models when it is imported."""

from . import bookings, codes, events, places, told

__all__ = ["bookings", "codes", "events", "places", "told"]
