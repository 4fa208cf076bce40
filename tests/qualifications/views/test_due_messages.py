"""From a message about late work to the queue: its links show just the work that it is about."""

import pytest
from django.utils import timezone

from cmiportal.notifications.models import Notification
from qualifications.models import CentreStaff
from qualifications.services.reminders import remind_due
from tests.qualifications.views.desks import desk_of_today

pytestmark = pytest.mark.django_db


def test_the_links_lead_to_the_late_and_the_nearly_late_work_of_that_centre(client):
    desk = desk_of_today(days_ago=30)
    centre = {"centre": desk.place.centre, "version": desk.place.version}
    late, soon, elsewhere = (
        desk_of_today(days_ago=30, **centre),
        desk_of_today(days_ago=0, **centre),
        desk_of_today(days_ago=30, version=desk.place.version),
    )
    CentreStaff.objects.filter(user=elsewhere.coordinator).update(user=desk.coordinator)
    at = timezone.now()
    type(soon.work.stage).objects.filter(pk=soon.work.stage.pk).update(started_at=at, warn_at=at)
    remind_due(at=timezone.now())
    client.force_login(desk.coordinator)

    message = Notification.objects.get(kind="work_due_list", recipient=desk.coordinator)
    page = client.get(f"/messages/{message.message_id}/")
    late_page, soon_page = client.get(message.context["path"]), client.get(message.context["soon_path"])

    for path in ("path", "soon_path"):
        assert f'href="{message.context[path]}"'.replace("&", "&amp;") in page.content.decode()
    assert {line.work for line in late_page.context["lines"]} == {desk.work, late.work}
    assert [line.work for line in soon_page.context["lines"]] == [soon.work]
