"""Every state x role x action cell of orders, against a table written by hand."""

from uuid import uuid4

import pytest

from cmiportal.billing.models import Order
from cmiportal.billing.workflow import ORDER, OrderState
from cmiportal.workflow import born
from tests.factories.accounts import UserFactory
from tests.factories.billing import NOW, bookkeeper
from tests.factories.links import LinkFactory
from tests.matrix import moves_made

pytestmark = pytest.mark.django_db

ROLES = ("payer", "another person", "bookkeeper", "link", "clock")
# action: {state: roles that may}. What does not stand here is refused.
TABLE = {
    "invoice": {"open": {"payer"}},
    "pay": {"open": {"clock"}, "invoiced": {"clock"}},
    "cancel": {"open": {"payer"}},
    "withdraw": {"invoiced": {"bookkeeper"}},
    "expire": {"open": {"clock"}, "invoiced": {"clock"}},
    "refund": {"paid": {"clock"}},
}


def order_of(person, state):
    """An order of this person, born in that state."""
    paid_at = NOW if state in ("paid", "refunded") else None
    row = Order(
        number="O1",
        person=person,
        kind="thing",
        title="A thing",
        subject_id=uuid4(),
        state=state,
        vat_pence=0,
        total_pence=100,
        created_at=NOW,
        paid_at=paid_at,
    )
    return born(row, at=NOW)


@pytest.mark.parametrize("state", OrderState.values)
def test_each_role_can_make_exactly_the_moves_of_the_table(state):
    people = {"payer": UserFactory(), "another person": UserFactory(), "bookkeeper": bookkeeper()}
    movers = {role: {"actor": person} for role, person in people.items()}
    movers |= {"link": {"link": LinkFactory()}, "clock": {}}
    row = order_of(people["payer"], state)

    for role in ROLES:
        allowed = {action for action, cells in TABLE.items() if role in cells.get(state, ())}
        assert (role, moves_made(row, movers[role], {"pay": {"paid_at": NOW}})) == (role, allowed)


def test_nobody_withdraws_the_invoice_of_an_order_of_their_own():
    own = bookkeeper()

    assert moves_made(order_of(own, "invoiced"), {"actor": own}) == set()


def test_every_action_of_the_workflow_stands_in_the_table_with_one_line_for_each_state():
    cells = [(action, source) for source, action, _ in ORDER.edges()]

    assert {line.action for line in ORDER.transitions} == set(TABLE)
    assert len(cells) == len(set(cells))
