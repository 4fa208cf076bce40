"""Campaigns in the admin: with all their parts on one page."""

import re

import pytest
from django.urls import reverse

from insights.models import Campaign
from tests.factories.insights import (
    ArticleFactory,
    CampaignFactory,
    ReportFactory,
    ResourceFactory,
    TopicFactory,
    editor,
)

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"admin:insights_campaign_{name}", args=args)


@pytest.fixture(autouse=True)
def writer(client):
    """An editor, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


def parts(prefix, *rows):
    """The rows of an inline as the browser sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


@pytest.fixture
def typed():
    """A campaign as it is typed, without parts."""
    return {
        "title": "Everyone leads",
        "slug": "everyone-leads",
        "standfirst": "Where people come from should not decide.",
        "aim": "To find out.",
        "why": "It matters.",
        "at_work_title": "At work",
        "at_work": "Advertise every post.",
        "topic": TopicFactory().pk,
        "position": "10",
        "published_on": "2026-10-05",
        **parts("definitions"),
        **parts("stories"),
        **parts("guidance"),
        **parts("quotes"),
    }


QUOTE = {"position": 1, "text": "Nobody asked.", "name": "Ewa", "role": "Leader", "link": "", "link_label": ""}


def test_a_campaign_is_written_with_all_its_parts(client, typed):
    article, resource, report = ArticleFactory(), ResourceFactory(), ReportFactory()
    sent = {
        **typed,
        "report": report.pk,
        **parts("definitions", {"position": 1, "term": "Background", "text": "Where one comes from."}),
        **parts("stories", {"position": 1, "article": article.pk}),
        **parts("guidance", {"position": 1, "resource": resource.pk}),
        **parts("quotes", {**QUOTE, "link": "/events/", "link_label": "See events"}),
    }

    assert client.post(page("add"), sent).status_code == 302

    row = Campaign.objects.get()
    assert row.report == report
    assert [each.term for each in row.definitions.all()] == ["Background"]
    assert list(row.articles.all()) == [article]
    assert list(row.resources.all()) == [resource]
    assert [each.link for each in row.quotes.all()] == ["/events/"]


@pytest.mark.parametrize(
    ("link", "label", "said"),
    [
        ("https://elsewhere.example.org/", "There", "An address within the site begins with one slash"),
        ("//elsewhere.example.org/", "There", "An address within the site begins with one slash"),
        ("/events/", "", "A link needs both an address and words."),
    ],
)
def test_a_link_of_a_quotation_stays_within_the_site_and_has_words(client, typed, link, label, said):
    answer = client.post(page("add"), {**typed, **parts("quotes", {**QUOTE, "link": link, "link_label": label})})

    assert said in answer.text
    assert not Campaign.objects.exists()


def test_the_address_stays_once_a_campaign_has_a_day(client):
    row, draft = CampaignFactory(), CampaignFactory(published_on=None)

    assert [
        "slug" in client.get(page("change", each.pk)).context["adminform"].form.fields for each in (row, draft)
    ] == [False, True]


def test_a_campaign_is_looked_at_without_being_saved(client, typed):
    answer = client.post(page("preview"), typed)

    for words in ("What we want to find out</h2>", "To find out.", "Why it matters</h2>", "Advertise every post."):
        assert words in answer.text
    assert not Campaign.objects.exists()


def test_the_look_at_a_campaign_has_the_headings_of_its_page(client, typed):
    answer = client.post(page("preview"), {**typed, "at_work_title": "On Monday", "why": "## Who asks\n\nYou."}).text

    assert "<h2>On Monday</h2>" in answer
    assert "<h2>At work</h2>" not in answer
    assert re.search(r"<h3[^>]*>Who asks", answer)


def test_the_list_shows_campaigns_and_nobody_takes_one_away(client):
    row = CampaignFactory(title="Everyone leads")

    assert "Everyone leads" in client.get(page("changelist")).text
    assert client.post(page("delete", row.pk), {"post": "yes"}).status_code == 403
