"""Who may do what: predicates ``(user, object) -> bool`` that the workflows, views and templates all use."""

from typing import Any

from cmiportal.accounts.groups import EVENTS_TEAM


def is_of_the_events_team(user: Any) -> bool:
    """Whether the person is of the events team."""
    return user.is_authenticated and user.serves_as(EVENTS_TEAM)


def runs_events(user: Any, event: Any) -> bool:
    """Whether the person may publish, change and cancel events."""
    return user.serves_as(EVENTS_TEAM)


def is_the_booker(user: Any, booking: Any) -> bool:
    """Whether the booking is this person's own."""
    return booking.person_id == user.pk


def cancels_bookings(user: Any, booking: Any) -> bool:
    """Whether the person may cancel or move the booking: its own, or of the events team."""
    return is_the_booker(user, booking) or user.serves_as(EVENTS_TEAM)


def checks_in(user: Any, booking: Any) -> bool:
    """Whether the person may say who came: of the events team."""
    return user.serves_as(EVENTS_TEAM)
