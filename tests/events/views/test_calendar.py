"""The month calendar: each event on the days that it takes by the clock of its own place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from events.rules.months import YEARS_AHEAD, YEARS_BACK, after, before
from tests.factories.events import (
    CommunityFactory,
    EventFactory,
    RegionFactory,
    TopicFactory,
    confirmed,
    full,
    priced,
)

pytestmark = pytest.mark.django_db

LIST = reverse("events:event_list")
PAST = reverse("events:past_list")


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
            {"title": "Leading", "href": leading.get_absolute_url(), "time": "12:00", "clock": "UTC", "word": ""},
            {
                "title": "Called off",
                "href": called_off.get_absolute_url(),
                "time": "18:00",
                "clock": "UTC",
                "word": "Cancelled",
            },
        ]
    }
    assert f'12:00 <a href="{leading.get_absolute_url()}">Leading</a> <small>UTC</small>' in page.text
    assert "<strong>Cancelled</strong>" in page.text


def test_the_day_is_that_of_the_place_where_the_event_is(client, month):
    day = month.replace(day=10)
    event("In Hong Kong", at(day, 22), time_zone="Asia/Hong_Kong")
    event("In New York", at(day, 2), time_zone="America/New_York")

    assert found(client, month) == {day + timedelta(days=1): ["In Hong Kong"], day - timedelta(days=1): ["In New York"]}


def test_a_time_abroad_names_its_clock(client, month):
    event("In Hong Kong", at(month.replace(day=10), 1), time_zone="Asia/Hong_Kong")
    event("In London", at(month.replace(day=11), 1), time_zone="Europe/London")

    days = client.get(address(month)).context["found"].values()

    assert [entry["clock"] for [entry] in days] == ["Hong Kong time", ""]


def test_an_event_at_the_edge_of_the_month_stands_in_the_month_of_its_place(client, month):
    event("In Auckland", at(month - timedelta(days=1), 20), time_zone="Pacific/Auckland")
    event("In Honolulu", at(month, 5), time_zone="Pacific/Honolulu")

    assert found(client, month) == {month: ["In Auckland"]}


def test_an_event_of_several_days_stands_on_each_and_says_its_time_once(client, month):
    last = month - timedelta(days=1)
    event("Conference", at(last, 9), hours=32, time_zone="UTC")

    of_last = client.get(address(last)).context["found"]
    of_month = client.get(address(month)).context["found"]

    assert [(day, entry["time"]) for day, [entry] in of_last.items()] == [(last, "09:00")]
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


def test_a_month_is_narrowed_like_the_list_but_by_days(client, month):
    wales, women, change = RegionFactory(key="wales"), CommunityFactory(key="cmi-women"), TopicFactory(key="change")
    here = event("Here", at(month.replace(day=3)), region=wales)
    here.communities.add(women)
    here.topics.add(change)
    priced(event("Mill visit", at(month.replace(day=4)), format="in_person", venue="Spinning House"))

    def narrowed_to(**query):
        return [entry["title"] for [entry] in client.get(address(month), query).context["found"].values()]

    for query in ({"region": "wales"}, {"community": "cmi-women"}, {"topic": "change"}, {"price": "free"}):
        assert narrowed_to(**query) == ["Here"], query
    assert narrowed_to(word="spinning") == narrowed_to(format="in_person") == ["Mill visit"]
    assert list(client.get(address(month)).context["form"].fields) == [
        *("word", "format", "price", "places", "region", "community", "topic")
    ]


def test_places_left_are_those_that_can_still_be_booked(client, month):
    now, third = timezone.now(), month.replace(day=3)
    event("Open", at(third))
    event("Opens later", at(third), opens_at=now + timedelta(days=1))
    event("Closed", at(third), closes_at=now - timedelta(hours=1))
    event("Called off", at(third), state="cancelled")
    full(event("Full", at(third), capacity=1))
    gone = before(uk_day(now).replace(day=1))
    event("Over", at(gone), state="completed")

    places = {"places": "left"}

    assert [each["title"] for each in client.get(address(month), places).context["found"][third]] == [
        "Open",
        "Opens later",
    ]
    assert client.get(address(gone), places).context["found"] == {}


def test_the_calendar_says_where_places_are_few_or_gone(client, month):
    third = month.replace(day=3)
    event("Open", at(third, 9))
    few = event("Few", at(third, 10), capacity=2)
    confirmed(few)
    full(event("Full", at(third, 11), capacity=1))

    assert [(each["title"], each["word"]) for each in client.get(address(month)).context["found"][third]] == [
        ("Open", ""),
        ("Few", "One place left"),
        ("Full", "Full, with a waiting list"),
    ]


def test_the_calendar_marks_the_readers_own_bookings(client, month):
    third = month.replace(day=3)
    person = confirmed(event("Booked", at(third, 9))).person
    confirmed(event("Of somebody else", at(third, 10)))
    client.force_login(person)

    assert [(each["title"], each["word"]) for each in client.get(address(month)).context["found"][third]] == [
        ("Booked", "Your booking: Confirmed"),
        ("Of somebody else", ""),
    ]


def test_links_to_other_months_and_ways_to_look_keep_the_filters(client, month):
    TopicFactory(key="change")
    query = "?format=online&topic=change"

    page = client.get(address(month) + query)

    assert (page.context["previous"]["href"], page.context["next"]["href"]) == (
        address(before(month)) + query,
        address(after(month)) + query,
    )
    for link in (LIST + query, address(month) + query, f"{PAST}?topic=change"):
        assert f'href="{link.replace("&", "&amp;")}"' in page.text
    assert page.context["form"].cleared() == address(month)


@pytest.mark.parametrize(("way", "kept"), [(LIST, "word=visit&price=free"), (PAST, "word=visit")])
def test_lists_lead_to_the_calendar_with_their_filters_and_without_their_days(client, way, kept):
    today = uk_day(timezone.now())
    query = kept.replace("&", "&until=2031-01-01&") if "&" in kept else f"{kept}&until=2031-01-01"

    page = client.get(f"{way}?{query}")

    assert page.context["form"].ways()["calendar"] == f"{address(today)}?{kept}"
    assert page.context["form"].ways()["list"] == f"{LIST}?{kept}"


def test_htmx_gets_the_month_the_count_and_the_ways_to_look(client, month):
    event("Leading", at(month.replace(day=3)))

    page = client.get(address(month), {"price": "free"}, headers={"HX-Request": "true"})

    assert "<h1" not in page.text
    assert '<span id="found" hx-swap-oob="innerHTML">One event</span>' in page.text
    assert f'href="{LIST}?price=free"' in page.text


def test_an_empty_month_leads_to_the_next_in_which_something_is(client, month):
    event("Called off", at(after(month)), state="cancelled")
    then = after(after(month))
    event("In Auckland", at(then - timedelta(days=1), 20), time_zone="Pacific/Auckland")

    page = client.get(address(month))

    assert f"No event is in {month:%B %Y}." in page.text
    assert page.context["further"] == {"month": f"{then:%B}", "year": f"{then:%Y}", "href": address(then)}
    assert f'The next one is in <a href="{address(then)}">{then:%B %Y}</a>' in page.text


def test_an_empty_month_after_the_last_event_leads_to_what_is_to_come(client, month):
    page = client.get(address(month))

    assert page.context["further"] is None
    assert f'<a href="{LIST}">See the events to come</a>' in page.text


def test_a_month_that_filters_empty_says_which_to_let_go_of_and_where_the_next_is(client, month):
    event("Visit", at(month.replace(day=3)))
    event("Visit", at(before(month)))
    event("Visit to a mill", at(after(month)), format="in_person", venue="Spinning House")
    query = "?word=visit&format=in_person"

    page = client.get(address(month) + query)

    assert page.context["loosened"] == [{"label": "format", "href": f"{address(month)}?word=visit", "count": 1}]
    assert page.context["further"]["href"] == address(after(month)) + query
    assert "The next event that matches is in" in page.text


def test_filters_of_a_month_have_one_address_and_say_what_they_do_not_know(client, month):
    RegionFactory(key="wales")
    event("Leading", at(month.replace(day=3)))

    response = client.get(f"{address(month)}?word=&places=left")
    page = client.get(f"{address(month)}?region=nowhere")

    assert (response.status_code, response.url) == (302, f"{address(month)}?places=left")
    assert page.text.count("<title>Error: ") == 1
    assert len(page.context["found"]) == 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [({}, 4), ({"places": "left"}, 4), ({"word": "nowhere"}, 6)])
def test_a_month_takes_as_many_queries_however_full(client, month, count, query, queries, django_assert_num_queries):
    for number in range(count):
        made = event(f"Event {number}", at(month.replace(day=number + 1)))
        made.topics.add(TopicFactory())
        RegionFactory()
        CommunityFactory()

    with django_assert_num_queries(queries):
        client.get(address(month), query)
