"""A run of the Highlights, killed with -9 in the middle: whoever asked is owed the issue once, then or next time."""

from datetime import date

import pytest
from django.utils import timezone

from cmiportal.notifications.models import Notification
from cmiportal.rules.days import uk_day
from insights.models import HighlightsIssue
from insights.services import highlights
from tests.factories.accounts import UserFactory
from tests.factories.insights import ArticleFactory, editor
from tests.faults.conftest import code_running, kill, sessions
from tests.races import no_writing_to, wait_until, waiting

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

RUN = (
    "from django.conf import settings; settings.HIGHLIGHTS_BATCH = 2; from django.utils import timezone; "
    "from insights.services import highlights; highlights.send_due(at=timezone.now())"
)


def test_a_run_that_is_killed_owes_each_their_issue_once(settings):
    at, today = timezone.now(), uk_day(timezone.now())
    settings.HIGHLIGHTS_BATCH = 2
    ArticleFactory(published_at=at)
    issue = highlights.draft(day=date(today.year, today.month, today.day))
    for _ in range(5):
        highlights.ask(person=UserFactory(), at=at)
    highlights.approve(issue=issue, by=editor(), at_once=True, at=at)
    highlights.owe_some(issue=issue, after=0, at=at)
    before = sessions()
    with no_writing_to(Notification):
        process = code_running(RUN)
        wait_until(lambda: waiting() == 1)
        kill(process)
    wait_until(lambda: not sessions() - before)
    assert Notification.objects.filter(kind="highlights").count() in (2, 4)

    highlights.send_due(at=timezone.now())

    assert Notification.objects.filter(kind="highlights").count() == 5
    assert HighlightsIssue.objects.get().sent_at is not None
    assert highlights.send_due(at=timezone.now()) == 0
