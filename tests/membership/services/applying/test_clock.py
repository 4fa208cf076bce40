"""What the clock does to applications: reminders once each, and the end of what waited too long."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cmiportal.links.models import Link
from cmiportal.notifications.models import Notification
from membership.services.applying import applications
from membership.services.applying.clock import expire, expire_over, last_day_of, remind_applicants
from membership.tasks import expire_applications, remind_of_last_days
from tests.factories.applications import begun, not_yet, paid, reach, ready, told, write
from tests.factories.qualifications import NOW
from tests.races import at_once

pytestmark = pytest.mark.django_db
UK = ZoneInfo("Europe/London")
LAST = date(2027, 11, 2)  # of what was begun NOW


def on(day, hour=8):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UK)


def reminders():
    return [row.context["last_day"] for row in Notification.objects.filter(kind="application_reminder")]


def test_a_draft_ends_after_its_last_day_and_its_referees_link_with_it():
    row = ready()

    assert expire_over(at=on(LAST, 23)) == 0
    assert expire_over(at=on(LAST + timedelta(days=1), 0)) == 1

    row.refresh_from_db()
    assert row.state == "expired"
    assert not Link.objects.filter(revoked_at=None).exists()
    assert expire_over(at=on(LAST + timedelta(days=2))) == 0


def test_what_waits_for_others_does_not_end():
    row = paid()

    assert expire(row, at=on(LAST + timedelta(days=1))) is False


def test_a_discussion_that_is_never_booked_ends_the_application():
    row = reach(paid(), "discussion")

    assert expire(row, at=on(LAST + timedelta(days=1))) is True


@pytest.mark.parametrize("stage", ["discussion", "not_yet"])
def test_who_holds_what_ends_is_told_and_let_go(stage):
    """Nobody is left with a file that is open to them, and nobody looks for it in vain."""
    row = reach(paid(), "discussion") if stage == "discussion" else not_yet(answer_by=LAST)
    held = [one.person for one in row.holders.filter(ended_at=None)]
    over = on(LAST + timedelta(days=1))

    expire(row, at=over)

    assert len(held) == 2
    assert set(row.holders.values_list("ended_at", flat=True)) == {over}
    assert [told(person)[-1] for person in held] == ["application_run_out"] * 2
    assert told(row.person)[-1] == "application_expired"


def test_what_is_missing_has_a_day_of_its_own():
    row = not_yet(answer_by=date(2026, 12, 31))

    assert last_day_of(row) == date(2026, 12, 31)
    assert expire(row, at=on(date(2026, 12, 31))) is False
    assert expire(row, at=on(date(2027, 1, 1))) is True


@pytest.mark.django_db(transaction=True)
def test_what_is_submitted_in_the_same_moment_does_not_end():
    row = not_yet(answer_by=date(2026, 12, 31))
    write(row, "I led the move of three depots.", only="leading")
    late = on(date(2027, 1, 1))

    _, ended = at_once(
        row,
        lambda: applications.resubmit(application=row, by=row.person, at=late),
        lambda: expire(row, at=late),
    )

    row.refresh_from_db()
    assert (ended, row.state) == (False, "assessment")


@pytest.mark.parametrize(("days", "sent"), [(31, 0), (30, 1), (29, 1), (8, 1), (7, 1), (0, 1), (-1, 0)])
def test_reminders_are_due_from_thirty_days_before_the_last(days, sent):
    begun()

    assert remind_applicants(at=on(LAST - timedelta(days=days))) == sent
    assert reminders() == [LAST.isoformat()] * sent


def test_each_reminder_comes_once_whatever_days_are_missed():
    begun()
    for days in (30, 29, 20, 7, 7, 3, 0):
        remind_applicants(at=on(LAST - timedelta(days=days)))

    assert reminders() == [LAST.isoformat()] * 2


def test_what_is_missing_is_reminded_of_by_its_own_day():
    not_yet(answer_by=date(2026, 12, 31))

    remind_applicants(at=on(date(2026, 12, 28)))

    assert reminders() == ["2026-12-31"]


def test_no_offsets_remind_nobody(settings):
    settings.APPLICATION_REMINDER_DAYS = []
    begun()

    assert remind_applicants(at=on(LAST)) == 0


def test_whoever_waits_for_us_or_closed_their_account_is_not_reminded():
    paid()
    row = begun()
    row.person.is_active = False
    row.person.save(update_fields=["is_active"])

    assert remind_applicants(at=on(LAST)) == 0


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    for _ in range(3):
        begun()

    with django_assert_num_queries(4):  # with the two ends of a savepoint
        remind_applicants(at=on(LAST))


def test_the_tasks_do_it_now():
    begun(at=NOW - timedelta(days=800))

    assert remind_of_last_days() == 0
    assert expire_applications() == 1
