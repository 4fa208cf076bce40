"""Handing in the work on a unit: checked, frozen, receipted and sent on in one transaction; and taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from cmiportal.accounts.models import User
from cmiportal.documents.models import ItemVersion
from cmiportal.documents.services import ItemRefused, keep_version
from cmiportal.workflow import MoveNotAllowed, MoveRefused, StaleMove, born

from ..models import HandIn, HandInItem, Mapping, Submission, UnitEnrolment
from ..permissions import is_the_learner
from ..rules import declaration
from ..rules.gaps import named
from ..rules.preflight import date_fault
from ..rules.word_count import WordRange, beyond, tolerated
from ..workflow import SUBMISSION_OPEN, SubmissionState
from .assessment_messages import tell_holder, tell_same_files, tell_to_allocate
from .hand_in_messages import tell_received
from .hand_ins import broken_files, manifest_of
from .numbers import new_number
from .portfolio import PortfolioClosed, UnitWork, locked_unit, work_on
from .same_files import same_files
from .stages import current_holder, enter_stage, leave_stages, locked, resume

WITHOUT_DATE = {
    "undated": "Say when this evidence is from, then submit.",
    "ahead": "Its date has not come yet. Correct it, then submit.",
}
HANDED_IN_AGAIN = "The learner has corrected the work and submitted it again."


class HandInRefused(MoveRefused):
    """The work cannot be handed in as it is; ``field`` names the answer to change, where there is one."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class AlreadyHandedIn(MoveRefused):
    """A second click or tab: the work was handed in, and ``hand_in`` is its receipt."""

    def __init__(self, hand_in: HandIn) -> None:
        super().__init__(f"This work is submitted already. Its receipt is {hand_in.receipt_number}.")
        self.hand_in = hand_in


@dataclass(frozen=True)
class Declared:
    """What the learner states and signs."""

    name: str
    signed: bool
    ai_use: str
    words_in_files: int
    words_reason: str


@transaction.atomic
def open_attempt(*, unit_enrolment: UnitEnrolment, by: User, at: datetime) -> Submission:
    """The attempt that the learner works towards: the one with them, else the next, born as a draft.

    Raises AlreadyHandedIn while one is being judged, PortfolioClosed when there can be none, MoveNotAllowed for
    anybody but the learner.
    """
    return _attempt(work_on(locked_unit(unit_enrolment), at=at), by=by, at=at)


@transaction.atomic
def hand_in(
    *,
    unit_enrolment: UnitEnrolment,
    by: User,
    declared_name: str,
    signed: bool,
    ai_use: str = "",
    words_in_files: int = 0,
    words_reason: str = "",
    at: datetime,
    moves: int | None = None,
) -> HandIn:
    """Hand in everything mapped to the criteria that are still open: all of it, or nothing with the reason.

    ``ai_use`` is empty where none was used; ``words_in_files`` is the learner's own count; ``moves`` is the version
    that the page showed (``UnitWork.moves``). Freezes each item as a version, keeps the manifest with its hash under
    a receipt number, starts or resumes the clock and tells learner and staff. Raises HandInRefused (a gap, an empty
    item, a file that does not open, no date or one ahead, no signature, no reason for the length), StaleMove, and
    as ``open_attempt``.
    """
    declared = Declared(declared_name.strip(), signed, ai_use.strip(), words_in_files, words_reason.strip())
    work = work_on(locked_unit(unit_enrolment), at=at)
    submission = locked(_attempt(work, by=by, at=at))
    if moves is not None and moves != work.moves:
        raise StaleMove
    _check_signed(declared)
    versions = _frozen(work, at=at)
    made = _recorded(submission, work, versions, declared, at=at)
    _send(submission, made, by=by, at=at)
    _tell(submission, made, at=at)
    return made


@transaction.atomic
def withdraw(*, submission: Submission, by: User, at: datetime, moves: int | None = None) -> Submission:
    """Take back an attempt that is with the learner; it does not count as a resubmission. Raises as ``move()``."""
    work = locked(submission)
    leave_stages(work, "withdraw", at=at, actor=by, moves=moves)
    resume(work, at=at)
    return work


def words_asked(unit_enrolment: UnitEnrolment) -> WordRange | None:
    """The words that need no reason: those of the unit, else those of its level, with the tolerance of the policy."""
    version, level = unit_enrolment.unit_version, unit_enrolment.unit.level
    own = version.words_to is not None
    figures = (version.words_from, version.words_to) if own else (level.words_from, level.words_to)
    return tolerated(*figures, percent=settings.WORDS_TOLERANCE_PERCENT)


def _attempt(work: UnitWork, *, by: User, at: datetime) -> Submission:
    if not is_the_learner(by, work.unit_enrolment):
        raise MoveNotAllowed("Only the learner submits their work.")
    if work.latest is not None and work.is_in_a_stage:
        raise AlreadyHandedIn(work.latest.hand_ins.latest("number"))
    if work.closed_because:
        raise PortfolioClosed(work.closed_because)
    if work.latest is not None and work.latest.state in SUBMISSION_OPEN:
        return work.latest
    return born(Submission(unit_enrolment=work.unit_enrolment, attempt=len(work.attempts) + 1), actor=by, at=at)


