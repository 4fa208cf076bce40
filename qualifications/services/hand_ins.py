"""Reading what was handed in: the evidence as it was frozen, its manifest, its dates and why it came back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cmiportal.documents.models import Item
from cmiportal.documents.soundness import fault_of

from ..models import Criterion, HandIn, HandInItem, Submission, UnitEnrolment
from ..rules.clock import ORDER, stage_times
from ..rules.manifest import Piece, Signed, Subject, manifest_sha256
from ..workflow import SubmissionState
from .history import reason_in
from .portfolio import UnitWork
from .stages import days, paused_so_far


@dataclass(frozen=True)
class CriterionEvidence:
    """A criterion of the unit, and the rows of what was handed in for it."""

    criterion: Criterion
    items: list[HandInItem] = field(default_factory=list)


def last_hand_in(submission: Submission) -> HandIn | None:
    """What of this attempt is judged: the last time it was handed in; None for a draft."""
    return submission.hand_ins.order_by("number").last()


def evidence_of(hand_in: HandIn) -> list[CriterionEvidence]:
    """Every criterion of the unit, in its order, with what was handed in for it; two queries.

    Of each item ``item.item_version`` has title, kind, number, text, word_count and file, ``item.pointer`` is the
    place in it and ``item.criterion`` the criterion. What an earlier attempt met has no items in a later hand-in.
    """
    version = UnitEnrolment.objects.filter(pk=hand_in.unit_enrolment_id).values("unit_version")
    criteria = Criterion.objects.filter(unit_version__in=version).select_related("outcome").order_by("position")
    found = {criterion.pk: CriterionEvidence(criterion) for criterion in criteria}
    for item in hand_in.items.select_related("item_version__file").order_by("item_version__created_at", "pk"):
        item.criterion = found[item.criterion_id].criterion
        found[item.criterion_id].items.append(item)
    return list(found.values())


def frozen_evidence(unit_enrolment: UnitEnrolment) -> dict[int, list[HandInItem]]:
    """For each criterion, by its key, what was last handed in for it, over all attempts; one query."""
    items = (
        HandInItem.objects.filter(hand_in__unit_enrolment=unit_enrolment)
        .exclude(hand_in__submission__state=SubmissionState.WITHDRAWN)
        .select_related("item_version__file", "hand_in")
        .order_by("-hand_in__at", "item_version__created_at", "pk")
    )
    found: dict[int, list[HandInItem]] = {}
    for item in items:
        kept = found.setdefault(item.criterion_id, [])
        if not kept or kept[0].hand_in_id == item.hand_in_id:
            kept.append(item)
    return found


def unchanged_since_judged(work: UnitWork) -> tuple[Criterion, ...]:
    """The criteria that were judged as not yet met, and have exactly the evidence on which they were.

    One query once something was judged, none before.
    """
    judged = [criterion for criterion in work.open if criterion.pk in work.judgements]
    frozen = frozen_evidence(work.unit_enrolment) if judged else {}
    before = {
        key: {(i.item_version.item_id, i.item_version.text, i.item_version.file_id, i.pointer) for i in items}
        for key, items in frozen.items()
    }
    now = {
        key: {(m.item_id, m.item.draft.text, m.item.draft.file_id, m.pointer) for m in mappings}
        for key, mappings in work.by_criterion.items()
    }
    return tuple(one for one in judged if one.pk in now and now[one.pk] == before.get(one.pk))


def broken_files(work: UnitWork) -> dict[Item, str]:
    """The evidence that handing in would freeze with a file that nobody could open, each with what to do about it."""
    items = sorted({mapping.item for mapping in work.for_hand_in}, key=lambda item: (item.created_at, item.pk))
    faults = {item: fault_of(item.draft.file) for item in items if item.draft.file is not None}
    return {item: fault for item, fault in faults.items() if fault}


def manifest_of(hand_in: HandIn, items: Iterable[HandInItem]) -> bytes:
    """The SHA-256 over everything that was handed in and stated: what the receipt of an untouched hand-in shows."""
    submission = hand_in.submission
    return manifest_sha256(
        Subject(
            receipt=hand_in.receipt_number,
            unit=hand_in.unit_enrolment.unit.number,
            attempt=submission.attempt,
            number=hand_in.number,
        ),
        Signed(
            declaration=hand_in.declaration,
            name=hand_in.declared_name,
            ai_use=hand_in.ai_use,
            words=hand_in.words,
            words_reason=hand_in.words_reason,
        ),
        [
            Piece(
                criterion=item.criterion.code,
                version=str(item.item_version_id),
                text_sha256=bytes(item.item_version.text_sha256).hex(),
                file_sha256=bytes(item.item_version.file_sha256 or b"").hex(),
                pointer=item.pointer,
            )
            for item in items
        ],
    )


def planned_dates(submission: Submission, *, at: datetime) -> dict[str, datetime]:
    """By when marking, verification and sign-off are to be done, the time with the learner added so far."""
    return dates_from(submission.hand_ins.earliest("number"), paused=paused_so_far(submission, at=at))


def dates_from(first: HandIn, *, paused: timedelta) -> dict[str, datetime]:
    """The same, by the first time that an attempt was handed in and how long it was with the learner since."""
    nation = first.submission.unit_enrolment.enrolment.centre.nation
    return {
        stage: stage_times(stage, start=first.at, handed_in=first.at, paused=paused, days=days(), nation=nation).due_at
        for stage in ORDER
    }


def return_reason(submission: Submission) -> str:
    """What the assessor asked the learner to correct, last time; empty once it was erased, or without a return."""
    return reason_in(submission.events.filter(action="return").last())
