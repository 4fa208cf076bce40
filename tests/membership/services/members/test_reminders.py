"""Renewal reminders: whom they are due for, the run that writes them down and sends them, once whatever happens."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from cmiportal.notifications.models import Notification
from membership.models import RenewalReminder
from membership.rules.periods import due_reminder
from membership.services.corporate.seats import release
from membership.services.members import reminders
from membership.services.members.endings import end_day, resign
from membership.services.members.memberships import renew
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.membership import MembershipFactory, member
from tests.factories.qualifications import NOW
from tests.factories.seats import Corporate

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = timedelta(days=1)
OFFSETS = (60, 30, 7, 0, -14)
# The ledger's rows and the messages, and the savepoints of two transactions within that of the test.
RUN_QUERIES = 6


def ending(in_days, **known):
    """A membership whose last day is in so many days."""
    return member(until=TODAY + in_days * DAY, at=NOW - 100 * DAY, **known)


def ledger():
    rows = RenewalReminder.objects.order_by("membership__ends_on", "-days")
    return [(row.days, row.outcome, row.reason) for row in rows]


def messages(person=None):
    rows = Notification.objects.filter(kind="renewal_reminder")
    return rows if person is None else rows.filter(recipient=person)


def shown(on, **which):
    return [(row, row.days, row.reason) for row in reminders.due(on=on, today=TODAY, **which)]


@pytest.mark.parametrize(
    ("in_days", "told"),
    [
        (61, []),
        (60, [60]),
        (59, [60]),
        (30, [60, 30]),
        (7, [60, 30, 7]),
        (0, [60, 30, 7, 0]),
        (-13, [60, 30, 7, 0]),
        (-14, [60, 30, 7, 0, -14]),
    ],
)
def test_the_latest_reminder_is_sent_and_earlier_ones_are_written_down_as_out_of_date(in_days, told):
    row = ending(in_days)

    reminders.remind(at=NOW)

    late = [(days, "skipped", reminders.OUTDATED) for days in told[:-1]]
    assert ledger() == late + [(days, "sent", "") for days in told[-1:]]
    assert [message.context["days"] for message in messages(row.person)] == told[-1:]


def test_each_reminder_is_sent_on_its_day_and_never_twice():
    row = ending(60)

    for day in range(80):
        reminders.remind(at=NOW + day * DAY)
        reminders.remind(at=NOW + day * DAY)

    assert ledger() == [(days, "sent", "") for days in OFFSETS]
    assert [message.context["days"] for message in messages(row.person).order_by("created_at")] == list(OFFSETS)


def test_after_renewing_the_reminders_begin_anew():
    row = ending(7)
    reminders.remind(at=NOW)
    renew(membership=row, at=NOW, basis=Basis.CONCESSION)

    assert reminders.remind(at=NOW + DAY) == 0
    assert reminders.remind(at=NOW + 312 * DAY) == 1


@pytest.mark.parametrize(
    ("basis", "reason"),
    [
        (Basis.STUDYING, "The membership ends with the registration."),
        (Basis.HONORARY, "An honorary membership has no fee."),
    ],
)
def test_who_does_not_renew_themselves_is_skipped_with_the_reason(basis, reason):
    ending(60, basis=basis)

    assert reminders.remind(at=NOW) == 0
    assert ledger() == [(60, "skipped", reason)]


def test_a_seat_is_renewed_by_its_organisation_and_by_its_member_once_it_is_released():
    firm = Corporate()
    kept, left = (firm.accepted().membership for _ in range(2))
    release(seat=left.seats.get(), by=firm.staff, at=NOW)

    assert reminders.remind(at=NOW) == 1
    assert messages().get().recipient == left.person

    reminders.remind(at=NOW + 320 * DAY)
    skipped = RenewalReminder.objects.get(membership=kept, days=60)
    assert skipped.reason == "An organisation renews the membership."


def test_a_seat_that_was_not_renewed_is_its_members_own_concern_in_grace():
    row = Corporate().accepted().membership
    last = row.ends_on
    assert reminders.remind(at=NOW + (last - TODAY)) == 0
    end_day(membership=row, on=last + DAY, at=NOW + (last + DAY - TODAY))

    assert reminders.remind(at=NOW + (last + 14 * DAY - TODAY)) == 1


def test_a_closed_account_is_not_written_to():
    ending(60, person=UserFactory(is_active=False))

    assert reminders.remind(at=NOW) == 0
    assert ledger() == [(60, "skipped", "The account is closed.")]


@pytest.mark.parametrize("state", ["pending", "resigned"])
def test_who_is_no_member_is_not_reminded(state):
    row = MembershipFactory() if state == "pending" else ending(7)
    if state == "resigned":
        resign(membership=row, by=row.person, at=NOW)

    assert shown(TODAY) == []


def test_staff_see_who_will_be_reached_tomorrow_before_it_happens():
    row = ending(61)

    assert shown(TODAY) == []
    assert shown(TODAY + DAY) == [(row, 60, "")]
    assert reminders.counted(on=TODAY + DAY, today=TODAY) == {(60, True): 1}
    assert not RenewalReminder.objects.exists()


def test_the_next_run_takes_what_was_left_and_a_later_day_its_own_alone():
    left, later = ending(50), ending(65)

    assert shown(TODAY + DAY) == [(left, 60, "")]
    assert shown(TODAY + 5 * DAY) == [(later, 60, "")]
    assert shown(TODAY + 20 * DAY) == [(left, 30, "")]
    assert shown(TODAY + 21 * DAY) == []


def test_what_is_shown_of_one_rule_is_its_own_and_the_counts_are_of_all():
    first, second = ending(7), ending(30)

    assert shown(TODAY, days=30) == [(first, 30, reminders.OUTDATED), (second, 30, "")]
    assert shown(TODAY, days=-14) == []
    assert reminders.counted(on=TODAY, today=TODAY) == {
        (60, False): 2,
        (30, False): 1,
        (30, True): 1,
        (7, True): 1,
    }


def test_a_reminder_that_was_sent_is_sent_again_once_a_minute():
    row = ending(7)
    reminders.remind(at=NOW)
    messages().update(mail="sent", sent_at=NOW)
    ledger = list(RenewalReminder.objects.filter(membership=row))

    assert reminders.send_again(reminders=ledger, at=NOW + DAY) == 1
    assert reminders.send_again(reminders=ledger, at=NOW + DAY) == 1
    assert messages(row.person).count() == 2


def test_no_offsets_reach_nobody(settings):
    settings.RENEWAL_REMINDER_DAYS = ()
    ending(7)

    assert (shown(TODAY), reminders.counted(on=TODAY, today=TODAY)) == ([], {})
    assert reminders.remind(at=NOW) == 0
    assert not RenewalReminder.objects.exists()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_run_takes_as_many_queries_for_one_member_as_for_many(count):
    for _ in range(count):
        ending(30)

    with CaptureQueriesContext(connection) as captured:
        assert reminders.remind(at=NOW) == count

    assert len(captured) == RUN_QUERIES


def test_whom_the_database_finds_is_whom_the_rule_names():
    rows = {ending(in_days): in_days for in_days in range(-20, 66)}

    reminders.remind(at=NOW)

    expected = {row: due_reminder(row.ends_on, TODAY, OFFSETS) for row in rows}
    sent = {row.membership: row.days for row in RenewalReminder.objects.filter(outcome="sent")}
    assert sent == {row: days for row, days in expected.items() if days is not None}
    assert sorted(message.dedup_key for message in messages()) == sorted(
        reminders.message_key(row.pk, row.ends_on, days) for row, days in sent.items()
    )


def test_the_message_says_when_membership_and_grace_end():
    row = ending(30)

    reminders.remind(at=NOW)

    message = messages(row.person).get()
    assert message.context == {
        "number": row.number,
        "grade": "Member",
        "ends_on": row.ends_on.isoformat(),
        "days": 30,
        "grace_ends_on": (row.ends_on + 30 * DAY).isoformat(),
        "path": "/membership/renew/",
    }
    assert (message.mail, message.due_at, message.not_before, message.created_at) == ("queued", NOW, NOW, NOW)


class Broken(OperationalError):
    """The connection is lost."""


# After the last of them it is done: tests/faults/test_reminders.py kills it there, too.
@pytest.mark.parametrize(("number", "after"), list(product(range(RUN_QUERIES), [False, True]))[:-1])
def test_a_run_that_breaks_off_at_any_query_has_told_nobody_and_the_next_tells_all_once(number, after):
    rows = [ending(30), ending(7)]
    asked = []

    def breaking(execute, sql, params, many, context):
        asked.append(sql)
        broken = len(asked) == number + 1
        if broken and not after:
            raise Broken
        result = execute(sql, params, many, context)
        if broken:
            raise Broken
        return result

    with connection.execute_wrapper(breaking), pytest.raises(Broken):
        reminders.remind(at=NOW)
    assert (ledger(), messages().count()) == ([], 0)

    assert reminders.remind(at=NOW + DAY) == 2
    assert reminders.remind(at=NOW + DAY) == 0
    assert [messages(row.person).count() for row in rows] == [1, 1]
    assert RenewalReminder.objects.count() == 5
