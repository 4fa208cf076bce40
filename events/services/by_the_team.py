"""What holds where the events team books for somebody: when it may, how long places are kept, what costs nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed

from ..models import Event, EventPrice
from ..permissions import is_of_the_events_team
from ..workflow import EventState


@dataclass(frozen=True)
class ByTheTeam:
    """Who of the team books for somebody else; with ``free_because``, the reason, the places cost nothing."""

    by: User
    free_because: str = ""

    @property
    def said(self) -> dict[str, object]:
        """What the move keeps of it."""
        return {"by_team": True, **({"free": self.free_because} if self.free_because else {})}

    def kept_until(self, at: datetime) -> datetime:
        """As long as an offer stands: who is told by e-mail needs more time than who is at the page of payment."""
        return at + timedelta(hours=settings.EVENT_OFFER_HOURS)


def why_not_by_the_team(event: Event, person: User, team: ByTheTeam, *, at: datetime) -> str:
    """Why the team cannot book this person, in a sentence; empty where it can.

    Before booking opens, after it has closed, and at the door until the event is over. Raises MoveNotAllowed.
    """
    if not is_of_the_events_team(team.by):
        raise MoveNotAllowed("Only the events team books for others.")
    if person.pk == team.by.pk:
        return "This is your own account. Book on the page of the event, as everybody does."
    if event.state == EventState.CANCELLED:
        return "This event is cancelled."
    if event.state == EventState.DRAFT:
        return "This event is not published yet."
    if event.state != EventState.PUBLISHED or event.ends_at <= at:
        return "This event is over."
    return ""


def why_not_payable(event: Event, price: EventPrice | None, *, at: datetime) -> str:
    """Why a place at this price cannot be kept for a payment now; empty where it can."""
    if price and price.pence and event.starts_at <= at:
        return "The event has begun, so nothing can be paid for it any more. Book free of charge, and say why."
    return ""
