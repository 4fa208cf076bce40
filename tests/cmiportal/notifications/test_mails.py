"""Headers and frame of the e-mail for one reader."""

import pytest
from django.core import mail

from cmiportal.notifications.mails import compose
from cmiportal.notifications.unsubscribing import unsubscribe_url
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory

pytestmark = pytest.mark.django_db


def test_the_same_row_always_has_the_same_message_id():
    row = NotificationFactory()

    ids = {compose(row).message()["Message-ID"] for _ in range(2)}

    assert ids == {f"<{row.message_id}@example.org>"}


def test_both_parts_are_sent_from_the_institute_and_want_no_answer_from_machines():
    message = compose(NotificationFactory()).message()

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert message["From"] == "Chartered Management Institute <portal@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_service_message_carries_no_way_out():
    message = compose(NotificationFactory())

    assert "List-Unsubscribe" not in message.extra_headers
    assert "so it has no unsubscribe" in message.body


def test_an_optional_message_carries_a_way_out_of_one_click(news):
    row = NotificationFactory(kind=news.key)
    message = compose(row)

    address = unsubscribe_url(row.recipient, news.key)
    assert message.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in message.body


def test_the_reason_is_the_kinds_own_or_a_general_one(add_kind):
    add_kind("reasoned", reason="you coordinate a centre")
    add_kind("plain")

    bodies = [compose(NotificationFactory(kind=kind)).body for kind in ("reasoned", "plain")]

    assert "You receive this because you coordinate a centre." in bodies[0]
    assert "You receive this because it concerns your account" in bodies[1]


def test_the_greeting_is_what_the_person_wants_to_be_called():
    person = UserFactory(name="Wren Alma Holtby", preferred_name="Wren\u202e")

    assert compose(NotificationFactory(recipient=person)).body.startswith("Dear Wren,\n")


def test_somebody_without_an_account_is_greeted_by_the_context_and_has_nothing_to_choose():
    row = NotificationFactory.build(recipient=None, address="manager@example.org")
    row.context["greeting"] = "Priya"
    message = compose(row)

    assert (message.to, message.body[:11]) == (["manager@example.org"], "Dear Priya,")
    assert "Choose which messages" not in message.body


def test_an_address_that_nobody_has_confirmed_is_sent_no_words_of_whoever_typed_it(add_kind):
    person = UserFactory(name="You have won, see https://example.net/prize", email="stranger@example.org")
    add_kind("to_a_stranger", by_name=False)

    message = compose(NotificationFactory(recipient=person, kind="to_a_stranger"))

    assert (message.to, message.body[:6]) == (["stranger@example.org"], "Hello,")
    assert "prize" not in message.body + message.alternatives[0].content


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Tokyo", "18:00 JST"), ("Mars/Olympus", "09:00 GMT")])
def test_the_readers_time_zone_holds_if_this_machine_knows_it(zone, hour):
    person = UserFactory(time_zone=zone)

    words = compose(NotificationFactory(recipient=person)).body.split()

    assert f"Monday 18 January 2027, {hour}" in " ".join(words)


def test_composing_sends_nothing():
    compose(NotificationFactory())

    assert mail.outbox == []
