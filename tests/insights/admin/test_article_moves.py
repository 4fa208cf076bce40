"""The admin's pages that move an article, and those of its versions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from insights.services.articles import submit
from tests.factories.accounts import UserFactory
from tests.factories.insights import IN_STATE, ArticleFactory, editor, version
from tests.factories.insights_pictures import a_picture
from tests.insights.admin.article_forms import fresh, page, words

pytestmark = pytest.mark.django_db

OFFERED = {
    "draft": {"submit"},
    "review": {"return", "schedule", "publish"},
    "scheduled": {"schedule", "unschedule", "publish"},
    "published": {"archive"},
    "archived": {"restore"},
}
MOVES = sorted({*set().union(*OFFERED.values()), "revise"})


@pytest.fixture
def editing(client):
    """Somebody who edits, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


@pytest.mark.parametrize("state", IN_STATE)
def test_each_move_is_offered_where_the_workflow_has_it(state, client, editing):
    article = IN_STATE[state]()

    shown = client.get(page(article)).content.decode()

    assert {name for name in MOVES if f'href="{page(article, name)}"' in shown} == OFFERED[state]
    assert f'href="{page(article, "versions")}"' in shown


def test_changes_of_a_published_article_are_offered_to_be_published(client, editing):
    article = ArticleFactory()
    version(article, title="Anew")
    assert page(article, "revise") in client.get(page(article)).content.decode()

    client.post(page(article, "revise"), {"moves": article.moves})

    assert (fresh(article).shown.title, fresh(article).has_changes) == ("Anew", False)


@pytest.mark.parametrize(
    ("state", "name", "then", "label"),
    [
        ("draft", "submit", "review", "Send to review"),
        ("review", "return", "draft", "Back to draft"),
        ("review", "publish", "published", "Publish now"),
        ("scheduled", "unschedule", "review", "Take off the schedule"),
        ("published", "archive", "archived", "Put into the archive"),
        ("archived", "restore", "published", "Take out of the archive"),
    ],
)
def test_a_move_is_asked_about_made_and_logged(state, name, then, label, client, editing):
    article = IN_STATE[state]()
    assert f'value="{label}"' in words(client.get(page(article, name)))

    answer = client.post(page(article, name), {"moves": article.moves}, follow=True)

    assert f"{label}: done." in words(answer)
    assert fresh(article).state == then
    assert LogEntry.objects.get().change_message == label


def test_a_moment_is_taken_by_the_clocks_of_the_united_kingdom(client, editing, settings):
    settings.ARTICLE_SCHEDULE_MAX_DAYS = 36_500
    article = ArticleFactory(state="review")

    client.post(page(article, "schedule"), {"moves": article.moves, "when_0": "2035-07-02", "when_1": "08:30"})

    row = fresh(article)
    assert (row.state, row.publish_at) == ("scheduled", datetime(2035, 7, 2, 7, 30, tzinfo=UTC))
    shown = words(client.get(page(article, "schedule")))
    assert 'value="2035-07-02"' in shown
    assert 'value="08:30"' in shown


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"when_0": "2020-01-01", "when_1": "08:30"}, "This moment is past."),
        ({"when_0": "9999-12-31", "when_1": "23:59"}, "This moment is more than 731 days away."),
        ({"when_0": "", "when_1": ""}, "This field is required."),
        ({"when_0": "2035-03-25", "when_1": "01:30"}, "clocks"),
    ],
)
def test_a_moment_that_cannot_be_is_said(when, said, client, editing):
    article = ArticleFactory(state="review")

    answer = client.post(page(article, "schedule"), {"moves": article.moves, **when})

    assert said in words(answer)
    assert fresh(article).state == "review"


def test_a_text_with_faults_is_not_published_and_they_are_shown_before(client, editing):
    article = ArticleFactory(state="review", body="# Top\n\n![](https://x.example/a.png)")

    before = words(client.get(page(article, "publish")))
    answer = client.post(page(article, "publish"), {"moves": article.moves})

    assert "The heading “Top” begins with one #." in before
    assert "A picture has no alternative text." in before
    assert "Mend the text first." in words(answer)
    assert fresh(article).state == "review"


