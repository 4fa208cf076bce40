"""What tests of memberships ask: what was done, what was told, in which grade it was."""

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.notifications.models import Notification
from tests.factories.accounts import UserFactory


def actions(row):
    """What was done with it, in order."""
    return [event.action for event in row.events.all()]


def told(row):
    """What its person was told, by kind, in order."""
    kinds = Notification.objects.filter(recipient=row.person).order_by("created_at", "pk")
    return [message.kind for message in kinds]


def spans(row):
    """(grade, first day, day after the last) of its grades."""
    return [(span.grade_id, span.during.lower, span.during.upper) for span in row.grades.all()]


def officer():
    """Somebody of the membership team."""
    return UserFactory(groups=[MEMBERSHIP_ASSESSORS])
