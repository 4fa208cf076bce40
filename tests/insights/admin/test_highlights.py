"""The Highlights in the admin: drafted, looked at as they will come, tested, approved; by editors alone."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.urls import reverse

from cmiportal.notifications.models import Notification
from insights.models import HighlightsIssue
from insights.services import highlights
from tests.factories.accounts import UserFactory
from tests.factories.insights import ArticleFactory, editor
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_locking_of

pytestmark = pytest.mark.django_db

LIST, ADD = (reverse(f"admin:insights_highlightsissue_{name}") for name in ("changelist", "add"))


@pytest.fixture
def writer(client):
    """An editor, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


@pytest.fixture
def issue():
    ArticleFactory(title="Telling a team early", published_at=datetime(2026, 11, 23, 9, tzinfo=UTC))
    return highlights.draft(day=date(2026, 11, 23))


def page(name, issue):
    return reverse(f"admin:insights_highlightsissue_{name}", args=[issue.pk])


def act(client, issue, name):
    """What the page says after pressing the button of that name."""
    return client.post(page("look", issue), {name: "yes"}, follow=True).text


def test_an_issue_is_drafted_from_any_day_of_its_week(client, writer):
    ArticleFactory(title="Telling a team early", published_at=datetime(2026, 11, 23, 9, tzinfo=UTC))

    saved = client.post(ADD, {"week": "2026-11-26", "subject": "", "intro": "Short ones."}, follow=True)

    made = HighlightsIssue.objects.get()
    assert saved.redirect_chain[-1][0] == page("change", made)
    assert (made.week, made.subject) == (date(2026, 11, 23), "The week in management, 23 November 2026")
    assert (made.intro, made.items.count()) == ("Short ones.", 1)
    again = client.post(ADD, {"week": "2026-11-24", "subject": "", "intro": ""})
    assert "The issue of that week is there already." in again.text


def test_a_week_far_away_is_a_slip_of_the_hand(client, writer):
    page = client.post(ADD, {"week": "9999-12-31", "subject": "", "intro": ""})

    assert "This week is more than a year away." in page.text


def test_an_editor_brings_the_articles_into_order(client, writer, issue):
    ArticleFactory(title="Second", published_at=datetime(2026, 11, 24, 9, tzinfo=UTC))
    highlights.gather(issue=issue)
    first, second = issue.items.all()
    rows = {"items-TOTAL_FORMS": 2, "items-INITIAL_FORMS": 2, "subject": "New words", "intro": ""}
    for number, (item, position) in enumerate([(first, 2), (second, 1)]):
        rows |= {f"items-{number}-id": item.pk, f"items-{number}-issue": issue.pk}
        rows |= {f"items-{number}-position": position, f"items-{number}-article": item.article_id}

    assert client.post(page("change", issue), rows).status_code == 302
    assert [item.pk for item in issue.items.all()] == [second.pk, first.pk]
    issue.refresh_from_db()
    assert issue.subject == "New words"


def test_the_mail_is_shown_as_it_will_come_under_a_policy_of_its_own(client, writer, issue):
    look = client.get(page("look", issue))
    mail = client.get(page("mail", issue))

    assert f'<iframe src="{page("mail", issue)}"' in look.text
    assert "Article, 1 minute." in look.text
    assert "style-src 'self'" in look.headers["Content-Security-Policy"]
    assert "style=" in mail.text
    assert "sandbox" in mail.headers["Content-Security-Policy"]
    assert "script-src 'none'" in mail.headers["Content-Security-Policy"]
    assert mail.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_an_editor_sends_a_test_approves_for_so_many_and_takes_it_back(client, writer, issue):
    highlights.ask(person=UserFactory(), at=datetime(2026, 11, 1, tzinfo=UTC))
    assert 'value="Approve for one reader"' in client.get(page("look", issue)).text

    assert f"Sent to {writer.email} as a test." in act(client, issue, "test")
    assert Notification.objects.get().recipient == writer
    assert "Approved: it goes out on" in act(client, issue, "approve")
    assert "is approved. Take the approval back first." in act(client, issue, "at_once")
    assert "The approval is taken back." in act(client, issue, "take_back")
    assert "within five minutes" in act(client, issue, "at_once")
    assert 'name="subject"' not in client.get(page("change", issue)).text


@pytest.mark.django_db(transaction=True)
def test_what_is_approved_while_a_form_is_open_is_not_written_over(client, writer, issue):
    rows = {"items-TOTAL_FORMS": 0, "items-INITIAL_FORMS": 0, "subject": "Too late", "intro": ""}
    approving = partial(highlights.approve, issue=issue, by=writer, at_once=False, at=NOW)

    results = in_turn(no_locking_of(issue), approving, partial(client.post, page("change", issue), rows))

    issue.refresh_from_db()
    assert (results[1].status_code, issue.approved_by, issue.subject) == (403, writer, results[0].subject)


def test_what_has_appeared_since_is_put_in(client, writer, issue):
    ArticleFactory(published_at=datetime(2026, 11, 25, 9, tzinfo=UTC))

    assert client.post(page("gather", issue)).url == page("change", issue)
    assert issue.items.count() == 2


def test_how_many_were_put_in_is_said(client, writer, issue):
    def said():
        return client.post(page("gather", issue), follow=True).text

    assert "Nothing else of that week has appeared." in said()
    ArticleFactory(published_at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert "One article was put in." in said()
    ArticleFactory.create_batch(2, published_at=datetime(2026, 11, 26, 9, tzinfo=UTC))
    assert "2 articles were put in." in said()


@pytest.mark.parametrize("name", ["look", "mail", "gather"])
def test_others_are_refused(client, issue, name):
    client.force_login(UserFactory(is_staff=True))

    answer = client.post(page(name, issue)) if name == "gather" else client.get(page(name, issue))
    assert answer.status_code == 403


def test_the_list_says_how_far_each_is(client, writer, issue):
    assert "The week in management, 23 November 2026" in client.get(LIST).text
