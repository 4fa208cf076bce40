"""Writing to people of an event: a look at who gets it, then it goes, once."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from events.models import TeamMessage
from events.services import team as service
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed, waiting

pytestmark = pytest.mark.django_db

WRITTEN = {"to": "booked", "subject": "Where to park", "text": "Behind the house.\n<b>Not</b> in front."}


@pytest.fixture
def event():
    row = EventFactory()
    confirmed(row, UserFactory(name="Wren Holtby"))
    return row


def page(event):
    return reverse("admin:events_event_message", args=[event.pk])


def words(answer):
    return " ".join(answer.content.decode().split())


def hidden(answer):
    """What the form carries unseen, as a browser sends it back."""
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in ("key", "people", "seen")}


def looked(client, event, **changes):
    """The page after a look at who gets it."""
    typed = {**WRITTEN, **hidden(client.get(page(event))), **changes, "look": "yes"}
    return client.post(page(event), typed)


def test_before_it_goes_it_is_shown_who_gets_it_and_how_it_reads(client, team, event):
    shown = words(looked(client, event))

    for part in ("1 person gets this", "Wren Holtby", "Where to park", "&lt;b&gt;Not&lt;/b&gt;", 'value="Send to 1"'):
        assert part in shown
    assert not TeamMessage.objects.exists()


def test_it_is_sent_once_however_often_the_page_is_sent(client, team, event):
    typed = {**WRITTEN, **hidden(looked(client, event)), "send": "yes"}

    answers = [client.post(page(event), typed, follow=True) for _ in range(2)]

    assert "Sent to one person." in words(answers[0])
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert (TeamMessage.objects.count(), told(service.KIND).count()) == (1, 1)
    assert LogEntry.objects.first().change_message == "Wrote to 1: Where to park"


def test_nothing_goes_to_people_who_were_not_looked_at(client, team, event):
    waiting(EventFactory(capacity=1))
    carried = hidden(looked(client, event))

    other = client.post(page(event), {**WRITTEN, **carried, "to": "waiting", "send": "yes"})
    unseen = client.post(page(event), {**WRITTEN, **carried, "people": "", "seen": "", "send": "yes"})

    assert "Look at who gets it, then send it." in words(other)
    assert "Look at who gets it, then send it." in words(unseen)
    assert not TeamMessage.objects.exists()


def test_when_others_came_meanwhile_it_is_looked_at_again(client, team, event):
    carried = hidden(looked(client, event))
    confirmed(event, UserFactory(name="Ada Byrne"))

    answer = client.post(page(event), {**WRITTEN, **carried, "send": "yes"})
    assert "Meanwhile 2 would get this message, not 1." in words(answer)
    assert "Ada Byrne" in words(answer)

    client.post(page(event), {**WRITTEN, **hidden(answer), "send": "yes"})
    assert TeamMessage.objects.get().people == 2


def test_a_message_for_nobody_cannot_be_sent(client, team):
    event = EventFactory()
    shown = looked(client, event)

    assert "0 people get this" in words(shown)
    assert 'name="send"' not in words(shown)
    assert "Nobody would get this message." in words(
        client.post(page(event), {**WRITTEN, **hidden(shown), "people": "0", "send": "yes"})
    )


def test_what_is_not_written_is_asked_for(client, team, event):
    assert "This field is required." in words(looked(client, event, text=""))


def test_a_page_without_its_key_is_refused(client, team, event):
    typed = {**WRITTEN, **hidden(looked(client, event)), "key": "", "send": "yes"}

    assert client.post(page(event), typed).status_code == 200
    assert not TeamMessage.objects.exists()
