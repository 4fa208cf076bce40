"""Who orders something locks the account before anything else: so do all others, and nobody waits in a circle."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db.models import Model

from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import cancel
from membership.services.applying.fees import open_fee
from membership.services.members.renewals import open_renewal
from tests.factories.applications import submitted
from tests.factories.membership import member
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_locking_of

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def account_held(row: Model) -> Iterator[None]:
    """While the account of the row's person is held, nobody has locked the row; raises OperationalError else."""
    with no_locking_of(row.person):
        yield
        type(row)._default_manager.select_for_update(nowait=True).get(pk=row.pk)


def test_the_fee_of_an_application_waits_for_the_account():
    row = submitted()
    cancel(order=row.order, by=row.person, at=NOW)

    (order,) = in_turn(account_held(row), lambda: open_fee(row, at=NOW))

    assert order == Order.objects.unpaid().get()


def test_a_renewal_waits_for_the_account():
    row = member(until=NOW.date() + timedelta(days=30))

    def renew():
        return open_renewal(membership=row, by=row.person, code_accepted=True, at=NOW)

    (order,) = in_turn(account_held(row), renew)

    assert order == Order.objects.unpaid().get()
