"""Several pieces of work to the same two people: each piece for itself, so that one that is refused stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveRefused

from ..models import Submission
from ..workflow import StageName
from .allocation import allocate
from .stages import current_holder


@dataclass(frozen=True)
class Piece:
    """A piece of work, and the number of its moves when the person decided about it."""

    work: Submission
    moves: int


@dataclass(frozen=True)
class Allocated:
    """What came of one piece: allocated, or the sentence that says why not."""

    work: Submission
    refusal: str = ""


@transaction.atomic
def allocate_each(
    *, pieces: Sequence[Piece], by: User, assessor: User, verifier: User, at: datetime
) -> list[Allocated]:
    """Allocate every piece that can be; what came of each, in the order in which they were given.

    Rows are locked in the order of the unit enrolments, so that two coordinators who decide about the same pieces
    wait for one another and never for ever: whoever comes second is told, piece by piece, who has it now.
    """
    results = {
        piece.work: _allocate(piece, by=by, assessor=assessor, verifier=verifier, at=at)
        for piece in sorted(pieces, key=lambda piece: piece.work.unit_enrolment_id)
    }
    return [results[piece.work] for piece in pieces]


def _allocate(piece: Piece, *, by: User, assessor: User, verifier: User, at: datetime) -> Allocated:
    work = piece.work
    try:
        allocate(submission=work, by=by, assessor=assessor, verifier=verifier, at=at, moves=piece.moves)
    except MoveRefused as refused:
        return Allocated(work, taken(Submission.objects.with_work().get(pk=work.pk)) or str(refused))
    return Allocated(work)


def taken(work: Submission) -> str:
    """Why work that has left allocation cannot be allocated any more; nothing while it can."""
    if work.state == StageName.ALLOCATION:
        return ""
    assessor = current_holder(work, StageName.MARKING)
    if work.state == StageName.MARKING:
        return f"It was allocated meanwhile: {assessor} marks it."
    return f"It has moved on meanwhile: {work.get_state_display().lower()}."
