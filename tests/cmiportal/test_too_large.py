"""A form with more text than we take: its writer learns what happened, by whichever part reads it first."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from insights.models import Article
from tests.factories.accounts import UserFactory

TEXT = "Managers ask first. " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 20 + 1)
SAID = "What you sent holds more than 2.4 MB of text"


@pytest.mark.parametrize("checks_token", [True, False], ids=["by the check of its token", "by the view"])
@pytest.mark.parametrize("as_file", [True, False], ids=["with room for files", "without"])
def test_an_article_that_is_too_long_is_refused_with_what_to_do(db, checks_token, as_file):
    editor = Client(enforce_csrf_checks=checks_token)
    editor.force_login(UserFactory(admin=True))
    how = {} if as_file else {"content_type": "application/x-www-form-urlencoded"}

    answer = editor.post(reverse("admin:insights_article_add"), {"body": TEXT} if as_file else f"body={TEXT}", **how)

    assert (answer.status_code, SAID in answer.text) == (413, True)
    assert "as a rule the form still holds what you typed" in answer.text
    assert not Article.objects.exists()


def test_a_visitor_is_told_the_same(client, db):
    page = reverse("enquiries:contact_form", args=["general"])

    answer = client.post(page, {"message": TEXT})

    assert (answer.status_code, SAID in answer.text) == (413, True)


def test_what_cannot_be_understood_is_told_as_before(client, db):
    answer = client.get("/insights/", {"word": "\x00"})

    assert (answer.status_code, "We could not understand that request" in answer.text) == (400, True)
