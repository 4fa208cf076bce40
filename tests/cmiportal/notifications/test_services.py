"""Owing a message: once per key, inside the caller's transaction, refused at once when it could not be rendered."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cmiportal.notifications.models import Notification, NotificationPreference
from cmiportal.notifications.rendering import MissingValue
from cmiportal.notifications.services import KeyTaken, choose_mail, mark_read, notify, resend, stop_mail
from cmiportal.notifications.states import Mail
from cmiportal.registry import UnknownKey
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory, NotificationPreferenceFactory

CONTEXT = {"asked_by": "Noor Haddad", "asked_at": "2027-01-19T10:30:00Z", "path": "/"}


def owe(at, **changes):
    return notify(
        **{
            "kind": "mail_check",
            "key": "check:1",
            "address": "anna@example.org",
            "context": CONTEXT,
            "at": at,
            **changes,
        }
    )


def test_a_message_is_owed_from_the_moment_given(db, at):
    person = UserFactory()

    row = owe(at, recipient=person, address="")

    row.refresh_from_db()
    assert (row.recipient, row.address, row.kind, row.context) == (person, "", "mail_check", CONTEXT)
    assert (row.created_at, row.due_at, row.mail, row.attempts, row.read_at) == (at, at, Mail.QUEUED, 0, None)


def test_a_second_call_with_the_same_key_returns_the_first_row_unchanged(db, at):
    first = owe(at)

    second = owe(at + timedelta(days=1), context={**CONTEXT, "asked_by": "Somebody else"})

    assert (second.pk, second.created_at, second.context) == (first.pk, at, CONTEXT)
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("change", [{"address": "bert@example.org"}, {"kind": "other"}])
def test_a_key_that_stands_for_another_message_is_a_mistake(db, at, add_kind, change):
    add_kind("other")
    owe(at)

    with pytest.raises(KeyTaken):
        owe(at, **change)


def test_a_message_is_gone_when_the_callers_transaction_is_rolled_back(db, at):
    @transaction.atomic
    def owe_and_fail():
        owe(at)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        owe_and_fail()

    assert not Notification.objects.exists()


def test_an_unknown_kind_is_refused_at_once(db, at):
    with pytest.raises(UnknownKey):
        owe(at, kind="no_such_kind")


def test_a_context_that_lacks_a_value_is_refused_at_once(db, at):
    with pytest.raises(MissingValue, match="no value for asked_at, path"):
        owe(at, context={"asked_by": "Noor"})


@pytest.mark.parametrize("address", ["", "nobody", "a@example.org\nBcc: b@example.org"])
def test_a_message_to_nobody_is_refused(db, at, address):
    with pytest.raises(ValidationError):
        owe(at, address=address)


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_is_neither_empty_nor_too_long(db, at, key):
    with pytest.raises(ValueError, match="1 to 200 characters"):
        owe(at, key=key)


def test_values_that_are_not_plain_are_refused(db, at):
    with pytest.raises(TypeError, match="not JSON serializable"):
        owe(at, context={**CONTEXT, "person": object()})


def test_dates_and_times_are_kept_in_iso_form(db, at):
    row = owe(at, context={**CONTEXT, "due_on": date(2027, 2, 1), "asked_at": datetime(2027, 1, 1, 9, tzinfo=UTC)})

    row.refresh_from_db()
    assert (row.context["due_on"], row.context["asked_at"]) == ("2027-02-01", "2027-01-01T09:00:00Z")


def test_characters_that_cannot_be_stored_or_turn_the_text_around_are_taken_out(db, at):
    row = owe(at, context={**CONTEXT, "asked_by": "a\x00b\ud800c\u202ed", "list": [{"deep": "x\u2066\r\ny\tz"}]})

    row.refresh_from_db()
    assert (row.context["asked_by"], row.context["list"]) == ("abcd", [{"deep": "x\ny\tz"}])


def test_the_table_refuses_a_message_to_nobody(db):
    with pytest.raises(IntegrityError, match="notification_somebody"):
        NotificationFactory(recipient=None)


def test_the_table_refuses_sent_without_a_time_and_a_time_without_sent(db):
    with pytest.raises(IntegrityError, match="notification_sent_has_time"), transaction.atomic():
        NotificationFactory(mail=Mail.SENT)
    with pytest.raises(IntegrityError, match="notification_sent_has_time"):
        NotificationFactory(sent=True, mail=Mail.QUEUED)


def test_the_table_refuses_a_state_it_does_not_know(db):
    with pytest.raises(IntegrityError, match="notification_mail"):
        NotificationFactory(mail="lost")


@pytest.mark.django_db(transaction=True)
def test_calls_that_race_with_one_key_owe_one_message(at):
    start, found = Barrier(4), []

    def call():
        start.wait()
        found.append(owe(at).pk)
        connection.close()

    threads = [Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [Notification.objects.get().pk] * 4


def test_an_optional_kind_does_not_go_by_mail_to_whom_does_not_want_it(db, at, news):
    unwilling = NotificationPreferenceFactory().user
    willing = NotificationPreferenceFactory(by_mail=True).user
    undecided = UserFactory()

    rows = [
        owe(at, kind=news.key, key=f"news:{person.pk}", recipient=person, address="")
        for person in (unwilling, willing, undecided)
    ]

    assert [row.mail for row in rows] == [Mail.NONE, Mail.QUEUED, Mail.QUEUED]


def test_a_service_message_comes_whatever_was_chosen(db, at):
    person = NotificationPreferenceFactory(kind="mail_check").user

    assert owe(at, recipient=person, address="").mail == Mail.QUEUED


def test_resend_queues_what_failed_or_bounced_and_nothing_else(db, at):
    states = {mail: NotificationFactory(mail=mail, attempts=8, last_error="x") for mail in (Mail.FAILED, Mail.BOUNCED)}
    untouched = [NotificationFactory(sent=True), NotificationFactory(mail=Mail.NONE), NotificationFactory(attempts=2)]

    again = resend(Notification.objects.all(), at=at)

    assert [row.pk for row in again] == [row.pk for row in states.values()]
    for row in states.values():
        row.refresh_from_db()
        assert (row.mail, row.attempts, row.due_at, row.last_error) == (Mail.QUEUED, 0, at, "")
    before = [(row.mail, row.attempts, row.due_at) for row in untouched]
    assert [(row.mail, row.attempts, row.due_at) for row in refreshed(untouched)] == before


def test_resend_of_nothing_wakes_nobody(db, at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        assert resend(Notification.objects.all(), at=at) == []

    assert woken == []


def test_reading_twice_keeps_the_first_time(db, at):
    row = NotificationFactory()
    rows = Notification.objects.filter(pk=row.pk)

    assert [mark_read(rows, at=at), mark_read(rows, at=at + timedelta(hours=1))] == [1, 0]
    assert rows.get().read_at == at


def test_choosing_keeps_a_no_and_takes_it_back(db, at, add_kind, news):
    add_kind("sample_offers", service=False)
    person = UserFactory()

    choose_mail(user=person, wanted=["sample_offers"], at=at)
    assert chosen(person) == {"sample_news": False}

    choose_mail(user=person, wanted=["sample_news"], at=at)
    assert chosen(person) == {"sample_news": True, "sample_offers": False}


def test_a_no_holds_for_what_is_still_queued(db, news):
    queued, service, other = (
        NotificationFactory(kind=news.key),
        NotificationFactory(),
        NotificationFactory(kind=news.key),
    )
    NotificationFactory(kind=news.key, recipient=queued.recipient, sent=True)
    Notification.objects.filter(pk=service.pk).update(recipient=queued.recipient)

    stop_mail(user=queued.recipient, kind=news.key)

    assert [row.mail for row in refreshed([queued, service, other])] == [Mail.NONE, Mail.QUEUED, Mail.QUEUED]


@pytest.mark.parametrize("kind", ["mail_check", "no_such_kind"])
def test_a_kind_that_is_not_optional_cannot_be_stopped(db, kind):
    with pytest.raises(UnknownKey):
        stop_mail(user=UserFactory(), kind=kind)

    assert not NotificationPreference.objects.exists()


def chosen(person):
    return dict(NotificationPreference.objects.filter(user=person).values_list("kind", "by_mail"))


def refreshed(rows):
    return [Notification.objects.get(pk=row.pk) for row in rows]
