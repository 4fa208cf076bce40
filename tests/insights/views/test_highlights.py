"""The page of the Highlights: what was sent, and asking for them."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from insights.models import HighlightsReader
from insights.services import highlights
from tests.factories.accounts import UserFactory
from tests.factories.insights import ArticleFactory, editor
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PAGE = reverse("insights:highlights")
ASK, STOP = reverse("insights:highlights_ask"), reverse("insights:highlights_stop")


def issue_of(week, *, sent=True):
    """The issue of a week with one article, sent or not."""
    at = datetime(week.year, week.month, week.day, 9, tzinfo=UTC)
    ArticleFactory(title=f"Of {week}", published_at=at)
    issue = highlights.draft(day=week)
    if sent:
        highlights.approve(issue=issue, by=editor(), at_once=True, at=at)
        highlights.send_due(at=at)
    return issue


def test_what_was_sent_stands_there_and_nothing_else(client):
    issue_of(date(2026, 11, 16))
    issue_of(date(2026, 11, 23), sent=False)

    page = client.get(PAGE).text

    assert "Of 2026-11-16" in page
    assert "Of 2026-11-23" not in page


def test_a_visitor_is_led_to_sign_in_and_comes_back(client):
    page = client.get(PAGE)

    assert f'href="{reverse("account_login")}?next={PAGE}"' in page.text
    assert "csrfmiddlewaretoken" not in page.text
    assert client.post(ASK).url.startswith(reverse("account_login"))


def test_a_person_asks_with_one_button_and_stops_with_one(client):
    person = UserFactory()
    client.force_login(person)
    assert f'action="{ASK}"' in client.get(PAGE).text

    assert client.post(ASK, follow=True).redirect_chain == [(PAGE, 302)]
    assert HighlightsReader.objects.get().person == person
    assert f'action="{STOP}"' in client.get(PAGE).text

    client.post(STOP)
    assert not HighlightsReader.objects.exists()


@pytest.mark.parametrize("address", [ASK, STOP])
def test_reading_asks_for_nothing(client, address):
    client.force_login(UserFactory())

    assert client.get(address).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_two_queries_however_many_issues(client, count):
    for number in range(count):
        issue_of(date(2026, 11, 2 + 7 * number))

    assert queries_of(client, PAGE) == 2
