"""The admin of billing: prices and codes are kept, the rest is looked at, and an order's money has pages of its own."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from cmiportal.billing.models import Discount, Order, Price
from cmiportal.billing.services import orders
from tests.factories.accounts import UserFactory
from tests.factories.billing import NOW, bookkeeper, discount, order, reported
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LISTS = ("price", "discount", "order", "invoice", "paymentevent", "payment", "pricehistory", "discounthistory")


@pytest.fixture
def keeper(client):
    person = bookkeeper()
    client.force_login(person)
    return person


@pytest.fixture
def placed():
    return order()


def listed(name):
    return reverse(f"admin:billing_{name}_changelist")


def page(placed, name):
    return reverse(f"admin:billing_order_{name}", args=[placed.pk])


def words(answer):
    return " ".join(answer.content.decode().split())


def state(placed):
    return Order.objects.get(pk=placed.pk).state


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_found_by_a_word_and_shows_its_rows(name, client, keeper, placed):
    discount()
    orders.invoice(order=placed, by=placed.person, payer="Calderbridge Ltd\nLeeds", purchase_order="", at=NOW)
    reported(placed, 12_000, name="p1")
    searched = {} if name.endswith("history") else {"q": "1"}

    assert client.get(listed(name)).status_code == 200
    assert client.get(listed(name), searched).status_code == 200


@pytest.mark.parametrize("name", ["order", "invoice", "paymentevent"])
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_the_same_queries_for_one_row_and_three(rows, name, client, keeper):
    for number in range(rows):
        reported(order(), 12_000, name=f"p{number}")

    assert queries_of(client, listed(name)) == 7


def test_an_address_that_names_no_order_is_not_found(client, keeper):
    answer = client.get("/admin/billing/order/abc/refund/", follow=True)

    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, reverse("admin:index"))
    assert "doesn’t exist" in answer.text


def test_lists_speak_in_pounds_and_per_cent(client, keeper, placed):
    discount("ONCE")
    orders.apply_discount(order=placed, code="once", by=placed.person, at=NOW)
    orders.invoice(order=placed, by=placed.person, payer="Calderbridge Ltd\nLeeds", purchase_order="", at=NOW)

    assert "£100" in words(client.get(listed("price")))
    assert "20%" in words(client.get(listed("price")))
    assert "£108" in words(client.get(listed("order")))
    said = words(client.get(listed("invoice")))
    for part in ("INV000001", "Calderbridge Ltd", "£108"):
        assert part in said
    assert '<td class="field-used">1</td>' in words(client.get(listed("discount")))


def test_a_price_is_added_with_its_days_and_its_history_kept(client, keeper):
    typed = {
        "product": "member",
        "audience": "",
        "pence": "12900",
        "vat_basis_points": "0",
        "during_0": "2026-01-01",
        "during_1": "",
        "source": "Board, 2025",
    }
    client.post(reverse("admin:billing_price_add"), typed)
    assert Price.objects.on(date(2026, 1, 1)).get().pence == 12_900

    answer = client.post(reverse("admin:billing_price_add"), typed)
    assert "There is a price for this product on some of these days already" in answer.content.decode()
    assert "member, 12900" in words(client.get(listed("pricehistory")))


def test_a_code_is_kept_in_capitals_or_refused(client, keeper):
    typed = {"code": "spring", "percent": "10", "product": "", "during_0": "2026-01-01", "during_1": "", "uses": ""}

    answer = client.post(reverse("admin:billing_discount_add"), typed)

    assert answer.status_code == 302
    assert Discount.objects.get().code == "SPRING"


def test_rows_are_exported_without_names_of_the_provider_or_tokens(client, keeper, placed):
    reported(placed, 12_000, name="p1")

    answer = client.post(listed("order"), {"action": "export_csv", "_selected_action": [str(placed.pk)]})

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "number,kind,state,person name,person email,vat pence,total pence,created at,paid at"
    assert lines[1].startswith(f"{placed.number},thing,paid,Wren Holtby,")


def test_an_order_shows_all_that_was_reported_and_offers_what_can_be_done(client, keeper, placed):
    reported(placed, 12_000, name="pi_77")

    said = words(client.get(page(placed, "change")))

    for part in ("pi_77", "A useful thing", "Give money back", "Record a transfer"):
        assert part in said
    assert "Withdraw the invoice" not in said
    assert 'name="_save"' not in said


def test_money_is_given_back_with_a_reason_that_stays_in_the_log(client, keeper, placed, told):
    reported(placed, 12_000, name="t1", provider="bank")
    assert "of which we hold £120" in words(client.get(page(placed, "refund")))

    wrong = client.post(page(placed, "refund"), {"pence": "500", "reason": "Moved."})
    assert "We hold £120 of this order" in wrong.content.decode()
    client.post(page(placed, "refund"), {"pence": "20.50", "reason": "Moved."})
    client.post(page(placed, "refund"), {"pence": "99.50", "reason": "Moved again."})

    assert (state(placed), told) == ("refunded", ["paid", "refunded"])
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
        "Give money back: £20.50, Moved.",
        "Give money back: £99.50, Moved again.",
    ]


@pytest.mark.parametrize("typed", ["", "0", "-5", "0.001", "x"])
def test_an_amount_is_some_pounds_and_whole_pence(typed, client, keeper, placed):
    answer = client.post(page(placed, "transfer"), {"reference": "T-1", "pence": typed})

    assert answer.status_code == 200
    assert not placed.payment_events.exists()


def test_a_transfer_is_recorded_once_and_pays_the_order(client, keeper, placed, told):
    for _ in range(2):
        answer = client.post(page(placed, "transfer"), {"reference": "T-1", "pence": "120"})

    assert answer.url == page(placed, "change")
    assert (state(placed), told, placed.payment_events.count()) == ("paid", ["paid"], 1)


def test_an_invoice_is_withdrawn(client, keeper, placed, told):
    orders.invoice(order=placed, by=placed.person, payer="X", purchase_order="", at=NOW)
    assert "Withdraw the invoice" in words(client.get(page(placed, "change")))

    client.post(page(placed, "withdraw"), {"reason": "Ordered twice."})

    assert (state(placed), told) == ("cancelled", ["cancelled"])


def test_who_does_not_keep_the_books_may_look_and_do_nothing(client, placed):
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(clerk)

    assert "Give money back" not in words(client.get(page(placed, "change")))
    assert client.get(page(placed, "refund")).status_code == 403
    assert client.post(page(placed, "transfer"), {"reference": "T-1", "pence": "120"}).status_code == 403
    assert state(placed) == "open"


def test_an_order_that_is_not_there_leads_back_to_the_list(client, keeper):
    address = reverse("admin:billing_order_change", args=["0191e1f0-0000-7000-8000-000000000000"])

    assert client.get(address).status_code == 302
