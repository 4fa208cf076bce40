"""Places made the way people make them: through the services."""

from datetime import timedelta

from cmiportal.links.models import Link
from cmiportal.notifications.models import Notification
from cmiportal.workflow import born
from qualifications.models import Role, Submission
from qualifications.services.enrolment import LineManager, request_place

from .accounts import UserFactory
from .qualifications import (
    NOW,
    ApprovalFactory,
    EnrolmentFactory,
    chosen_unit,
    published_unit,
    published_version,
    staff_of,
)

LINE_MANAGER = LineManager("Priya Ostrander", "Priya@example.org", "Ostrander & Vale")
DAY = timedelta(days=1)


def offered_qualification(units=("601", "602", "603"), **version):
    """A version in force with these units (6 credits each), and the centre approved to deliver it."""
    version = published_version([published_unit(number) for number in units], **version)
    return version, ApprovalFactory(qualification=version.qualification).centre


def asked_place(*, at=NOW, learner=None, line_manager=LINE_MANAGER, **version):
    """A place that a learner asked for; the line manager has a link."""
    version, centre = offered_qualification(**version)
    learner = learner or UserFactory()
    return request_place(
        learner=learner,
        qualification=version.qualification,
        centre=centre,
        name_as_printed=learner.name,
        line_manager=line_manager,
        at=at,
    )


def registered_place(*, units=("601", "602", "603"), learner=None, **version):
    """A registered place with nothing chosen on a version of these units, 6 credits each."""
    version = published_version([published_unit(number) for number in units], **version)
    return EnrolmentFactory(version=version, learner=learner or UserFactory())


def coordinator_of(place, **user):
    """Somebody who coordinates the place's centre."""
    return staff_of(place.centre, Role.COORDINATOR, **user)


def link_of(place):
    """The link that was sent last for the place."""
    return Link.objects.filter(subject_id=place.pk).latest("created_at")


def attempt(place, number, state="referred", **fields):
    """An attempt at the chosen unit that has left the learner's hands; stages and hand-ins are not needed here."""
    unit = place.units.filter(unit__number=number).first() or chosen_unit(place, number)
    return born(Submission(unit_enrolment=unit, attempt=1, state=state, **fields), at=NOW, actor=place.learner)


def told(kind=None):
    """(kind, recipient or address) of everything owed so far, in its order; or the contexts of one kind."""
    rows = Notification.objects.select_related("recipient").order_by("pk")
    if kind:
        return [row.context for row in rows.filter(kind=kind)]
    return [(row.kind, row.recipient or row.address) for row in rows]
