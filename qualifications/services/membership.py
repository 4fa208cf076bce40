"""What registrations, passes and awards mean for membership.

Who registers studies with us, what is awarded is held, and what was learnt is offered to the CPD record.
"""

from collections.abc import Iterable
from datetime import datetime

from cmiportal.rules.days import uk_day
from membership.models import CpdEntry
from membership.services.cpd import offers as cpd_offers
from membership.services.members import studying
from membership.services.record.held import Awarded, end_award, note_awards

from ..models import Award, Enrolment, UnitPass
from ..workflow import EnrolmentState


def registered(place: Enrolment, *, at: datetime) -> None:
    """The learner is registered: their studying membership begins, or runs on."""
    assert place.expires_on is not None, place
    studying.begin(person=place.learner, until=place.expires_on, at=at)


def no_longer_registered(place: Enrolment, *, at: datetime) -> None:
    """The place is over (completed, withdrawn, expired); nothing where it never was a registration."""
    if place.registered_on is None:
        return
    others = Enrolment.objects.filter(learner=place.learner_id, state=EnrolmentState.REGISTERED).exclude(pk=place.pk)
    studying.end(person=place.learner, source=f"place:{place.pk}", goes_on=others.exists(), at=at)


def awarded(awards: Iterable[Award], *, at: datetime) -> int:
    """Keep issued awards among the qualifications that their learners hold; returns how many are new there."""
    return note_awards([_as_held(award) for award in awards], at=at)


def no_longer_awarded(award: Award, *, at: datetime) -> None:
    """A revoked award counts no more."""
    end_award(number=award.number, at=at)


def offer_pass(row: UnitPass, *, at: datetime) -> None:
    """Offer the unit that was passed as an entry of the learner's CPD record."""
    cpd_offers.offer(
        person=row.learner,
        source_key=f"pass:{row.pk}",
        title=f"Unit {row.unit.number}, {row.unit_version.title}",
        activity=CpdEntry.Activity.COURSE,
        on=row.passed_on,
        at=at,
    )


def offer_award(award: Award, *, at: datetime) -> None:
    """Offer the qualification that was awarded as an entry of the learner's CPD record."""
    cpd_offers.offer(
        person=award.learner,
        source_key=f"award:{award.number}",
        title=award.enrolment.qualification.title,
        activity=CpdEntry.Activity.COURSE,
        on=uk_day(at),
        at=at,
    )


def _as_held(award: Award) -> Awarded:
    qualification, issued_at = award.enrolment.qualification, award.issued_at
    assert issued_at is not None, award
    return Awarded(
        number=award.number,
        person_id=award.learner_id,
        title=qualification.title,
        level=qualification.level_id,
        size=qualification.size,
        awarded_on=uk_day(issued_at),
    )
