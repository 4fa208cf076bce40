"""Addresses of articles: one is one article's for good, and former ones lead on."""

from datetime import timedelta

import pytest

from insights.models import Article, ArticleAddress
from insights.services.articles import ArticleFacts, ArticleRefused, ArticleText, change_address, write
from tests.factories.insights import ArticleFactory, TopicFactory, editor
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TEXT = ArticleText("Asking for help", "What to say first.", "Say what you tried.")


def former(article):
    return list(article.addresses.values_list("slug", "since"))


def test_the_address_that_readers_know_is_kept():
    article = ArticleFactory(slug="old")

    row = change_address(article=article, slug="new", at=NOW)

    assert (row.slug, former(row)) == ("new", [("old", NOW)])


@pytest.mark.parametrize("state", ["draft", "review", "scheduled"])
def test_an_address_that_nobody_knows_is_forgotten(state):
    article = ArticleFactory(slug="old", state=state)

    row = change_address(article=article, slug="new", at=NOW)

    assert (row.slug, former(row)) == ("new", [])


def test_the_same_address_is_no_change():
    assert former(change_address(article=ArticleFactory(slug="old"), slug="old", at=NOW)) == []


def test_an_article_takes_its_former_address_back():
    article = ArticleFactory(slug="first")

    for slug, days in (("second", 1), ("third", 2), ("first", 3)):
        article = change_address(article=article, slug=slug, at=NOW + days * DAY)

    assert article.slug == "first"
    assert former(article) == [("second", NOW + 2 * DAY), ("third", NOW + 3 * DAY)]


@pytest.mark.parametrize("slug", ["taken", "was-taken", "feed", "Not An Address"])
def test_an_address_that_cannot_be_had_is_refused_and_changes_nothing(slug):
    other = ArticleFactory(slug="was-taken")
    change_address(article=other, slug="taken", at=NOW)
    article = ArticleFactory(slug="old")

    with pytest.raises(ArticleRefused):
        change_address(article=article, slug=slug, at=NOW)
    with pytest.raises(ArticleRefused):
        write(article=None, values=TEXT, by=editor(), at=NOW, facts=ArticleFacts(slug=slug, topic=TopicFactory()))

    article.refresh_from_db()
    assert (article.slug, former(article)) == ("old", [])
    assert (Article.objects.count(), ArticleAddress.objects.count()) == (2, 1)


def test_writing_changes_the_address_with_the_other_facts():
    article = ArticleFactory(slug="old")

    row = write(article=article, values=TEXT, by=editor(), at=NOW, facts=ArticleFacts("new", article.topic))

    assert (row.slug, former(row)) == ("new", [("old", NOW)])
