"""Articles among kept pages: what is published shows at once, and nobody gets what was opened to another."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from insights.models import Article
from insights.services import articles
from tests.factories.accounts import UserFactory
from tests.factories.insights import PUBLISHED_AT, ArticleFactory, AuthorFactory, editor, version
from tests.factories.membership import member
from tests.factories.qualifications import NOW
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("insights:article_list")
FEED = reverse("insights:article_feed")
SECRET = "Nobody outside reads this sentence."


@pytest.fixture(autouse=True)
def kept_pages(settings):
    """The cache of pages, as production has it."""
    settings.VISITORS_PAGES_SECONDS = 300


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do something, and commit it."""

    def act(what, **said):
        with django_capture_on_commit_callbacks(execute=True):
            return what(**said)

    return act


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_kept_pages_of_articles_cost_no_query(client):
    article = ArticleFactory(authors=[AuthorFactory()])
    topic = article.topic.get_absolute_url()

    for address in (
        LIST,
        f"{LIST}?kind=article",
        FEED,
        article.get_absolute_url(),
        topic,
        article.authors.get().get_absolute_url(),
    ):
        assert (address, queries_of(client, address)) == (address, 0)


@pytest.mark.parametrize("audience", ["registered", "members"])
def test_whoever_looks_first_nobody_gets_what_is_open_to_another(audience):
    address = ArticleFactory(audience=audience, body=SECRET, begins="Ask first.").get_absolute_url()
    somebody, reader, writer = (signed_in(one) for one in (UserFactory(), member().person, editor()))

    for _ in range(2):
        seen = [SECRET in each.get(address).text for each in (Client(), reader, Client(), somebody, writer, Client())]
        assert seen == [False, True, False, audience == "registered", True, False]


def test_previews_of_editors_are_not_kept_for_anybody(client):
    article = ArticleFactory()
    version(article, title="Not yet")
    address = f"{article.get_absolute_url()}?version=latest"

    assert "Not yet" in signed_in(editor()).get(address).text
    assert "Not yet" not in client.get(address).text


def test_an_article_shows_in_the_minute_in_which_it_appears(client, committed):
    article = ArticleFactory(state="scheduled", publish_at=NOW)
    assert [client.get(address).text.count("Telling a team early") for address in (LIST, FEED)] == [0, 0]

    committed(articles.appear_due, at=NOW)

    for address in (LIST, FEED, article.get_absolute_url(), article.topic.get_absolute_url()):
        assert "Telling a team early" in client.get(address).text


@pytest.mark.parametrize("act", ["archive", "revise", "address", "author", "facts"])
def test_each_change_shows_at_once(client, committed, act):
    by, article = editor(), ArticleFactory(published_at=PUBLISHED_AT)
    version(article, title="Telling a team on time")
    addresses = (LIST, article.get_absolute_url())
    before = [client.get(address).content for address in addresses]
    row = Article.objects.get()
    changes = {
        "archive": partial(articles.archive, article=row, by=by, at=NOW),
        "revise": partial(articles.revise, article=row, by=by, at=NOW),
        "address": partial(articles.change_address, article=row, slug="another", at=NOW),
        "author": lambda: row.authors.add(AuthorFactory()),
        "facts": lambda: (setattr(row, "kind", "news"), row.save()),
    }

    committed(changes[act])

    after = [client.get(address).content for address in addresses]
    assert after[1] != before[1]
    assert (after[0] != before[0]) is (act != "author")
