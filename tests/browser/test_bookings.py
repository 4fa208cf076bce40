"""Booking at a browser: free, paid, waited for, offered, changed, moved, handed over, cancelled."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from cmiportal.notifications.models import Notification
from events.models import Booking, Event
from events.services import line
from events.services.bookings import book
from events.services.hand_over import hand_over
from tests.browser.people import Person, saved
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, SeriesFactory, confirmed, events_team, full, in_person, priced

BOOKINGS = "/bookings/"


def now():
    return timezone.now()


def soon(make=in_person, *, days=30, **known):
    """An event that can be booked today."""
    return make(starts_at=now() + timedelta(days=days), title="Leading through change", **known)


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture
def person(page, live_server):
    """Somebody who is signed in, for whom nothing goes wrong on the way."""
    someone = Person(page, live_server.url)
    someone.account = UserFactory(name="Wren Holtby")
    someone.signs_in(someone.account)
    yield someone
    assert someone.troubles == []


def opens(person, summary):
    """Open what is closed until somebody wants it."""
    person.main.get_by_text(summary, exact=True).first.click()


def own():
    return Booking.objects.get(person__name="Wren Holtby")


def test_friends_are_booked_by_name_and_the_event_is_in_the_calendar(person, tmp_path):
    event = soon()
    person.opens(f"/events/{event.slug}/book/")
    opens(person, "Bring guests")
    person.fills(Full_name_of_guest_1="Ada Byrne", Full_name_of_guest_2="Ines Duarte")
    person.types("What do you or your guests need to take part?", "Large print")
    person.presses("Book")

    person.is_told("You are booked. We have sent you a message about it.")
    person.sees("You are booked", "Three people: you, Ada Byrne, Ines Duarte", "Large print")
    file = saved(person.saves("Put it into your calendar"), tmp_path)
    (entry,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert entry.decoded("dtstart") == event.starts_at.replace(microsecond=0)
    assert Event.objects.get(pk=event.pk).taken == 3


def test_a_place_is_kept_while_it_is_paid_by_card(person):
    event = priced(soon())
    person.opens(f"/events/{event.slug}/book/")
    person.sees("£60 for each place")
    person.presses("Go on to payment")
    person.sees("You pay £60")
    person.opens(BOOKINGS)
    person.sees("To be paid")
    person.follows("Leading through change")
    person.sees("Pay to make it yours")
    person.follows("Go on to payment")
    person.presses("Pay by card")
    person.presses("Pay")
    person.opens(BOOKINGS)
    person.sees("Confirmed")


def test_friends_who_do_not_fit_wait_together_and_take_what_is_offered(person):
    event = full(soon(capacity=2), at=now())
    person.opens(f"/events/{event.slug}/book/")
    opens(person, "Bring guests")
    person.fills(Full_name_of_guest_1="Ada Byrne")
    person.presses("Join the waiting list")
    person.sees("You are number 1 in the line, for two people together.")

    behind = book(event=event, person=UserFactory(), wait=True, at=now())
    line.set_capacity(event=event, capacity=3, by=events_team(), at=now())
    person.opens(f"/bookings/{own().pk}/")
    person.sees("too few for 2 who come together")
    assert Booking.objects.get(pk=behind.pk).state == "offered"

    line.set_capacity(event=event, capacity=5, by=events_team(), at=now())
    message = Notification.objects.get(recipient=person.account, kind="place_offered")
    person.opens(message.context["path"])
    person.sees("It is yours if you take it")
    person.presses("Take it")
    person.is_told("You have taken it.")
    person.sees("You are booked")


def test_a_party_that_is_too_large_keeps_its_names_and_is_asked_whether_it_waits(person):
    event = soon(capacity=2)
    confirmed(event, at=now())
    person.opens(f"/events/{event.slug}/book/")
    opens(person, "Bring guests")
    person.fills(Full_name_of_guest_1="Ada Byrne")
    person.presses("Book")

    person.sees("Only one place is left, and you are 2.")
    expect(person.field("Full name of guest 1")).to_have_value("Ada Byrne")
    person.main.get_by_label("If there are not enough places for all of us").check()
    person.presses("Book")
    person.sees("You are number 1 in the line")


def test_enter_in_a_guests_field_counts_and_books_nothing(person):
    event = priced(soon(capacity=9))
    person.opens(f"/events/{event.slug}/book/")
    opens(person, "Bring guests")
    person.fills(Full_name_of_guest_1="Ada Byrne")
    person.field("Full name of guest 1").press("Enter")

    person.sees("£120 for two people", "Nothing is booked yet")
    assert not Booking.objects.exists()
    person.presses("Go on to payment")
    person.sees("Pay by card")
    assert own().party == 2


def test_a_booking_is_changed_moved_offered_to_a_friend_kept_and_cancelled(person):
    series = SeriesFactory()
    booking = confirmed(soon(series=series), person.account, guests=["Ada Byrne"], at=now())
    later = EventFactory(series=series, title="The same in spring", starts_at=now() + timedelta(days=90), party_max=4)
    person.opens(f"/bookings/{booking.pk}/")
    opens(person, "Change guests or needs")
    person.fills(Full_name_of_guest_1="Ines Duarte")
    person.presses("Save")
    person.sees("Two people: you, Ines Duarte")

    opens(person, "Move to another date")
    person.main.get_by_label("The same in spring").check()
    person.presses("Move the booking")
    person.reads("The same in spring")

    opens(person, "Hand it over to somebody")
    person.types("Full name of the person who comes instead", "Gwen Tarrant")
    person.types("Their e-mail address", "gwen@example.net")
    person.presses("Send them the link")
    person.sees("You offered this booking to somebody")
    person.presses("Keep it after all")

    opens(person, "Cancel this booking")
    person.sees("You have paid nothing for it, so nothing has to come back.")
    person.presses("Cancel the booking")
    person.is_told("Your booking is cancelled.")
    person.sees("This booking has ended", "Take it out of your calendar")
    assert Event.objects.get(pk=later.pk).taken == 0


def test_a_booking_is_taken_over_by_the_link(person):
    booking = confirmed(soon(), guests=["Ada Byrne"], at=now())
    hand_over(booking=booking, by=booking.person, name="Wren Holtby", email=person.account.email, at=now())
    person.opens(told("booking_offered_to_you").get().context["path"])
    person.sees("A booking for Leading through change is offered to you", "It is for 1 guest besides you")
    person.types("What do you need to take part?", "Captions")
    person.presses("Take the booking")
    person.sees("The booking of Leading through change is yours.")

    person.opens(BOOKINGS)
    person.follows("Leading through change")
    person.sees("You are booked", "Two people: you, Ada Byrne", "Captions")
    assert own().pk == booking.pk


def test_a_calendar_to_follow_is_made_and_renewed(person, live_server):
    confirmed(soon(), person.account, at=now())
    person.opens(BOOKINGS)
    person.follows("Follow your bookings in your own calendar")
    person.presses("Make the address")
    first = person.main.locator("code").inner_text()
    feed = person.page.request.get(live_server.url + first[first.index("/calendar/") :])
    (entry,) = Calendar.from_ical(feed.body()).walk("VEVENT")
    assert str(entry["summary"]) == "Leading through change"

    person.presses("Make another address")
    assert person.main.locator("code").inner_text() != first
    gone = person.page.request.get(live_server.url + first[first.index("/calendar/") :])
    assert gone.status == 404
