"""The same file in the work of two learners: a question for staff, never a refusal, and never told to a learner."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

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
class OtherWork:
    """Work of somebody else that has one of the files."""

    pk: UUID
    attempt: int
    unit: str
    learner: str


@dataclass(frozen=True)
class SameFiles:
    """What a person of staff is told: the files, and of the work they are in what that person handles anyway."""

    files: tuple[SameFile, ...]
    works: tuple[OtherWork, ...]


def same_files(hand_in: HandIn) -> tuple[SameFile, ...]:
    """The files of a hand-in that other learners handed in too, byte for byte; one query."""
    return tuple(SameFile(*row) for row in _shared(hand_in).values_list(NAME, "learners"))


def same_files_for(user: Any, hand_in: HandIn, hashes: Collection[bytes]) -> SameFiles | None:
    """The same for a page, with the first works that this person handles; None where no file is shared; one query.

    ``hashes`` are the SHA-256 of all files of the hand-in, which a page has at hand: with a subquery in their place
    this took minutes where the database took a table for empty. Of a learner at another centre, or of work that the
    person does not see, there is the number alone.
    """
    if not hashes:
        return None
    same = _of_others(hand_in).filter(**{f"{SHA256}__in": hashes})
    handled = Submission.objects.handled_by(user).filter(hand_ins__items__in=same)
    works = Submission.objects.filter(pk__in=handled.values("pk")).order_by("pk").values(told=_told())[:SHOWN]
    rows = list(_shared(hand_in).annotate(works=ArraySubquery(works)).values_list(NAME, "learners", "works"))
    if not rows:
        return None
    named = tuple(OtherWork(**row | {"pk": UUID(row["pk"])}) for row in rows[0][2])
    return SameFiles(tuple(SameFile(name, learners) for name, learners, _ in rows), named)


def _told() -> JSONObject:
    """What a page says of a piece of work, as the columns of OtherWork."""
    learner = "unit_enrolment__learner"
    name = Coalesce(NullIf(f"{learner}__name", Value("")), f"{learner}__email")
    return JSONObject(pk="pk", attempt="attempt", unit="unit_enrolment__unit__number", learner=name)


def _shared(hand_in: HandIn) -> QuerySet[HandInItem]:
    """One row for each name of a file that others handed in too, with the number of ``learners``."""
    same = _of_others(hand_in).filter(**{SHA256: OuterRef(SHA256)}).order_by().values(SHA256)
    counted = same.annotate(learners=Count("learner", distinct=True)).values("learners")
    own = hand_in.items.annotate(learners=Subquery(counted)).filter(learners__gt=0)
    return own.distinct().order_by(NAME)


def _of_others(hand_in: HandIn) -> QuerySet[HandInItem]:
    """What other learners handed in and did not take back."""
    others = HandInItem.objects.exclude(learner=hand_in.submission.learner_id)
    return others.exclude(hand_in__submission__state=SubmissionState.WITHDRAWN)
