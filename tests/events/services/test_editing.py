"""What the events team writes: drafts freely; time, place and places of what is published on ways of their own."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from cmiportal.documents.models import StoredFile
from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from events.models import AgendaItem, Event
from events.models.events import Format
from events.services.editing import ChangeRefused, change_event, draft, edit, look_at_change, put_up_slides
from events.services.running import cancel_event
from events.workflow import EventState
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.documents import upload
from tests.factories.events import EventFactory, attended, cancelled, confirmed, events_team, fresh, in_person, waiting
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def team():
    return events_team()


def a_draft(**fields):
    return EventFactory(state=EventState.DRAFT, published_at=None, **fields)


def test_a_new_event_is_a_draft_whose_first_move_says_who_wrote_it(team):
    row = draft(event=EventFactory.build(state=EventState.PUBLISHED, published_at=None), by=team, at=NOW)

    assert (row.state, row.created_at) == ("draft", NOW)
    assert [(one.action, one.actor) for one in row.events.all()] == [("create", team)]


def test_of_a_draft_anything_changes_but_what_is_not_named(team):
    event = a_draft()
    Event.objects.filter(pk=event.pk).update(title="Written by somebody else meanwhile")

    edit(event=event, values={"venue": "Calder Rooms", "starts_at": event.starts_at - DAY}, by=team, at=NOW)

    row = Event.objects.get(pk=event.pk)
    assert (row.title, row.venue) == ("Written by somebody else meanwhile", "Calder Rooms")
    assert row.starts_at == event.starts_at - DAY


def test_saving_an_event_leaves_the_places_that_were_taken_meanwhile(team):
    event = EventFactory()
    confirmed(event)

    assert edit(event=event, values={"title": "Leading through calm"}, by=team, at=NOW).taken == 1
    assert Event.objects.get(pk=event.pk).taken == 1


LINK = "https://meet.example/another-room"


def told_of_link(event, *, at, **values):
    """Who is told when the link is written at that moment."""
    edit(event=event, values={"joining_url": LINK, **values}, by=events_team(), at=at)
    return {row.recipient for row in told("event_joining_link")}


def test_another_joining_link_is_told_once_people_have_had_the_one_before():
    event = EventFactory(joining_url="https://meet.example/1", capacity=3)
    comes, there, gone = confirmed(event), attended(event), cancelled(event)
    late = waiting(event)
    opens = event.starts_at - timedelta(minutes=settings.EVENT_JOINING_MINUTES)

    assert told_of_link(event, at=opens - timedelta(seconds=1)) == set()
    assert told_of_link(event, at=opens) == set()  # it is what it was
    edit(event=event, values={"joining_url": "https://meet.example/2"}, by=events_team(), at=opens)
    people = {row.recipient for row in told("event_joining_link")}
    assert {comes.person, there.person} <= people
    assert not {gone.person, late.person} & people
    assert told("event_joining_link", recipient=comes.person).get().context == {
        "event": event.title,
        "joining_url": "https://meet.example/2",
        "path": reverse("events:booking_detail", args=[comes.pk]),
    }


def test_of_a_joining_link_that_nobody_needs_nobody_is_told():
    over, room, off = EventFactory(), in_person(), EventFactory()
    for event in (over, room, off):
        confirmed(event)
    cancel_event(event=off, by=events_team(), reason="Snow.", at=NOW)

    assert told_of_link(over, at=over.ends_at) == set()
    assert told_of_link(room, at=room.starts_at) == set()
    assert told_of_link(off, at=off.starts_at) == set()


def test_a_joining_link_that_is_taken_away_is_told_to_nobody():
    event = EventFactory(joining_url="https://meet.example/1")
    confirmed(event)

    edit(event=event, values={"joining_url": ""}, by=events_team(), at=event.starts_at)

    assert not told("event_joining_link").exists()


@pytest.mark.parametrize("column", ["starts_at", "ends_at", "time_zone", "format", "venue", "address"])
def test_time_and_place_of_a_published_event_are_not_simply_written(column, team):
    event = in_person()
    with pytest.raises(ChangeRefused, match=r"^Places, time and place of this event change on pages of their own"):
        edit(event=event, values={column: getattr(event, column)}, by=team, at=NOW)


def test_the_number_of_places_is_never_simply_written(team):
    with pytest.raises(ChangeRefused):
        edit(event=a_draft(), values={"capacity": 5}, by=team, at=NOW)


def test_only_the_events_team_writes():
    somebody = UserFactory(admin=True)
    with pytest.raises(MoveNotAllowed, match=r"^Only the events team writes events.$"):
        edit(event=a_draft(), values={"title": "Mine"}, by=somebody, at=NOW)
    with pytest.raises(MoveNotAllowed):
        draft(event=EventFactory.build(), by=somebody, at=NOW)
    with pytest.raises(MoveNotAllowed):
        change_event(event=EventFactory(), values={"venue": "Mine"}, by=somebody, at=NOW)


def test_a_new_time_moves_the_agenda_grows_the_sequence_and_is_told(team):
    event = in_person()
    AgendaItem.objects.create(event=event, starts_at=event.starts_at + timedelta(minutes=30), title="Coffee")
    booking = confirmed(event)
    later = {"starts_at": event.starts_at + DAY, "ends_at": event.ends_at + DAY, "venue": event.venue}

    row = change_event(event=event, values=later, by=team, at=NOW)

    assert (row.sequence, row.starts_at) == (1, event.starts_at + DAY)
    assert row.events.last().data == {"changed": ["ends_at", "starts_at"]}
    assert AgendaItem.objects.get().starts_at == event.starts_at + DAY + timedelta(minutes=30)
    assert told("event_changed").get().recipient == booking.person
    assert chain_is_whole(row)


def test_what_is_as_it_was_is_no_change(team):
    event = in_person()
    with pytest.raises(ChangeRefused, match=r"^Time and place are what they were.$"):
        change_event(event=event, values={"venue": event.venue, "starts_at": event.starts_at}, by=team, at=NOW)


def test_ends_of_lines_are_no_change(team):
    event = in_person(address="3 Quayside\nLeith")
    with pytest.raises(ChangeRefused, match=r"^Time and place are what they were.$"):
        change_event(event=event, values={"address": "3 Quayside\r\nLeith\r\n"}, by=team, at=NOW)


def test_a_look_says_what_would_change_who_is_told_and_what_of_the_agenda_is_too_late():
    event = in_person(address="Leith", capacity=2)
    AgendaItem.objects.create(event=event, starts_at=event.ends_at, title="Home")
    confirmed(event, person=UserFactory(is_active=False))
    waiting(event, person=UserFactory())

    look = look_at_change(event=event, values={"ends_at": event.ends_at - timedelta(hours=1)}, at=NOW)

    assert [label for label, _, _ in look.lines] == ["When"]
    assert (look.people, look.late) == (2, 1)
    row = Event.objects.get(pk=event.pk)
    assert (row.ends_at, row.sequence, told("event_changed").count()) == (event.ends_at, 0, 0)


@pytest.mark.parametrize(("before", "comes_online"), [(Format.ONLINE, True), (Format.IN_PERSON, False)])
def test_an_event_that_gets_the_other_way_too_leaves_everybody_the_way_that_they_booked(before, comes_online):
    booking = confirmed(in_person(format=before))

    change_event(event=booking.event, values={"format": Format.HYBRID}, by=events_team(), at=NOW)

    assert fresh(booking).joins_online == comes_online


def test_a_look_at_what_those_booked_do_not_see_says_that_nobody_is_told():
    event = in_person()
    confirmed(event)

    look = look_at_change(event=event, values={"time_zone": "Europe/Jersey"}, at=NOW)

    assert ([label for label, _, _ in look.lines], look.people) == (["When"], 0)


def test_a_look_at_nothing_is_refused():
    event = in_person()
    with pytest.raises(ChangeRefused):
        look_at_change(event=event, values={"venue": event.venue}, at=NOW)


def test_an_event_is_not_moved_into_the_past_nor_once_it_has_begun(team):
    event = in_person()
    with pytest.raises(ChangeRefused, match=r"^An event that has begun stays where it is. Choose a time to come.$"):
        change_event(event=event, values={"starts_at": NOW}, by=team, at=NOW)
    with pytest.raises(ChangeRefused):
        change_event(event=event, values={"venue": "Elsewhere"}, by=team, at=event.starts_at)
    with pytest.raises(ChangeRefused, match=r"^An event that has begun stays where it is. Choose a time to come.$"):
        change_event(event=event, values={"starts_at": event.starts_at + DAY}, by=team, at=event.starts_at)


def test_two_who_change_it_at_once_are_told_apart(team):
    event = in_person()
    change_event(event=event, values={"venue": "Harbour House"}, by=team, at=NOW, moves=0)
    with pytest.raises(StaleMove):
        change_event(event=event, values={"venue": "Town Hall"}, by=team, at=NOW, moves=0)


def test_slides_are_put_up_in_place_of_those_before(team):
    event = EventFactory()
    first = put_up_slides(event=event, upload=upload("first.png"), by=team, at=NOW).slides

    second = put_up_slides(event=event, upload=upload("second.png"), by=team, at=NOW).slides

    assert (first.name, second.name, second.kind, second.owner) == ("first.png", "second.png", "event_slides", team)
    assert list(StoredFile.objects.all()) == [second]


def test_a_file_that_is_none_is_refused_and_the_slides_stay(team):
    event = EventFactory()
    kept = put_up_slides(event=event, upload=upload(), by=team, at=NOW).slides
    with pytest.raises(ChangeRefused):
        put_up_slides(event=event, upload=upload("slides.pdf", b"no slides"), by=team, at=NOW)

    assert Event.objects.get(pk=event.pk).slides == kept


def test_only_the_events_team_puts_slides_up():
    with pytest.raises(MoveNotAllowed):
        put_up_slides(event=EventFactory(), upload=upload(), by=UserFactory(), at=NOW)


def test_of_a_cancelled_event_nobody_puts_slides_up(team):
    event = EventFactory(state="cancelled")
    with pytest.raises(ChangeRefused, match=r"^This event is cancelled.$"):
        put_up_slides(event=event, upload=upload(), by=team, at=NOW)
