"""The events team books for somebody: at the listed price or free of charge, never over capacity, nobody overtaken."""

from datetime import timedelta

import pytest

from cmiportal.accounts.models import User
from cmiportal.workflow import MoveNotAllowed, chain_is_whole
from events.models.events import Access
from events.services.for_others import book_for, take_guest_off
from events.services.money import held_of, see_to_money
from events.services.refusals import BookingRefused
from events.workflow import EventState
from tests.events.said import states, taken, told
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed, events_team, fresh, paid, priced, waiting
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def booked(event=None, *, email="wren@example.org", by=None, at=NOW, **more):
    """A booking for Wren Holtby, who has an account."""
    if not User.objects.filter(email="wren@example.org").exists():
        UserFactory(name="Wren Holtby", email="wren@example.org")
    return book_for(event=event or EventFactory(party_max=3), email=email, by=by or events_team(), at=at, **more)


def refused(**said):
    with pytest.raises(BookingRefused) as refusal:
        booked(**said)
    return str(refusal.value)


def test_a_free_place_is_theirs_at_once_and_the_move_says_who_booked():
    team = events_team()

    row = booked(email=" Wren@Example.org ", by=team, guests=["Ada Byrne"], access_needs="A ramp", diet="Vegan")

    assert (row.state, row.person.name, row.party, row.access_needs) == ("confirmed", "Wren Holtby", 2, "A ramp")
    begun = row.events.get()
    assert (begun.actor, begun.data) == (team, {"party": 2, "by_team": True})
    assert (taken(row.event), told("booking_confirmed").get().recipient) == (2, row.person)


def test_at_the_listed_price_the_place_is_kept_for_a_day_and_the_person_is_told_to_pay():
    row = booked(priced(EventFactory()))

    assert (row.state, row.order.person, row.held_until) == ("held", row.person, NOW + timedelta(hours=24))
    message = told("booking_to_pay").get()
    assert (message.recipient, message.context["until"]) == (row.person, row.held_until.isoformat())
    assert paid(row).state == "confirmed"


def test_a_place_is_kept_no_longer_than_until_the_event_begins():
    event = priced(EventFactory(starts_at=NOW + HOUR))

    assert booked(event).held_until == event.starts_at


def test_free_of_charge_there_is_nothing_to_pay_and_the_reason_is_kept_in_the_move():
    row = booked(priced(EventFactory()), free_because=" She speaks. ")

    assert (row.state, row.order, row.audience) == ("confirmed", None, "")
    assert row.events.get().data == {"party": 1, "by_team": True, "free": "She speaks."}
    assert chain_is_whole(row)


def test_nobody_is_booked_over_capacity_nor_before_who_waits():
    event = EventFactory(capacity=2, party_max=2)
    confirmed(event)
    assert refused(event=event, guests=["Ada Byrne"]).startswith("One place is free, and they are 2.")
    waiting(event)

    assert refused(event=event).startswith("0 places are free, and they are 1.")
    assert (taken(event), told("waiting_list_joined").count()) == (2, 1)


def test_what_is_free_goes_to_who_waits_first():
    event = EventFactory(capacity=3, party_max=2)
    confirmed(event, guests=["Ada Byrne"])
    event.refresh_from_db()
    waiting(event, guests=["Ines Duarte"])
    event.capacity = 5
    event.save()

    assert refused(event=event).startswith("2 places are free, and somebody who waits is offered what is free first.")


def test_before_booking_opens_and_at_the_door_the_team_books_until_the_event_is_over():
    event = EventFactory(opens_at=NOW + HOUR)
    assert booked(event).state == "confirmed"

    begun = EventFactory(starts_at=NOW - HOUR, ends_at=NOW + HOUR)
    assert booked(begun).state == "confirmed"
    assert refused(event=begun, at=NOW + HOUR) == "This event is over."


def test_at_the_door_nothing_can_be_paid_any_more_but_a_place_can_be_given():
    event = priced(EventFactory(starts_at=NOW - HOUR, ends_at=NOW + HOUR))

    assert refused(event=event).startswith("The event has begun, so nothing can be paid for it any more.")
    assert booked(event, free_because="We could not take the card.").state == "confirmed"


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (EventState.DRAFT, "This event is not published yet."),
        (EventState.CANCELLED, "This event is cancelled."),
        (EventState.COMPLETED, "This event is over."),
    ],
)
def test_of_an_event_that_is_not_on_nobody_is_booked(state, sentence):
    assert refused(event=EventFactory(state=state)) == sentence


def test_who_has_no_account_that_works_is_not_booked():
    UserFactory(email="gone@example.org", is_active=False)

    for email in ("gone@example.org", "nobody@example.org"):
        assert refused(email=email).startswith(f"Nobody has an account with {email}.")


def test_who_is_booked_already_is_named_with_the_ticket():
    row = booked()

    assert refused(event=row.event) == f"Wren Holtby has a booking for this event already: {row.ticket}."


def test_the_rules_for_who_comes_hold_for_the_team_too():
    assert refused(event=EventFactory(access=Access.MEMBERS)) == "This event is for members of the Institute."
    assert refused(event=EventFactory(), guests=["Ada Byrne"]) == "One booking of this event is for at most one person."


def test_nobody_of_the_team_books_their_own_account_and_nobody_else_books_others():
    team = events_team(email="team@example.org")
    assert refused(email="team@example.org", by=team).startswith("This is your own account.")

    with pytest.raises(MoveNotAllowed, match=r"^Only the events team books for others.$"):
        booked(by=UserFactory(admin=True))


# One guest less


def party(event=None):
    return confirmed(event or EventFactory(party_max=3), guests=["Ada Byrne", "Ben Adair"])


def less(booking, *, number=1, by=None, at=NOW):
    said = "You asked us to by telephone."
    return take_guest_off(booking=booking, number=number, because=said, by=by or events_team(), at=at)


def test_a_guest_is_taken_off_and_the_place_goes_to_the_line():
    event = EventFactory(capacity=3, party_max=3)
    booking = party(event)
    next_one = waiting(event)

    row = less(booking)

    assert (row.party, [(guest.number, guest.name) for guest in row.guests.all()]) == (2, [(1, "Ben Adair")])
    assert (fresh(next_one).state, taken(event)) == ("offered", 3)
    message = told("guest_taken_off").get()
    assert (message.recipient, message.context["guest"], message.context["people"]) == (row.person, "Ada Byrne", 2)
    assert (message.context["because"], message.context["back"]) == ("You asked us to by telephone.", False)


def test_what_was_paid_for_the_guest_goes_back():
    booking = party(priced(EventFactory(party_max=3)))

    row = less(booking, number=2)

    assert told("guest_taken_off").get().context["back"] is True
    see_to_money(at=NOW)
    assert (fresh(row).state, held_of(fresh(row))) == ("confirmed", 12_000)


def test_a_guest_who_is_none_is_not_taken_off():
    with pytest.raises(BookingRefused, match=r"^Choose a guest of this booking.$"):
        less(party(), number=3)


def test_a_stranger_takes_no_guest_off():
    booking = party()
    with pytest.raises(MoveNotAllowed):
        less(booking, by=UserFactory())

    assert states(booking.event) == ["confirmed"]
