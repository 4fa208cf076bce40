"""An event for machines: the facts for search engines, and the file that anybody takes into their calendar."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from events.models import Speaker
from tests.events.event_page import coming, linked, page_of
from tests.factories.events import (
    EventFactory,
    priced,
)

pytestmark = pytest.mark.django_db


def test_search_engines_get_the_facts_and_not_the_joining_link(settings):
    event = EventFactory(
        title="Net zero",
        format="hybrid",
        venue="Calder Rooms",
        address="1 Marsh Lane\nLeeds",
        starts_at=datetime(2031, 12, 2, 12, 30, tzinfo=UTC),
        time_zone="Asia/Hong_Kong",
        opens_at=datetime(2031, 1, 1, tzinfo=UTC),
    )
    priced(event, member=0)
    Speaker.objects.create(event=event, name="Halina Brackenbury")
    page = settings.SITE_URL + event.get_absolute_url()
    offer = {
        "@type": "Offer",
        "priceCurrency": "GBP",
        "url": page,
        "availability": "https://schema.org/PreOrder",
        "validFrom": "2031-01-01T08:00:00+08:00",
    }

    assert linked(page_of(event)) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Net zero",
        "description": "What to say when nobody knows yet.",
        "url": page,
        "startDate": "2031-12-02T20:30:00+08:00",
        "endDate": "2031-12-02T22:30:00+08:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "Place", "name": "Calder Rooms", "address": "1 Marsh Lane, Leeds"},
            {"@type": "VirtualLocation", "url": page},
        ],
        "organizer": {"@type": "Organization", "name": "Chartered Management Institute", "url": settings.SITE_URL},
        "performer": [{"@type": "Person", "name": "Halina Brackenbury"}],
        "isAccessibleForFree": False,
        "offers": [{**offer, "price": "0.00"}, {**offer, "price": "60.00"}],
    }


@pytest.mark.parametrize(
    ("fields", "availability"),
    [
        ({"capacity": 60}, "InStock"),
        ({"taken": 9}, "LimitedAvailability"),
        ({"taken": 10}, "SoldOut"),
        ({"days": -10}, "Discontinued"),
    ],
)
def test_search_engines_learn_whether_there_are_places(fields, availability):
    data = linked(page_of(coming(**fields)))

    assert data["offers"][0]["availability"] == f"https://schema.org/{availability}"
    assert data["isAccessibleForFree"] is True


@pytest.mark.parametrize(("state", "status"), [("published", "CONFIRMED"), ("cancelled", "CANCELLED")])
def test_anybody_takes_the_event_into_their_calendar(client, state, status):
    event = coming(title="Net zero, in York; a visit", state=state, joining_url="https://meet.example.org/secret")

    response = client.get(reverse("events:event_file", args=[event.slug]))
    [entry] = Calendar.from_ical(response.content).walk("VEVENT")

    assert response.headers["Content-Type"].startswith("text/calendar")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    assert (str(entry["summary"]), str(entry["status"])) == ("Net zero, in York; a visit", status)
    assert entry.decoded("dtstart") == event.starts_at.replace(microsecond=0)
    assert b"meet.example.org" not in response.content


def test_there_is_no_calendar_file_of_a_draft(client):
    event = coming(state="draft", published_at=None)

    assert client.get(reverse("events:event_file", args=[event.slug])).status_code == 404
