"""Which evidence meets which criterion of a unit: mapping it, and where the work on the unit stands.

The unit enrolment's row is the lock of its mappings and of handing in, so that nothing moves between the check for
gaps and the freeze. Lock order: place, unit enrolment, submission, item.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.dateformat import format as format_date

from cmiportal.database import sentence_for
from cmiportal.documents.models import Item
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..models import Criterion, Enrolment, Judgement, Mapping, Submission, UnitEnrolment, UnitPass
from ..rules import gaps as rules
from ..workflow import IN_A_STAGE, OUTCOMES, EnrolmentState, SubmissionState


class PortfolioClosed(MoveRefused):
    """Nothing of this unit's work can be changed now; the first argument says why."""


class MappingRefused(MoveRefused):
    """This evidence cannot be mapped to, or taken from, this criterion."""


@dataclass(frozen=True)
class UnitWork:
    """Where a learner's work on one unit stands, read at once; holds only what the learner may see.

    ``judgements`` are those of attempts that were signed off, the last for each criterion, by the criterion's key.
    """

    unit_enrolment: UnitEnrolment
    attempts: tuple[Submission, ...]
    criteria: tuple[Criterion, ...]
    judgements: dict[int, Judgement]
    mappings: tuple[Mapping, ...]
    closed_because: str

    @property
    def latest(self) -> Submission | None:
        """The last attempt, whatever became of it."""
        return self.attempts[-1] if self.attempts else None

    @property
    def is_in_a_stage(self) -> bool:
        """Whether the work is handed in and somebody at the centre or the Institute has it."""
        return self.latest is not None and self.latest.state in IN_A_STAGE

    @property
    def moves(self) -> int:
        """The version of what the learner sees, for the form that hands in."""
        return self.latest.moves if self.latest else 0

    @property
    def resubmit_by(self) -> datetime | None:
        """Until when a referral can be resubmitted; None where none is, and for work that came back in time."""
        referred = [attempt for attempt in self.attempts if attempt.state == SubmissionState.REFERRED]
        is_back = self.latest is not None and self.latest.state == SubmissionState.RETURNED
        return referred[-1].resubmit_by if referred and not is_back else None

    @cached_property
    def met(self) -> frozenset[int]:
        """Keys of the criteria that stay met."""
        return frozenset(key for key, judgement in self.judgements.items() if judgement.met)

    @cached_property
    def open(self) -> tuple[Criterion, ...]:
        """The criteria that the next hand-in is judged on."""
        keys = rules.still_open([criterion.pk for criterion in self.criteria], met=self.met)
        return self._with_keys(keys)

    @cached_property
    def gaps(self) -> tuple[Criterion, ...]:
        """The open criteria without evidence."""
        keys = rules.gaps([criterion.pk for criterion in self.criteria], met=self.met, mapped=self.by_criterion)
        return self._with_keys(keys)

    @cached_property
    def by_criterion(self) -> dict[int, list[Mapping]]:
        """The mappings by the key of their criterion."""
        found: dict[int, list[Mapping]] = defaultdict(list)
        for mapping in self.mappings:
            found[mapping.criterion_id].append(mapping)
        return dict(found)

    @cached_property
    def for_hand_in(self) -> tuple[Mapping, ...]:
        """What handing in would freeze: everything mapped to an open criterion."""
        return tuple(mapping for mapping in self.mappings if mapping.criterion_id not in self.met)

    def _with_keys(self, keys: tuple[int, ...]) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.pk in keys)


def work_on(unit_enrolment: UnitEnrolment, *, at: datetime) -> UnitWork:
    """Everything about the work on a unit in five queries, its mappings with the drafts and files as they now are."""
    attempts = tuple(unit_enrolment.submissions.select_related("stage").order_by("attempt"))
    signed_off = unit_enrolment.judgements.filter(submission__state__in=OUTCOMES).order_by("submission__attempt")
    return UnitWork(
        unit_enrolment=unit_enrolment,
        attempts=attempts,
        criteria=tuple(unit_enrolment.unit_version.criteria.select_related("outcome")),
        judgements={judgement.criterion_id: judgement for judgement in signed_off},
        mappings=tuple(unit_enrolment.mappings.with_evidence()),
        closed_because=closed_because(unit_enrolment, attempts, at=at),
    )


def gaps(unit_enrolment: UnitEnrolment, *, at: datetime) -> tuple[Criterion, ...]:
    """The criteria that are not yet met and have no evidence, in their order."""
    return work_on(unit_enrolment, at=at).gaps


def closed_because(unit_enrolment: UnitEnrolment, attempts: tuple[Submission, ...], *, at: datetime) -> str:
    """Why the learner can neither map nor hand in now, as a sentence; empty while the work is with them."""
    state = attempts[-1].state if attempts else ""
    if state in IN_A_STAGE:
        return "This work is submitted. What you submitted cannot be changed while it is being judged."
    passed = UnitPass.objects.standing().filter(learner=unit_enrolment.learner_id, unit=unit_enrolment.unit_id)
    if state == SubmissionState.PASSED or passed.exists():
        return "You have passed this unit."
    if state == SubmissionState.FAILED or unit_enrolment.failed_at:
        return "This unit is not passed, and no resubmission is left. You have the right to appeal."
    return _place_closed(unit_enrolment.enrolment, at=at) or _too_late(attempts, at=at)


