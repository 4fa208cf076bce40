"""Booking an event in the browser: guests, needs, price, discount, and the waiting list where it is full."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from cmiportal.billing.models import Discount, Order
from cmiportal.rules.days import UK, uk_day
from cmiportal.ui.components.words import moment
from events.models import Booking
from events.models.events import Access, Format
from events.workflow import EventState
from tests.events.pages import book_page, now, page_of, soon, text
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    confirmed,
    full,
    in_person,
    priced,
)
from tests.factories.membership import member
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("events:booking_list")
DAY = timedelta(days=1)
BOOK_QUERIES = 8


def test_a_visitor_signs_in_first(client):
    event = soon()

    assert client.get(book_page(event)).headers["Location"].startswith("/accounts/login/")
    assert client.get(LIST).headers["Location"].startswith("/accounts/login/")


def test_a_free_event_is_booked_by_one_button(client, person):
    event = soon()
    page = text(client.get(book_page(event)))
    assert "Free" in page
    assert "Discount code" not in page
    assert "Bring guests" not in page

    answer = client.post(book_page(event), {}, follow=True)

    booking = Booking.objects.get()
    assert answer.redirect_chain == [(page_of(booking), 302)]
    assert "You are booked. We have sent you a message about it." in text(answer)
    assert (booking.state, booking.person) == ("confirmed", person)


def test_guests_are_named_and_empty_lines_passed_over(client, person):
    event = soon(in_person)
    assert text(client.get(book_page(event))).count("Full name of guest") == 3

    client.post(book_page(event), {"guest_1": " Ada  Byrne ", "guest_2": "", "guest_3": "Ines Duarte"})

    booking = Booking.objects.get()
    assert booking.party == 3
    assert list(booking.guests.values_list("number", "name")) == [(1, "Ada Byrne"), (2, "Ines Duarte")]


def test_no_more_guests_are_asked_for_than_the_event_has_places(client, person):
    alone = text(client.get(book_page(soon(in_person, capacity=2))))
    assert alone.count("Full name of guest") == 1
    assert "One guest, by name." in alone


def test_who_reads_needs_and_until_when_is_said_before_they_are_typed(client, person, settings):
    settings.EVENT_NEEDS_DAYS = 17
    event = soon(in_person)
    page = text(client.get(book_page(event)))
    assert "Only our events team reads this, and it is erased 17 days after the event." in page
    assert "Dietary needs" in page
    assert "Dietary needs" not in text(client.get(book_page(soon())))

    client.post(book_page(event), {"access_needs": "Large print", "diet": "No nuts"})

    booking = Booking.objects.get()
    assert (booking.access_needs, booking.diet) == ("Large print", "No nuts")


def test_enter_in_a_guests_field_counts_and_books_nothing(client, person):
    event = priced(soon(in_person))
    page = text(client.get(book_page(event)))
    assert page.index('name="count"') < page.index("Go on to payment")

    shown = text(client.post(book_page(event), {"guest_1": "Ada Byrne", "count": "yes"}))

    assert "You are two people: £120 for two people, before a discount code. Nothing is booked yet." in shown
    assert 'value="Ada Byrne"' in shown
    assert 'name="people" value="2"' in shown
    assert not Booking.objects.exists()


def test_nobody_goes_on_to_pay_for_more_people_than_the_total_said(client, person):
    event = priced(soon(in_person))
    typed = {"guest_1": "Ada Byrne", "discount": ""}
    assert "£60 for one person" in text(client.get(book_page(event)))

    assert "£120 for two people" in text(client.post(book_page(event), {**typed, "people": "1"}))
    assert not Booking.objects.exists()

    assert client.post(book_page(event), {**typed, "people": "2"}).status_code == 302
    assert Order.objects.get().total_pence == 12_000


def test_guests_of_a_free_event_are_counted_too(client, person):
    event = soon(in_person)

    shown = text(client.post(book_page(event), {"guest_1": "Ada Byrne", "count": "yes"}))

    assert "You are two people. Nothing is booked yet." in shown
    assert not Booking.objects.exists()


def test_until_when_the_money_comes_back_stands_before_paying(client, person, settings):
    settings.EVENT_REFUND_DAYS, settings.EVENT_HOLD_MINUTES = 9, 12
    early, late = priced(soon()), priced(soon(days=8))
    until = moment((early.starts_at - 9 * DAY).astimezone(UK))

    page = text(client.get(book_page(early)))

    assert f"Cancel by {until} and you get back all that you paid." in page
    assert "Your places are kept for 12 minutes while you pay." in page
    assert "The event is less than 9 days away" in text(client.get(book_page(late)))
    assert "you get back" not in text(client.get(book_page(soon())))
    assert f"Cancel by {until} and you get back all that you paid." in text(client.get(early.get_absolute_url()))
    assert "you get back" not in text(client.get(soon().get_absolute_url()))


def test_what_costs_a_member_nothing_is_booked_and_not_paid(client):
    event = priced(soon(in_person), 5_000, member=0)
    client.force_login(member(until=uk_day(now(), 100), at=now()).person)

    page = text(client.get(book_page(event)))

    assert "Free, for your guests too" in page
    for said in ("Discount code", "Go on to payment", "are kept"):
        assert said not in page
    booked = text(client.post(book_page(event), {"guest_1": "Ada Byrne"}, follow=True))
    assert Booking.objects.get().state == "confirmed"
    for said in ("Booked, to be paid", "Paid, so it is yours", "you get back all that you paid", "What you paid"):
        assert said not in booked
    assert booked.index("Nothing to pay, so it is yours") < booked.index(">Booked<")


def test_how_one_comes_is_asked_where_there_are_two_ways(client, person):
    event = soon(in_person, format=Format.HYBRID)
    assert "How will you come?" in text(client.get(book_page(event)))
    assert "How will you come?" not in text(client.get(book_page(soon(in_person))))

    assert "Choose how you will come" in text(client.post(book_page(event), {}))
    client.post(book_page(event), {"coming": "online", "diet": "Vegan", "access_needs": "Captions"})

    booking = Booking.objects.get()
    assert (booking.joins_online, booking.diet, booking.access_needs) == (True, "", "Captions")


def test_what_is_for_members_leads_to_membership_and_names_no_price(client, person):
    page = text(client.get(book_page(priced(soon(access=Access.MEMBERS)))))

    assert reverse("membership:grade_list") in page
    assert "What it costs you" not in page


def test_the_price_is_that_of_the_account_and_leads_to_payment(client):
    event = priced(soon(), 5_000, member=4_000)
    client.force_login(UserFactory())
    assert "£60 for each place, £50 and VAT of £10: the price for everybody" in text(client.get(book_page(event)))
    client.force_login(member(until=uk_day(now(), 100), at=now()).person)
    assert "£48 for each place, £40 and VAT of £8: the price for members" in text(client.get(book_page(event)))

    answer = client.post(book_page(event), {"discount": ""})

    order = Order.objects.get()
    assert answer.headers["Location"] == reverse("billing:order_detail", args=[order.pk])
    assert (order.total_pence, Booking.objects.get().state) == (4_800, "held")


def test_who_goes_on_to_pay_reads_until_when_the_booking_is_kept(client, person):
    answer = client.post(book_page(priced(soon())), {"discount": ""}, follow=True)

    until = moment(Booking.objects.get().held_until.astimezone(UK))
    assert f"Your booking is kept until {until}. Pay by then to make it yours." in text(answer)


def test_a_discount_code_is_asked_for_when_a_place_is_taken_and_not_by_the_waiting_list(client, person):
    page = text(client.get(book_page(full(priced(soon(capacity=1)), at=now()))))

    assert "and can give a discount code then" in page
    assert 'name="discount"' not in page


def test_a_discount_code_is_taken_off_and_a_wrong_one_refused_at_its_field(client, person):
    event = priced(soon())
    Discount.objects.create(code="HALF", percent=50, during=DateRange(uk_day(now(), -1), None))

    refused = text(client.post(book_page(event), {"discount": "WHOLE"}))
    assert "This code is not one of ours, has run out, or has been used up." in refused
    assert 'value="WHOLE"' in refused
    assert not Booking.objects.exists()

    client.post(book_page(event), {"discount": "half"})
    assert Order.objects.get().total_pence == 3_000


def test_a_code_that_leaves_nothing_to_pay_confirms_at_once(client, person):
    event = priced(soon())
    Discount.objects.create(code="GUEST", percent=100, during=DateRange(uk_day(now(), -1), None))

    answer = client.post(book_page(event), {"discount": "GUEST"})

    booking = Booking.objects.get()
    assert (booking.state, answer.headers["Location"]) == ("confirmed", page_of(booking))


def test_a_party_that_does_not_fit_is_asked_whether_it_waits_together(client, person):
    event = soon(in_person, capacity=3)
    confirmed(event, at=now())
    names = {"guest_1": "Ada Byrne", "guest_2": "Ines Duarte"}

    refused = text(client.post(book_page(event), names))
    assert "Only 2 places are left, and you are 3" in refused
    assert 'value="Ada Byrne"' in refused
    assert not Booking.objects.filter(person=person).exists()

    shown = text(client.post(book_page(event), names | {"wait": "on"}, follow=True))
    booking = Booking.objects.get(person=person)
    assert (booking.state, booking.party) == ("waitlisted", 3)
    assert "You are on the waiting list. We write to you as soon as a place is yours." in shown


def test_a_full_event_offers_the_waiting_list_by_one_button(client, person):
    event = full(soon(capacity=1), at=now())
    page = text(client.get(book_page(event)))
    assert "Join the waiting list" in page
    assert 'name="wait" value="on"' in page

    client.post(book_page(event), {"wait": "on"})

    assert Booking.objects.get(person=person).state == "waitlisted"


def test_who_has_a_booking_is_led_to_it(client, person):
    event = soon(party_max=2)
    booking = confirmed(event, person, at=now())

    for answer in (client.get(book_page(event)), client.post(book_page(event), {})):
        assert answer.headers["Location"] == page_of(booking)
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"days": -1}, "This event has begun"),
        ({"opens_at": timezone.now() + DAY}, "Booking is not open yet."),
        ({"closes_at": timezone.now() - DAY}, "Booking is closed."),
        ({"access": Access.MEMBERS}, "This event is for members of the Institute."),
        ({"state": EventState.CANCELLED}, "This event is cancelled."),
    ],
)
def test_what_cannot_be_booked_says_why_and_shows_no_form(client, person, known, said):
    event = soon(**known)

    page = text(client.get(book_page(event)))
    assert said in page
    assert 'name="access_needs"' not in page
    assert said in text(client.post(book_page(event), {}))
    assert not Booking.objects.exists()


def test_a_draft_or_an_event_that_is_not_there_is_not_found(client, person):
    draft = soon(state=EventState.DRAFT, published_at=None)

    assert client.get(book_page(draft)).status_code == 404
    assert client.get(reverse("events:booking_add", args=["no-such-event"])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"guest_1": "A" * 151}, "Use 150 characters or fewer"),
        ({"guest_1": "Ada\x07"}, "Take out the hidden control characters"),
        ({"guest_1": "\u202eAda"}, "change the direction"),
        ({"access_needs": "x" * 1_001}, "Use 1000 characters or fewer"),
        ({"diet": "\x00"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_a_name_or_a_need_is_refused_at_its_field(client, person, typed, said):
    event = soon(in_person)

    refused = client.post(book_page(event), typed)

    assert said in text(refused)
    assert "<title>Error: " in text(refused)
    assert not Booking.objects.exists()


def test_more_guests_than_there_are_fields_are_not_booked(client, person):
    event = soon(party_max=2)

    client.post(book_page(event), {"guest_1": "Ada Byrne", "guest_2": "Ines Duarte", "guest_99": "Wren Holtby"})

    assert Booking.objects.get().party == 2


def test_a_name_that_is_markup_is_shown_as_it_was_typed(client, person):
    event = soon(in_person)
    shown = client.post(book_page(event), {"guest_1": "<b>Ada</b>"}, follow=True)

    assert "&lt;b&gt;Ada&lt;/b&gt;" in shown.content.decode()


@pytest.mark.parametrize("guests", [1, 3])
def test_the_form_costs_the_same_for_many_guests_as_for_one(client, person, guests):
    event = priced(soon(party_max=1 + guests), member=4_000)

    assert queries_of(client, book_page(event)) == BOOK_QUERIES
