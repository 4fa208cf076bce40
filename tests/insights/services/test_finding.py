"""What the search finds of topics, series and authors, and by their names."""

import pytest

from cmiportal.celery import app
from cmiportal.search.models import SearchEntry
from insights import tasks
from insights.models import CampaignDefinition
from insights.services.articles import ArticleFacts, ArticleText, archive, publish, restore, write
from insights.services.finding import renew_named
from tests.factories.insights import (
    BODY,
    ArticleFactory,
    ArticleSeriesFactory,
    AuthorFactory,
    CampaignFactory,
    ReportFactory,
    ResourceFactory,
    TopicFactory,
    editor,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

TEXT = ArticleText("Telling a team early", "What to say when you do not know everything yet.", BODY)
HEADINGS = [(TopicFactory, "topic"), (ArticleSeriesFactory, "series"), (AuthorFactory, "authors")]


def tied(column, heading):
    """What ties an article to a heading."""
    return {column: [heading] if column == "authors" else heading}


def found():
    """The topics, series and authors that the search finds, by source and key."""
    return set(SearchEntry.objects.filter(source__in=["topic", "series", "author"]).values_list("source", "key"))


def words_of(row):
    return SearchEntry.objects.get(source=row._meta.model_name, key=row.pk).words


def test_what_an_article_is_found_by_is_found_from_its_first_to_its_last_one():
    author, series, by = AuthorFactory(), ArticleSeriesFactory(), editor()
    article = ArticleFactory(state="review", authors=[author], series=series)
    other = ArticleFactory(state="review", topic=article.topic)
    assert found() == set()

    article, other = (publish(article=each, by=by, at=NOW) for each in (article, other))
    assert found() == {("topic", article.topic_id), ("series", series.pk), ("author", author.pk)}

    article = archive(article=article, by=by, at=NOW)
    assert found() == {("topic", article.topic_id)}
    archive(article=other, by=by, at=NOW)
    assert found() == set()
    restore(article=article, by=by, at=NOW)
    assert found() == {("topic", article.topic_id), ("series", series.pk), ("author", author.pk)}


@pytest.mark.parametrize("state", ["published", "review"])
def test_an_article_that_is_put_elsewhere_takes_what_it_alone_was_found_by_along(state):
    author, topic = AuthorFactory(), TopicFactory()
    article = ArticleFactory(state=state, authors=[author], series=ArticleSeriesFactory())

    write(
        article=article,
        values=TEXT,
        by=editor(),
        at=NOW,
        facts=ArticleFacts(slug=article.slug, topic=topic, authors=(author,)),
    )

    assert found() == ({("topic", topic.pk), ("author", author.pk)} if state == "published" else set())


@pytest.mark.parametrize(("make", "column"), HEADINGS)
def test_articles_are_found_by_the_new_name_of_what_they_are_found_by(make, column):
    heading = make()
    article, draft = ArticleFactory(**tied(column, heading)), ArticleFactory(state="draft", **tied(column, heading))
    type(heading).objects.update(**{"name" if column == "authors" else "title": "Zeppelins"})

    assert renew_named(label=heading._meta.label, key=heading.pk, at=NOW) == 1
    assert "Zeppelins" in words_of(article)
    assert not SearchEntry.objects.filter(key=draft.pk).exists()


def test_resources_reports_and_campaigns_are_found_by_the_new_name_of_their_topic():
    topic = TopicFactory()
    rows = [make(topic=topic) for make in (ResourceFactory, ReportFactory, CampaignFactory)]
    other = ResourceFactory()
    type(topic).objects.update(title="Zeppelins")

    assert tasks.renew_named("insights.Topic", topic.pk) == 3
    assert ["Zeppelins" in words_of(row) for row in (*rows, other)] == [True, True, True, False]


@pytest.mark.parametrize(("make", "column"), HEADINGS)
def test_a_worker_is_woken_by_a_change_of_a_name_and_not_by_a_new_one(django_capture_on_commit_callbacks, make, column):
    with django_capture_on_commit_callbacks(execute=True):
        heading = make()
        heading.save()

    with app.connection_for_read() as broker:
        queue = broker.SimpleQueue("celery")
        message = queue.get(block=False)
        with pytest.raises(queue.Empty):
            queue.get(block=False)
    assert message.headers["task"] == "insights.renew_named"
    assert message.payload[0] == [heading._meta.label, heading.pk]


def test_marks_in_the_words_of_a_campaign_are_not_searched():
    campaign = CampaignFactory()
    CampaignDefinition.objects.create(campaign=campaign, term="Class", text="Where *one* [comes](/about/) from.")

    assert "Class: Where one comes from." in SearchEntry.objects.get(source="campaign").text
