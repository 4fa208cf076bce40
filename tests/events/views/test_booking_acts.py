"""What a person does with a booking: takes or leaves an offer, changes, moves, hands over, cancels."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cmiportal.billing.services import orders
from cmiportal.billing.tries import TOO_MANY
from cmiportal.links.models import Link
from cmiportal.rules.days import UK
from cmiportal.ui.components.words import moment
from events.models import Event
from events.models.events import Format
from events.services import party
from events.services.bookings import book
from events.services.money import see_to_money
from tests.events.pages import book_page, now, page_of, send, soon, text
from tests.events.said import told
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    confirmed,
    fresh,
    held,
    in_person,
    offered,
    paid,
    priced,
    waiting,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_an_offer_says_until_when_and_is_taken(client, person):
    booking = offered(soon(capacity=1), person, at=now())
    page = text(client.get(page_of(booking)))
    assert "It is yours if you take it" in page
    assert "Answer by" in page
    assert "Free" in page

    shown = text(send(client, booking, "take"))

    assert "You have taken it." in shown
    assert fresh(booking).state == "confirmed"


def test_an_offer_that_costs_something_leads_to_payment(client, person):
    booking = offered(priced(soon(capacity=1)), person, at=now())
    page = text(client.get(page_of(booking)))
    assert "£60 for each place" in page
    assert "Discount code" in page

    answer = send(client, booking, "take", discount="")

    row = fresh(booking)
    assert row.state == "held"
    assert answer.redirect_chain == [(reverse("billing:order_detail", args=[row.order_id]), 302)]
    assert "Your booking is kept until" in text(answer)
    assert "You have taken it." not in text(answer)


def test_codes_are_not_guessed_without_end(client, person, settings):
    booking = offered(priced(soon(capacity=1)), person, at=now())
    assert "is not one of ours" in text(send(client, booking, "take", discount="WHOLE"))
    settings.DISCOUNT_TRIES_A_MINUTE = 0

    assert TOO_MANY in text(send(client, booking, "take", discount="HALF"))
    assert TOO_MANY in text(client.post(book_page(priced(soon())), {"discount": "HALF"}))
    assert fresh(booking).state == "offered"
    # Without a code nobody waits.
    send(client, booking, "take", discount="")
    assert fresh(booking).state == "held"


def test_a_wrong_code_is_refused_and_the_offer_stands(client, person):
    booking = offered(priced(soon(capacity=1)), person, at=now())

    answer = send(client, booking, "take", discount="WHOLE")

    assert answer.status_code == 409
    assert "This code is not one of ours" in text(answer)
    assert fresh(booking).state == "offered"


def test_an_offer_is_left_to_others(client, person):
    booking = offered(soon(capacity=1), person, at=now())
    behind = book(event=fresh(booking).event, person=UserFactory(), wait=True, at=now())

    shown = text(send(client, booking, "leave"))

    assert "You no longer wait for a place." in shown
    assert "You left the places to others." in shown
    assert (fresh(booking).state, fresh(behind).state) == ("cancelled", "offered")


def test_an_offer_that_is_over_can_no_longer_be_taken(client, person):
    booking = offered(soon(capacity=1), person, at=now() - 2 * DAY)

    page = text(client.get(page_of(booking)))
    assert "This offer is over" in page
    assert 'name="take"' not in page
    assert "That cannot be done any more." in text(send(client, booking, "take"))
    assert fresh(booking).state == "offered"


def test_the_waiting_list_is_left(client, person):
    booking = waiting(soon(capacity=1), person, at=now())

    assert "You left the waiting list." in text(send(client, booking, "leave"))
    assert fresh(booking).state == "cancelled"


def test_what_comes_back_is_said_before_cancelling(client, person, settings):
    settings.EVENT_REFUND_DAYS = 7
    free = confirmed(soon(), person, at=now())
    early = paid(held(priced(soon(days=8)), person, at=now()), at=now())
    late = paid(held(priced(soon(days=6)), person, at=now()), at=now())

    assert "You have paid nothing for it, so nothing has to come back." in text(client.get(page_of(free)))
    assert "You get back what you paid, £60, in the way in which you paid it." in text(client.get(page_of(early)))
    assert "less than 7 days away, so the £60 that you paid do not come back." in text(client.get(page_of(late)))


def test_a_booking_is_cancelled_and_says_so(client, person):
    event = soon()
    booking = paid(held(priced(event), person, at=now()), at=now())

    shown = text(send(client, booking, "cancel"))

    assert "Your booking is cancelled." in shown
    assert "You cancelled the booking." in shown
    assert "Take it out of your calendar" in shown
    row = fresh(booking)
    assert (row.state, Event.objects.get(pk=event.pk).taken) == ("cancelled", 0)
    assert row.money_due_at


def test_places_that_wait_for_an_invoice_are_let_go_and_nothing_is_owed(client, person):
    event = priced(soon())
    booking = held(event, person, at=now())
    orders.invoice(order=booking.order, by=person, payer="X", purchase_order="", at=now())
    assert "cancel it below, and nobody has to pay the invoice" in text(client.get(page_of(booking)))

    shown = text(send(client, booking, "cancel"))

    assert "Your booking is cancelled." in shown
    assert (fresh(booking).state, Event.objects.get(pk=event.pk).taken) == ("cancelled", 0)


def test_who_moves_late_reads_before_and_after_that_no_money_comes_back(client, person, series):
    booking = confirmed(priced(soon(days=6, series=series)), person, at=now())
    other = priced(soon(days=40, series=series))
    assert "cancelling after the move brings no money back, as it does not now." in text(client.get(page_of(booking)))

    send(client, booking, "move", event=other.pk)

    said = "The booking was moved when its former event was less than 7 days away, so the £60 that you paid do not"
    assert said in text(client.get(page_of(booking)))


def test_guests_and_needs_are_changed(client, person):
    booking = confirmed(soon(in_person), person, guests=["Ada Byrne"], at=now())

    send(client, booking, "change", guest_1="Ines Duarte", access_needs="Captions", diet="No nuts")

    row = fresh(booking)
    assert (list(row.guests.values_list("name", flat=True)), row.access_needs, row.diet) == (
        ["Ines Duarte"],
        "Captions",
        "No nuts",
    )


def test_an_emptied_name_takes_a_guest_off_and_another_line_brings_one(client, person):
    booking = confirmed(soon(in_person), person, guests=["Ada Byrne"], at=now())
    page = text(client.get(page_of(booking)))
    assert "Empty a name to take that guest off: the place goes to others." in page
    assert "To bring somebody more, enter a name in a line that is empty. It costs nothing." in page
    assert page.count("Full name of guest") == 3

    send(client, booking, "change", guest_1=" ", guest_2="Ines Duarte", guest_3="Wren Holtby")

    assert list(fresh(booking).guests.values_list("name", flat=True)) == ["Ines Duarte", "Wren Holtby"]
    assert fresh(booking).event.taken == 3


@pytest.mark.parametrize(
    ("days", "said"),
    [(8, "What you paid for it goes back to you."), (6, "It is too late for its money to come back.")],
)
def test_what_becomes_of_the_money_is_said_before_a_guest_is_taken_off(client, person, days, said):
    booking = confirmed(priced(soon(in_person, days=days)), person, guests=["Ada Byrne"], at=now())

    page = text(client.get(page_of(booking)))

    assert said in page
    assert "A further place has to be paid for" in page
    assert page.count("Full name of guest") == 1
    shown = text(send(client, booking, "change", guest_1=""))
    assert ("£60 goes back in the way in which you paid it. On a card it shows within" in shown) == (days == 8)


def test_who_waits_changes_guests_and_keeps_the_place_in_the_line(client, person):
    booking = waiting(soon(in_person, capacity=2), person, guests=["Ada Byrne"], at=now())
    page = text(client.get(page_of(booking)))
    assert "Empty a name to take that guest off: your place in the line stays." in page
    assert "To be more, leave the waiting list and join it again together" in page

    shown = text(send(client, booking, "change", guest_1="", access_needs="Captions"))

    assert "Your booking is changed." in shown
    assert "You are number <b>1</b> in the line." in shown
    assert (fresh(booking).party, fresh(booking).access_needs) == (1, "Captions")


def test_who_comes_alone_to_an_event_without_guests_changes_needs_alone(client, person):
    page = text(client.get(page_of(confirmed(soon(), person, at=now()))))

    assert "Change your needs" in page
    assert "at most one person" not in page


def test_how_somebody_comes_to_an_event_with_two_ways_is_changed(client, person):
    booking = confirmed(soon(in_person, format=Format.HYBRID), person, diet="Vegan", at=now())
    code = reverse("events:booking_code", args=[booking.pk])
    page = text(client.get(page_of(booking)))
    assert "In the room </dd>" in page or "<dd>In the room</dd>" in page
    assert code in page

    shown = text(send(client, booking, "change", coming="online", diet="Vegan"))

    row = fresh(booking)
    assert (row.online, row.diet) == (True, "")
    assert code not in shown
    assert client.get(code).status_code == 404
    assert "Choose how you will come" in text(send(client, booking, "change", coming=""))


def test_what_was_paid_is_on_its_way_back_and_then_has_gone(client, person):
    booking = confirmed(priced(soon()), person, at=now())

    shown = text(send(client, booking, "cancel"))
    assert "£60 goes back in the way in which you paid it. On a card it shows within ten days." in shown

    see_to_money(at=now())
    assert "£60 went back in the way in which you paid it." in text(client.get(page_of(booking)))
    order = text(client.get(reverse("billing:order_detail", args=[booking.order_id])))
    assert "Your money has gone back" in order
    assert told("refunded").get().context["amount"] == "£60"


def test_who_cancels_the_order_reads_so_and_not_that_they_were_late(client, person):
    booking = held(priced(soon()), person, at=now())

    orders.cancel(order=booking.order, by=person, at=now())

    shown = text(client.get(page_of(booking)))
    assert "Order cancelled by you" in shown
    assert "Not paid for in time" not in shown
    assert told("booking_cancelled").get().context["because"] == "You cancelled the order."
    assert not told("hold_ended").exists()


def test_a_booking_moves_to_another_date_of_its_series(client, person, series):
    booking = confirmed(soon(series=series), person, at=now())
    other = soon(series=series, days=40, title="The same in spring")
    assert "Move to another date" in text(client.get(page_of(booking)))

    shown = text(send(client, booking, "move", event=other.pk))

    assert "Your booking is moved. Open the calendar file again." in shown
    assert "Moved to another event of the series" in shown
    assert fresh(booking).event == other


@pytest.mark.parametrize("wanted", ["", "x", "01938a3c-5c3e-7000-8000-000000000000"])
def test_a_date_that_is_none_of_those_offered_is_refused(client, person, series, wanted):
    booking = confirmed(soon(series=series), person, at=now())
    soon(series=series, days=40)

    answer = text(send(client, booking, "move", event=wanted))

    assert "Choose a date" in answer or "There is no room at that one any more." in answer
    assert fresh(booking).event == booking.event


def test_a_booking_is_offered_to_somebody_else_and_kept_after_all(client, person):
    booking = confirmed(soon(), person, at=now())
    name = {"name": "Gwen Tarrant", "email": "gwen@example.net"}

    shown = text(send(client, booking, "hand_over", **name))
    assert "We have sent them a link." in shown
    until = moment(Link.objects.get().expires_at.astimezone(UK))
    assert f"We sent the link to Gwen Tarrant, gwen@example.net. It is theirs when they take it by {until}." in shown
    assert "There is nothing to do." not in shown
    assert "You offered this booking to somebody" in shown

    shown = text(send(client, booking, "keep"))
    assert "The booking stays yours: their link no longer works." in shown
    assert "You offered this booking to somebody" not in shown
    assert Link.objects.get().revoked_at


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "email": "gwen@example.net"}, "Enter the full name of the person who comes instead"),
        ({"name": "Gwen Tarrant", "email": ""}, "Enter their e-mail address"),
        ({"name": "Gwen Tarrant", "email": "gwen"}, "Enter an e-mail address in full"),
        ({"name": "Gwen\x07", "email": "gwen@example.net"}, "Take out the hidden control characters"),
    ],
)
def test_handing_over_needs_a_name_and_an_address(client, person, typed, said):
    booking = confirmed(soon(), person, at=now())

    assert said in text(send(client, booking, "hand_over", **typed))
    assert not Link.objects.exists()


def test_handing_over_to_oneself_is_refused_at_the_form(client, person):
    booking = confirmed(soon(), person, at=now())

    answer = send(client, booking, "hand_over", name="Me", email=person.email)

    assert answer.status_code == 409
    assert "This is your own address." in text(answer)


def test_a_page_that_is_out_of_date_changes_nothing_and_says_so(client, person):
    booking = confirmed(soon(in_person), person, guests=["Ada Byrne"], at=now())
    known = {"guests": ["Ines Duarte"], "access_needs": "", "diet": ""}
    party.change(booking=booking, by=person, at=now(), **known)

    answer = client.post(page_of(booking), {"cancel": "yes", "cancel-moves": booking.moves}, follow=True)

    assert answer.status_code == 409
    assert "This was changed while you had it open." in text(answer)
    assert fresh(booking).state == "confirmed"


@pytest.mark.parametrize("moves", ["", "x", "-1", "99999999999999999999"])
def test_a_version_that_was_never_shown_is_out_of_date(client, person, moves):
    booking = confirmed(soon(), person, at=now())

    answer = client.post(page_of(booking), {"cancel": "yes", "cancel-moves": moves})

    assert answer.status_code == 409
    assert fresh(booking).state == "confirmed"


@pytest.mark.parametrize("name", ["take", "leave", "nothing", "check_in"])
def test_what_the_state_does_not_allow_is_not_done(client, person, name):
    booking = confirmed(soon(), person, at=now())

    shown = text(client.post(page_of(booking), {name: "yes", f"{name}-moves": 0}, follow=True))

    assert "That cannot be done any more. Here is the booking as it stands." in shown
    assert fresh(booking).state == "confirmed"


def test_once_the_event_has_begun_nothing_can_be_changed(client, person):
    booking = confirmed(soon(days=0), person, at=now() - DAY)

    page = text(client.get(page_of(booking)))

    for name in ("cancel", "hand_over", "change", "move"):
        assert f'name="{name}"' not in page
