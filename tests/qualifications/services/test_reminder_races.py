"""Two runs of the reminders at once: the second waits for the first and finds that all was told."""

from datetime import timedelta

import pytest

from cmiportal.notifications.models import Notification
from qualifications.services.reminders import remind_due
from tests.factories.assessment import Desk
from tests.qualifications.services.due_work import another
from tests.races import in_turn, no_writing_to

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_runs_at_once_tell_everybody_once():
    desk = Desk()
    another(desk, days_ago=1)
    at = desk.work.stage.due_at + timedelta(hours=1)

    # The first has read what was told, and waits to write.
    told = in_turn(no_writing_to(Notification), lambda: remind_due(at=at), lambda: remind_due(at=at + timedelta(1)))

    assert told == [1, 0]
    assert Notification.objects.filter(kind__in=["work_due_soon", "work_late", "work_due_list"]).count() == 1
