"""Sending what is owed to a real mail server that accepts, refuses, hesitates and hangs up."""

from datetime import timedelta

import pytest
from django.core.mail import get_connection
from django.test import override_settings

from cmiportal.notifications.delivery import Lease, deliver, deliver_batch, give_up_exhausted, pause, slowest_message
from cmiportal.notifications.models import Notification
from cmiportal.notifications.states import Mail
from cmiportal.notifications.tasks import deliver_due
from tests.factories.accounts import UserFactory
from tests.factories.notifications import WRITTEN_AT, NotificationFactory
from tests.smtp import free_port

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def state_of(row):
    """Mail state, attempts and last error of the row as the database has it."""
    row.refresh_from_db()
    return row.mail, row.attempts, row.last_error


def to(email, **fields):
    return NotificationFactory(recipient=UserFactory(email=email), **fields)


def test_what_is_due_is_sent_over_one_connection_and_marked(office, at):
    rows = [NotificationFactory() for _ in range(3)]

    assert deliver_batch(at=at) == 3

    assert office.recipients == [row.recipient.email for row in rows]
    assert office.greetings == 1
    for row in rows:
        assert state_of(row) == (Mail.SENT, 1, "")
        assert at <= row.sent_at < at + timedelta(minutes=1)


def test_a_second_run_finds_nothing(office, at):
    NotificationFactory()

    assert [deliver_batch(at=at), deliver_batch(at=at + timedelta(days=1))] == [1, 0]
    assert len(office.letters) == 1


def test_what_is_not_due_yet_waits(office, at):
    row = NotificationFactory(created_at=at, due_at=at + SECOND)

    assert [deliver_batch(at=at), deliver_batch(at=at + SECOND)] == [0, 1]
    assert state_of(row) == (Mail.SENT, 1, "")


def test_a_message_goes_to_the_address_given_or_to_the_persons_present_one(office, at):
    moved, outside = NotificationFactory(), NotificationFactory(recipient=None, address="outside@example.org")
    both = NotificationFactory(address="new@example.org")
    moved.recipient.email = "moved@example.org"
    moved.recipient.save()

    deliver_batch(at=at)

    assert office.recipients == ["moved@example.org", outside.address, both.address]


@pytest.mark.parametrize(
    "name",
    [
        '"; DROP, "Jr" \\ <x@example.org>',
        "زين العابدين",
        "\u202e gnirts",
        "山田" * 150,
        "👩‍🎓 Zoë\r\nBcc: x@example.org",
        "  ",
    ],
)
def test_any_name_reaches_the_mailbox_and_adds_no_header(office, at, name):
    person = UserFactory(name=name, email="wren@example.org")
    NotificationFactory(recipient=person, context={"asked_by": name, "asked_at": at.isoformat(), "path": "/"})

    deliver_batch(at=at)

    [letter] = office.letters
    assert office.recipients == ["wren@example.org"]
    assert sorted(set(letter.keys())) == [
        "Auto-Submitted",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]


def test_an_address_refused_for_good_bounces_at_once_and_the_others_go(office, at):
    office.answers["gone@example.org"] = "550 5.1.1 No such mailbox"
    gone, fine = to("gone@example.org"), to("fine@example.org")

    deliver_batch(at=at)

    mail, attempts, error = state_of(gone)
    assert (mail, attempts) == (Mail.BOUNCED, 1)
    assert "No such mailbox" in error
    assert state_of(fine) == (Mail.SENT, 1, "")
    assert office.greetings == 1


def test_an_address_refused_for_now_is_tried_again_after_a_pause(office, at):
    office.answers["busy@example.org"] = "451 4.7.1 Try again later"
    row = to("busy@example.org")

    deliver_batch(at=at)

    mail, attempts, error = state_of(row)
    assert (mail, attempts) == (Mail.QUEUED, 1)
    assert "Try again later" in error
    assert at + timedelta(minutes=1) <= row.due_at < at + timedelta(minutes=2)


def test_a_text_refused_by_the_server_is_tried_again(office, at):
    office.data_answer = "554 5.7.1 Looks like spam"
    row = NotificationFactory()

    deliver_batch(at=at)

    assert state_of(row)[:2] == (Mail.QUEUED, 1)
    assert "spam" in row.last_error


