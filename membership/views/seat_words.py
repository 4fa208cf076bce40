"""How a seat is said: whose it is and how the membership stands, nothing else of the member."""

from dataclasses import dataclass

from ..models import Seat
from ..workflow import Basis, MembershipState
from .member_words import TAGS


@dataclass(frozen=True)
class SeatLine:
    """A seat as a row of the organisation's list; ``who`` is the address until somebody has accepted."""

    seat: Seat
    who: str
    state: str
    tag: str


def line_of(seat: Seat) -> SeatLine:
    """The seat in words; its membership and person are at hand."""
    membership = seat.membership
    if membership is None:
        return SeatLine(seat, seat.email, "Invited", "info")
    state = MembershipState(membership.state)
    own = state == MembershipState.ACTIVE and membership.basis != Basis.CORPORATE
    said = ("Has a membership of their own", "neutral") if own else (state.label, TAGS[state])
    return SeatLine(seat, membership.person.name, *said)
