"""Orders: one for one thing at the price of the day, discounted, invoiced, cancelled, ended."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal.billing.models import Discount, Invoice, Order
from cmiportal.billing.services import orders
from cmiportal.billing.services.attempts import begin
from cmiportal.billing.services.orders import Wanted, open_order
from cmiportal.billing.services.prices import price_on
from cmiportal.billing.services.refusals import DiscountRefused, NoPrice, OrderRefused
from cmiportal.billing.workflow import ORDER, OrderState
from cmiportal.notifications.models import Notification
from cmiportal.registry import UnknownKey
from cmiportal.rules.numbers import is_valid
from cmiportal.workflow import MoveNotAllowed, chain_is_whole, move
from tests.factories.accounts import UserFactory
from tests.factories.billing import KIND, NOW, bookkeeper, discount, order, price, reported

pytestmark = pytest.mark.django_db


THING = (Wanted("thing", "A useful thing"),)


def opened(person=None, *, wanted=THING, subject=None, **more):
    return open_order(
        kind=KIND, subject_id=subject or uuid4(), person=person or UserFactory(), lines=wanted, at=NOW, **more
    )


def test_the_price_of_the_day_holds_for_its_audience_and_else_for_everybody():
    price("thing", 100, during=DateRange(date(2026, 1, 1), date(2026, 7, 1)))
    price("thing", 200, during=DateRange(date(2026, 7, 1), None))
    price("thing", 150, audience="member", during=DateRange(date(2026, 7, 1), None))

    found = [
        price_on("thing", audience, day).pence
        for audience, day in [
            ("", date(2026, 6, 30)),
            ("member", date(2026, 6, 30)),
            ("", date(2026, 7, 1)),
            ("member", date(2026, 7, 1)),
        ]
    ]

    assert found == [100, 100, 200, 150]


def test_without_a_price_nothing_is_ordered():
    with pytest.raises(NoPrice, match="There is no price for this on 2 November 2026"):
        opened()
    assert not Order.objects.exists()


def test_the_database_refuses_two_prices_on_one_day():
    price()
    with pytest.raises(IntegrityError, match="price_no_overlap"), transaction.atomic():
        price(during=DateRange(date(2026, 11, 2), date(2026, 11, 3)))


def test_an_order_has_a_number_its_lines_and_their_sums():
    person = UserFactory(name="Wren Holtby")
    price("thing", 9_999)
    price("book", 1_250, vat=0)

    order = opened(person, wanted=[Wanted("thing", "A useful thing"), Wanted("book", "A book", quantity=2)])

    assert (order.state, order.title, order.payer, order.currency) == ("open", "A useful thing", "Wren Holtby", "GBP")
    assert order.number.startswith("O")
    assert is_valid(order.number)
    assert (order.vat_pence, order.total_pence) == (2_000, 14_499)
    assert list(order.lines.values_list("position", "quantity", "net_pence", "vat_pence")) == [
        (1, 1, 9_999, 2_000),
        (2, 2, 2_500, 0),
    ]
    assert str(order.lines.first()) == "A useful thing"
    assert chain_is_whole(order)


def test_the_unpaid_order_of_a_subject_is_found_again_and_a_settled_one_is_not():
    person, subject = UserFactory(), uuid4()
    price()

    first = opened(person, subject=subject)
    assert opened(person, subject=subject) == first
    orders.cancel(order=first, by=person, at=NOW)
    again = opened(person, subject=subject)

    assert again != first
    assert Order.objects.count() == 2


def test_an_order_of_nothing_is_paid_at_once_and_has_no_invoice(told):
    price(pence=0)

    order = opened()

    assert (order.state, order.paid_at) == ("paid", NOW)
    assert told == ["paid"]
    assert not Invoice.objects.exists()
    assert Notification.objects.get(kind="order_paid").recipient == order.person


def test_a_kind_that_nobody_registered_is_refused():
    with pytest.raises(UnknownKey):
        open_order(kind="other", subject_id=uuid4(), person=UserFactory(), lines=[], at=NOW)


def test_a_discount_code_typed_in_any_way_takes_its_part_off():
    price()
    code = discount("SPRING", 25)

    order = opened(discount=" spring ")

    assert (order.discount, order.vat_pence, order.total_pence) == (code, 1_500, 9_000)
    assert [line.net_pence for line in order.lines.all()] == [10_000, -2_500]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("WINTER", "is not one of ours"),
        ("OVER", "is not one of ours"),
        ("USED", "is not one of ours"),
        ("BOOKS", "is for something else"),
    ],
)
def test_a_code_that_does_not_hold_is_refused_and_nothing_ordered(code, said):
    discount("OVER", during=DateRange(date(2026, 1, 1), date(2026, 11, 2)))
    discount("BOOKS", product="book")
    discount("USED", uses=1)
    price()
    opened(discount="USED")

    with pytest.raises(DiscountRefused, match=said):
        opened(discount=code)
    assert Order.objects.count() == 1


def test_a_cancelled_order_gives_the_use_of_a_code_back():
    discount("ONCE", uses=1)
    price()
    first = opened(discount="ONCE")
    orders.cancel(order=first, by=first.person, at=NOW)

    assert opened(discount="ONCE").discount.code == "ONCE"


def test_a_code_can_be_taken_off_an_open_order_once():
    discount()
    placed = order()

    less = orders.apply_discount(order=placed, code="spring", by=placed.person, at=NOW)

    assert (less.total_pence, less.vat_pence, less.discount.code) == (10_800, 1_800, "SPRING")
    assert list(less.lines.values_list("position", "net_pence")) == [(1, 10_000), (2, -1_000)]
    with pytest.raises(DiscountRefused, match="SPRING is taken off already"):
        orders.apply_discount(order=placed, code="spring", by=placed.person, at=NOW)


def test_a_code_ends_an_attempt_to_pay_the_former_amount():
    discount()
    placed = order()
    attempt = begin(order=placed, by=placed.person, at=NOW)

    orders.apply_discount(order=placed, code="spring", by=placed.person, at=NOW)

    attempt.refresh_from_db()
    assert attempt.status == "cancelled"
    assert begin(order=placed, by=placed.person, at=NOW).pence == 10_800


def test_a_code_that_takes_everything_off_pays_the_order(told):
    discount("FREE", 100)
    placed = order()

    assert orders.apply_discount(order=placed, code="free", by=placed.person, at=NOW).state == "paid"
    assert told == ["paid"]


def test_a_price_changes_neither_for_a_stranger_nor_once_something_is_paid():
    discount()
    placed = order()

    with pytest.raises(OrderRefused, match="can no longer change"):
        orders.apply_discount(order=placed, code="spring", by=UserFactory(), at=NOW)
    reported(placed, 100, name="p1")
    with pytest.raises(OrderRefused, match="can no longer change"):
        orders.apply_discount(order=placed, code="spring", by=placed.person, at=NOW)


def test_paying_by_invoice_numbers_it_tells_the_payer_and_waits_as_long_as_the_invoice():
    placed = order(expires_at=NOW + timedelta(days=2))

    billed = orders.invoice(
        order=placed, by=placed.person, payer="Calderbridge Ltd\n1 High Street", purchase_order="PO-7", at=NOW
    )

    assert (billed.state, billed.purchase_order, billed.expires_at) == ("invoiced", "PO-7", NOW + timedelta(days=30))
    written = billed.invoices.get()
    assert (str(written), written.payer, written.total_pence) == ("INV000001", billed.payer, 12_000)
    message = Notification.objects.get(kind="invoice_issued")
    assert (message.context["invoice"], message.context["due_on"]) == ("INV000001", "2026-12-02")


def test_an_order_without_an_end_has_none_when_invoiced_and_a_stranger_cannot_invoice():
    placed = order()

    with pytest.raises(MoveNotAllowed):
        orders.invoice(order=placed, by=UserFactory(), payer="X", purchase_order="", at=NOW)
    billed = orders.invoice(order=placed, by=placed.person, payer="X", purchase_order="", at=NOW)

    assert billed.expires_at is None


def test_the_payer_cancels_what_nobody_paid_and_what_it_was_for_is_told(told):
    placed = order()

    assert orders.cancel(order=placed, by=placed.person, at=NOW).state == "cancelled"
    assert told == ["cancelled"]
    assert not Invoice.objects.exists()


def test_what_is_paid_in_part_is_not_cancelled(told):
    placed = order()
    reported(placed, 5_000, name="p1")

    with pytest.raises(OrderRefused, match="money has to go back first"):
        orders.cancel(order=placed, by=placed.person, at=NOW)
    assert told == []


def test_a_bookkeeper_withdraws_an_invoice_with_a_reason_and_a_credit_note(told):
    placed = order()
    orders.invoice(order=placed, by=placed.person, payer="X", purchase_order="", at=NOW)
    keeper = bookkeeper()

    with pytest.raises(MoveNotAllowed):
        orders.withdraw(order=placed, by=placed.person, reason="No.", at=NOW)
    with pytest.raises(OrderRefused, match="Say why"):
        orders.withdraw(order=placed, by=keeper, reason=" ", at=NOW)
    ended = orders.withdraw(order=placed, by=keeper, reason="Ordered twice.", at=NOW)

    note = ended.invoices.get(kind="credit_note")
    assert (str(note), note.total_pence, note.vat_pence, note.reason) == ("CRN000001", 12_000, 2_000, "Ordered twice.")
    assert told == ["cancelled"]


def test_orders_whose_time_is_over_end_and_others_do_not(told):
    over, later, endless, part = (
        order(expires_at=expires_at)
        for expires_at in (NOW + timedelta(hours=1), NOW + timedelta(hours=3), None, NOW + timedelta(hours=1))
    )
    reported(part, 5_000, name="p1")

    assert orders.expire_due(at=NOW + timedelta(hours=2)) == 1
    assert [Order.objects.get(pk=each.pk).state for each in (over, later, endless, part)] == [
        "cancelled",
        "open",
        "open",
        "open",
    ]
    assert orders.expire_due(at=NOW + timedelta(hours=2)) == 0
    assert told == ["cancelled"]


def test_an_unpaid_order_ends_with_what_it_is_for_and_one_that_is_paid_in_part_does_not(told):
    placed, part, billed = order(), order(), order()
    reported(part, 5_000, name="p1")
    orders.invoice(order=billed, by=billed.person, payer="Calderbridge", purchase_order="", at=NOW)

    for each in (placed, part, billed, placed):
        orders.end_unpaid(kind=each.kind, subject_id=each.subject_id, reason="It is gone.", at=NOW)

    states = [Order.objects.get(pk=each.pk).state for each in (placed, part, billed)]
    assert states == ["cancelled", "open", "cancelled"]
    assert billed.invoices.get(kind="credit_note").reason == "It is gone."
    assert told == ["cancelled", "cancelled"]


@pytest.mark.parametrize("state", OrderState)
def test_in_each_state_each_person_may_do_what_stands_here_and_nothing_else(state):
    allowed = {("payer", "open"): {"invoice", "cancel"}, ("bookkeeper", "invoiced"): {"withdraw"}}
    placed = order()
    placed.state = state
    people = {"payer": placed.person, "bookkeeper": bookkeeper(), "stranger": UserFactory()}

    for who, person in people.items():
        offered = {line.action for line in placed.offered_to(person)}
        assert offered == allowed.get((who, state), set())
        for action in {line.action for line in ORDER.transitions} - offered:
            with pytest.raises(MoveNotAllowed):
                move(placed, action, at=NOW, actor=person)


def test_orders_prices_and_codes_say_what_they_are():
    assert (str(price("book", 100, audience="member")), str(discount())) == ("book member", "SPRING")
    placed = order()
    assert str(placed) == placed.number
    assert Discount.objects.usable(on=NOW.date()).get().used == 0