def test_a_broken_connection_costs_one_message_an_attempt_and_the_next_ones_nothing(office, at):
    office.hang_up_on = {"poison@example.org"}
    poison, *rest = to("poison@example.org"), NotificationFactory(), NotificationFactory()

    deliver_batch(at=at)

    assert state_of(poison)[:2] == (Mail.QUEUED, 1)
    assert [state_of(row) for row in rest] == [(Mail.SENT, 1, "")] * 2
    assert office.greetings == 2


def test_a_goodbye_that_goes_wrong_changes_nothing(office, at):
    office.quit_answer = f"221 {'x' * 9000}"  # longer than a client reads
    row = NotificationFactory()

    assert deliver_batch(at=at) == 1
    assert state_of(row) == (Mail.SENT, 1, "")


def test_without_a_mail_server_the_whole_batch_waits_and_loses_no_attempt(settings, at):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    rows = [NotificationFactory() for _ in range(2)]

    assert deliver_batch(at=at) == 0

    for row in rows:
        mail, attempts, error = state_of(row)
        assert (mail, attempts) == (Mail.QUEUED, 0)
        assert "ConnectionRefusedError" in error
        assert row.due_at >= at + timedelta(minutes=1)
    assert Notification.objects.oldest_due(at=at) == rows[0].created_at


def test_pauses_grow_and_the_last_one_stays(settings):
    settings.NOTIFICATION_PAUSES = [1, 5, 60]

    assert [pause(attempts).total_seconds() / 60 for attempts in (1, 2, 3, 4, 9)] == [1, 5, 60, 60, 60]


def test_after_the_last_attempt_the_message_has_failed(office, at, settings):
    settings.NOTIFICATION_ATTEMPTS, settings.NOTIFICATION_PAUSES = 3, [1, 5]
    office.answers["busy@example.org"] = "451 Try again later"
    row = to("busy@example.org")
    seen = []

    for minutes in (0, 2, 8, 60):
        deliver_batch(at=at + timedelta(minutes=minutes))
        seen.append(state_of(row)[:2])

    assert seen == [(Mail.QUEUED, 1), (Mail.QUEUED, 2), (Mail.FAILED, 3), (Mail.FAILED, 3)]


def test_attempts_without_an_answer_end_too(office, at, settings):
    row = NotificationFactory(attempts=settings.NOTIFICATION_ATTEMPTS)
    leased = NotificationFactory(attempts=settings.NOTIFICATION_ATTEMPTS, due_at=at + SECOND)

    assert (deliver_batch(at=at), give_up_exhausted(at=at)) == (0, 1)

    assert state_of(row)[0] == Mail.FAILED
    assert "without an answer" in row.last_error
    assert state_of(leased)[0] == Mail.QUEUED


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "no_such_kind"}, "UnknownKey"),
        ({"context": {"asked_by": "Noor", "path": "/"}}, "MissingValue"),
        ({"context": {"asked_by": "Noor", "asked_at": "yesterday", "path": "/"}}, "ValueError"),
        ({"context": {"asked_by": "Noor", "asked_at": "2027-01-01T09:00:00Z", "path": "//evil.example"}}, "no path"),
        ({"recipient": None, "address": "x@example.org\nBcc: y@example.org"}, "ValueError"),
    ],
)
def test_a_message_that_cannot_be_written_has_failed_and_stops_no_other(office, at, fields, said):
    broken, fine = NotificationFactory(**fields), NotificationFactory()

    deliver_batch(at=at)

    mail, attempts, error = state_of(broken)
    assert (mail, attempts) == (Mail.FAILED, 1)
    assert said in error
    assert state_of(fine) == (Mail.SENT, 1, "")


def test_a_template_that_is_not_there_is_a_visible_failure(office, at, add_kind):
    add_kind("lost", template="notifications/mail/lost")
    row = NotificationFactory(kind="lost")

    deliver_batch(at=at)

    assert state_of(row) == (Mail.FAILED, 1, "TemplateDoesNotExist: notifications/mail/lost.txt")