def test_a_picture_that_is_not_there_is_no_text_to_publish(client, editing):
    article = ArticleFactory(state="review", body="![A desk](picture:0193a1b2-0000-7000-8000-00000000000a)")

    answer = client.post(page(article, "publish"), {"moves": article.moves})

    assert "There is no picture with the id 0193a1b2-0000-7000-8000-00000000000a." in words(answer)
    assert fresh(article).state == "review"


def test_a_page_that_is_out_of_date_is_refused_and_shown_again(client, editing):
    article = ArticleFactory(state="draft")
    submit(article=article, by=editing, at=timezone.now())

    answer = client.post(page(article, "return"), {"moves": "0"})

    assert "This was changed while you had it open." in words(answer)
    assert 'name="moves" value="1"' in words(answer)


@pytest.mark.parametrize("name", [*MOVES, "versions"])
def test_who_is_no_editor_opens_none_of_these_pages(name, client):
    client.force_login(UserFactory(admin=True))

    assert client.get(page(ArticleFactory(), name)).status_code == 403


def test_versions_say_who_wrote_them_and_when_and_which_readers_see(client, editing):
    article = ArticleFactory()
    version(article, title="Anew", written_by=editor(name="Wren Ashgrove"))

    shown = words(client.get(page(article, "versions")))

    assert "2, the latest" in shown
    assert "1, seen by readers" in shown
    assert "Wren Ashgrove" in shown
    assert shown.count('value="Bring back"') == 1


def test_any_two_versions_are_compared(client, editing):
    article = ArticleFactory(title="One", body="Say it early.", picture=None)
    version(article, title="Two", body="Say it late.", picture=a_picture(alternative="A desk."))
    version(article, title="Three")

    shown = words(client.get(page(article, "versions"), {"old": 1, "new": 2}))

    assert "From version 1 to version 2" in shown
    assert "[removed: </span>early." in shown
    assert "[added: </span>late." in shown
    assert "[added: </span>A desk." in shown
    assert "[added: </span>Three" not in shown


@pytest.mark.parametrize("asked", [{"old": 1}, {"old": 1, "new": 9}, {"old": "a", "new": "9" * 40}, {"page": "x"}])
def test_what_cannot_be_compared_is_not(asked, client, editing):
    answer = client.get(page(ArticleFactory(), "versions"), asked)

    assert (answer.status_code, "From version" in words(answer)) == (200, False)


def test_an_old_version_is_brought_back_as_a_new_one(client, editing):
    picture = a_picture()
    article = ArticleFactory(title="One", picture=picture)
    version(article, title="Two", picture=None)

    said = words(client.post(page(article, "versions"), {"moves": 1, "number": 2, "version": 1}, follow=True))

    row = fresh(article)
    assert (row.latest.number, row.latest.title, row.latest.picture) == (3, "One", picture)
    assert row.latest.written_by == editing
    assert "Version 1 is the text again, as version 3." in said
    assert "Readers still see the text before." in said


def test_a_version_is_not_brought_back_over_one_that_the_page_did_not_show(client, editing):
    article = ArticleFactory(state="draft")
    version(article, title="Two")
    version(article, title="Three")

    answer = client.post(page(article, "versions"), {"moves": 0, "number": 2, "version": 1})

    assert "Somebody else saved version 3" in words(answer)
    assert fresh(article).latest.number == 3
    assert client.post(page(article, "versions"), {"moves": 0, "number": 3, "version": 9}).status_code == 404


def test_many_versions_are_shown_page_by_page(client, editing, monkeypatch):
    monkeypatch.setattr("insights.admin.article_versions.ON_A_PAGE", 1)
    article = ArticleFactory(state="draft")
    version(article, at=timezone.now() + timedelta(days=1))

    assert "Earlier versions" in words(client.get(page(article, "versions")))
    assert "Later versions" in words(client.get(page(article, "versions"), {"page": 2}))
