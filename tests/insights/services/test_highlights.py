"""The Highlights: drafted, approved, owed once to each who asked, and sent by a real mail server."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from cmiportal.notifications.delivery import deliver_batch
from cmiportal.notifications.models import Notification, NotificationPreference
from cmiportal.notifications.services import choose_mail, stop_mail, wants_mail
from cmiportal.notifications.states import Mail
from insights.models import HighlightsIssue, HighlightsReader
from insights.services import highlights
from insights.services.articles import archive
from insights.services.highlights import HighlightsRefused
from tests.factories.accounts import UserFactory
from tests.factories.insights import ArticleFactory, editor
from tests.smtp import post_office

pytestmark = pytest.mark.django_db

WEEK = date(2026, 11, 23)
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


@pytest.fixture
def office(settings):
    """A real mail server that Django sends to."""
    with post_office() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def appeared(title, day, hour=9, **fields):
    return ArticleFactory(title=title, published_at=datetime(2026, 11, day, hour, tzinfo=UTC), **fields)


def reader(**fields):
    person = UserFactory(**fields)
    highlights.ask(person=person, at=TUESDAY)
    return person


def titles(issue):
    return [item.article.shown.title for item in issue.items.all()]


@pytest.fixture
def issue():
    """The issue of the week, with two articles."""
    appeared("Telling a team early", 23)
    appeared("What a handover is for", 24)
    return highlights.draft(day=date(2026, 11, 26))


def approved(issue, *, at_once=False):
    return highlights.approve(issue=issue, by=editor(), at_once=at_once, at=TUESDAY)


def told(issue):
    """Who was owed the issue."""
    rows = Notification.objects.filter(kind="highlights", dedup_key__startswith=f"highlights:{issue.week}:")
    return [row.recipient for row in rows.order_by("pk")]


def test_an_issue_holds_what_appeared_from_monday_to_sunday():
    appeared("Sunday before", 22, 23)
    appeared("Sunday night", 29, 23)
    appeared("Monday", 23, 0)
    appeared("Monday after", 30, 0)
    appeared("Earlier Highlights", 24, kind="highlights")
    appeared("Put away", 25, state="archived")

    issue = highlights.draft(day=date(2026, 11, 25))

    assert (issue.week, issue.subject) == (WEEK, "The week in management, 23 November 2026")
    assert titles(issue) == ["Monday", "Sunday night"]


def test_a_week_has_one_issue(issue):
    again = highlights.draft(day=WEEK, subject="Other words")

    assert (again.pk, again.subject) == (issue.pk, "The week in management, 23 November 2026")


def test_what_appears_later_is_put_in_at_the_end(issue):
    appeared("Late in the week", 28)
    first = issue.items.first()
    first.position = 9
    first.save()

    assert highlights.gather(issue=issue) == 1
    assert highlights.gather(issue=issue) == 0
    assert titles(issue) == ["What a handover is for", "Telling a team early", "Late in the week"]


def test_an_issue_is_approved_for_the_next_friday_or_at_once(issue):
    assert approved(issue).send_at == FRIDAY
    highlights.take_back(issue=issue)
    assert approved(issue, at_once=True).send_at == TUESDAY


def test_an_issue_of_nothing_is_not_approved():
    empty = highlights.draft(day=WEEK)

    with pytest.raises(HighlightsRefused, match="at least one article"):
        approved(empty)


def test_what_is_approved_changes_only_once_it_is_taken_back(issue):
    approved(issue)
    for act in (lambda: highlights.gather(issue=issue), lambda: approved(issue)):
        with pytest.raises(HighlightsRefused, match="Take the approval back first"):
            act()

    assert highlights.take_back(issue=issue).approved_by is None
    assert highlights.gather(issue=issue) == 0


def test_what_is_sent_changes_no_more(issue):
    reader()
    approved(issue, at_once=True)
    highlights.owe_some(issue=issue, after=0, at=TUESDAY)
    with pytest.raises(HighlightsRefused, match="has been sent"):
        highlights.take_back(issue=issue)

    highlights.send_due(at=TUESDAY)
    for act in (highlights.gather, highlights.take_back):
        with pytest.raises(HighlightsRefused, match="has been sent"):
            act(issue=issue)


def test_an_issue_of_which_nothing_is_found_any_more_waits_for_an_editor_again(issue):
    reader()
    approved(issue, at_once=True)
    for item in issue.items.all():
        archive(article=item.article, by=editor(), at=TUESDAY)

    assert highlights.send_due(at=TUESDAY) == 0

    issue.refresh_from_db()
    assert (told(issue), issue.approved_at, issue.sent_at) == ([], None, None)


def test_nothing_goes_out_before_its_moment_or_without_approval(issue):
    reader()
    assert highlights.send_due(at=FRIDAY) == 0
    assert highlights.owe_some(issue=issue, after=0, at=FRIDAY) == 0
    approved(issue)

    assert highlights.send_due(at=FRIDAY - timedelta(seconds=1)) == 0
    assert highlights.send_due(at=FRIDAY) == 1


def test_each_who_asked_is_owed_an_issue_once_in_batches_at_a_pace(issue, settings):
    settings.HIGHLIGHTS_BATCH, settings.NOTIFICATION_SPREAD_A_MINUTE = 2, 2
    people = [reader() for _ in range(5)]
    UserFactory()
    reader(is_active=False)
    approved(issue, at_once=True)

    assert highlights.send_due(at=TUESDAY) == 5
    assert highlights.send_due(at=TUESDAY) == 0
    assert highlights.owe_some(issue=issue, after=5, at=TUESDAY) == 0

    assert told(issue) == people
    due = Notification.objects.order_by("pk").values_list("due_at", flat=True)
    assert [(moment - TUESDAY).seconds // 60 for moment in due] == [0, 0, 1, 1, 2]
    issue.refresh_from_db()
    assert issue.sent_at == TUESDAY


def test_a_run_that_stopped_goes_on_where_it_was(issue, settings):
    settings.HIGHLIGHTS_BATCH = 2
    people = [reader() for _ in range(5)]
    approved(issue, at_once=True)
    highlights.owe_some(issue=issue, after=0, at=TUESDAY)
    late = reader()

    assert highlights.send_due(at=TUESDAY + timedelta(minutes=5)) == 4
    assert sorted(person.pk for person in told(issue)) == sorted(person.pk for person in (*people, late))


def test_the_mail_says_what_there_is_to_read_and_ends_with_one_click(issue, office):
    HighlightsIssue.objects.filter(pk=issue.pk).update(intro="Two pieces.\n\nBoth are short.")
    person = reader(email="noor@example.org")
    approved(HighlightsIssue.objects.get(), at_once=True)
    highlights.send_due(at=TUESDAY)

    deliver_batch(at=TUESDAY)

    letter = office.letters[0]
    assert office.recipients == ["noor@example.org"]
    assert letter["Subject"] == "The week in management, 23 November 2026"
    text = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "Two pieces.\n\nBoth are short.\n\nTelling a team early\nArticle, 1 minute. What to say when" in text
    html = letter.get_body(("html",)).get_content()
    assert html.count("<h2") == 2
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    address = letter["List-Unsubscribe"].strip(" <>").removeprefix(settings.SITE_URL)
    for _ in range(2):
        assert Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not highlights.is_reader(person)
    assert not NotificationPreference.objects.exists()
    assert Notification.objects.get().mail == Mail.SENT


def test_an_article_that_was_put_away_since_is_left_out(issue):
    away = appeared("Put away", 25, state="archived")
    issue.items.create(article=away, position=9)

    assert [each["title"] for each in highlights.context_of(issue)["articles"]] == titles(issue)[:2]


def test_who_stops_gets_nothing_that_is_still_queued(issue):
    person, other = reader(), reader()
    approved(issue, at_once=True)
    highlights.send_due(at=TUESDAY)

    highlights.stop(person=person)
    highlights.stop(person=person)

    rows = Notification.objects.order_by("pk").values_list("recipient", "mail")
    assert list(rows) == [(person.pk, Mail.NONE), (other.pk, Mail.QUEUED)]
    assert list(HighlightsReader.objects.values_list("person", flat=True)) == [other.pk]


def test_asking_twice_is_asking_once():
    person = reader()
    highlights.ask(person=person, at=FRIDAY)

    assert HighlightsReader.objects.get().since == TUESDAY


def test_the_choice_of_what_comes_by_mail_is_the_wish_itself():
    person = UserFactory()
    assert not wants_mail(person, "highlights")

    choose_mail(user=person, wanted=["highlights"], at=TUESDAY)
    assert wants_mail(person, "highlights")
    choose_mail(user=person, wanted=[], at=TUESDAY)
    assert not highlights.is_reader(person)
    assert not NotificationPreference.objects.filter(kind="highlights").exists()
    assert not wants_mail(None, "highlights")


def test_stopping_without_having_asked_does_no_harm():
    stop_mail(user=UserFactory(), kind="highlights")

    assert not HighlightsReader.objects.exists()


def test_an_editor_gets_a_test_without_having_asked_as_it_will_come(issue, office):
    writer = editor(email="writer@example.org")
    shown = highlights.preview(issue=issue, to=writer)
    assert not Notification.objects.exists()

    for _ in range(2):
        highlights.send_test(issue=issue, to=writer, at=TUESDAY)
    deliver_batch(at=TUESDAY)

    assert office.recipients == ["writer@example.org"]
    letter = office.letters[0]
    assert letter["Subject"] == shown.subject
    assert letter.get_body(("plain",)).get_content().replace("\r\n", "\n").strip() == shown.body.strip()
    assert told(issue) == []
