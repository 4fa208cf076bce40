"""From draft to archive, by editors and by the clock, to the minute."""

from datetime import timedelta

import pytest

from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from insights.models import Article
from insights.services import articles
from insights.services.articles import ArticleRefused
from insights.services.pictures import faults_of
from tests.factories.accounts import UserFactory
from tests.factories.insights import PUBLISHED_AT, ArticleFactory, editor, version
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
UNKNOWN = "![A desk](picture:01890a5d-ac96-774b-bcce-b302099a8057)"


def fresh(article):
    return Article.objects.select_related("latest", "shown").get(pk=article.pk)


def test_an_article_goes_from_draft_to_the_archive_and_back():
    by, article = editor(), ArticleFactory(state="draft")

    for act in (articles.submit, articles.return_to_draft, articles.submit, articles.publish, articles.archive):
        article = act(article=article, by=by, at=NOW)
    article = articles.restore(article=article, by=by, at=NOW + DAY)

    assert (article.state, article.published_at, article.shown) == ("published", NOW, article.latest)
    assert [event.action for event in article.events.all()] == [
        *("create", "submit", "return", "submit", "publish", "archive", "restore")
    ]
    assert chain_is_whole(article)


def test_a_scheduled_article_appears_at_its_moment_and_not_before():
    article, when = ArticleFactory(state="review"), NOW + DAY
    articles.schedule(article=article, when=when, by=editor(), at=NOW)

    assert (articles.appear_due(at=when - MINUTE), fresh(article).state) == (0, "scheduled")
    assert (articles.appear_due(at=when), articles.appear_due(at=when + MINUTE)) == (1, 0)

    row = fresh(article)
    assert (row.state, row.shown, row.published_at, row.publish_at) == ("published", row.latest, when, None)
    assert row.events.last().data == {"version": 1}


def test_what_is_due_appears_in_the_order_of_its_moments():
    later, earlier = (
        ArticleFactory(state="scheduled", publish_at=NOW + hours * timedelta(hours=1)) for hours in (2, 1)
    )

    assert articles.appear_due(at=NOW + DAY) == 2
    assert [event.article for event in later.events.model.objects.filter(action="appear").order_by("pk")] == [
        earlier,
        later,
    ]


def test_the_latest_text_appears_whatever_was_latest_when_it_was_scheduled():
    article = ArticleFactory(state="scheduled")
    version(article, title="Telling a team on time")

    articles.appear_due(at=NOW)

    assert str(fresh(article)) == "Telling a team on time"


def test_another_moment_takes_the_place_of_the_first():
    article, by = ArticleFactory(state="scheduled", publish_at=NOW + MINUTE), editor()

    articles.schedule(article=article, when=NOW + DAY, by=by, at=NOW)

    assert (articles.appear_due(at=NOW + MINUTE), fresh(article).publish_at) == (0, NOW + DAY)


def test_what_is_off_the_schedule_does_not_appear():
    article = ArticleFactory(state="scheduled")

    row = articles.unschedule(article=article, by=editor(), at=NOW)

    assert (row.state, row.publish_at, articles.appear_due(at=NOW + DAY)) == ("review", None, 0)


@pytest.mark.parametrize("before", [timedelta(), MINUTE])
def test_a_moment_that_is_past_is_refused(before):
    with pytest.raises(ArticleRefused, match="This moment is past"):
        articles.schedule(article=ArticleFactory(state="review"), when=NOW - before, by=editor(), at=NOW)


def test_a_scheduled_article_can_be_published_at_once():
    row = articles.publish(article=ArticleFactory(state="scheduled", publish_at=NOW + DAY), by=editor(), at=NOW)

    assert (row.state, row.published_at, row.publish_at) == ("published", NOW, None)


@pytest.mark.parametrize("body", [UNKNOWN, "![](picture:1)\n", "# A second title"])
def test_a_text_with_faults_is_not_shown_to_readers(body):
    by, published = editor(), ArticleFactory()
    version(published, body=body)

    for refused in (
        lambda: articles.schedule(article=ArticleFactory(state="review", body=body), when=NOW + DAY, by=by, at=NOW),
        lambda: articles.publish(article=ArticleFactory(state="review", body=body), by=by, at=NOW),
        lambda: articles.revise(article=published, by=by, at=NOW),
    ):
        with pytest.raises(ArticleRefused, match="Mend the text first") as found:
            refused()
        assert found.value.faults == faults_of(body)


def test_an_article_without_a_text_is_not_shown():
    article = ArticleFactory(state="review")
    Article.objects.update(latest=None)

    with pytest.raises(ArticleRefused, match="no text"):
        articles.publish(article=article, by=editor(), at=NOW)


def test_changes_of_a_published_text_show_when_they_are_published():
    article = ArticleFactory()
    version(article, title="Telling a team on time")
    assert str(fresh(article)) == "Telling a team early"

    row = articles.revise(article=article, by=editor(), at=NOW)

    assert (str(row), row.has_changes, row.published_at) == ("Telling a team on time", False, PUBLISHED_AT)
    assert row.events.last().data == {"version": 2}


def test_without_changes_there_is_nothing_to_publish():
    with pytest.raises(ArticleRefused, match="Readers see the latest text already"):
        articles.revise(article=ArticleFactory(), by=editor(), at=NOW)


def test_a_page_that_is_out_of_date_moves_nothing():
    article, by = ArticleFactory(state="draft"), editor()
    articles.submit(article=article, by=by, at=NOW, moves=0)

    with pytest.raises(StaleMove):
        articles.publish(article=article, by=by, at=NOW, moves=0)


def test_nobody_but_editors_moves_an_article():
    with pytest.raises(MoveNotAllowed):
        articles.publish(article=ArticleFactory(state="review"), by=UserFactory(admin=True), at=NOW)


def test_a_moment_too_far_away_is_refused_with_a_sentence(settings):
    article, by, last = ArticleFactory(state="review"), editor(), NOW + settings.ARTICLE_SCHEDULE_MAX_DAYS * DAY

    with pytest.raises(ArticleRefused, match="more than 731 days away"):
        articles.schedule(article=article, when=last + MINUTE, by=by, at=NOW)
    assert articles.schedule(article=article, when=last, by=by, at=NOW).publish_at == last


def test_one_that_cannot_be_shown_is_told_and_stops_no_other(caplog):
    broken = ArticleFactory(state="scheduled", publish_at=NOW - MINUTE, body=UNKNOWN, slug="broken")
    sound = ArticleFactory(state="scheduled", publish_at=NOW)

    assert articles.appear_due(at=NOW) == 1
    assert (fresh(broken).state, fresh(sound).state) == ("scheduled", "published")
    assert [record.getMessage() for record in caplog.records] == ["The article broken could not appear"]
