"""What the events team does from the page of one booking, and for somebody who books by telephone or at the door."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from events.models import Booking
from events.services.running import cancel_event
from tests.events.coming import coming, said, soon
from tests.events.said import states
from tests.factories.accounts import UserFactory
from tests.factories.events import SeriesFactory, fresh, missed, priced, waiting

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
REASON = {"confirmed": "yes", "reason": "You asked us to by telephone."}


def page(row, name="change"):
    return reverse(f"admin:events_{row._meta.model_name}_{name}", args=[row.pk])


def words(answer):
    return " ".join(answer.content.decode().split())


def buttons(client, booking):
    shown = client.get(page(booking)).content.decode()
    return [name for name in ("cancel", "move", "guest") if page(booking, name) in shown]


def test_the_page_of_a_booking_offers_what_can_be_done_with_it(client, team):
    assert buttons(client, coming()) == ["cancel"]
    assert buttons(client, coming(soon(series=SeriesFactory()), guests=["Ada Byrne"])) == ["cancel", "move", "guest"]
    assert buttons(client, waiting(soon(capacity=1), at=timezone.now())) == []
    booking = coming()
    client.force_login(UserFactory(admin=True))
    assert buttons(client, booking) == []
    assert client.get(page(booking, "cancel")).status_code == 403


@pytest.mark.parametrize(("money", "goes_back"), [("back", True), ("kept", False)])
def test_a_booking_is_cancelled_from_its_page_with_the_money_or_without(money, goes_back, client, team):
    booking = coming(priced(soon()))
    look = words(client.get(page(booking, "cancel")))
    for part in ("£60", "No, go back", f'href="{page(booking)}"'):
        assert part in look, part

    answer = client.post(page(booking, "cancel"), {**REASON, "money": money}, follow=True)

    assert (answer.redirect_chain, said(answer)) == ([(page(booking), 302)], ["One booking cancelled."])
    row = fresh(booking)
    assert (row.state, row.because, row.money_due_at is not None) == ("cancelled", REASON["reason"], goes_back)


def test_a_booking_is_moved_from_its_page_to_another_event_and_never_to_where_it_is(client, team):
    series = SeriesFactory()
    booking = coming(soon(series=series, title="The week before"))
    alone = client.get(page(booking, "move"), follow=True)
    assert said(alone) == ["No other event of this series can be booked."]
    after = soon(series=series, title="The week after")

    form = client.get(page(booking, "move")).context["form"]
    assert list(form.fields["event"].queryset) == [after]
    client.post(page(booking, "move"), {"confirmed": "yes", "event": str(after.pk)})

    assert fresh(booking).event == after


def test_without_a_series_the_move_says_why(client, team):
    booking = coming()

    assert said(client.get(page(booking, "move"), follow=True))[0].startswith(
        "A booking can be moved to another event of the same series, and this event belongs to none."
    )


def test_a_guest_is_taken_off_from_the_page_of_the_booking(client, team):
    booking = coming(guests=["Ada Byrne", "Ben Adair"])
    assert "Ada Byrne" in words(client.get(page(booking, "guest")))

    answer = client.post(page(booking, "guest"), {**REASON, "guest": "1"}, follow=True)

    assert said(answer) == ["One booking changed."]
    assert (fresh(booking).party, booking.guests.get().name) == (2, "Ben Adair")


def test_who_did_not_come_is_named_in_words_and_nothing_is_asked(client, team):
    booking = missed(soon(), UserFactory(name="Wren Holtby"))

    answer = client.get(page(booking, "cancel"), follow=True)

    assert said(answer) == ["Wren Holtby: “Did not come”, so this booking cannot be cancelled."]
    assert answer.redirect_chain == [(page(booking), 302)]


# For somebody


def typed(**more):
    UserFactory(name="Wren Holtby", email="wren@example.org")
    return {"email": "wren@example.org", "charge": "listed", **more}


def test_somebody_is_booked_with_guests_and_needs(client, team):
    event = soon()
    assert page(event, "book") in client.get(page(event)).content.decode()
    assert "No, go back" in words(client.get(page(event, "book")))

    answer = client.post(page(event, "book"), typed(guest_1="Ada Byrne", access_needs="A ramp"), follow=True)

    row = Booking.objects.get()
    assert (row.state, row.party, row.access_needs) == ("confirmed", 2, "A ramp")
    assert answer.redirect_chain == [(page(row), 302)]
    assert said(answer) == ["Wren Holtby has two places, and is told of it."]
    assert LogEntry.objects.get().change_message == f"Book for somebody: {row.ticket}"


def test_where_there_are_two_ways_to_come_it_is_asked_which(client, team):
    event = soon(format="hybrid", venue="Calder Rooms")

    client.post(page(event, "book"), typed(coming="online", diet="Vegan"))

    assert (Booking.objects.get().online, Booking.objects.get().diet) == (True, "")


def test_who_has_to_pay_is_told_to(client, team):
    event = priced(soon())

    answer = client.post(page(event, "book"), typed(reason="Not asked for."), follow=True)

    assert said(answer) == ["Wren Holtby has one place, and is told to pay for it."]
    assert "free" not in Booking.objects.get().events.get().data


def test_free_of_charge_needs_a_reason(client, team):
    event = priced(soon())
    asked = typed(charge="free")
    assert "Say why" in words(client.post(page(event, "book"), asked))

    client.post(page(event, "book"), {**asked, "reason": "She speaks."})

    assert Booking.objects.get().events.get().data["free"] == "She speaks."


def test_who_cannot_be_booked_is_said_and_what_was_typed_stays(client, team):
    shown = words(client.post(page(soon(), "book"), typed(email="nobody@example.org")))

    assert "Nobody has an account with nobody@example.org." in shown
    assert 'value="nobody@example.org"' in shown


def test_at_the_door_who_came_is_booked_and_then_ticked(client, team):
    event = soon(starts_at=timezone.now() - timedelta(minutes=5))
    door = client.get(reverse("events:check_in", args=[event.slug])).content.decode()
    assert f"{page(event, 'book')}?door" in door

    answer = client.post(f"{page(event, 'book')}?door", typed())

    row = Booking.objects.get()
    assert answer.url == reverse("events:ticket_check_in", args=[row.ticket])
    assert 'value="0"' in client.get(answer.url).content.decode()


def test_of_a_cancelled_event_and_by_others_nobody_is_booked(client, team):
    event = soon()
    cancel_event(event=event, by=team, reason="Snow.", at=timezone.now())
    assert "This event is cancelled." in words(client.get(page(event, "book")))
    assert page(event, "book") not in client.get(page(event)).content.decode()

    client.force_login(UserFactory(admin=True))
    assert client.post(page(soon(), "book"), typed()).status_code == 403
    assert states(event) == []