def _check_signed(declared: Declared) -> None:
    if not declared.signed:
        raise HandInRefused("Tick the box to sign the declaration.", field="signed")
    if not declared.name:
        raise HandInRefused("Type your full name to sign the declaration.", field="declared_name")


def _frozen(work: UnitWork, *, at: datetime) -> dict[Mapping, ItemVersion]:
    """The version that each mapping hands in; raises HandInRefused for a gap, or a piece that is not in order."""
    if work.gaps:
        codes = [criterion.code for criterion in work.gaps]
        subject = "Criterion {} has" if len(codes) == 1 else "Criteria {} have"
        raise HandInRefused(f"{subject.format(named(codes))} no evidence yet. Map some, then submit.")
    for item, fault in broken_files(work).items():
        raise HandInRefused(f"{item.title}: {fault}")
    for mapping in work.for_hand_in:
        if fault := date_fault(mapping.item.dated_on, today=localdate(at)):
            raise HandInRefused(f"{mapping.item.title}: {WITHOUT_DATE[fault]}")
    kept: dict[object, ItemVersion] = {}
    for mapping in sorted(work.for_hand_in, key=lambda mapping: mapping.item_id):
        if mapping.item_id not in kept:
            try:
                kept[mapping.item_id] = keep_version(item=mapping.item, at=at)
            except ItemRefused as error:
                raise HandInRefused(f"{mapping.item.title}: {error}") from error
    return {mapping: kept[mapping.item_id] for mapping in work.for_hand_in}


def _counted(work: UnitWork, versions: Iterable[ItemVersion], declared: Declared) -> int:
    """The words of all the evidence, each piece once; raises HandInRefused where the length needs a reason."""
    words = sum(version.word_count for version in set(versions)) + declared.words_in_files
    asked = words_asked(work.unit_enrolment)
    found = beyond(words, asked, whole_unit=not work.met)
    if asked and found and not declared.words_reason:
        raise HandInRefused(
            f"Your work has {words:,} words; this unit asks for {asked.least:,} to {asked.most:,}. "
            f"Say why it is {found}er, or change it.",
            field="words_reason",
        )
    return words


def _recorded(
    submission: Submission, work: UnitWork, versions: dict[Mapping, ItemVersion], declared: Declared, *, at: datetime
) -> HandIn:
    """The hand-in with its items; its hash is part of the row, which is inserted once and never changed."""
    unit = work.unit_enrolment
    made = HandIn(
        submission=submission,
        unit_enrolment=unit,
        number=submission.hand_ins.count() + 1,
        receipt_number=new_number("receipt"),
        at=at,
        declared_name=declared.name,
        declaration=declaration.CURRENT,
        ai_use=declared.ai_use,
        words=_counted(work, versions.values(), declared),
        words_reason=declared.words_reason,
    )
    items = [_item(made, mapping, version) for mapping, version in versions.items()]
    made.manifest_sha256 = manifest_of(made, items)
    made.save(force_insert=True)
    HandInItem.objects.bulk_create(items)
    return made


def _item(made: HandIn, mapping: Mapping, version: ItemVersion) -> HandInItem:
    return HandInItem(
        hand_in=made,
        unit_enrolment=made.unit_enrolment,
        learner_id=mapping.learner_id,
        unit_version_id=mapping.unit_version_id,
        item_version=version,
        criterion=mapping.criterion,
        pointer=mapping.pointer,
    )


def _send(submission: Submission, made: HandIn, *, by: User, at: datetime) -> None:
    """To allocation, or after a return straight back to whoever was marking it."""
    said = {
        "actor": by,
        "data": {"receipt": made.receipt_number, "manifest": made.manifest_sha256.hex()},
        "sealed": {"declared_name": made.declared_name},
        "about": by,
    }
    if submission.state == SubmissionState.RETURNED:
        resume(submission, at=at)
        marker = current_holder(submission, "marking")
        enter_stage(submission, "submit_again", stage="marking", holder=marker, at=at, **said)
    else:
        enter_stage(submission, "submit", stage="allocation", holder=None, at=at, **said)


def _tell(submission: Submission, made: HandIn, *, at: datetime) -> None:
    """Receipt for the learner; the marker, or the coordinators who have to find one, learn that the work is there.

    That another learner handed in the same file is for staff to look into: it is told to the coordinators alone.
    """
    tell_received(made, at=at)
    if shared := same_files(made):
        tell_same_files(submission, [file.name for file in shared], at=at)
    if submission.state == SubmissionState.MARKING:
        tell_holder(submission, at=at, reason=HANDED_IN_AGAIN, sender=submission.learner)
    else:
        tell_to_allocate(submission, at=at)
