"""Prices, "open to" and party size in the admin: what goes together, and what changes after somebody has booked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.events.event_forms import ADD, TYPED, a_draft, fresh, later, page, words
from tests.factories.events import confirmed, priced

pytestmark = pytest.mark.django_db

SEEN = {"conditions_seen": "on"}


def prices(event, *rows, kept=()):
    """The form of an event with these prices, (audience, pounds); ``kept`` are those that are there."""
    typed = {**TYPED, "party_max": "4", "prices-TOTAL_FORMS": str(len(rows)), "prices-INITIAL_FORMS": str(len(kept))}
    for number, (audience, pounds) in enumerate(rows):
        row = {"audience": audience, "pence": pounds, "vat_basis_points": "20"}
        typed |= {f"prices-{number}-{name}": value for name, value in row.items()}
    for number, row in enumerate(kept):
        typed |= {f"prices-{number}-id": str(row.pk), f"prices-{number}-event": str(event.pk)}
    return typed


def booked(**fields):
    """A published event at GBP 85 with one booking, and its price."""
    event = later(**fields)
    confirmed(priced(event, 8_500), at=timezone.now())
    return event, event.prices.get()


@pytest.mark.parametrize(
    ("access", "rows", "said"),
    [
        ("everybody", [("", "20"), ("member", "30")], "Members would pay more than everybody."),
        ("members", [("", "20")], "The event is for members only, so it has no price for everybody."),
    ],
)
def test_prices_that_do_not_go_together_are_refused(access, rows, said, client, team):
    assert said in words(client.post(ADD, {**prices(None, *rows), "access": access}))


def test_a_price_that_is_taken_away_counts_no_more(client, team):
    event = priced(later(), 2_000)
    typed = {**prices(event, ("", "20"), ("member", "30"), kept=[event.prices.get()]), "prices-0-DELETE": "on"}

    assert client.post(page(event), typed).status_code == 302
    assert [(row.audience, row.pence) for row in event.prices.all()] == [("member", 3_000)]


def test_a_price_that_is_no_amount_is_all_that_is_said(client, team):
    answer = client.post(ADD, prices(None, ("", "20"), ("member", "much")))

    assert "would pay more" not in words(answer)


NOT_YET = "One place is booked at the former conditions; they keep what they paid. Tick that this is meant, then save."
SAVED = "One place is booked at the former conditions; they keep what they paid."


def test_another_price_after_somebody_booked_is_meant_before_it_is_saved(client, team):
    event, price = booked()
    typed = prices(event, ("", "90"), kept=[price])
    assert "Prices, “open to”, people in one booking. One place is booked as it was." in words(client.get(page(event)))

    assert NOT_YET in words(client.post(page(event), typed))
    price.refresh_from_db()
    assert price.pence == 8_500
    answer = client.post(page(event), {**typed, **SEEN}, follow=True)

    assert SAVED in words(answer)
    price.refresh_from_db()
    assert price.pence == 9_000


@pytest.mark.parametrize("condition", [{"access": "members"}, {"party_max": "1"}])
def test_so_are_whom_it_is_for_and_how_many_come_together(condition, client, team):
    event = later()
    confirmed(event, at=timezone.now())
    typed = {**prices(event), **condition}

    assert NOT_YET in words(client.post(page(event), typed))
    assert SAVED in words(client.post(page(event), {**typed, **SEEN}, follow=True))
    assert {name: str(getattr(fresh(event), name)) for name in condition} == condition


def test_what_else_changes_is_not_asked_about(client, team):
    event, price = booked()

    answer = client.post(page(event), {**prices(event, ("", "85"), kept=[price]), "title": "Leading on"}, follow=True)

    assert (fresh(event).title, "former conditions" in words(answer)) == ("Leading on", False)
    assert SAVED not in words(answer)


def test_where_nobody_booked_nothing_is_asked(client, team):
    event = priced(later(), 8_500)
    typed = prices(event, ("", "90"), kept=[event.prices.get()])
    assert "conditions_seen" not in words(client.get(page(event)))

    answer = client.post(page(event), typed, follow=True)

    assert (event.prices.get().pence, "former conditions" in words(answer)) == (9_000, False)


def test_an_online_event_that_is_published_without_a_joining_link_says_so(client, team):
    event = a_draft(starts_at=timezone.now() + timedelta(days=30))

    answer = client.post(page(event, "publish"), {"moves": "0"}, follow=True)

    assert "It has no joining link yet. Write it in before the event begins, or nobody can join online." in words(
        answer
    )
