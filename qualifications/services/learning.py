"""A learner's places with all that the pages about them show, in a number of queries that does not grow."""

from dataclasses import dataclass
from datetime import datetime

from cmiportal.accounts.models import User
from cmiportal.links.models import Link

from ..models import Award, Enrolment
from ..workflow import AWARD_STANDING, EnrolmentState
from .enrolment import PURPOSE
from .unit_choice import Choice, choices_of

# A place that never led to a registration has no units.
HAS_UNITS = (EnrolmentState.REGISTERED, EnrolmentState.COMPLETED, EnrolmentState.EXPIRED, EnrolmentState.WITHDRAWN)


@dataclass(frozen=True)
class Place:
    """A place with its choice of units, the last link to a line manager while it waits for one, and its award."""

    enrolment: Enrolment
    choice: Choice | None
    link: Link | None
    award: Award | None

    def waits_for_line_manager(self, *, at: datetime) -> bool:
        """Whether the link that was sent last can still be used."""
        return self.link is not None and not self.link.closed_because(at=at)


def places_of(learner: User) -> list[Place]:
    """All places of a learner, newest first; eight queries, two or three where there is none that has units."""
    rows = Enrolment.objects.of_learner(learner).select_related("qualification__level", "version", "centre", "learner")
    return _with_all(list(rows))


def place_of(enrolment: Enrolment) -> Place:
    """One place."""
    return _with_all([enrolment])[0]


def _with_all(rows: list[Enrolment]) -> list[Place]:
    keys = [row.pk for row in rows]
    taught = [row for row in rows if row.state in HAS_UNITS and row.registered_on]
    choices = {choice.enrolment.pk: choice for choice in (choices_of(taught) if taught else ())}
    asking = [row.pk for row in rows if row.state == EnrolmentState.REQUESTED]
    links = Link.objects.filter(purpose=PURPOSE, subject_id__in=asking).order_by("created_at")
    link_of = {link.subject_id: link for link in links}
    awards = {award.enrolment_id: award for award in Award.objects.filter(enrolment__in=keys, state__in=AWARD_STANDING)}
    return [Place(row, choices.get(row.pk), link_of.get(row.pk), awards.get(row.pk)) for row in rows]
