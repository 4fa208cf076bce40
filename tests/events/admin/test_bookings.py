"""Bookings in the admin: found, exported, moved, cancelled with the money back; what people need is for the team."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from events.models import Booking, BookingReminder, Feedback, Guest, LineDecision, TeamMessage
from events.services.feedback import give_feedback
from tests.events.coming import coming, said, soon
from tests.events.said import states, told
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    EventFactory,
    SeriesFactory,
    attended,
    fresh,
    held,
    offered,
    over,
    priced,
    waiting,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def address(model, page="changelist", *args):
    return reverse(f"admin:events_{model._meta.model_name}_{page}", args=args)


def act(client, action, rows, **more):
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows], **more}
    return client.post(address(Booking), data, follow=True)


def words(answer):
    return " ".join(answer.content.decode().split())


def filters(answer):
    return answer.context["cl"].filter_specs


def test_a_booking_is_found_by_ticket_person_and_event(client, team):
    booking = coming(soon(title="Budgets for beginners"))
    coming(name="Noor Haddad")

    for query in (booking.ticket, "holtby", booking.person.email, "beginners"):
        assert list(client.get(address(Booking), {"q": query}).context["cl"].queryset) == [booking], query


def test_states_and_prices_are_named_for_staff_in_the_list_and_beside_it(client, team):
    booking = held(priced(soon(), member=4_000), UserFactory(name="Wren Holtby"), at=timezone.now())
    Booking.objects.filter(pk=booking.pk).update(audience="member")
    waiting(soon(capacity=1), at=timezone.now())

    page = client.get(address(Booking))

    choices = {spec.title: [choice["display"] for choice in spec.choices(page.context["cl"])] for spec in filters(page)}
    assert choices["price for"] == ["All", "Everybody", "Members", "Studying members"]
    assert choices["state"][1] == "Waiting for payment"
    shown = page.content.decode()
    assert '<td class="field-price">£60</td>' in shown
    assert shown.count('<td class="field-price">-</td>') == 2
    assert "you" not in [word for labels in choices.values() for label in labels for word in label.lower().split()]
    found = client.get(address(Booking), {"audience__exact": "member"}).context["cl"].queryset
    assert list(found) == [booking]
    assert "Members" in words(client.get(address(Booking, "change", booking.pk)))


def test_those_who_need_something_are_found(client, team):
    booking = coming(diet="Vegan")
    coming()

    assert list(client.get(address(Booking), {"needs": "yes"}).context["cl"].queryset) == [booking]


def test_what_somebody_needs_is_read_by_the_events_team_alone(client, team):
    booking = coming(diet="Vegan", access_needs="A step-free way")
    page = address(Booking, "change", booking.pk)
    assert "Vegan" in words(client.get(page))

    client.force_login(UserFactory(admin=True))
    shown = words(client.get(page))

    assert ("Vegan" in shown, "A step-free way" in shown, booking.ticket in shown) == (False, False, True)
    assert "Needs something" not in words(client.get(address(Booking)))


@pytest.mark.parametrize(
    "asked", ["access_needs", "access_needs__icontains", "diet__regex", "diet__exact", "diet__isnull", "diet__length"]
)
def test_no_address_of_the_list_asks_what_somebody_needs(asked, client):
    booking = coming(diet="Vegan", access_needs="Vegan")
    client.force_login(UserFactory(admin=True))
    assert booking.ticket in words(client.get(address(Booking), {"state__exact": "confirmed"}))

    # The admin answers by 400, with nothing of the rows.
    assert client.get(address(Booking), {asked: "Vegan"}).status_code == 400


def test_a_booking_shows_its_guests_decisions_and_moves_and_changes_nowhere(client, team):
    booking = offered(soon(capacity=1))

    page = client.get(address(Booking, "change", booking.pk))

    shown = [formset.formset.queryset.count() for formset in page.context["inline_admin_formsets"]]
    assert shown == [0, 1, 0, 2]
    assert reverse("events:ticket_check_in", args=[booking.ticket]) in page.content.decode()
    for moved in ("Made", "Offer a place", "On the waiting list", "Offered"):
        assert f"<p>{moved}</p>" in page.content.decode()
    assert client.post(address(Booking, "change", booking.pk), {}).status_code == 403


def test_bookings_are_cancelled_after_a_look_at_what_goes_back(client, team):
    event = priced(soon())
    paid, other = coming(event), coming(event, "Noor Haddad")
    look = act(client, "cancel_bookings", [paid, other])
    assert words(look).count("£60") == 2
    assert states(event) == ["confirmed", "confirmed"]
    assert "This field is required." in words(act(client, "cancel_bookings", [paid], confirmed="yes", reason=""))

    sent = {"confirmed": "yes", "money": "back", "reason": "The room is too small."}
    answer = act(client, "cancel_bookings", [paid, other], **sent)

    assert said(answer) == ["Two bookings cancelled."]
    assert states(event) == ["cancelled", "cancelled"]
    assert fresh(paid).because == "The room is too small."
    assert fresh(paid).money_due_at is not None
    assert told("booking_cancelled").count() == 2


def test_a_booking_that_cannot_be_cancelled_holds_no_other_up(client, team):
    event = soon(capacity=1)
    waits = waiting(event, UserFactory(name="Kit Marlow"), at=timezone.now())
    booking = coming()

    answer = act(client, "cancel_bookings", [waits, booking], confirmed="yes", money="back", reason="Too small.")

    assert said(answer)[0].startswith("Kit Marlow: ")
    assert said(answer)[1:] == ["One booking cancelled."]
    assert (fresh(waits).state, fresh(booking).state) == ("waitlisted", "cancelled")


def test_bookings_are_moved_within_their_series(client, team):
    series = SeriesFactory()
    before, after = soon(series=series), soon(series=series, title="The week after")
    booking = coming(before)
    look = act(client, "move_bookings", [booking])
    assert "The week after" in words(look)

    answer = act(client, "move_bookings", [booking], confirmed="yes", event=str(after.pk))

    assert said(answer) == ["One booking moved."]
    assert fresh(booking).event == after


def test_where_there_is_no_room_the_booking_stays(client, team):
    series = SeriesFactory()
    after = soon(series=series, capacity=1)
    coming(after, "Noor Haddad")
    booking = coming(soon(series=series))

    answer = act(client, "move_bookings", [booking], confirmed="yes", event=str(after.pk))

    assert said(answer)[0].startswith("Wren Holtby: ")
    assert said(answer)[1:] == ["No bookings moved."]


def test_bookings_of_no_series_or_of_two_are_not_moved(client, team):
    alone, first, second = coming(), coming(soon(series=SeriesFactory())), coming(soon(series=SeriesFactory()))

    assert said(act(client, "move_bookings", [first, second])) == ["Choose bookings of events of one series."]
    assert said(act(client, "move_bookings", [alone]))[0].endswith("book for the person at the other event.")


@pytest.mark.parametrize("action", ["cancel_bookings", "move_bookings"])
def test_more_than_one_page_shows_are_refused_in_words(action, client, team, monkeypatch):
    monkeypatch.setattr("events.admin.booking_pages.AT_ONCE", 1)

    assert said(act(client, action, [coming(), coming()])) == ["Choose 1 bookings at most."]


def test_who_is_not_of_the_team_is_offered_the_export_alone(client):
    client.force_login(UserFactory(admin=True))
    booking = coming()

    page = words(client.get(address(Booking)))
    act(client, "cancel_bookings", [booking], confirmed="yes", reason="Mine.")

    assert ("cancel_bookings" in page, "export_xlsx" in page) == (False, True)
    assert fresh(booking).state == "confirmed"


def test_bookings_leave_as_a_workbook_without_what_people_need(client, team):
    booking = coming(name="=1+1", diet="Vegan")

    answer = act(client, "export_xlsx", [booking])

    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]
    assert rows[0][:5] == ["ticket", "event", "begins (Europe/London)", "time zone", "name"]
    assert rows[1][0] == booking.ticket
    assert rows[1][4] == "'=1+1"
    assert "Vegan" not in str(rows)


@pytest.mark.parametrize(("model", "query"), [(Guest, "byrne"), (LineDecision, "holtby"), (TeamMessage, "parking")])
def test_every_other_list_is_found_by_a_word_and_changes_nowhere(model, query, client, team):
    event = soon(capacity=1)
    coming(event, "Noor Haddad")
    offered(event, UserFactory(name="Wren Holtby"), at=timezone.now())
    coming(guests=["Ada Byrne"])
    TeamMessage.objects.create(
        event=event, sent_by=team, sent_at=timezone.now(), subject="Parking", text="Behind.", people=1
    )

    assert client.get(address(model), {"q": query}).context["cl"].result_count == 1
    assert client.get(address(model, "change", model.objects.first().pk)).status_code == 200
    assert client.post(address(model, "add"), {}).status_code == 403


def test_reminders_are_shown_with_what_came_of_them(client, team):
    booking = coming()
    BookingReminder.objects.create(
        booking=booking, starts_at=booking.event.starts_at, minutes=60, outcome="sent", at=timezone.now()
    )

    assert booking.event.title in words(client.get(address(BookingReminder), {"q": booking.ticket}))


def test_feedback_is_read_without_the_name(client, team):
    booking = attended(EventFactory(), UserFactory(name="Wren Holtby"))
    over(booking.event)
    row = give_feedback(booking=booking, by=booking.person, rating=4, useful="The examples.", at=booking.event.ends_at)
    page = address(Feedback)

    for asked in ({}, {"rating__exact": 4}, {"q": "examples"}):
        shown = words(client.get(page, asked))
        assert ("The examples." in shown, "Wren Holtby" in shown, booking.ticket in shown) == (True, False, False)
        assert address(Feedback, "change", row.pk) not in shown
    assert client.get(address(Feedback, "change", row.pk)).status_code == 403
    by_person = {"booking": booking.pk, "booking__id__exact": booking.pk, "booking__person__name": "Wren Holtby"}
    by_order = {"given_at__gte": "2020-01-01", "pk": row.pk, "id__lt": row.pk + 1}
    for name, value in {**by_person, **by_order}.items():
        assert client.get(page, {name: value}).status_code == 400, name


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_booking_and_three(rows, client, team):
    for _ in range(rows):
        coming(guests=["Ada Byrne"])

    assert queries_of(client, address(Booking)) == 7
    assert queries_of(client, address(Guest)) == 6
