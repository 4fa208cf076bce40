"""More work that turns late, for tests of reminders: with the same people, at the same centre or at another."""

from datetime import timedelta

from qualifications.models import CentreStaff, Role
from tests.factories.assessment import Desk
from tests.factories.portfolio import ready_unit
from tests.factories.qualifications import CentreStaffFactory, EnrolmentFactory


def another(desk, *, days_ago=0, **fields):
    """Work of another learner at the same centre, handed in so many days before, with the desk's staff."""
    place = EnrolmentFactory(**{"centre": desk.place.centre, "version": desk.place.version} | fields)
    more = Desk(unit=ready_unit(place, number="601"), at=desk.at - timedelta(days=days_ago))
    CentreStaff.objects.filter(user__in=[more.coordinator, more.assessor, more.verifier]).delete()
    more.moderator.groups.clear()
    for role in ("coordinator", "assessor", "verifier", "moderator"):
        setattr(more, role, getattr(desk, role))
    return more


def elsewhere(desk):
    """Work at another centre with its own coordinator, where the desk's assessor and verifier serve too."""
    more = Desk(unit=ready_unit(EnrolmentFactory(version=desk.place.version), number="601"), at=desk.at)
    for role in (Role.ASSESSOR, Role.VERIFIER):
        CentreStaffFactory(user=getattr(desk, role), centre=more.place.centre, role=role)
        setattr(more, role, getattr(desk, role))
    return more
