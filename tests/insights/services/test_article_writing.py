"""Writing articles: a changed text is a version, and nobody writes over what another saved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cmiportal.workflow import MoveNotAllowed
from insights.models import Article
from insights.services.articles import ArticleChanged, ArticleFacts, ArticleRefused, ArticleText, write
from tests.factories.accounts import UserFactory
from tests.factories.insights import (
    ArticleFactory,
    ArticleSeriesFactory,
    AuthorFactory,
    PictureFactory,
    TopicFactory,
    editor,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
TEXT = ArticleText(
    "Asking for help", "What to say first.", "Say what you tried.\n\nThen say what you need, and by when."
)


def facts(slug="asking-for-help", **fields):
    return ArticleFacts(slug=slug, topic=fields.pop("topic", None) or TopicFactory(), **fields)


def text_of(article):
    last = article.latest
    return ArticleText(last.title, last.standfirst, last.body, last.picture)


def numbers(article):
    return list(article.versions.values_list("number", flat=True).order_by("number"))


def test_a_new_article_is_a_draft_with_its_first_version():
    by, author, series, picture = editor(), AuthorFactory(), ArticleSeriesFactory(), PictureFactory()
    said = facts(kind="interview", audience="members", series=series, authors=(author,))

    row = write(article=None, values=replace(TEXT, picture=picture), by=by, at=NOW, facts=said)

    kept = Article.objects.get()
    assert (kept.state, kept.slug, kept.kind, kept.audience) == ("draft", "asking-for-help", "interview", "members")
    assert (kept.series, list(kept.authors.all()), kept.created_at) == (series, [author], NOW)
    assert (kept.shown, kept.latest, kept.latest.number) == (None, row.latest, 1)
    assert text_of(kept) == replace(TEXT, picture=picture)
    assert (kept.latest.written_by, kept.latest.written_at) == (by, NOW)
    assert [(event.action, event.actor) for event in kept.events.all()] == [("create", by)]


def test_how_long_it_takes_and_how_it_begins_are_kept_with_the_text():
    body = "\n\n".join(["word " * 60] * 8)

    row = write(article=None, values=replace(TEXT, body=body), by=editor(), at=NOW, facts=facts())

    assert row.latest.minutes == 3
    assert row.latest.begins == " ".join(["word"] * 60)


def test_a_new_article_needs_its_facts():
    with pytest.raises(ValueError, match="needs its facts"):
        write(article=None, values=TEXT, by=editor(), at=NOW)


def test_a_changed_text_is_the_next_version_and_the_former_stays():
    article, by = ArticleFactory(state="draft"), editor()
    former = article.latest

    row = write(article=article, values=TEXT, by=by, at=LATER)

    assert (row.latest.number, text_of(row), row.latest.written_by) == (2, TEXT, by)
    former.refresh_from_db()
    assert former.title == "Telling a team early"


def test_the_same_text_makes_no_version():
    article = ArticleFactory()

    row = write(article=article, values=text_of(article), by=editor(), at=LATER)

    assert (numbers(article), row.latest) == ([1], article.latest)


def test_ends_of_lines_and_blanks_around_are_no_change():
    article = ArticleFactory(body="One.\n\nTwo.")

    write(article=article, values=replace(text_of(article), body=" One.\r\n\r\nTwo.\r\n"), by=editor(), at=LATER)

    assert numbers(article) == [1]


def test_another_picture_is_a_version():
    article, picture = ArticleFactory(), PictureFactory()

    row = write(article=article, values=replace(text_of(article), picture=picture), by=editor(), at=LATER)

    assert (row.latest.number, row.latest.picture) == (2, picture)


def test_readers_of_a_published_article_go_on_seeing_the_former_text():
    article = ArticleFactory()

    row = write(article=article, values=TEXT, by=editor(), at=LATER)

    assert (row.shown.number, row.latest.number, row.has_changes) == (1, 2, True)


def test_what_another_editor_saved_meanwhile_is_not_written_over():
    article = ArticleFactory()
    write(article=article, values=replace(TEXT, title="Theirs"), by=editor(), at=NOW, number=1)

    with pytest.raises(ArticleChanged, match="saved version 2") as refused:
        write(article=article, values=TEXT, by=editor(), at=LATER, number=1)

    assert (refused.value.number, numbers(article)) == (2, [1, 2])


def test_a_form_that_is_sent_twice_is_kept_once():
    article, by = ArticleFactory(), editor()

    for _ in range(2):
        write(article=article, values=TEXT, by=by, at=LATER, number=1)

    assert numbers(article) == [1, 2]


def test_an_article_that_was_born_without_a_text_gets_its_first():
    article = ArticleFactory(state="draft")
    Article.objects.update(latest=None)
    article.versions.all().delete()

    row = write(article=article, values=TEXT, by=editor(), at=LATER, number=0)

    assert row.latest.number == 1


def test_facts_change_at_once_and_make_no_version():
    article, series, author = ArticleFactory(), ArticleSeriesFactory(), AuthorFactory()
    said = facts(article.slug, kind="long_read", audience="registered", series=series, authors=(author,))

    write(article=article, values=text_of(article), by=editor(), at=LATER, facts=said)

    kept = Article.objects.get()
    assert (kept.kind, kept.audience, kept.topic, kept.series) == ("long_read", "registered", said.topic, series)
    assert (list(kept.authors.all()), numbers(kept)) == ([author], [1])


def test_a_scheduled_text_is_kept_without_faults():
    article = ArticleFactory(state="scheduled")

    with pytest.raises(ArticleRefused, match="alternative text"):
        write(article=article, values=replace(TEXT, body="![](picture:1)"), by=editor(), at=LATER)

    assert numbers(article) == [1]
    assert write(article=article, values=TEXT, by=editor(), at=LATER).latest.number == 2


def test_a_draft_may_have_faults():
    article = ArticleFactory(state="draft")

    assert write(article=article, values=replace(TEXT, body="![](picture:1)"), by=editor(), at=LATER).latest.number == 2


def test_nobody_but_editors_writes():
    with pytest.raises(MoveNotAllowed):
        write(article=None, values=TEXT, by=UserFactory(admin=True), at=NOW, facts=facts())

    assert not Article.objects.exists()
