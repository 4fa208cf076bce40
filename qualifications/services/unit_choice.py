"""Which units a learner takes under a place: what the rule says of the choice, and changing it as a whole."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Prefetch, ProtectedError

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveRefused, StaleMove

from ..models import Enrolment, PoolUnit, Submission, UnitEnrolment, UnitPass
from ..permissions import is_the_learner
from ..rules.choice import countable_passes, made_worse
from ..rules.combination import Broken, Rule, Verdict, check, refusals
from ..rules.combination_words import broken_in_words, explain
from ..workflow import EnrolmentState
from .rule import pool_of, rules_of, with_passes


class ChoiceRefused(MoveRefused):
    """The choice cannot be saved; ``reasons`` holds a sentence for each thing that is wrong."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class MappedUnits(ChoiceRefused):
    """Units that would be taken out have evidence mapped to their criteria; ``numbers`` are theirs."""

    def __init__(self, rows: Iterable[UnitEnrolment]) -> None:
        self.numbers = frozenset(row.unit.number for row in rows)
        super().__init__(*(_what_goes(row) for row in sorted(rows, key=lambda row: row.unit.number)))


@dataclass(frozen=True)
class Choice:
    """A learner's units under one place, read at once. Units are named by their numbers everywhere.

    ``units`` are the rows chosen, each with ``attempts`` (submissions in their order) and ``mapped`` (how many of its
    criteria have evidence) of ``asked``; ``passes`` are the learner's standing passes of units in the pool.
    """

    enrolment: Enrolment
    rule: Rule
    pool: tuple[PoolUnit, ...]
    units: dict[str, UnitEnrolment] = field(default_factory=dict)
    passes: dict[str, UnitPass] = field(default_factory=dict)

    @cached_property
    def passed(self) -> frozenset[str]:
        """Units that are passed, here or elsewhere, and count."""
        return countable_passes(self.rule, self.passes)

    @cached_property
    def chosen(self) -> frozenset[str]:
        """Units chosen here that are still to be passed; one that was failed for good is not."""
        return frozenset(n for n, row in self.units.items() if row.failed_at is None) - self.passes.keys()

    @cached_property
    def counted(self) -> frozenset[str]:
        """What the rule is asked about."""
        return self.passed | self.chosen

    @cached_property
    def settled(self) -> frozenset[str]:
        """Units that a tick or its absence does not change: passed, or with work that was handed in."""
        worked_on = (n for n, row in self.units.items() if row.attempts)  # type: ignore[attr-defined]
        return frozenset(self.passes) | frozenset(worked_on)

    @cached_property
    def verdict(self) -> Verdict:
        """What the choice comes to."""
        return check(self.rule, self.counted)

    @property
    def credits_passed(self) -> int:
        """Credits of the units that are passed and count."""
        return self.rule.credits_of(self.passed)

    def missing(self, counted: Iterable[str] | None = None) -> tuple[str, ...]:
        """What the choice, or another, still lacks or cannot hold, in sentences."""
        return explain(self.rule, self.counted if counted is None else counted)

    def with_ticks(self, numbers: Iterable[str]) -> frozenset[str]:
        """What the rule is asked about when these units are ticked: settled units stay as they are."""
        open_units = (frozenset(numbers) | self.rule.mandatory) - self.settled
        return self.passed | (self.chosen & self.settled) | open_units

    def refused(self, counted: Iterable[str]) -> dict[str, Broken]:
        """Why units that do not count in this choice may not be added to it, by number."""
        return refusals(self.rule, counted)


def choice_of(enrolment: Enrolment) -> Choice:
    """The choice under one place; five queries."""
    return choices_of([enrolment])[0]


def choices_of(enrolments: Iterable[Enrolment]) -> list[Choice]:
    """The choices under several places of one learner, in their order; five queries however many there are."""
    places = list(enrolments)
    versions = {place.version_id: place.version for place in places}
    pool = pool_of(versions)
    rules = rules_of(versions.values(), pool=pool)
    rows = list(_units_of(places))
    passes = {
        row.unit.number: row
        for row in UnitPass.objects.standing()
        .filter(learner__in={place.learner_id for place in places})
        .select_related("unit", "unit_version")
    }
    credits = {number: row.unit_version.credits for number, row in passes.items()}
    return [
        Choice(
            enrolment=place,
            rule=with_passes(rules[place.version_id], credits),
            pool=tuple(row for row in pool if row.version_id == place.version_id),
            units={row.unit.number: row for row in rows if row.enrolment_id == place.pk},
            passes={number: row for number, row in passes.items() if number in rules[place.version_id].pool},
        )
        for place in places
    ]


