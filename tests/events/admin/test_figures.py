"""Figures for the events team: of one event with its feedback, and of a year, as a page and as files."""

import io
from datetime import datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from events.services.feedback import give_feedback
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, attended, confirmed, over, priced
from tests.factories.qualifications import NOW
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

ALL = reverse("admin:events_event_all_figures")
YEAR_QUERIES = 9


def words(answer):
    return " ".join(answer.content.decode().split())


def test_an_event_shows_who_came_what_it_brought_in_and_what_was_said(client, team):
    event = priced(EventFactory())
    booking = attended(event, UserFactory(name="Wren Holtby"))
    page = reverse("admin:events_event_figures", args=[event.pk])
    assert "Nobody has said anything yet." in words(client.get(page))
    over(event)
    give_feedback(booking=booking, by=booking.person, rating=4, useful="Stories", better="Chairs", at=event.ends_at)

    shown = words(client.get(page))

    for part in ("£60", "1 of 1 who came answered: 4.0 of 5 on average.", "Stories", "Chairs"):
        assert part in shown
    assert "Wren Holtby" not in shown


def test_a_year_has_a_line_for_each_event_and_all_together(client, team):
    confirmed(priced(EventFactory(title="Budgets for beginners")))
    confirmed(EventFactory(title="Hard conversations"))
    EventFactory(title="Next year", starts_at=NOW.replace(year=2027))

    answer = client.get(ALL, {"year": "2026"})

    shown = words(answer)
    assert [event.title for event, _ in answer.context["lines"]] == ["Hard conversations", "Budgets for beginners"]
    assert (answer.context["total"].booked, answer.context["total"].income_pence) == (2, 6_000)
    assert ("£60" in shown, "Next year" in shown) == (True, False)


@pytest.mark.parametrize("asked", ["", "1999", "x"])
def test_a_year_that_is_not_there_shows_the_last_there_is(asked, client, team):
    EventFactory(starts_at=NOW.replace(year=2001))

    assert client.get(ALL, {"year": asked}).context["chosen"] == 2001


def test_without_events_the_page_says_so(client, team):
    assert "No event was published for" in words(client.get(ALL))


def test_a_year_leaves_as_csv_and_as_a_workbook_in_which_numbers_add_up(client, team):
    event = priced(EventFactory(title="=1+1"))
    confirmed(event)

    lines = client.get(ALL, {"year": "2026", "as": "csv"}).content.decode("utf-8-sig").splitlines()
    book = load_workbook(io.BytesIO(client.get(ALL, {"year": "2026", "as": "xlsx"}).content))

    assert lines[0].startswith("event,address,begins (Europe/London),state,places,booked,")
    assert lines[0].endswith(",income in pounds")
    assert lines[1] == f"'=1+1,{event.slug},2026-12-02T09:30,Published,10,1,0,0,0,0,60.00"
    assert [cell.value for cell in book.active[2]][5:] == [1, 0, 0, 0, 0, 60]
    assert book.active["C2"].value == datetime.fromisoformat("2026-12-02T09:30")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_year_takes_the_same_queries_for_one_event_and_three(rows, client, team):
    for _ in range(rows):
        confirmed(priced(EventFactory()))

    assert queries_of(client, f"{ALL}?year=2026") == YEAR_QUERIES