def locked_unit(unit_enrolment: UnitEnrolment) -> UnitEnrolment:
    """The unit enrolment read afresh, with its place and then its own row locked (that order everywhere).

    Raises PortfolioClosed when the learner dropped the unit meanwhile.
    """
    Enrolment.objects.select_for_update().get(pk=unit_enrolment.enrolment_id)
    unit = (
        UnitEnrolment.objects.select_for_update(of=("self",))
        .select_related("enrolment__centre", "learner", "unit__level", "unit_version")
        .filter(pk=unit_enrolment.pk)
        .first()
    )
    if unit is None:
        raise PortfolioClosed("This unit is no longer among those that you chose.")
    return unit


@transaction.atomic
def map_item(*, unit_enrolment: UnitEnrolment, item: Item, criterion: Criterion, pointer: str, at: datetime) -> Mapping:
    """Say that an item meets a criterion, and where in it (``pointer``, as a reader would look for it).

    Raises PortfolioClosed while the work is not with the learner, MappingRefused for a criterion that is met, for
    evidence that is withdrawn, somebody else's or already mapped there, and for a criterion of another unit.
    """
    unit = _open_for_change(unit_enrolment, criterion, at=at)
    if not Item.objects.current().filter(pk=item.pk).exists():
        raise MappingRefused("This evidence was withdrawn.")
    try:
        with transaction.atomic():
            return Mapping.objects.create(
                unit_enrolment=unit,
                unit_version_id=unit.unit_version_id,
                learner_id=unit.learner_id,
                item=item,
                criterion=criterion,
                pointer=pointer,
            )
    except IntegrityError as error:
        raise MappingRefused(sentence_for(error)) from error


@transaction.atomic
def map_to_many(*, item: Item, chosen: list[tuple[UnitEnrolment, list[Criterion]]], pointer: str, at: datetime) -> None:
    """Map an item to criteria of several units, or to none of them: raises as ``map_item``.

    The units in order of their keys, as whoever locks more than one does.
    """
    for unit, criteria in sorted(chosen, key=lambda pair: pair[0].pk):
        for criterion in criteria:
            try:
                map_item(unit_enrolment=unit, item=item, criterion=criterion, pointer=pointer, at=at)
            except MoveRefused as error:
                raise MappingRefused(f"{unit.unit}, {criterion.code}: {error} Nothing was mapped.") from error


@transaction.atomic
def change_pointer(*, mapping: Mapping, pointer: str, at: datetime) -> None:
    """Say otherwise where in the evidence the criterion is met. Raises as ``map_item``."""
    _open_for_change(mapping.unit_enrolment, mapping.criterion, at=at)
    if not Mapping.objects.filter(pk=mapping.pk).update(pointer=pointer):
        raise MappingRefused("This evidence is no longer mapped to the criterion.")


@transaction.atomic
def unmap(*, mapping: Mapping, at: datetime) -> None:
    """Take the evidence from the criterion; the evidence itself stays. Twice is harmless. Raises as ``map_item``."""
    _open_for_change(mapping.unit_enrolment, mapping.criterion, at=at)
    Mapping.objects.filter(pk=mapping.pk).delete()


def _open_for_change(unit_enrolment: UnitEnrolment, criterion: Criterion, *, at: datetime) -> UnitEnrolment:
    unit = locked_unit(unit_enrolment)
    work = work_on(unit, at=at)
    if work.closed_because:
        raise PortfolioClosed(work.closed_because)
    if criterion.pk in work.met:
        raise MappingRefused(f"Criterion {criterion.code} is met and stays met; it needs no other evidence.")
    return unit


def _place_closed(enrolment: Enrolment, *, at: datetime) -> str:
    state = enrolment.state
    if state in (EnrolmentState.REQUESTED, EnrolmentState.APPROVED):
        return "Your centre has not registered you yet. You can submit work once it has."
    ends = enrolment.expires_on
    if ends is not None and (
        state == EnrolmentState.EXPIRED or (state == EnrolmentState.REGISTERED and ends < uk_day(at))
    ):
        return f"Your registration ended on {format_date(ends, 'l j F Y')}. Your centre can help."
    if state != EnrolmentState.REGISTERED:
        return f"Your place is {enrolment.get_state_display().lower()}, so no more work can be submitted under it."
    return ""


def _too_late(attempts: tuple[Submission, ...], *, at: datetime) -> str:
    """A referral can be resubmitted for some time and so often; a returned attempt keeps its place."""
    referred = [attempt for attempt in attempts if attempt.state == SubmissionState.REFERRED]
    if not referred or attempts[-1].state == SubmissionState.RETURNED:
        return ""
    if len(referred) > settings.RESUBMISSIONS_ALLOWED:
        return "No resubmission of this unit is left."
    last = referred[-1].resubmit_by
    if last is not None and last < at:
        return f"The time to resubmit this unit ended on {format_date(uk_day(last), 'l j F Y')}. Your centre can help."
    return ""
