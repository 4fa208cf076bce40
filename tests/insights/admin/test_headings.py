"""Topics, series and authors in the admin."""

import pytest
from django.urls import reverse

from insights.models import Author, Topic
from tests.factories.insights import ArticleFactory, ArticleSeriesFactory, AuthorFactory, TopicFactory, editor
from tests.insights.admin.article_forms import words
from tests.insights.admin.forms import stamp
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editing(client):
    """Somebody who edits, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


def page(name, *args):
    """A page of the admin of these tables."""
    return reverse(f"admin:insights_{name}", args=args)


def test_a_topic_is_added_and_its_address_stays(client, editing):
    client.post(page("topic_add"), {"title": "Change", "key": "change", "text": "## Why\n\nBecause."})
    topic = Topic.objects.get()

    client.post(
        page("topic_change", topic.pk), {**stamp(client, topic), "title": "Leading change", "key": "other", "text": ""}
    )

    assert list(Topic.objects.values_list("key", "title", "text")) == [("change", "Leading change", "")]
    assert "change" in words(client.get(page("topichistory_changelist")))


def test_an_author_is_added(client, editing):
    client.post(page("author_add"), {"name": "Wren Ashgrove", "key": "wren-ashgrove", "role": "", "text": "Leads."})

    assert Author.objects.get().text == "Leads."


@pytest.mark.parametrize("name", ["topic", "articleseries", "author"])
def test_an_introduction_is_looked_at_before_it_is_saved(name, client, editing):
    sent = {"title": "Change", "name": "Change", "key": "change", "role": "Works manager", "text": "Ask **first**."}

    shown = client.post(page(f"{name}_preview"), sent).text

    assert ("<h1>Change</h1>" in shown, "<strong>first</strong>" in shown) == (True, True)
    assert ('<p class="lead">Works manager</p>' in shown) == (name == "author")
    assert f'formaction="{page(f"{name}_preview")}"' in client.get(page(f"{name}_add")).text


@pytest.mark.parametrize("name", ["topic", "articleseries", "author"])
def test_an_introduction_with_faults_is_not_kept(name, client, editing):
    sent = {"title": "Change", "name": "Wren", "key": "change", "text": "# Top"}

    assert "The heading “Top” begins with one #." in words(client.post(page(f"{name}_add"), sent))


@pytest.mark.parametrize(
    ("name", "make", "column"),
    [
        ("topic", TopicFactory, "topic"),
        ("articleseries", ArticleSeriesFactory, "series"),
        ("author", AuthorFactory, ""),
    ],
)
def test_lists_count_articles_in_as_many_queries_for_three_as_for_one(name, make, column, client, editing):
    row = make()
    ArticleFactory(**({column: row} if column else {"authors": [row]}))
    one = queries_of(client, page(f"{name}_changelist"))
    make()
    make()

    assert queries_of(client, page(f"{name}_changelist")) == one
    found = {each.pk: each.number for each in client.get(page(f"{name}_changelist")).context["cl"].result_list}
    assert found[row.pk] == 1