def test_a_claim_taken_over_by_another_worker_marks_nothing(office, at):
    NotificationFactory()
    [row] = Notification.objects.claim(at=at, lease=SECOND, limit=1)
    later = at + timedelta(minutes=1)
    [taken] = Notification.objects.claim(at=later, lease=timedelta(hours=1), limit=1)

    with get_connection() as connection:
        deliver(row, connection=connection, lease=Lease(at, SECOND))

    assert (row.attempts, taken.attempts) == (1, 2)
    assert state_of(taken) == (Mail.QUEUED, 2, "")


def test_a_message_stopped_while_it_is_sent_stays_stopped(office, at):
    row = NotificationFactory()
    [claimed] = Notification.objects.claim(at=at, lease=SECOND, limit=1)
    Notification.objects.update(mail=Mail.NONE)

    with get_connection() as connection:
        deliver(claimed, connection=connection, lease=Lease(at, SECOND))

    assert state_of(row)[0] == Mail.NONE


def test_what_the_lease_has_no_room_for_is_given_back(office, at, settings):
    settings.NOTIFICATION_LEASE_SECONDS = slowest_message().total_seconds()
    row = NotificationFactory()

    assert deliver_batch(at=at) == 0

    assert state_of(row) == (Mail.QUEUED, 0, "")
    assert at <= row.due_at < at + timedelta(minutes=1)
    assert office.letters == []


@override_settings(EMAIL_TIMEOUT=10)
@pytest.mark.parametrize(("tls", "user", "seconds"), [(False, "", 60), (True, "", 80), (True, "portal", 100)])
def test_the_slowest_message_waits_for_every_answer(settings, tls, user, seconds):
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = tls, user

    assert slowest_message() == timedelta(seconds=seconds)


def test_a_sent_secret_is_forgotten_and_the_rest_is_kept(office, at, secret):
    hidden, open_ = NotificationFactory(kind=secret.key), NotificationFactory()

    deliver_batch(at=at)

    hidden.refresh_from_db()
    open_.refresh_from_db()
    assert (hidden.context, open_.context["asked_by"]) == ({}, "Noor Haddad")


def test_an_unsent_secret_is_kept_for_the_next_attempt(office, at, secret):
    office.answers["busy@example.org"] = "451 Try again later"
    row = to("busy@example.org", kind=secret.key)

    deliver_batch(at=at)

    row.refresh_from_db()
    assert row.context["asked_by"] == "Noor Haddad"


def test_the_task_sends_more_than_one_batch_and_gives_up_what_is_exhausted(office, settings):
    settings.NOTIFICATION_BATCH = 2
    exhausted = NotificationFactory(attempts=settings.NOTIFICATION_ATTEMPTS, created_at=long_ago())
    rows = [NotificationFactory(created_at=long_ago()) for _ in range(5)]

    deliver_due()

    assert [state_of(row)[0] for row in rows] == [Mail.SENT] * 5
    assert state_of(exhausted)[0] == Mail.FAILED
    assert office.greetings == 3


def test_resent_after_a_bounce_a_message_has_the_same_message_id(office, at):
    row = NotificationFactory(mail=Mail.QUEUED)

    deliver_batch(at=at)

    assert list(office.times_seen) == [f"<{row.message_id}@example.org>"]


def test_nothing_is_overdue_while_nothing_waits_or_all_of_it_is_in_hand(at):
    NotificationFactory(sent=True)
    NotificationFactory(mail=Mail.FAILED)
    NotificationFactory(attempts=1, due_at=at + SECOND)

    assert Notification.objects.oldest_due(at=at) is None


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({"attempts": 0, "due_at": WRITTEN_AT}, WRITTEN_AT),
        ({"attempts": 0, "due_at": WRITTEN_AT + timedelta(days=9)}, WRITTEN_AT),
        ({"attempts": 2, "due_at": WRITTEN_AT + SECOND}, WRITTEN_AT + SECOND),
    ],
)
def test_overdue_is_what_nobody_tried_or_nobody_took_up_again(at, fields, since):
    NotificationFactory(**fields)
    NotificationFactory(due_at=at, created_at=at)

    assert Notification.objects.oldest_due(at=at) == since


def long_ago():
    """A moment before the real clock, which the task reads."""
    return WRITTEN_AT - timedelta(days=3650)
