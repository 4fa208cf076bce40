"""The month calendar: each event on the days that it takes by the clock of its own place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from events.rules.months import YEARS_AHEAD, YEARS_BACK, after
from tests.factories.events import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    """The first day of the month after next, whatever the day of the test."""
    return after(after(uk_day(timezone.now()).replace(day=1)))


def address(first):
    return reverse("events:event_calendar", args=[first.year, first.month])


def at(day, hour=12, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def event(title, starts_at, hours=1, **fields):
    return EventFactory(title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **fields)


def found(client, first):
    return {
        day: [entry["title"] for entry in entries]
        for day, entries in client.get(address(first)).context["found"].items()
    }


def test_an_event_stands_on_its_day_with_time_and_link(client, month):
    day = month.replace(day=10)
    leading = event("Leading", at(day, 12), time_zone="UTC")
    event("Draft", at(day), state="draft", published_at=None)
    called_off = event("Called off", at(day, 18), state="cancelled", time_zone="UTC")

    page = client.get(address(month))

    assert page.context["found"] == {
        day: [
            {"title": "Leading", "href": leading.get_absolute_url(), "time": "12:00", "word": ""},
            {"title": "Called off", "href": called_off.get_absolute_url(), "time": "18:00", "word": "Cancelled"},
        ]
    }
    assert f'12:00 <a href="{leading.get_absolute_url()}">Leading</a>' in page.text
    assert "<strong>Cancelled</strong>" in page.text


def test_the_day_is_that_of_the_place_where_the_event_is(client, month):
    day = month.replace(day=10)
    event("In Hong Kong", at(day, 22), time_zone="Asia/Hong_Kong")
    event("In New York", at(day, 2), time_zone="America/New_York")

    assert found(client, month) == {day + timedelta(days=1): ["In Hong Kong"], day - timedelta(days=1): ["In New York"]}


def test_an_event_at_the_edge_of_the_month_stands_in_the_month_of_its_place(client, month):
    event("In Auckland", at(month - timedelta(days=1), 20), time_zone="Pacific/Auckland")
    event("In Honolulu", at(month, 5), time_zone="Pacific/Honolulu")

    assert found(client, month) == {month: ["In Auckland"]}


def test_an_event_of_several_days_stands_on_each_and_says_its_time_once(client, month):
    last = month - timedelta(days=1)
    event("Conference", at(last, 9), hours=32, time_zone="UTC")

    before = client.get(address(last)).context["found"]
    of_month = client.get(address(month)).context["found"]

    assert [(day, entry["time"]) for day, [entry] in before.items()] == [(last, "09:00")]
    assert [(day, entry["time"]) for day, [entry] in of_month.items()] == [(month, "")]


def test_in_the_night_in_which_the_clocks_go_back_an_event_stands_on_the_sunday(client):
    year = uk_day(timezone.now()).year + 1
    sunday = max(day for day in (date(year, 10, number) for number in range(25, 32)) if day.weekday() == 6)
    event("First 01:30", at(sunday, 0, 30))
    event("Second 01:30", at(sunday, 1, 30))
    event("Half past midnight", at(sunday - timedelta(days=1), 23, 30))

    entries = client.get(address(sunday)).context["found"]

    assert {day: [(each["title"], each["time"]) for each in found] for day, found in entries.items()} == {
        sunday: [("Half past midnight", "00:30"), ("First 01:30", "01:30"), ("Second 01:30", "01:30")]
    }


def test_a_month_leads_to_the_one_before_and_the_one_after(client, month):
    page = client.get(address(month))

    assert f'href="{address(month - timedelta(days=1))}"' in page.text
    assert f'href="{address(after(month))}"' in page.text
    assert "No event is in" in page.text


def test_today_is_marked(client):
    today = uk_day(timezone.now())

    assert client.get(address(today)).text.count('aria-current="date"') == 1


def test_the_calendar_has_an_end_both_ways(client):
    year = uk_day(timezone.now()).year
    first, last = date(year - YEARS_BACK, 1, 1), date(year + YEARS_AHEAD, 12, 1)

    assert client.get(address(first)).context["previous"] is None
    assert client.get(address(last)).context["next"] is None
    assert client.get(address(after(last))).status_code == 404
    assert client.get(reverse("events:event_calendar", args=[year, 13])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_month_takes_one_query_however_full(client, month, count, django_assert_num_queries):
    for number in range(count):
        event(f"Event {number}", at(month.replace(day=number + 1)))

    with django_assert_num_queries(1):
        client.get(address(month))
