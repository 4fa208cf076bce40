"""Articles as cards, and what stands beside one."""

from datetime import timedelta

import pytest

from cmiportal.rules.days import uk_day
from insights.models import Article
from insights.services import articles
from insights.services.reading import begins_in, beside, campaigns_of, cards_of, last_changed
from tests.factories.insights import (
    PUBLISHED_AT,
    ArticleFactory,
    ArticleSeriesFactory,
    CampaignFactory,
    CampaignStoryFactory,
    TopicFactory,
    editor,
    version,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def on_day(number, **fields):
    return ArticleFactory(published_at=PUBLISHED_AT + number * DAY, title=f"Day {number}", **fields)


def test_a_card_says_what_an_article_is():
    ArticleFactory(slug="early", kind="interview", topic=TopicFactory(key="change"), audience="members", minutes=4)

    assert cards_of(Article.objects.with_text()) == [
        {
            "title": "Telling a team early",
            "href": "/insights/early/",
            "text": "What to say when you do not know everything yet.",
            "eyebrow": "Interview: Change",
            "meta": "5 October 2026, four minutes to read, for members",
            "kind": "Interview",
            "topic": "Change",
            "day": "5 October 2026",
            "minutes": "Four minutes to read",
            "gate": "For members",
        }
    ]


@pytest.mark.parametrize(("audience", "gate"), [("public", ""), ("registered", "With an account")])
def test_a_card_says_to_whom_the_whole_is_open(audience, gate):
    [card] = cards_of([ArticleFactory(audience=audience)])

    assert (card["gate"], card["meta"].count(",")) == (gate, 2 if gate else 1)


def test_what_nobody_has_seen_has_no_card():
    assert cards_of([ArticleFactory(state="draft")]) == []


@pytest.mark.parametrize("read", ["with_text", "with_text_apart"])
def test_cards_ask_nothing_of_articles_that_were_read_for_them(read, django_assert_num_queries):
    for number in range(3):
        on_day(number, series=ArticleSeriesFactory())
    found = list(getattr(Article.objects.all(), read)())

    with django_assert_num_queries(0):
        assert len(cards_of(found)) == 3


def test_related_are_three_of_the_series_then_of_the_topic_the_latest_first():
    topic, series = TopicFactory(), ArticleSeriesFactory()
    article = on_day(0, topic=topic, series=series)
    on_day(1, series=series)
    for number in (2, 3, 4):
        on_day(number, topic=topic)
    on_day(5)
    on_day(6, topic=topic, state="archived")

    assert [str(each) for each in beside(article).related] == ["Day 1", "Day 4", "Day 3"]


def test_a_long_series_needs_no_topic(django_assert_num_queries):
    series = ArticleSeriesFactory()
    article, *_ = (on_day(number, series=series) for number in range(5))

    with django_assert_num_queries(1):
        assert [str(each) for each in beside(article).related] == ["Day 4", "Day 3", "Day 2"]


def test_an_article_without_series_has_those_of_its_topic():
    article = on_day(0)
    on_day(1, topic=article.topic)

    assert [str(each) for each in beside(article).related] == ["Day 1"]


def test_before_and_after_stand_in_the_order_in_which_they_appeared():
    series = ArticleSeriesFactory()
    first, second, third, *_ = (on_day(number, series=series) for number in (0, 0, 1, 2, 3, 4, 5))
    on_day(0.5)

    assert [(found.previous, found.next) for found in map(beside, (first, second, third))][:2] == [
        (None, second),
        (first, third),
    ]
    assert str(beside(third).next) == "Day 2"


def test_without_series_or_before_it_appears_an_article_has_no_neighbours():
    series = ArticleSeriesFactory()
    shown = on_day(0, series=series)

    alone, unseen = beside(ArticleFactory()), beside(ArticleFactory(state="draft", series=series))

    assert [(found.previous, found.next) for found in (alone, unseen)] == [(None, None)] * 2
    assert unseen.related == [shown]


def test_campaigns_that_point_to_it_are_those_that_are_published():
    article = CampaignStoryFactory().article
    CampaignStoryFactory(article=article, campaign=CampaignFactory(published_on=None))
    CampaignFactory()

    [campaign] = campaigns_of(article, on=uk_day(NOW))

    assert campaign == article.campaigns.get(published_on__isnull=False)


def test_a_text_is_as_old_as_the_move_that_showed_it():
    article, by = ArticleFactory(), editor()
    assert last_changed(Article.objects.all()).get().changed_at == PUBLISHED_AT
    version(article, title="Telling a team on time")

    articles.revise(article=article, by=by, at=NOW)
    articles.archive(article=article, by=by, at=NOW + DAY)

    assert last_changed(Article.objects.all()).get().changed_at == NOW


def test_the_beginning_comes_in_paragraphs():
    text = ArticleFactory(begins="One.\n\nTwo.").latest

    assert (begins_in(text), begins_in(ArticleFactory(begins="").latest)) == (["One.", "Two."], [])
