"""The same file in the work of two learners: a question for staff, never a refusal, and never told to a learner."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from ..models import HandIn, HandInItem, Submission
from ..workflow import SubmissionState

SHOWN = 5
SHA256 = "item_version__file__sha256"
NAME = "item_version__file__name"


@dataclass(frozen=True)
class SameFile:
    """A file of a hand-in that ``learners`` others have handed in too."""

    name: str
    learners: int


@dataclass(frozen=True)
class SameFiles:
    """What a person of staff is told: the files, and of the work they are in what that person handles anyway."""

    files: tuple[SameFile, ...]
    works: tuple[Submission, ...]


def same_files(hand_in: HandIn) -> tuple[SameFile, ...]:
    """The files of a hand-in that other learners handed in too, byte for byte; one query."""
    same = _elsewhere(hand_in).filter(**{SHA256: OuterRef(SHA256)}).order_by().values(SHA256)
    counted = same.annotate(learners=Count("learner", distinct=True)).values("learners")
    own = hand_in.items.annotate(learners=Subquery(counted)).filter(learners__gt=0)
    return tuple(SameFile(*row) for row in own.values_list(NAME, "learners").distinct().order_by(NAME))


def same_files_for(user: Any, hand_in: HandIn) -> SameFiles | None:
    """The same for a page: with the first works that this person handles; None where no file is shared.

    Of a learner at another centre, or of work that the person does not see, there is the number alone.
    """
    files = same_files(hand_in)
    if not files:
        return None
    works = Submission.objects.handled_by(user).filter(hand_ins__items__in=_elsewhere(hand_in))
    return SameFiles(files, tuple(works.with_work().order_by("pk").distinct()[:SHOWN]))


def _elsewhere(hand_in: HandIn) -> Any:
    """What other learners handed in with a file of this hand-in, and did not take back."""
    own = hand_in.items.filter(item_version__file__isnull=False).values(SHA256)
    return (
        HandInItem.objects.filter(**{f"{SHA256}__in": own})
        .exclude(learner=hand_in.submission.learner_id)
        .exclude(hand_in__submission__state=SubmissionState.WITHDRAWN)
    )
