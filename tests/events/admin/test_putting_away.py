"""Drafts and slides in the admin: shown with their name, and put away after a question."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from events.services.editing import put_up_slides
from events.services.running import publish
from tests.events.event_forms import LIST, a_draft, fresh, later, page, words
from tests.factories.accounts import UserFactory
from tests.factories.documents import upload

pytestmark = pytest.mark.django_db


def test_slides_are_named_with_a_link_and_a_way_to_take_them_away(client, team):
    event = later()
    shown = words(client.get(page(event)))
    assert ("None yet" in shown, "Take the slides away" in shown) == (True, False)
    file = put_up_slides(event=event, upload=upload("handout.png"), by=team, at=timezone.now()).slides

    shown = words(client.get(page(event)))
    answer = client.post(page(event, "take_slides_away"), {"moves": "0"})

    address = reverse("documents:document_open", args=[file.pk])
    assert f'<a href="{address}">handout.png</a>' in shown
    assert page(event, "take_slides_away") in shown
    assert (answer.url, fresh(event).slides) == (page(event), None)


def test_a_draft_is_deleted_after_a_question_and_is_in_no_list(client, team):
    event = a_draft(title="Made by mistake", slug="mistake")
    away = page(event, "delete_draft")
    assert f'href="{away}"' in words(client.get(page(event)))
    assert "Cancel the event" not in words(client.get(page(event)))
    assert "Nobody is told" in words(client.get(away))
    assert fresh(event).state == "draft"

    answer = client.post(away, {"moves": "0"}, follow=True)

    assert [str(said) for said in answer.context["messages"]] == ["The draft “Made by mistake” is deleted."]
    assert answer.redirect_chain == [(LIST, 302)]
    assert list(answer.context["cl"].queryset) == []
    assert client.get(page(event)).status_code == 302
    assert client.get(reverse("events:event_detail", args=["mistake"])).status_code == 404
    assert LogEntry.objects.get().change_message == "Delete this draft"


def test_a_published_event_is_not_deleted(client, team):
    event = later()
    assert "Delete this draft" not in words(client.get(page(event)))

    answer = client.post(page(event, "delete_draft"), {"moves": "0"})

    assert "This event was published." in words(answer)
    assert fresh(event).state == "published"


def test_a_draft_that_was_published_meanwhile_stays(client, team):
    event = a_draft(starts_at=later().starts_at)
    publish(event=event, by=team, at=timezone.now())

    client.post(page(event, "delete_draft"), {"moves": "0"})

    assert fresh(event).state == "published"


def test_nobody_but_the_team_deletes_a_draft(client):
    event = a_draft()
    client.force_login(UserFactory(admin=True))

    assert client.post(page(event, "delete_draft"), {"moves": "0"}).status_code == 403
    assert fresh(event).state == "draft"


def test_a_cancelled_event_stays_in_the_list(client, team):
    event = later()
    client.post(page(event, "cancel"), {"moves": "0", "reason": "The speaker is ill."})

    assert list(client.get(LIST).context["cl"].queryset) == [event]
