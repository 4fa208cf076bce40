"""The page of an event: what, when in whose time, where, who, for how much, how booking stands, what stays."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import AgendaItem, Speaker
from events.services.running import cancel_event
from tests.events.event_page import coming, linked, page_of
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.events import (
    CommunityFactory,
    EventFactory,
    RegionFactory,
    TopicFactory,
    confirmed,
    events_team,
    full,
    in_person,
    priced,
    waiting,
)
from tests.factories.membership import member
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

MOST_SIGNED_IN = 12
BST_THEN_GMT = datetime(2031, 10, 26, 0, 30, tzinfo=UTC)


def test_anybody_reads_what_when_where_who_and_for_how_much():
    event = coming(
        make=in_person,
        title="Trauma-informed leadership",
        venue="Calder Rooms",
        address="1 Marsh Lane\nLeeds",
        access_notes="Step-free; hearing loop.",
        cpd_minutes=90,
        description="Four short cases.\n\nYou leave with a page.",
        region=RegionFactory(key="north-east", title="North East"),
        joining_url="https://meet.example.org/secret",
    )
    priced(event, member=0)
    Speaker.objects.create(event=event, name="Halina Brackenbury", role="Trainer, ambulance service")
    AgendaItem.objects.create(event=event, starts_at=event.starts_at, title="What everybody brought")
    event.communities.add(CommunityFactory(key="cmi-women", title="CMI Women"))
    event.topics.add(TopicFactory(key="wellbeing", title="Wellbeing"))

    page = page_of(event)

    assert page.status_code == 200
    for words in (
        "Trauma-informed leadership",
        "Calder Rooms",
        "1 Marsh Lane<br>Leeds",
        "Step-free; hearing loop.",
        "1 hour 30 minutes",
        "<p>Four short cases.</p>",
        "Members free, everybody else £60, VAT included",
        "Halina Brackenbury",
        "Trainer, ambulance service",
        "What everybody brought",
        "of 10",
    ):
        assert words in page.text
    for address in (
        reverse("site:region_detail", args=["north-east"]),
        reverse("site:community_detail", args=["cmi-women"]),
        f"{reverse('events:event_list')}?topic=wellbeing",
        reverse("events:booking_add", args=[event.slug]),
        reverse("events:event_file", args=[event.slug]),
    ):
        assert f'href="{address}"' in page.text
    assert "meet.example.org" not in page.text


def test_words_from_staff_are_escaped():
    event = coming(title="</script><b>Bold", description="<script>alert(1)</script>")

    page = page_of(event)

    assert "<b>Bold" not in page.text
    assert "<script>alert" not in page.text
    assert linked(page)["name"] == "</script><b>Bold"


@pytest.mark.parametrize(
    ("zone", "reader", "shown", "own"),
    [
        ("Europe/London", "", "01:30 BST to 01:30 GMT", ""),
        (
            "Europe/London",
            "Asia/Hong_Kong",
            "01:30 BST to 01:30 GMT",
            "Your time: Sunday 26 October 2031, 08:30 to",
        ),
        ("Asia/Hong_Kong", "", "08:30 to 09:30 Hong Kong time", "UK time: Sunday 26 October 2031, 01:30 BST to"),
        ("Asia/Hong_Kong", "Asia/Hong_Kong", "08:30 to 09:30 Hong Kong time", ""),
    ],
)
def test_times_are_those_of_the_place_and_of_the_reader_also_when_the_clocks_change(zone, reader, shown, own):
    event = EventFactory(starts_at=BST_THEN_GMT, ends_at=BST_THEN_GMT + timedelta(hours=1), time_zone=zone)

    page = page_of(event, UserFactory(time_zone=reader) if reader else None)
    text = re.sub(r"</?time[^>]*>", "", page.text)

    assert shown in text
    assert own in text
    assert ("Your time" in text, "UK time" in text) == (own.startswith("Your time"), own.startswith("UK time"))


def test_an_agenda_is_by_the_clock_of_the_place_and_names_the_day_where_there_are_several():
    start = datetime(2031, 12, 3, 9, tzinfo=UTC)
    short = EventFactory(starts_at=start, ends_at=start + timedelta(hours=3), time_zone="Asia/Hong_Kong")
    long = EventFactory(starts_at=start, ends_at=start + timedelta(days=1), time_zone="Asia/Hong_Kong")
    for event in (short, long):
        AgendaItem.objects.create(event=event, starts_at=start, title="Welcome", text="Coffee first.")

    assert page_of(short).context["agenda"] == [{"time": "17:00", "title": "Welcome", "text": "Coffee first."}]
    assert [item["time"] for item in page_of(long).context["agenda"]] == ["Wednesday, 17:00"]


@pytest.mark.parametrize(
    ("fields", "words", "can_be_booked"),
    [
        ({}, "10 places left", True),
        ({"taken": 8}, "Two places left", True),
        ({"opens_at": timedelta(days=1)}, "Booking opens on", False),
        ({"closes_at": timedelta(days=-1)}, "It closed on", False),
        ({"closes_at": timedelta(days=1)}, "Booking closes on", True),
        ({"days": -0.01}, "The event has begun, so it can no longer be booked.", False),
        ({"days": -10}, "This event is over.", False),
        ({"state": "cancelled"}, "It does not take place.", False),
        ({"party_max": 4}, "one booking is for up to four people", True),
        ({"access": "members"}, "For members of the Institute.", True),
    ],
)
def test_how_booking_stands_is_said(fields, words, can_be_booked):
    now = timezone.now()
    moments = {name: now + value for name, value in fields.items() if isinstance(value, timedelta)}
    event = coming(**{**fields, **moments})

    page = page_of(event)

    assert words in page.text
    assert (reverse("events:booking_add", args=[event.slug]) in page.text) is can_be_booked


def test_a_full_event_has_a_waiting_list_whose_rule_is_said():
    event = full(coming(capacity=1), at=timezone.now())

    page = page_of(event)

    assert "Join the waiting list" in page.text
    assert "Whoever is offered one has 24 hours to take it; then it goes to the next." in page.text


@pytest.mark.parametrize(("make", "word"), [(confirmed, "Confirmed"), (waiting, "On the waiting list")])
def test_whoever_has_a_booking_finds_it(make, word):
    booking = make(coming(capacity=1), at=timezone.now())

    page = page_of(booking.event, booking.person)

    assert word in page.text
    assert f'href="{reverse("events:booking_detail", args=[booking.pk])}"' in page.text
    assert reverse("events:booking_add", args=[booking.event.slug]) not in page.text


def test_a_phone_says_at_the_top_how_booking_stands():
    """Its panel stands below everything else there."""
    now = timezone.now()
    booking = confirmed(coming(), at=now)
    top = {
        "Book a place": page_of(coming()),
        "Join the waiting list": page_of(full(coming(capacity=1), at=now)),
        "See your booking": page_of(booking.event, booking.person),
        "Over": page_of(coming(-10)),
        "This event is for members": page_of(coming(access="members"), UserFactory()),
    }

    for words, page in top.items():
        way_in = page.text.partition('<div class="narrow cluster">')[2].partition("</div>")[0]
        assert words in way_in, words


def test_an_event_for_members_says_so_to_others_and_can_be_booked_by_members():
    event = coming(access="members")

    assert "This event is for members of the Institute." in page_of(event, UserFactory()).text
    assert reverse("events:booking_add", args=[event.slug]) in page_of(event, member().person).text


def test_a_draft_is_seen_by_the_team_alone_and_tells_search_engines_nothing():
    event = coming(state="draft", published_at=None)

    page = page_of(event, events_team())

    assert "Nobody but the events team sees this page until it is published." in page.text
    assert linked(page) is None
    assert [page_of(event).status_code, page_of(event, UserFactory()).status_code] == [404, 404]


def test_a_cancelled_event_says_why():
    event = coming()
    cancel_event(event=event, by=events_team(), reason="The hall is flooded.", at=timezone.now())

    page = page_of(event)

    assert "This event is cancelled" in page.text
    assert "The hall is flooded." in page.text
    assert f'<a href="{reverse("events:event_list")}">See other events</a>' in page.text
    assert linked(page)["eventStatus"] == "https://schema.org/EventCancelled"


def test_slides_and_recording_stay_for_those_who_may_have_them():
    event = coming(-10, recording_url="https://video.example.org/1", slides=StoredFileFactory(kind="event_slides"))
    slides = reverse("documents:document_open", args=[event.slides_id])

    for person, has in ((UserFactory(), True), (None, False)):
        page = page_of(event, person)
        assert ("https://video.example.org/1" in page.text, slides in page.text) == (has, has)
    assert f"?next={event.get_absolute_url()}" in page_of(event).text

    priced(event)
    assert "They are for those who had a place." in page_of(event, UserFactory()).text


@pytest.mark.parametrize(
    ("access", "pence", "words"),
    [
        ("everybody", 0, ", and, as the event was free, for everybody who signs in."),
        ("members", 0, ", and, as the event was free, for every member who signs in."),
        ("members", 2_500, "."),
    ],
)
def test_visitors_read_whom_slides_and_recording_are_for(access, pence, words):
    event = priced(coming(-10, recording_url="https://video.example.org/1", access=access), pence)

    assert f"They are for those who had a place{words} <a" in page_of(event).text


def test_before_it_is_over_nothing_is_said_of_slides():
    assert "Slides and recording" not in page_of(coming(recording_url="https://video.example.org/1")).text


def test_a_move_of_an_event_shows_at_once_on_pages_of_visitors(settings, django_capture_on_commit_callbacks):
    settings.VISITORS_PAGES_SECONDS = 300
    event = coming()
    assert "10 places left" in page_of(event).text
    assert event.title in Client().get(reverse("events:event_list")).text

    with django_capture_on_commit_callbacks(execute=True):
        cancel_event(event=event, by=events_team(), reason="Nobody can come.", at=timezone.now())

    assert "Nobody can come." in page_of(event).text
    assert event.title not in Client().get(reverse("events:event_list")).text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("days", [10, -10])
def test_a_visitors_page_takes_six_queries_whatever_is_on_it(client, django_assert_num_queries, count, days):
    event = with_parts(coming(days, recording_url="https://video.example.org/1"), count)

    with django_assert_num_queries(6):
        client.get(event.get_absolute_url())


def test_a_cancelled_event_takes_as_many(client, django_assert_num_queries):
    event = with_parts(coming(), 1)
    cancel_event(event=event, by=events_team(), reason="The hall is flooded.", at=timezone.now())

    with django_assert_num_queries(6):
        client.get(event.get_absolute_url())


def test_for_somebody_signed_in_the_parts_take_no_further_queries(client):
    client.force_login(member().person)
    one, three = (with_parts(coming(access="members"), count) for count in (1, 3))

    taken = [queries_of(client, event.get_absolute_url()) for event in (one, three)]

    assert taken[0] == taken[1] <= MOST_SIGNED_IN


def with_parts(event, count):
    """The event with so many of each part."""
    priced(event, member=2_500)
    for number in range(1, count + 1):
        Speaker.objects.create(event=event, position=number, name=f"Speaker {number}")
        AgendaItem.objects.create(event=event, starts_at=event.starts_at, title=f"Part {number}")
        event.communities.add(CommunityFactory())
        event.topics.add(TopicFactory())
    return event
