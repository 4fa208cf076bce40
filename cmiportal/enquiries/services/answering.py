"""What staff do with an enquiry. ``moves`` is the version that their page showed: of two at once one is told."""

from datetime import datetime

from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import move

from ..models import Enquiry, EnquiryAnswer
from ..workflow import EnquiryState
from .messages import confirm, send_answer
from .sending import EnquiryRefused

NO_NOTE = "Say why it is closed without an answer."
NO_ANSWER = "Write the answer before you send it."


def take(*, enquiry: Enquiry, by: User, at: datetime, moves: int | None = None) -> Enquiry:
    """Take it: from then on this person answers."""
    return move(enquiry, "take", actor=by, at=at, moves=moves, taken_by=by)


def give_back(*, enquiry: Enquiry, by: User, at: datetime, moves: int | None = None) -> Enquiry:
    """Put it back for others; whoever answers such enquiries may, since people fall ill."""
    return move(enquiry, "give_back", actor=by, at=at, moves=moves, taken_by=None)


@transaction.atomic
def answer(*, enquiry: Enquiry, text: str, by: User, at: datetime, moves: int | None = None) -> Enquiry:
    """Send the answer by e-mail and keep it."""
    if not text.strip():
        raise EnquiryRefused(NO_ANSWER)
    move(enquiry, "answer", actor=by, at=at, moves=moves, answered_at=at)
    send_answer(EnquiryAnswer.objects.create(enquiry=enquiry, text=text.strip(), by=by, at=at), at=at)
    return enquiry


def close(*, enquiry: Enquiry, by: User, at: datetime, note: str = "", moves: int | None = None) -> Enquiry:
    """Nothing more to do; without an answer the note says why, such as a call. Raises EnquiryRefused without it."""
    if enquiry.state != EnquiryState.ANSWERED and not note.strip():
        raise EnquiryRefused(NO_NOTE)
    return move(enquiry, "close", actor=by, at=at, moves=moves, ended_at=at, note=note.strip())


def reopen(*, enquiry: Enquiry, by: User, at: datetime, moves: int | None = None) -> Enquiry:
    """Go on with one that was answered or closed; whoever opens it again has it."""
    return move(enquiry, "reopen", actor=by, at=at, moves=moves, taken_by=by, ended_at=None, note="")


def mark_spam(*, enquiry: Enquiry, by: User, at: datetime, moves: int | None = None) -> Enquiry:
    """Nobody answers it, and it is erased soon."""
    return move(enquiry, "mark_spam", actor=by, at=at, moves=moves, ended_at=at)


@transaction.atomic
def accept(*, enquiry: Enquiry, by: User, at: datetime, moves: int | None = None) -> Enquiry:
    """Somebody did write it: confirm it now, if it was not before."""
    move(enquiry, "accept", actor=by, at=at, moves=moves, ended_at=None)
    confirm(enquiry, at=at)
    return enquiry
