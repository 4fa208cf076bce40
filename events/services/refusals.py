"""What cannot be done about an event or a booking: each exception says why in a sentence for the person."""

from cmiportal.workflow import MoveRefused


class BookingRefused(MoveRefused):
    """The booking cannot be made or changed like that; the first argument says why."""


class EventFull(BookingRefused):
    """There are not enough places for the party; the waiting list is open."""


class AlreadyBooked(BookingRefused):
    """The person has a booking for the event already: ``booking``."""

    def __init__(self, booking: object) -> None:
        super().__init__("You have a booking for this event already.")
        self.booking = booking


class CapacityRefused(MoveRefused):
    """More people are booked than there would be places; the first argument says how many."""
