"""The door in the browser: people found and ticked by plain forms, a list to print, attendance closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Booking, Event
from events.services.running import cancel_event
from events.workflow import EventState
from tests.events.said import states
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, cancelled, confirmed, events_team, fresh, held, priced
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DOOR_QUERIES = 8
LIST_QUERIES = 6
TICKET_QUERIES = 5


@pytest.fixture
def team(client):
    person = events_team()
    client.force_login(person)
    return person


def soon(**fields):
    """An event that begins in an hour, so that its door is open."""
    return EventFactory(**{"starts_at": timezone.now() + HOUR, "party_max": 4, **fields})


def coming(event, name="Wren Holtby", **more):
    return confirmed(event, UserFactory(name=name), at=timezone.now(), **more)


def end(event):
    """The event with its times in the past."""
    past = timezone.now() - timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_at=past, ends_at=past + HOUR)


def door(event):
    return reverse("events:check_in", args=[event.slug])


def here(booking, back=""):
    return reverse("events:ticket_here", args=[booking.ticket]) + back


def text(response):
    return " ".join(response.content.decode().split())


def test_people_are_found_by_name_guest_or_ticket_as_it_is_typed(client, team):
    event = soon()
    wren = coming(event, "Wren Holtby", guests=["Ada Byrne"])
    noor, zoe = coming(event, "Noor Haddad"), coming(event, "Zoë Müller")

    def found(typed):
        return [row for row, _, _ in client.get(door(event), {"q": typed}).context["lines"]]

    assert found("") == [noor, wren, zoe]
    assert found("holt") == [wren]
    assert found("byrne") == [wren]
    assert found("muller") == [zoe]
    assert found(noor.ticket.lower().replace("-", " ")) == [noor]
    assert found("nobody") == []
    assert "Nobody with a place is found by “nobody”" in text(client.get(door(event), {"q": "nobody"}))


def test_both_lists_are_in_the_order_of_the_alphabet_however_a_name_is_written(client, team):
    names = ["Zoë Müller", "Łukasz Zając", "Luke Adair", "O’Shea Dunne", "Oscar Lind", "adam Byrne", "Édith Roux"]
    names += ["Edward Poe", "O'Shea Dunne", "Orla Finn", "Mia Cole"]
    event = soon(capacity=len(names))
    for name in names:
        coming(event, name)

    expected = ["adam Byrne", "Édith Roux", "Edward Poe", "Łukasz Zając", "Luke Adair", "Mia Cole", "Orla Finn"]
    expected += ["Oscar Lind", "O’Shea Dunne", "O'Shea Dunne", "Zoë Müller"]
    assert [row.person.name for row, _, _ in client.get(door(event)).context["lines"]] == expected
    page = client.get(reverse("events:people_list", args=[event.slug]))
    assert [row.person.name for row in page.context["rows"]] == expected
    found = client.get(door(event), {"q": "o"}).context["lines"]
    assert [row.person.name for row, _, _ in found] == [name for name in expected if "o" in name.lower() or "ö" in name]


def test_who_has_no_place_is_not_in_the_list(client, team):
    event = priced(soon())
    held(event, at=timezone.now())
    cancelled(event, at=timezone.now())

    assert "Nobody has a place yet." in text(client.get(door(event)))


def test_a_tick_from_the_list_leads_back_to_the_same_search(client, team):
    event = soon()
    booking = coming(event)
    page = client.get(door(event), {"q": "wren"})
    assert f'action="{here(booking)}?from=q%3Dwren"' in page.content.decode()

    answer = client.post(here(booking, "?from=q%3Dwren"), {"who": "0"})

    assert answer.url == f"{door(event)}?q=wren#t{booking.ticket}"
    assert fresh(booking).state == "attended"
    assert client.post(here(booking, "?from="), {"who": "0"}).url == f"{door(event)}#t{booking.ticket}"
    assert fresh(booking).moves == 1


def test_the_code_of_a_ticket_opens_its_people_and_ticks_them_all(client, team):
    booking = coming(soon(), guests=["Ada Byrne"], access_needs="A step-free way", diet="Vegan")
    address = reverse("events:ticket_check_in", args=[booking.ticket])
    page = text(client.get(address))
    for part in ("Wren Holtby", "Ada Byrne", "Two people", "A step-free way", "Vegan", "Check in everybody"):
        assert part in page

    answer = client.post(here(booking), {"who": "all"}, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert "Check in everybody" not in text(answer)
    assert fresh(booking).state == "attended"
    assert booking.guests.get().checked_in_at is not None


def test_a_tick_is_taken_back(client, team):
    booking = coming(soon(), guests=["Ada Byrne"])
    client.post(here(booking), {"who": "all"})

    for who in ("0", "1"):
        client.post(reverse("events:ticket_not_here", args=[booking.ticket]), {"who": who})

    assert (fresh(booking).state, booking.guests.get().checked_in_at) == ("confirmed", None)


def test_who_cannot_be_ticked_is_named_with_the_reason(client, team):
    booking = coming(EventFactory(starts_at=timezone.now() + timedelta(days=3)))

    page = text(client.get(door(booking.event)))
    assert "Check-in is not open yet" in page
    assert here(booking) not in page
    answer = client.post(here(booking), {"who": "0"}, follow=True)

    assert "Wren Holtby: Check-in opens 180 minutes before the event begins." in text(answer)
    assert "Nobody of this booking can be ticked now" in text(answer)
    assert fresh(booking).state == "confirmed"


def test_a_cancelled_event_says_so_first_at_the_door_and_nothing_is_ticked(client, team):
    event = soon()
    booking = coming(event)
    client.post(here(booking), {"who": "0"})
    cancel_event(event=event, by=team, reason="Snow.", at=timezone.now())
    ticket = reverse("events:ticket_check_in", args=[booking.ticket])
    people = reverse("events:people_list", args=[event.slug])

    for address in (door(event), people, ticket):
        page = text(client.get(address))
        assert "This event is cancelled" in page, address
        for gone in ("are here", "It opens", "Check-in opens", 'name="who"'):
            assert gone not in page, address


def test_the_ticket_of_a_cancelled_booking_says_so_and_nothing_of_when_check_in_opens(client, team):
    booking = cancelled(EventFactory(starts_at=timezone.now() + timedelta(days=30)), at=timezone.now())

    page = text(client.get(reverse("events:ticket_check_in", args=[booking.ticket])))

    assert ("This booking is cancelled." in page, "Check-in opens" in page) == (True, False)


@pytest.mark.parametrize("who", ["", "x", "-1", "100"])
def test_a_tick_that_says_nobody_is_none(who, client, team):
    booking = coming(soon())

    assert client.post(here(booking), {"who": who}).status_code == 404
    assert fresh(booking).state == "confirmed"


def test_who_scans_their_own_code_comes_to_their_booking_and_others_find_nothing(client):
    booking = coming(soon())
    address = reverse("events:ticket_check_in", args=[booking.ticket])

    client.force_login(booking.person)
    assert client.get(address).url == reverse("events:booking_detail", args=[booking.pk])
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["check_in", "people_list"])
def test_the_door_is_for_the_events_team_alone(name, client):
    booking = coming(soon())
    client.force_login(booking.person)

    assert client.get(reverse(f"events:{name}", args=[booking.event.slug])).status_code == 404
    assert client.post(here(booking), {"who": "0"}).status_code == 404
    assert client.post(reverse("events:attendance_close", args=[booking.event.slug])).status_code == 404
    assert fresh(booking).state == "confirmed"


def test_the_list_to_print_has_a_line_for_each_person_and_needs_where_they_are_asked_for(client, team):
    event = soon()
    coming(event, guests=["Ada Byrne"], diet="Vegan")
    attended_one = coming(event, "Noor Haddad")
    client.post(here(attended_one), {"who": "0"})
    address = reverse("events:people_list", args=[event.slug])

    plain, whole = text(client.get(address)), text(client.get(address, {"needs": "1"}))

    for part in ("Wren Holtby", "Ada Byrne", "Noor Haddad", attended_one.ticket):
        assert part in plain
    assert ("Vegan" in plain, "Vegan" in whole) == (False, True)


def test_lists_of_nobody_say_so(client, team):
    page = text(client.get(reverse("events:people_list", args=[soon().slug]), {"needs": "1"}))

    assert "Nobody has a place yet." in page
    assert "Nobody has said that they need anything." in page


def test_attendance_is_closed_once_the_event_is_over(client, team):
    event = soon()
    coming(event)
    close = reverse("events:attendance_close", args=[event.slug])
    assert close not in client.get(door(event)).content.decode()
    assert "Attendance is closed once the event is over." in text(client.post(close, follow=True))

    end(event)
    assert "One booking is not ticked." in text(client.get(door(event)))
    answer = client.post(close, follow=True)

    assert "Attendance is closed: one booking did not come." in text(answer)
    assert states(event) == ["no_show"]
    assert close not in answer.content.decode()


def test_the_door_says_how_many_are_here_with_their_guests(client, team):
    event = soon()
    booking = coming(event, guests=["Ada Byrne", "Ines Duarte"])
    coming(event, "Noor Haddad")
    client.post(here(booking), {"who": "0"})
    client.post(here(booking), {"who": "1"})

    assert "2 of 4 are here." in text(client.get(door(event)))


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_the_same_queries_for_one_party_and_three(rows, client, team):
    event = soon(capacity=20)
    for number in range(rows):
        booking = coming(event, f"Person {number}", guests=["Ada Byrne"] * rows)

    assert queries_of(client, door(event)) == DOOR_QUERIES
    assert queries_of(client, reverse("events:people_list", args=[event.slug])) == LIST_QUERIES
    assert queries_of(client, reverse("events:ticket_check_in", args=[booking.ticket])) == TICKET_QUERIES


def test_a_draft_has_a_door_that_nobody_stands_before(client, team):
    event = EventFactory(state=EventState.DRAFT, published_at=None)

    assert client.get(door(event)).status_code == 200
    assert client.get(door(EventFactory.build(slug="not-there"))).status_code == 404
    assert Booking.objects.count() == 0


def test_the_page_of_an_event_leads_its_team_to_the_door_and_nobody_else(client, team):
    event = soon()
    assert door(event) in client.get(event.get_absolute_url()).content.decode()

    client.force_login(UserFactory())
    assert door(event) not in client.get(event.get_absolute_url()).content.decode()