@transaction.atomic
def choose_units(
    *,
    enrolment: Enrolment,
    by: User,
    numbers: Set[str],
    at: datetime,
    seen: Set[str] | None = None,
    confirmed: Set[str] = frozenset(),
) -> None:
    """Save a choice whole: the units named are taken, others dropped with what was mapped in them (evidence stays).

    The place's row is locked first, then the rule is asked. A choice that falls short of the minimum is saved; what
    the rule refuses raises ChoiceRefused, and so does dropping a unit whose work was handed in, and a place that is
    not registered. ``seen`` are the units that the form showed as chosen: StaleMove if they have changed since.
    MappedUnits names units with evidence mapped to them that would be dropped and are not ``confirmed``.
    """
    place = Enrolment.objects.select_for_update(of=("self",)).select_related("version", "learner").get(pk=enrolment.pk)
    if not is_the_learner(by, place) or place.state != EnrolmentState.REGISTERED:
        raise ChoiceRefused("Units can be chosen by the learner while they are registered.")
    choice = choice_of(place)
    if seen is not None and seen != choice.units.keys():
        raise StaleMove
    _refuse_what_is_settled(choice, numbers)
    after = choice.with_ticks(numbers)
    if worse := made_worse(choice.rule, choice.counted, after):
        raise ChoiceRefused(*(broken_in_words(choice.rule, broken) for broken in worse))
    _drop([choice.units[number].pk for number in sorted(choice.chosen - after)], confirmed)
    _take(choice, sorted(after - choice.counted), at=at)


def take_mandatory(*, enrolment: Enrolment, at: datetime) -> None:
    """Choose the mandatory units that are not passed; call it with the place's row locked or just registered."""
    choice = choice_of(enrolment)
    _take(choice, sorted(choice.with_ticks(()) - choice.counted), at=at)


def _refuse_what_is_settled(choice: Choice, numbers: Set[str]) -> None:
    taken_out = (choice.units.keys() & choice.settled) - numbers
    reasons = []
    for number in sorted(taken_out):
        if number in choice.passes:
            reasons.append(f"Unit {number} cannot be taken out: you have passed it.")
        elif choice.units[number].failed_at is None:
            reasons.append(f"Unit {number} cannot be taken out: work for it was submitted.")
    if reasons:
        raise ChoiceRefused(*reasons)


def _what_goes(row: UnitEnrolment) -> str:
    count = "one criterion" if row.mapped == 1 else f"{row.mapped} criteria"  # type: ignore[attr-defined]
    return (
        f"Unit {row.unit.number} has evidence mapped to {count}. Save again to take it out and lose that; "
        "the evidence itself stays."
    )


def _drop(keys: list[UUID], confirmed: Set[str]) -> None:
    """Lock them before what is mapped in them is counted and goes, in order of their keys: as withdrawing does."""
    rows = UnitEnrolment.objects.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update())
    found = list(rows.select_related("unit").annotate(mapped=Count("mappings__criterion", distinct=True)))
    mapped = [row for row in found if row.mapped]
    if not {row.unit.number for row in mapped} <= confirmed:
        raise MappedUnits(mapped)
    for row in found:
        try:
            row.delete()
        except ProtectedError:  # a case, of which the learner need not know
            raise ChoiceRefused(f"{row.unit} cannot be taken out: records about it are kept.") from None


def _take(choice: Choice, numbers: Iterable[str], *, at: datetime) -> None:
    place = choice.enrolment
    pool = {row.unit.number: row for row in choice.pool}
    UnitEnrolment.objects.bulk_create(
        UnitEnrolment(
            enrolment=place,
            learner_id=place.learner_id,
            version_id=place.version_id,
            unit_id=pool[number].unit_id,
            unit_version_id=pool[number].unit_version_id,
            chosen_at=at,
        )
        for number in numbers
    )


def _units_of(places: list[Enrolment]) -> Iterable[UnitEnrolment]:
    submissions = Submission.objects.select_related("stage").order_by("attempt")
    attempts = Prefetch("submissions", submissions, to_attr="attempts")
    return (
        UnitEnrolment.objects.filter(enrolment__in=places)
        .select_related("unit", "unit_version")
        .annotate(
            mapped=Count("mappings__criterion", distinct=True), asked=Count("unit_version__criteria", distinct=True)
        )
        .prefetch_related(attempts)
        .order_by("unit__number")
    )
