"""Sending an enquiry: it counts once, is confirmed, and is looked at first where something about it is odd."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError

from cmiportal.enquiries.models import Enquiry
from cmiportal.enquiries.services import sending
from cmiportal.enquiries.services.sending import EnquiryRefused, send
from cmiportal.notifications.models import Notification
from cmiportal.rules.numbers import is_valid
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import SAID
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_writing_to

pytestmark = pytest.mark.django_db


def sent(key="one", *, at=NOW, person=None, doubts=(), **said):
    return send(said=replace(SAID, **said), key=key, doubts=doubts, person=person, at=at)


def told():
    return list(Notification.objects.order_by("pk").values_list("kind", "recipient", "address"))


def test_it_is_kept_with_a_number_and_the_day_by_which_we_answer(at):
    row = sent(at=at, email="Wren.Holtby@Example.org", organisation="Fellgate", phone="01632 960 001")

    assert (row.state, row.kind, row.email, row.due_on) == ("new", "general", SAID.email, date(2027, 1, 22))
    assert (row.organisation, row.phone, row.message) == ("Fellgate", "01632 960 001", SAID.message)
    assert row.details == [["What is it about?", "Chartered Manager"]]
    assert (row.number[0], is_valid(row.number)) == ("Q", True)
    assert [(event.action, event.actor) for event in row.events.all()] == [("send", None)]


def test_it_is_confirmed_without_a_word_of_whoever_sent_it():
    row = sent()
    message = Notification.objects.get()

    assert told() == [("enquiry_received", None, SAID.email)]
    assert message.context == {
        "number": row.number,
        "path": row.get_absolute_url(),
        "due_on": row.due_on.isoformat(),
    }


def test_who_is_signed_in_finds_the_confirmation_among_their_messages_where_the_address_is_theirs():
    person = UserFactory(email=SAID.email)
    sent(person=person)
    sent("two", person=person, email="elsewhere@example.org")

    assert told() == [("enquiry_received", person.pk, ""), ("enquiry_received", None, "elsewhere@example.org")]
    assert set(Enquiry.objects.values_list("person", flat=True)) == {person.pk}


def test_what_is_in_doubt_waits_to_be_looked_at_and_nothing_is_sent():
    row = sent(doubts=["It holds 9 links.", "It does not say when its page was opened."])

    assert (row.state, row.doubts.splitlines()) == (
        "check",
        ["It holds 9 links.", "It does not say when its page was opened."],
    )
    assert told() == []


def test_the_same_form_sent_again_is_the_same_enquiry():
    first = sent()

    assert sent(at=NOW + timedelta(days=5)) == first
    assert (Enquiry.objects.count(), len(told())) == (1, 1)


def test_a_form_that_was_changed_or_opened_again_is_another():
    assert len({sent().pk, sent(message="And in York?").pk, sent("two").pk}) == 3


def test_without_a_key_the_same_words_count_once_a_day():
    first = sent("")

    assert sent("", at=NOW + timedelta(minutes=5)) == first
    assert sent("", at=NOW + timedelta(days=1)) != first


def test_a_deadline_makes_it_due_earlier_but_not_before_today(at):
    assert sent(at=at, needed_by=date(2027, 1, 20)).due_on == date(2027, 1, 20)
    assert sent("two", at=at, needed_by=date(2027, 1, 2)).due_on == date(2027, 1, 19)
    assert sent("three", at=at, needed_by=date(2027, 3, 2)).due_on == date(2027, 1, 22)


def test_one_address_sends_so_many_in_a_day(settings):
    settings.ENQUIRIES_BY_ONE_A_DAY = 2
    sent("one")
    sent("two", email=SAID.email.upper())

    with pytest.raises(EnquiryRefused, match="2 messages from this e-mail address"):
        sent("three")
    assert sent("three", email="other@example.org").state == "new"
    assert sent("four", at=NOW + timedelta(days=1)).state == "new"


def test_another_rule_that_is_broken_is_no_double(monkeypatch):
    monkeypatch.setattr(sending, "next_number", lambda name: 1)
    sent()

    with pytest.raises(IntegrityError):
        sent("two")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_enquiry_and_one_confirmation():
    results = in_turn(no_writing_to(Enquiry), partial(sent), partial(sent))

    assert results[0] == results[1]
    assert (Enquiry.objects.count(), len(told())) == (1, 1)
