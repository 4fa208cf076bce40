"""For each rule that the database keeps of money, a statement that breaks it, and no other.

Written for the demo's portal.
"""

from tests.breaking import change, moves_of, other, repeat, table

SOMEBODY = other("accounts.User", "id", "email = 'harun.verifier@example.org'")
ANOTHER_ORDER = other("billing.Order", "id", f"id NOT IN (SELECT order_id FROM {table('billing.Invoice')})")


def under_way(token: str) -> str:
    """Another attempt to pay the same order, not finished."""
    return repeat("billing.Payment", status="'waiting'", token=f"'{token}'")


STATEMENTS = {
    "price_no_overlap": repeat("billing.Price"),
    "price_vat": change("billing.Price", vat_basis_points="10001"),
    "discount_percent": change("billing.Discount", percent="0"),
    "discount_code_capitals": change("billing.Discount", code="lower(code)"),
    "order_state": change("billing.Order", "state = 'open'", state="'lost'"),
    "order_vat_within_total": change("billing.Order", vat_pence="total_pence + 1"),
    "order_paid_has_date": change("billing.Order", "state = 'paid'", paid_at="NULL"),
    "order_one_unpaid": repeat("billing.Order", "state = 'open'", number="'X-1'"),
    "order_state_is_last_event": change("billing.Order", moves="moves + 1"),
    "order_line_position": repeat("billing.OrderLine"),
    "order_line_sum": change("billing.OrderLine", net_pence="net_pence + 1"),
    "order_line_vat": change("billing.OrderLine", vat_pence="vat_pence + 100"),
    "invoice_kind": change("billing.Invoice", kind="'letter'"),
    "invoice_number": repeat("billing.Invoice", "kind = 'invoice'", order_id=ANOTHER_ORDER),
    "invoice_one_of_order": repeat("billing.Invoice", "kind = 'invoice'", number="number + 100000"),
    "payment_one_under_way": f"{under_way('X-1')}; {under_way('X-2')}",
    "payment_event_once": repeat("billing.PaymentEvent"),
    "payment_event_sign": change("billing.PaymentEvent", "kind = 'payment'", pence="-pence"),
    **moves_of("billing.Order", somebody=SOMEBODY),
}
