"""What registrations and awards mean for membership: who registers studies with us, what is awarded is held."""

from collections.abc import Iterable
from datetime import datetime

from cmiportal.rules.days import uk_day
from membership.services import studying
from membership.services.held import Awarded, end_award, note_awards

from ..models import Award, Enrolment
from ..workflow import EnrolmentState


def registered(place: Enrolment, *, at: datetime) -> None:
    """The learner is registered: their studying membership begins, or runs on."""
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
