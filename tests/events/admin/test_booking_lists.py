"""The list of bookings: what it shows and is narrowed by, and as a file with money and clocks that add up."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cmiportal.exporting import CSV
from tests.factories.accounts import UserFactory
from tests.factories.billing import discount
from tests.factories.events import EventFactory, confirmed, held, priced, waiting
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:events_booking_changelist")
DAY = timedelta(days=1)
SUMMER = datetime(2027, 7, 1, 8, 30, tzinfo=UTC)


def export(client, kind, *rows):
    return client.post(LIST, {"action": f"export_{kind}", "_selected_action": [str(row.pk) for row in rows]})


def cells(answer):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]


def of_name(rows, *names):
    """What the first row below the heads says in these columns."""
    said = dict(zip(rows[0], rows[1], strict=True))
    return [said[name] for name in names]


def test_a_booking_leaves_with_people_money_and_clocks_of_its_event(client, team):
    event = priced(EventFactory(title="The spring dinner", starts_at=SUMMER, party_max=3))
    discount("SPRING", product="event", percent=50)
    booking = confirmed(event, guests=["Ada Byrne", "Sian Rowntree"], discount="SPRING", at=SUMMER - 30 * DAY)

    rows = cells(export(client, "xlsx", booking))

    names = (
        "number of people",
        "guests",
        "state",
        "price for",
        "paid in pounds",
        "discount code",
        "order",
        "time zone",
    )
    assert of_name(rows, *names) == [
        *(3, "Ada Byrne; Sian Rowntree", "Confirmed", "Everybody", 90, "SPRING"),
        *(booking.order.number, "Europe/London"),
    ]
    clocks = of_name(rows, "begins (Europe/London)", "booked (Europe/London)")
    assert clocks == [datetime.fromisoformat("2027-07-01T09:30"), datetime.fromisoformat("2027-06-01T09:30")]


def test_as_lines_of_text_the_same_clocks_are_written_without_a_zone(client, team):
    booking = confirmed(EventFactory(starts_at=SUMMER), at=SUMMER - 30 * DAY)

    answer = export(client, CSV, booking).content.decode("utf-8-sig")

    assert "begins (Europe/London)" in answer
    assert ",2027-07-01T09:30," in answer
    assert ",0.00," in answer


def test_of_events_in_two_zones_each_has_its_own_clocks(client, team):
    at = SUMMER - 30 * DAY
    here = confirmed(EventFactory(starts_at=SUMMER), at=at)
    there = confirmed(EventFactory(starts_at=SUMMER, time_zone="Asia/Kathmandu"), at=at)

    rows = cells(export(client, "xlsx", here, there))

    number = rows[0].index("begins (by the clocks of each event)")
    assert {row[number] for row in rows[1:]} == {
        datetime.fromisoformat("2027-07-01T09:30"),
        datetime.fromisoformat("2027-07-01T14:15"),
    }


def test_what_is_not_paid_yet_and_what_costs_nothing_is_no_money(client, team):
    unpaid = held(priced(EventFactory(starts_at=SUMMER)), at=SUMMER - 30 * DAY)
    waits = waiting(EventFactory(starts_at=SUMMER, capacity=1), at=SUMMER - 30 * DAY)

    names = ("paid in pounds", "state", "price for")
    assert of_name(cells(export(client, "xlsx", unpaid)), *names) == [0, "Waiting for payment", "Everybody"]
    assert of_name(cells(export(client, "xlsx", waits)), *names) == [0, "On the waiting list", None]


def test_the_list_shows_who_comes_to_what_and_for_how_much(client, team):
    event = priced(EventFactory(title="The spring dinner", starts_at=SUMMER))
    booking = confirmed(event, UserFactory(name="Wren Holtby"), at=SUMMER - 30 * DAY)

    shown = client.get(LIST).text
    page = client.get(reverse("admin:events_booking_change", args=[booking.pk])).text

    assert f"Wren Holtby<br>{booking.person.email}" in shown
    assert "The spring dinner<br>1 July 2027" in shown
    for place in (shown, page):
        assert "£60" in place
        assert booking.person.email in place
    assert booking.order.number in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [("", "past now later"), ("coming", "now later"), ("today", "now"), ("past", "past"), ("soon", "past now later")],
)
def test_bookings_are_narrowed_by_the_date_of_their_event(asked, found, client, team, monkeypatch):
    now = datetime(2027, 7, 1, 8, 45, tzinfo=UTC)
    for title, days in (("past", -1), ("now", 0), ("later", 1)):
        confirmed(EventFactory(title=title, starts_at=SUMMER + days * DAY), at=SUMMER - 30 * DAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client.force_login(team)

    listed = client.get(LIST, {"begins": asked} if asked else {}).context["cl"].queryset

    assert {row.event.title for row in listed} == set(found.split())


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_takes_the_same_queries_for_one_booking_and_three(rows, client, team, django_assert_num_queries):
    event = priced(EventFactory(starts_at=timezone.now() + 30 * DAY, party_max=3))
    found = [confirmed(event, guests=["Ada Byrne"], at=timezone.now()) for _ in range(rows)]
    queries_of(client, LIST)

    with django_assert_num_queries(11):
        export(client, "xlsx", *found)
