"""Two at the same instant at one article. Real threads."""

from functools import partial

import pytest

from cmiportal.workflow import MoveNotAllowed
from insights.models import Article, ArticleAddress
from insights.services.articles import (
    ArticleChanged,
    ArticleRefused,
    ArticleText,
    appear_due,
    change_address,
    publish,
    write,
)
from tests.factories.insights import ArticleFactory, editor
from tests.factories.qualifications import NOW
from tests.races import at_once, in_turn, no_writing_to, refused

pytestmark = pytest.mark.django_db(transaction=True)


def text(title):
    return ArticleText(title, "What to say first.", "Say what you tried.")


def test_the_clock_and_an_editor_publish_an_article_once():
    article = ArticleFactory(state="scheduled", publish_at=NOW)

    results = at_once(article, partial(appear_due, at=NOW), partial(publish, article=article, by=editor(), at=NOW))

    assert (results[0], refused(results)) in [(1, [MoveNotAllowed]), (0, [])]
    row = Article.objects.get()
    assert (row.state, row.moves, row.published_at) == ("published", 1, NOW)


def test_two_workers_publish_an_article_once():
    article = ArticleFactory(state="scheduled", publish_at=NOW)

    assert sorted(at_once(article, partial(appear_due, at=NOW), partial(appear_due, at=NOW))) == [0, 1]


def test_of_two_editors_who_save_the_second_is_told():
    article = ArticleFactory()
    saving = [
        partial(write, article=article, values=text(title), by=editor(), at=NOW, number=1) for title in ("One", "Two")
    ]

    assert refused(at_once(article, *saving)) == [ArticleChanged]
    assert article.versions.count() == 2


def test_an_address_that_one_gives_up_is_not_taken_by_another_meanwhile():
    giving, taking = ArticleFactory(slug="early"), ArticleFactory(slug="late", state="draft")

    results = in_turn(
        no_writing_to(Article),
        partial(change_address, article=giving, slug="earlier", at=NOW),
        partial(change_address, article=taking, slug="early", at=NOW),
    )

    assert refused(results) == [ArticleRefused]
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["earlier", "late"]
    assert list(ArticleAddress.objects.values_list("slug", flat=True)) == ["early"]
