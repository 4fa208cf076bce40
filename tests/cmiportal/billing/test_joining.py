"""What billing offers to the rest of the house: the entry in the bar, the list of what is to be paid, the clock."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.billing.kinds import shows_orders, to_pay
from cmiportal.billing.models import Order
from cmiportal.billing.tasks import expire_orders
from cmiportal.registry import PrivacyTable, every
from tests.factories.accounts import UserFactory
from tests.factories.billing import order, reported

pytestmark = pytest.mark.django_db


def test_the_bar_has_orders_for_who_ever_ordered_something(django_assert_num_queries):
    payer, other = order().person, UserFactory()

    assert not shows_orders(AnonymousUser())
    assert not shows_orders(User.objects.get(pk=other.pk))
    payer = User.objects.get(pk=payer.pk)
    with django_assert_num_queries(1):
        assert shows_orders(payer)
        assert shows_orders(payer)


def test_what_waits_is_what_the_person_has_to_pay():
    placed = order()
    assert list(to_pay(placed.person)) == [placed]
    assert list(to_pay(UserFactory())) == []
    reported(placed, 12_000, name="p1")
    assert list(to_pay(placed.person)) == []


def test_the_clock_ends_orders():
    order(expires_at=timezone.now() - timedelta(minutes=1))

    assert (expire_orders(), expire_orders()) == (1, 0)
    assert Order.objects.get().state == "cancelled"


def test_every_table_that_leads_to_a_person_says_what_an_export_shows():
    tables = {entry.model: entry for entry in every(PrivacyTable) if entry.model.startswith("billing.")}

    assert set(tables) == {"billing.Order", "billing.Invoice", "billing.Payment", "billing.PaymentEvent"}
    for label, table in tables.items():
        rows = apps.get_model(label)._default_manager.filter(**{table.person: 1})
        assert list(rows.values(*table.export)) == []
