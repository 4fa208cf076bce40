"""Finding events: what is to come and what is over, narrowed by links and by a form, in one address each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from events.rules.months import after
from tests.factories.documents import StoredFileFactory
from tests.factories.events import (
    CommunityFactory,
    EventFactory,
    RegionFactory,
    TopicFactory,
    events_team,
    full,
    in_person,
    priced,
)

pytestmark = pytest.mark.django_db

LIST = reverse("events:event_list")
PAST = reverse("events:past_list")
HTMX = {"HX-Request": "true"}


def coming(title="Leading through change", days=10, **fields):
    return EventFactory(title=title, starts_at=timezone.now() + timedelta(days=days), **fields)


def gone(title="Leading through change", days=10, **fields):
    return coming(title, -days, **fields)


def titles(client, address=LIST, **query):
    return [card.event.title for card in client.get(address, query).context["cards"]]


def test_events_to_come_stand_in_their_order(client):
    coming("Third", 3)
    coming("First", 1)
    under_way = EventFactory(title="Under way", starts_at=timezone.now() - timedelta(minutes=5))
    gone("Past")
    coming("Draft", state="draft", published_at=None)
    coming("Cancelled", state="cancelled")

    assert titles(client) == [under_way.title, "First", "Third"]


def test_an_event_says_when_where_for_how_much_and_how_booking_stands(client):
    region = RegionFactory(key="north-west", title="North West")
    event = priced(coming("A visit", venue="Spinning House", format="hybrid", region=region, capacity=60), member=0)

    page = client.get(LIST)

    assert f'href="{reverse("events:event_detail", args=[event.slug])}"' in page.text
    for words in ("Spinning House, and online", "North West", "Members free, everybody else £60", "60 places left"):
        assert words in page.text


def test_events_are_narrowed_by_what_they_belong_to(client):
    women, health = CommunityFactory(key="cmi-women", title="CMI Women"), CommunityFactory(key="health-and-care")
    change, people = TopicFactory(key="change"), TopicFactory(key="people")
    one = coming("One", 1, region=RegionFactory(key="wales"))
    two = coming("Two", 2, region=RegionFactory(key="scotland"))
    one.communities.add(women, health)
    one.topics.add(change)
    two.communities.add(health)
    two.topics.add(change, people)

    assert titles(client, region="wales") == ["One"]
    assert titles(client, community="cmi-women") == ["One"]
    assert titles(client, community="health-and-care") == ["One", "Two"]
    assert titles(client, topic="people") == ["Two"]
    assert titles(client, community="cmi-women", topic="people") == []


def test_events_are_narrowed_by_how_one_is_there_by_price_and_by_places(client):
    priced(coming("Online", 1))
    in_person(title="In a room", starts_at=timezone.now() + timedelta(days=2))
    full(coming("Full", 3, capacity=1), at=timezone.now())

    assert titles(client, format="in_person") == ["In a room"]
    assert titles(client, price="free") == ["In a room", "Full"]
    assert titles(client, places="left") == ["Online", "In a room"]


def test_dates_stand_as_links_and_lead_to_lists(client):
    coming("In days", 2)
    coming("In months", 90)

    page = client.get(LIST)

    assert [(link["label"], link["href"], link["current"]) for link in page.context["form"].date_links()] == [
        ("All dates", LIST, True),
        ("Next seven days", f"{LIST}?when=week", False),
        ("This month", f"{LIST}?when=month", False),
        ("Next month", f"{LIST}?when=next_month", False),
    ]
    assert f'href="{LIST}?when=week"' in page.text
    assert titles(client, when="week") == ["In days"]


def test_all_dates_are_not_what_is_chosen_where_days_are_asked_for(client):
    links = client.get(LIST, {"word": "visit", "since": "2031-01-01"}).context["form"].date_links()

    assert [link["label"] for link in links if link["current"]] == []
    assert links[0]["href"] == f"{LIST}?word=visit"


@pytest.mark.parametrize("address", [LIST, PAST])
def test_a_last_day_before_the_first_is_said_and_let_go_of(client, address):
    page = client.get(address, {"since": "2031-01-10", "until": "2031-01-09"})

    assert "The last day is before the first." in page.text
    assert page.context["form"].taken == {"since": "2031-01-10"}


def test_too_many_letters_are_said_in_a_sentence_of_the_house(client):
    page = client.get(LIST, {"word": "a" * 400})

    assert "Look for 100 characters or fewer; these are 400" in page.text


def test_days_that_are_over_lead_to_past_events_on_them(client):
    gone(days=400)
    day = (timezone.now() - timedelta(days=300)).date().isoformat()

    past = client.get(LIST, {"until": day, "price": "free"})

    assert f'These days are over. <a href="{PAST}?until={day}">See past events on them</a>' in past.text
    assert "These days are over." not in client.get(LIST, {"until": timezone.now().date().isoformat()}).text


@pytest.mark.parametrize(
    ("asked", "days"),
    [({"since": 45, "until": 300}, 45), ({"until": 60}, 60), ({"since": 5_000}, 0), ({}, 0)],
)
def test_the_calendar_opens_in_the_month_of_the_days_asked_for(client, asked, days):
    today = uk_day(timezone.now())
    query = {name: (today + timedelta(days=each)).isoformat() for name, each in asked.items()}

    form = client.get(LIST, query).context["form"]

    assert form.month() == (today + timedelta(days=days)).replace(day=1)


def test_the_calendar_opens_in_the_next_month_where_that_is_asked_for(client):
    first = uk_day(timezone.now()).replace(day=1)

    assert client.get(LIST, {"when": "next_month"}).context["form"].month() == after(first)


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("?word=&since=&until=2031-01-01", "?until=2031-01-01"),
        ("?until=2031-1-1", "?until=2031-01-01"),
        ("?topic=change&word=visit", "?word=visit&topic=change"),
        ("?places=left&places=left", "?places=left"),
        ("?word=", ""),
    ],
)
def test_filters_have_one_address(client, asked, address):
    TopicFactory(key="change")

    response = client.get(LIST + asked)

    assert (response.status_code, response.url) == (302, LIST + address)


def test_every_filter_is_said_and_can_be_taken_away(client):
    TopicFactory(key="change", title="Change")

    page = client.get(LIST, {"word": "visit", "since": "2031-01-01", "topic": "change"})

    assert [(each["label"], each["href"]) for each in page.context["chosen"]] == [
        ("“visit”", f"{LIST}?since=2031-01-01&topic=change"),
        ("from 1 January 2031", f"{LIST}?word=visit&topic=change"),
        ("Change", f"{LIST}?word=visit&since=2031-01-01"),
    ]


def test_nothing_found_says_what_to_let_go_of(client):
    coming("A visit", format="online")

    page = client.get(LIST, {"word": "visit", "format": "in_person"})

    assert "No events" in page.text
    assert page.context["loosened"][0] == {"label": "format", "href": f"{LIST}?word=visit", "count": 1}
    assert "Without the format</a>: one event" in page.text


@pytest.mark.parametrize("query", ["?region=nowhere", "?since=soon", "?word=a" + "+b" * 8, "?when=yesterday"])
def test_a_value_that_is_none_is_said_and_filters_nothing(client, query):
    RegionFactory(key="wales")
    coming()

    page = client.get(LIST + query)

    assert page.text.count("<title>Error: ") == 1
    assert len(page.context["cards"]) == 1


def test_what_there_is_none_of_is_not_asked_for(client):
    page = client.get(LIST)

    assert "By region" not in page.text
    assert "Events will stand here once they are published." in page.text


def test_a_long_list_comes_in_pages_that_keep_the_filters(client):
    for day in range(1, 22):
        coming(f"Visit {day}", day)

    first, second = client.get(LIST, {"word": "visit"}), client.get(LIST, {"word": "visit", "page": 2})

    assert "21 events" in first.text
    assert "?word=visit&amp;page=2" in first.text
    assert [card.event.title for card in second.context["cards"]] == ["Visit 21"]


def test_htmx_gets_the_results_and_the_count_alone(client):
    coming()

    page = client.get(LIST, {"price": "free"}, headers=HTMX)

    assert "<h1" not in page.text
    assert '<span id="found" hx-swap-oob="innerHTML">One event</span>' in page.text
    assert "HX-Request" in page.headers["Vary"]


def test_what_is_over_stands_in_a_list_of_its_own_the_last_first(client):
    gone("Long ago", 300, state="completed")
    gone("Last week", 7)
    coming("To come")
    gone("Never was", state="cancelled")

    assert titles(client, PAST) == ["Last week", "Long ago"]
    assert titles(client, PAST, word="ago") == ["Long ago"]
    assert "Two past events" in client.get(PAST).text
    assert "places left" not in client.get(PAST).text


def test_a_past_event_says_whether_it_has_slides_and_a_recording(client):
    gone("Both", 1, slides=StoredFileFactory(kind="event_slides"), recording_url="https://video.example/1")
    gone("Neither", 2)

    both, neither = client.get(PAST).text.split("Neither")

    assert ("<li>Slides</li>" in both, "<li>Recording</li>" in both) == (True, True)
    assert ("<li>Slides</li>" in neither, "<li>Recording</li>" in neither) == (False, False)


def test_a_visitor_finds_events_by_the_menu(client):
    page = client.get("/")

    assert page.text.count(f'href="{LIST}"') >= 2


def test_the_team_sees_no_drafts_among_what_is_to_come(client):
    coming("Draft", state="draft", published_at=None)
    client.force_login(events_team())

    assert titles(client) == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "query", "queries"),
    [
        (LIST, {}, 6),
        (LIST, {"word": "leading", "when": "week", "format": "online", "places": "left"}, 6),
        (LIST, {"word": "nowhere", "when": "week", "format": "online", "places": "left"}, 5),
        (PAST, {}, 6),
        (PAST, {"word": "nowhere"}, 5),
    ],
)
def test_a_list_takes_as_many_queries_however_long(client, django_assert_num_queries, count, address, query, queries):
    for number in range(count):
        for event in (coming(days=2), gone(days=2)):
            priced(event, member=2_500)
            event.topics.add(TopicFactory())
            event.communities.add(CommunityFactory())
            event.region = RegionFactory(position=number + 1, key=f"region-{number}")
            event.save()

    with django_assert_num_queries(queries):
        client.get(address, query)
