"""The door of an event at a browser: found, ticked, taken back; what comes after; and the event run in the admin."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from events.models import Booking, Event, Feedback
from events.services.attendance import check_in
from tests.browser.people import Person, saved
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed, events_team, in_person

HOUR = timedelta(hours=1)


def now():
    return timezone.now()


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture
def event(db):
    """Two parties come in an hour."""
    row = in_person(title="Leading through change", slug="change", starts_at=now() + HOUR)
    confirmed(row, UserFactory(name="Wren Holtby"), guests=["Ada Byrne"], at=now())
    confirmed(row, UserFactory(name="Noor Haddad"), at=now())
    return row


@pytest.fixture
def team(page, live_server):
    """Somebody of the events team, for whom nothing goes wrong on the way."""
    someone = Person(page, live_server.url)
    someone.account = events_team(is_staff=True)
    someone.signs_in(someone.account)
    yield someone
    assert someone.troubles == []


def ended(event):
    past = now() - timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_at=past, ends_at=past + HOUR)


def state_of(name):
    return Booking.objects.get(person__name=name).state


def test_people_are_found_ticked_and_taken_back_at_the_door(team, event):
    team.opens(event.get_absolute_url())
    team.follows("Check-in")
    team.sees("0 of 3 are here.")
    team.types("Name, or code of the ticket", "byrne")
    team.presses("Find")
    team.presses("Check in Ada Byrne")
    team.sees("1 of 3 are here.")
    team.follows("Show everybody")
    team.presses("Check in Noor Haddad")
    assert (state_of("Noor Haddad"), state_of("Wren Holtby")) == ("attended", "confirmed")

    team.presses("Undo Noor Haddad")
    assert state_of("Noor Haddad") == "confirmed"


def test_what_takes_a_tick_back_stays_beside_the_word_that_says_it_is_there(page, live_server, event):
    """Whatever the length of a name: one that would just have left no room is among these."""
    names = [f"Ada {'b' * length}" for length in range(2, 20, 2)]
    booking = confirmed(
        in_person(starts_at=now() + HOUR, party_max=10), UserFactory(name="Kit Marlow"), guests=names, at=now()
    )
    team = events_team()
    check_in(booking=booking, by=team, at=now(), who=None)
    someone = Person(page, live_server.url)
    someone.signs_in(team)
    someone.opens(reverse("events:check_in", args=[booking.event.slug]))

    apart = []
    for name in names:
        undo = page.get_by_role("button", name=f"Undo {name}", exact=True)
        beside = undo.locator("xpath=ancestor::form/preceding-sibling::*[1]")
        word, button = beside.bounding_box(), undo.bounding_box()
        if abs((word["y"] + word["height"] / 2) - (button["y"] + button["height"] / 2)) > 4:
            apart.append(name)
    assert (apart, someone.troubles) == ([], [])


def test_a_ticket_opens_its_party_and_the_next_is_found_from_there(team, event):
    booking = Booking.objects.get(person__name="Wren Holtby")
    team.opens(reverse("events:ticket_check_in", args=[booking.ticket]))
    team.reads("Wren Holtby")
    team.presses("Check in everybody")
    team.sees("Here since")
    team.types("Name, or code of the ticket", "noor")
    team.presses("Find")
    team.sees("2 of 3 are here.", "Noor Haddad")


def test_attendance_is_closed_and_the_list_shows_who_came(team, event):
    booking = Booking.objects.get(person__name="Wren Holtby")
    check_in(booking=booking, by=team.account, at=now(), who=None)
    ended(event)
    team.opens(reverse("events:check_in", args=[event.slug]))
    team.presses("Close attendance")
    team.is_told("Attendance is closed: one booking did not come.")
    team.follows("List of people, to print")
    team.sees("Wren Holtby", "Ada Byrne", "Noor Haddad")
    assert state_of("Noor Haddad") == "no_show"


def test_who_was_there_keeps_the_certificate_and_says_how_it_was(page, live_server, tmp_path):
    person = Person(page, live_server.url)
    account = UserFactory(name="Wren Holtby")
    booking = confirmed(EventFactory(starts_at=now() + HOUR), account, at=now())
    check_in(booking=booking, by=events_team(), at=now())
    ended(booking.event)
    person.signs_in(account)
    person.opens(f"/bookings/{booking.pk}/")
    assert saved(person.saves("Certificate of attendance (PDF)"), tmp_path).read_bytes()[:4] == b"%PDF"

    person.follows("Say how it was")
    person.picks("How was it, all in all?", "Good")
    person.types("What was useful?", "The examples.")
    person.presses("Send feedback")
    person.is_told("Thank you.")

    assert Feedback.objects.values_list("rating", "useful").get() == (4, "The examples.")
    assert person.troubles == []


def test_a_reader_stumbles_over_nothing_at_the_door(browser, live_server, client, event, size):
    client.force_login(events_team())
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    width = 1280 if size == "desk" else 360
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
    context.add_cookies([session])
    page = context.new_page()
    ticket = Booking.objects.get(person__name="Wren Holtby").ticket
    for address in (
        reverse("events:check_in", args=[event.slug]),
        reverse("events:people_list", args=[event.slug]),
        reverse("events:ticket_check_in", args=[ticket]),
    ):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert [each["id"] for each in Axe().run(page).response["violations"]] == [], address
    context.close()


def test_an_event_is_published_given_more_places_and_called_off_in_the_admin(signed_in, live_server, db):
    draft = EventFactory(
        title="Budgets", state="draft", published_at=None, starts_at=now() + timedelta(days=30), capacity=10
    )
    page = signed_in(events_team(is_staff=True))
    page.goto(live_server.url + reverse("admin:events_event_change", args=[draft.pk]))
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_text("It has no joining link yet.").wait_for()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Publish: done.").wait_for()

    page.get_by_role("link", name="Change the number of places").click()
    page.get_by_label("Places, for people with their guests").fill("40")
    page.get_by_role("button", name="Change the number of places").click()
    page.get_by_text("Change the number of places: done.").wait_for()
    page.get_by_role("link", name="Cancel the event").click()
    page.get_by_label("Why is it cancelled?").fill("The speaker is ill.")
    page.get_by_role("button", name="Cancel the event").click()
    page.get_by_text("Cancel the event: done.").wait_for()

    assert Event.objects.values_list("state", "capacity").get(pk=draft.pk) == ("cancelled", 40)


def test_a_message_is_looked_at_and_sent_in_the_admin(signed_in, live_server, event):
    page = signed_in(events_team(is_staff=True))
    page.goto(live_server.url + reverse("admin:events_event_change", args=[event.pk]))
    page.get_by_role("link", name="Write to people").click()
    page.get_by_label("Subject").fill("Where to park")
    page.get_by_label("Message").fill("Behind the house.")
    page.get_by_role("button", name="Look at who gets it").click()
    page.get_by_role("heading", name="2 people get this").wait_for()
    page.get_by_role("button", name="Send to 2").click()
    page.get_by_text("Sent to two people.").wait_for()

    assert told("event_team_message").count() == 2
