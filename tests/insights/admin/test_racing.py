"""Two editors who give one address at the same instant: the second is told in the form. Real threads."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from insights.models import Article, Page, Topic
from tests.factories.insights import TopicFactory, editor
from tests.insights.admin.article_forms import new
from tests.races import in_turn, no_writing_to

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = {"title": "Governance", "path": "about/governance", "standfirst": "Who decides.", "body": "We.", "position": 0}
TOPIC = {"title": "Flexible working", "key": "flexible-working", "text": "Where and when."}


def added_at_once(model, typed):
    """What two editors are answered who send the same new form at once: first who got it, then who came too late."""
    both = [Client(), Client()]
    for one in both:
        one.force_login(editor(is_staff=True))
    where = reverse(f"admin:insights_{model._meta.model_name}_add")
    answers = in_turn(no_writing_to(model), *[partial(one.post, where, typed) for one in both])
    return sorted(answers, key=lambda answer: answer.status_code, reverse=True)


@pytest.mark.parametrize(("model", "typed"), [(Page, PAGE), (Topic, TOPIC)])
def test_the_second_is_told_that_the_address_is_taken(model, typed):
    first, second = added_at_once(model, typed)

    assert (first.status_code, second.status_code) == (302, 200)
    assert "already exists" in second.text
    assert 'value="' + typed["title"] in second.text
    assert model.objects.count() == 1


def test_the_second_article_is_refused_too():
    first, second = added_at_once(Article, new(TopicFactory()))

    assert (first.status_code, second.status_code) == (302, 200)
    assert "Another article has this address, or had it. Choose another one." in second.text
    assert Article.objects.count() == 1
