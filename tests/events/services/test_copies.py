"""Copies of an event: drafts on another date, or on many as a series, by the clock on the wall."""

from datetime import UTC, datetime, timedelta

import pytest

from cmiportal.workflow import MoveNotAllowed, chain_is_whole, new_id
from events.models import AgendaItem, Event, Series, Speaker
from events.services.copies import copy_event
from events.services.editing import ChangeRefused
from events.services.running import publish
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    CommunityFactory,
    EventFactory,
    SeriesFactory,
    TopicFactory,
    confirmed,
    events_team,
    priced,
    waiting,
)
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

SUMMER = datetime(2027, 10, 14, 17, 0, tzinfo=UTC)  # Thursday, 18:00 in London


def copied(event, starts_at=SUMMER, **more):
    return copy_event(event=event, **{"key": new_id(), "by": events_team(), "at": NOW, **more}, starts_at=starts_at)


def test_a_copy_is_a_draft_with_all_that_belongs_to_the_event_and_nothing_of_its_day():
    event = priced(EventFactory(recording_url="https://video.example/1", slug="leading-at-night"), member=3_000)
    event.topics.add(TopicFactory())
    event.communities.add(CommunityFactory())
    Speaker.objects.create(event=event, name="Gwen Adeyemi", position=2, role="Head", about="Writes.")
    confirmed(event)
    team, key = events_team(), new_id()

    copy = copied(event, by=team, key=key)

    copy = Event.objects.get(pk=copy.pk)
    assert (copy.pk, copy.slug, copy.starts_at, copy.ends_at) == (
        *(key, "leading-at-night-2027-10-14", SUMMER, SUMMER + timedelta(hours=2)),
    )
    assert (copy.state, copy.taken, copy.moves, copy.published_at, copy.recording_url) == ("draft", 0, 0, None, "")
    assert (copy.created_at, copy.opens_at, copy.closes_at, copy.series) == (NOW, None, None, None)
    assert sorted(copy.prices.values_list("audience", "pence")) == [("", 5_000), ("member", 3_000)]
    assert list(copy.speakers.values_list("position", "name", "role", "about")) == [
        (2, "Gwen Adeyemi", "Head", "Writes.")
    ]
    for heading in ("topics", "communities"):
        assert list(getattr(copy, heading).all()) == list(getattr(event, heading).all())
    assert [(one.action, one.actor, one.data) for one in copy.events.all()] == [
        ("clone", team, {"from": "leading-at-night"})
    ]
    assert chain_is_whole(copy)
    assert (event.prices.count(), event.speakers.count()) == (2, 1)


def test_a_copy_can_be_published_and_booked():
    copy = publish(event=copied(EventFactory(capacity=1)), by=events_team(), at=NOW)

    assert waiting(copy).event == copy


def test_what_belongs_to_the_day_goes_along_by_the_clock_over_the_change_of_time():
    """18:00 in summer is 18:00 in winter, an hour later by the sun."""
    times = {"opens_at": SUMMER - timedelta(days=30), "closes_at": SUMMER - timedelta(hours=2)}
    event = EventFactory(starts_at=SUMMER, **times)
    AgendaItem.objects.create(event=event, starts_at=SUMMER + timedelta(minutes=30), title="Tea", text="With milk")
    winter = datetime(2027, 11, 18, 18, 0, tzinfo=UTC)

    copy = copied(event, winter)

    assert (copy.starts_at, copy.ends_at) == (winter, winter + timedelta(hours=2))
    assert copy.closes_at == winter - timedelta(hours=2)
    assert copy.opens_at == datetime(2027, 10, 19, 17, 0, tzinfo=UTC)  # 18:00 in summer
    line = copy.agenda.get()
    assert (line.starts_at, line.title, line.text) == (winter + timedelta(minutes=30), "Tea", "With milk")


def test_several_are_one_series_with_the_event_at_the_same_time_by_the_clock():
    event = EventFactory(slug="evening-2027-09-09", title="An evening")
    AgendaItem.objects.create(event=event, starts_at=event.starts_at, title="Tea")

    first = copied(event, number=3, every="two_weeks")

    event.refresh_from_db()
    copies = list(Event.objects.exclude(pk=event.pk))
    assert copies[0] == first
    assert [(row.slug, row.starts_at) for row in copies] == [
        ("evening-2027-10-14", SUMMER),
        ("evening-2027-10-28", datetime(2027, 10, 28, 17, 0, tzinfo=UTC)),
        ("evening-2027-11-11", datetime(2027, 11, 11, 18, 0, tzinfo=UTC)),
    ]
    assert [row.agenda.get().starts_at for row in copies] == [row.starts_at for row in copies]
    series = Series.objects.get()
    assert (series.key, series.title, {row.series for row in (event, *copies)}) == ("evening", "An evening", {series})


def test_copies_of_an_event_of_a_series_are_of_that_and_addresses_that_are_taken_get_a_number():
    series = SeriesFactory()
    event = EventFactory(series=series, slug="evening")
    EventFactory(slug="evening-2027-10-14")

    first = copied(event, number=2, every="week")

    assert (first.slug, first.series, copied(event).slug) == ("evening-2027-10-14-2", series, "evening-2027-10-14-3")
    assert Series.objects.get() == series


def test_a_series_whose_key_is_taken_gets_a_number():
    SeriesFactory(key="evening")

    assert copied(EventFactory(slug="evening"), number=2, every="week").series.key == "evening-2"


def test_the_same_page_sent_twice_copies_once():
    event, key = EventFactory(), new_id()

    assert copied(event, key=key, number=2, every="week") == copied(event, key=key, number=2, every="week")
    assert Event.objects.count() == 3


def test_a_copy_at_a_time_that_comes_twice_is_at_the_one_that_was_chosen_and_ends_after_it():
    event = EventFactory(
        starts_at=datetime(2027, 1, 3, 1, 30, tzinfo=UTC), ends_at=datetime(2027, 1, 3, 1, 45, tzinfo=UTC)
    )
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)

    copy = copied(event, second)

    assert (copy.starts_at, copy.ends_at) == (second, second + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("starts_at", "more", "said"),
    [
        (NOW, {}, r"^Choose a time to come for the copy.$"),
        (SUMMER, {"number": 27, "every": "week"}, r"^26 copies at a time are the most.$"),
        # 01:30 on the night in which clocks go forward is not there.
        (
            datetime(2027, 3, 21, 1, 30, tzinfo=UTC),
            {"number": 2, "every": "week"},
            r"^There is no 01:30 on 28 March 2027 in Europe/London",
        ),
    ],
)
def test_dates_that_cannot_be_are_refused_and_nothing_is_copied(starts_at, more, said):
    event = EventFactory()
    with pytest.raises(ChangeRefused, match=said):
        copied(event, starts_at, **more)

    assert (Event.objects.get(), Series.objects.count(), event.series) == (event, 0, None)


def test_a_copy_that_would_end_before_it_begins_is_refused():
    """From 01:30 to 01:15 in the night in which clocks go back: on no other night."""
    night = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    event = EventFactory(starts_at=night, ends_at=night + timedelta(minutes=45))
    with pytest.raises(ChangeRefused, match=r"^On 1 November 2027 it would end before it begins.$"):
        copied(event, datetime(2027, 11, 1, 1, 30, tzinfo=UTC))


def test_the_team_alone_copies_an_event():
    event = EventFactory()
    with pytest.raises(MoveNotAllowed):
        copied(event, by=UserFactory())

    assert Event.objects.get() == event
