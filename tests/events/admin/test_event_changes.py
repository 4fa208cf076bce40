"""Another time or place of a published event in the admin: looked at first, then told to everybody it concerns."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from events.models import AgendaItem
from tests.events.event_forms import clocks, fresh, later, page, words
from tests.events.said import told
from tests.factories.events import confirmed, waiting

pytestmark = pytest.mark.django_db

CHANGE = "change_time_or_place"
TWO_LINES = "3 Quayside\r\nLeith"


def as_it_is(event):
    """What the browser sends of the form as it was shown."""
    typed = {"time_zone": event.time_zone, "format": event.format, "venue": event.venue, "address": TWO_LINES}
    return {**clocks(event, "starts_at", "ends_at"), **typed, "moves": str(event.moves)}


def looked_at(client, event, typed):
    """The preview, and what its button sends."""
    answer = client.post(page(event, CHANGE), typed)
    return answer, {**typed, "seen": answer.context["form"]["seen"].value() or "", "send": "yes"}


def test_nothing_altered_is_no_change_whatever_ends_the_lines(client, team):
    event = later(address=TWO_LINES.replace("\r", ""))
    confirmed(event, at=timezone.now())

    for button in ("look", "send"):
        answer = client.post(page(event, CHANGE), {**as_it_is(event), button: "yes"})
        assert "Time and place are what they were." in words(answer)

    assert (fresh(event).sequence, told("event_changed").count()) == (0, 0)


def test_a_change_is_looked_at_before_anybody_is_told(client, team):
    event = later(address="3 Quayside\nLeith", starts_at=datetime(2027, 6, 1, 9, 0, tzinfo=UTC), capacity=1)
    waiting(event, at=timezone.now())
    AgendaItem.objects.create(event=event, starts_at=event.starts_at + timedelta(minutes=90), title="Questions")
    typed = {**as_it_is(event), "starts_at_1": "11:00", "venue": "Harbour House"}
    shown = words(client.get(page(event, CHANGE)))
    assert f'value="{event.starts_at.astimezone(ZoneInfo("Europe/London")):%H:%M}"' in shown
    assert "and tell" not in shown

    answer, again = looked_at(client, event, typed)

    said = words(answer)
    for part in (
        "2 people are told",
        "<td>Tuesday 1 June 2027, 10:00 to 12:00 BST (Europe/London)</td>",
        "<td>Tuesday 1 June 2027, 11:00 to 12:00 BST (Europe/London)</td>",
        "<td>Calder Rooms, 3 Quayside, Leith</td><td>Harbour House, 3 Quayside, Leith</td>",
        "1 line of the agenda is after the new end.",
        'value="Change time or place and tell 2"',
    ):
        assert part in said
    assert ("How</th>" in said, fresh(event).sequence, told("event_changed").count()) == (False, 0, 0)

    assert client.post(page(event, CHANGE), again).status_code == 302
    assert (fresh(event).venue, fresh(event).sequence, told("event_changed").count()) == ("Harbour House", 1, 2)


def test_what_was_not_looked_at_is_not_done(client, team):
    event = later(address="3 Quayside\nLeith")
    _, again = looked_at(client, event, {**as_it_is(event), "venue": "Harbour House"})

    answer = client.post(page(event, CHANGE), {**again, "venue": "Town Hall"})

    assert (answer.status_code, fresh(event).venue) == (200, event.venue)
    assert "Town Hall, 3 Quayside, Leith" in words(answer)


def test_an_event_that_moves_online_leaves_its_room_and_tells_so(client, team):
    event = later(address="3 Quayside\nLeith")
    booking = confirmed(event, at=timezone.now())

    answer, again = looked_at(client, event, {**as_it_is(event), "format": "online"})

    for part in ("<td>In person</td><td>Online</td>", "<td>Calder Rooms, 3 Quayside, Leith</td><td>Online</td>"):
        assert part in words(answer)
    assert "1 person is told" in words(answer)
    client.post(page(event, CHANGE), again)
    row = fresh(event)
    assert (row.format, row.venue, row.address) == ("online", "", "")
    assert told("event_changed", recipient=booking.person).get().context["place"] == "Online"


def test_a_change_that_concerns_nobody_says_so(client, team):
    event = later(address="3 Quayside\nLeith")

    answer, _ = looked_at(client, event, {**as_it_is(event), "venue": "Harbour House"})

    assert "Nobody is told" in words(answer)
    assert 'value="Change time or place"' in words(answer)


def test_another_who_changed_it_meanwhile_is_noticed(client, team):
    event = later(address="3 Quayside\nLeith")
    _, again = looked_at(client, event, {**as_it_is(event), "venue": "Harbour House"})
    _, other = looked_at(client, event, {**as_it_is(event), "venue": "Town Hall"})
    client.post(page(event, CHANGE), other)

    answer = client.post(page(event, CHANGE), again)

    assert "This was changed while you had it open." in words(answer)
    assert fresh(event).venue == "Town Hall"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends_at_0": "2027-05-01"}, "It has to end after it begins."),
        ({"venue": ""}, "Say where it is, or make it an online event."),
        ({"starts_at_0": "2028-03-26", "starts_at_1": "01:30"}, "There is no 01:30 on 26 March 2028"),
        ({"starts_at_0": "2020-01-01"}, "Choose a time to come."),
        ({"time_zone": ""}, "This field is required."),
        ({"starts_at_0": "", "starts_at_1": ""}, "This field is required."),
    ],
)
def test_a_new_time_or_place_that_cannot_be_is_refused(typed, said, client, team):
    event = later()
    known = {"starts_at_0": "2028-05-01", "starts_at_1": "10:00", "ends_at_0": "2028-05-01", "ends_at_1": "12:00"}
    known |= {"time_zone": "Europe/London", "format": "in_person", "venue": "Harbour House", "moves": "0"}

    answer = client.post(page(event, CHANGE), {**known, **typed})

    assert said in words(answer)
    assert fresh(event).sequence == 0


NIGHT = {"starts_at_0": "2027-10-31", "starts_at_1": "01:30", "ends_at_0": "2027-10-31", "ends_at_1": "01:15"}
CHOICE = 'name="{}_2" aria-label="When clocks go back"'


def test_of_a_time_that_comes_twice_the_team_chooses_one(client, team):
    event = later(address="3 Quayside\nLeith")
    typed = {**as_it_is(event), **NIGHT, "starts_at_2": "", "ends_at_2": ""}
    assert CHOICE.format("starts_at") not in words(client.get(page(event, CHANGE)))

    asked = words(client.post(page(event, CHANGE), typed))
    assert (
        "01:30 comes twice on 31 October 2027 in Europe/London, since the clocks go back: choose the first (BST) or the"
        " second (GMT)." in asked
    )
    assert "01:15 comes twice on 31 October 2027" in asked
    for name in ("starts_at", "ends_at"):
        assert CHOICE.format(name) in asked
    assert "It has to end after it begins." in words(
        client.post(page(event, CHANGE), {**typed, "starts_at_2": "first", "ends_at_2": "first"})
    )
    _, again = looked_at(client, event, {**typed, "starts_at_2": "first", "ends_at_2": "second"})
    client.post(page(event, CHANGE), again)

    row = fresh(event)
    assert (row.starts_at, row.ends_at) == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 15, tzinfo=UTC),
    )
    shown = words(client.get(page(event, CHANGE)))
    assert '<option value="first" selected>' in shown
    assert '<option value="second" selected>' in shown
