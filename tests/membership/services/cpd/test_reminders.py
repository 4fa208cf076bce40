"""Members who were drawn are reminded of the day, once for each rule, until their record is there."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from cmiportal.rules.days import uk_day
from membership.models import CpdReview
from membership.services.cpd.reminders import remind_of_records
from membership.services.cpd.reviews import ask_more, excuse, send_record
from membership.tasks import remind_of_cpd_records
from tests.factories.cpd import reviewer, sampled
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DUE = NOW + 28 * DAY


def told(review):
    rows = Notification.objects.filter(recipient=review.person, kind="cpd_record_reminder").order_by("created_at")
    return [((row.created_at - NOW).days, row.context["late"]) for row in rows]


def run(days):
    for day in days:
        remind_of_records(at=NOW + day * DAY)
        remind_of_records(at=NOW + day * DAY)


def test_each_day_of_the_policy_reminds_once():
    review = sampled()

    run(range(60))

    assert told(review) == [(21, False), (27, False), (35, True)]
    context = Notification.objects.filter(kind="cpd_record_reminder").earliest("created_at").context
    assert context == {"year": 2026, "due_on": DUE.date().isoformat(), "late": False, "path": "/cpd/review/"}


def test_after_days_without_a_run_only_the_latest_is_sent():
    review = sampled()

    run([40])

    assert told(review) == [(40, True)]


def send(review):
    send_record(review=review, by=review.person, note="Nothing to show.", at=NOW)


def be_excused(review):
    excuse(review=review, by=reviewer(), reason="Parental leave.", at=NOW)


def leave(review):
    User.objects.filter(pk=review.person_id).update(is_active=False)


@pytest.mark.parametrize("act", [send, be_excused, leave])
def test_who_has_sent_the_record_or_is_excused_or_has_left_is_not_reminded(act):
    review = sampled()
    act(review)

    run([27])

    assert told(review) == []


def test_asked_for_more_the_days_begin_anew():
    review = sampled()
    run([21])
    send_record(review=review, by=review.person, note="Nothing to show.", at=NOW + 22 * DAY)
    ask_more(review=review, by=reviewer(), reason="Say more.", at=NOW + 22 * DAY)

    run(range(23, 51))

    assert told(review) == [(21, False), (43, False), (49, False)]


def test_no_days_remind_nobody(settings):
    settings.CPD_REMINDER_DAYS = ()
    sampled()

    assert remind_of_records(at=DUE) == 0


def test_the_task_takes_today_and_runs_each_day():
    review = sampled()
    CpdReview.objects.filter(pk=review.pk).update(due_on=uk_day(timezone.now(), 7))

    assert remind_of_cpd_records() == 1
    assert remind_of_cpd_records.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
