"""The tables of events, one file per noun."""

from .bookings import Booking, BookingEvent, Guest
from .codes import EventCode
from .events import AgendaItem, Event, EventEvent, EventPrice, Speaker
from .line import LineDecision
from .places import Community, Region, Series, Topic
from .told import BookingReminder, Feedback, TeamMessage

__all__ = [
    "AgendaItem",
    "Booking",
    "BookingEvent",
    "BookingReminder",
    "Community",
    "Event",
    "EventCode",
    "EventEvent",
    "EventPrice",
    "Feedback",
    "Guest",
    "LineDecision",
    "Region",
    "Series",
    "Speaker",
    "TeamMessage",
    "Topic",
]
