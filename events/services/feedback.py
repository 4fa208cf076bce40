"""What people who were there thought of it; the events team reads it without their names."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveRefused

from ..models import Booking, Event, Feedback
from ..permissions import is_the_booker
from ..workflow import BookingState
from .bookings import locked_booking


class FeedbackRefused(MoveRefused):
    """Feedback cannot be given, or not again; the first argument says why."""


@dataclass(frozen=True)
class Results:
    """What all of them said: (rating, how many) from 5 to 1, the mean, and texts that stand in no order of time."""

    ratings: list[tuple[int, int]]
    answers: int
    came: int
    mean: float | None
    useful: list[str]
    better: list[str]


@transaction.atomic
def give_feedback(
    *, booking: Booking, by: User, rating: int, useful: str = "", better: str = "", at: datetime
) -> Feedback:
    """Keep what the person says, once. Raises FeedbackRefused."""
    row = locked_booking(booking)
    if why := why_no_feedback(row, by, at=at):
        raise FeedbackRefused(why)
    return Feedback.objects.create(
        booking=row, rating=rating, useful=useful.strip(), better=better.strip(), given_at=at
    )


def why_no_feedback(booking: Booking, by: User, *, at: datetime) -> str:
    """Why this person cannot say what they thought, in a sentence; empty where they can."""
    if not is_the_booker(by, booking) or booking.state != BookingState.ATTENDED:
        return "Feedback is asked of people who were there."
    if booking.event.ends_at > at:
        return "Tell us what you thought once the event is over."
    if Feedback.objects.filter(booking=booking).exists():
        return "You have told us what you thought. Thank you."
    return ""


def results_of(event: Event) -> Results:
    """What was said of the event, without who said it; two queries."""
    rows = list(Feedback.objects.filter(booking__event=event).values_list("rating", "useful", "better"))
    came = Booking.objects.filter(event=event, state=BookingState.ATTENDED).count()
    counted = Counter(rating for rating, _, _ in rows)
    return Results(
        ratings=[(rating, counted[rating]) for rating in reversed(Feedback.RATINGS)],
        answers=len(rows),
        came=came,
        mean=round(sum(rating for rating, _, _ in rows) / len(rows), 1) if rows else None,
        useful=sorted(useful for _, useful, _ in rows if useful),
        better=sorted(better for _, _, better in rows if better),
    )
