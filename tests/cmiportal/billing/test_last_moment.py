"""What is ordered for a moment, such as a place at an event: an invoice is due before it, or there is none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from cmiportal import registry
from cmiportal.billing.rules.due import due_on
from cmiportal.billing.services import orders
from cmiportal.billing.services.invoices import contents
from cmiportal.billing.services.refusals import OrderRefused
from cmiportal.billing.standing import Standing
from cmiportal.notifications.models import Notification
from cmiportal.registry import OrderKind, find
from tests.factories.accounts import UserFactory
from tests.factories.billing import KIND, NOW, order, reported

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TOO_SOON = "There is too little time left for an invoice to be paid, so this order is paid by card."


@pytest.fixture
def begins(monkeypatch):
    """What is ordered begins at a moment that the test names."""

    def begin(at):
        kind = replace(find(OrderKind, KIND), until=lambda order: at)
        monkeypatch.setitem(registry._entries[OrderKind], KIND, kind)

    return begin


def invoiced(placed, at=NOW):
    return orders.invoice(order=placed, by=placed.person, payer="Calderbridge", purchase_order="", at=at)


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        (None, date(2026, 12, 2)),
        (NOW + 40 * DAY, date(2026, 12, 2)),
        (NOW + 30 * DAY, date(2026, 12, 2)),
        (NOW + 30 * DAY - timedelta(seconds=1), date(2026, 12, 1)),
        (NOW + 10 * DAY, date(2026, 11, 11)),
        (NOW + timedelta(hours=1), date(2026, 11, 2)),
    ],
)
def test_an_invoice_is_due_in_so_many_days_and_before_the_day_on_which_its_order_ends(ends, due):
    assert due_on(NOW, ends, days=30) == due


@pytest.mark.parametrize("expires_at", [None, NOW + timedelta(minutes=15)])
def test_an_invoice_is_due_before_what_it_is_for_begins_wherever_that_is_said(begins, expires_at):
    begins(NOW + 10 * DAY)

    billed = invoiced(order(expires_at=expires_at))

    assert billed.expires_at == NOW + 10 * DAY
    assert Notification.objects.get(kind="invoice_issued").context["due_on"] == "2026-11-11"
    assert contents(billed.invoices.get())["said"][0].startswith("Please pay by 11 November 2026, and")
    assert Standing(billed, NOW).due_on == date(2026, 11, 11)
    assert orders.expire_due(at=NOW + 10 * DAY) == 1


def test_what_begins_long_after_changes_nothing(begins):
    begins(NOW + 90 * DAY)

    assert invoiced(order(expires_at=NOW + DAY)).expires_at == NOW + 30 * DAY
    assert invoiced(order()).expires_at == NOW + 90 * DAY
    assert {one.context["due_on"] for one in Notification.objects.filter(kind="invoice_issued")} == {"2026-12-02"}


@pytest.mark.parametrize(("days", "refused"), [(6, ""), (5, TOO_SOON), (-1, TOO_SOON)])
def test_with_too_few_days_left_there_is_no_invoice(begins, settings, days, refused):
    settings.INVOICE_LEAST_DAYS = 5
    begins(NOW + days * DAY)
    placed = order(expires_at=NOW + timedelta(minutes=15))

    assert orders.invoice_refusal(placed, at=NOW) == refused
    if refused:
        with pytest.raises(OrderRefused, match="too little time left"):
            invoiced(placed)
        assert not placed.invoices.exists()


def test_where_no_cards_are_taken_an_invoice_is_due_at_once(begins, settings):
    settings.PAYMENT_VARIANTS = {}
    begins(NOW + timedelta(hours=3))
    billed = invoiced(order(expires_at=NOW + timedelta(minutes=15)))

    assert (billed.expires_at, Standing(billed, NOW).due_on) == (NOW + timedelta(hours=3), date(2026, 11, 2))


def test_the_page_offers_the_card_alone_and_says_why(client, begins):
    begins(NOW + DAY)
    placed = order(person=UserFactory())
    client.force_login(placed.person)
    address = reverse("billing:order_detail", args=[placed.pk])

    said = client.get(address).text

    assert TOO_SOON in said
    assert "Make the invoice" not in said
    answer = client.post(address, {"action": "invoice", "payer": "Calderbridge"})
    assert TOO_SOON in answer.text
    placed.refresh_from_db()
    assert placed.state == "open"


def test_where_cards_have_failed_and_there_is_no_time_for_an_invoice_our_address_is_left(client, begins):
    begins(NOW + DAY)
    placed = order(person=UserFactory())
    for number in range(3):
        reported(placed, 0, name=f"f{number}", kind="failure")
    client.force_login(placed.person)

    said = client.get(reverse("billing:order_detail", args=[placed.pk])).text

    assert "Write to us to pay" in said
    assert "Several card payments have failed, and there is too little time left for an invoice to be paid." in said
    assert "ay by invoice" not in said
