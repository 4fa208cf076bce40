"""Mappings and hand-ins in the admin: shown and searched, never written, without a query for each row."""

import pytest
from django.urls import reverse

from qualifications.models import HandIn, HandInItem, Mapping
from tests.factories.portfolio import handed_in, ready_unit
from tests.factories.qualifications import EnrolmentFactory, chosen_unit

pytestmark = pytest.mark.django_db

TABLES = [Mapping, HandIn, HandInItem]


def address(model, page, *args):
    return reverse(f"admin:qualifications_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", TABLES)
def test_rows_are_shown_and_cannot_be_written(admin_client, model):
    made = handed_in()
    row = model.objects.first()

    listed = admin_client.get(address(model, "changelist"), {"q": made.unit_enrolment.learner.email})
    shown = admin_client.get(address(model, "change", row.pk))

    assert row in listed.context["cl"].queryset
    assert shown.context["has_change_permission"] is False
    assert admin_client.post(address(model, "change", row.pk), {}).status_code == 403
    assert admin_client.get(address(model, "add")).status_code == 403
    assert admin_client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_a_hand_in_shows_its_hash_and_its_evidence(admin_client):
    made = handed_in()

    response = admin_client.get(address(HandIn, "change", made.pk))

    assert bytes(made.manifest_sha256).hex() in response.text
    assert response.text.count("page 1") == made.items.count() == 3


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [(Mapping, 6), (HandIn, 8), (HandInItem, 4)])
def test_lists_take_the_same_queries_for_any_number(admin_client, django_assert_num_queries, model, queries, count):
    version = chosen_unit().version
    centre = EnrolmentFactory(version=version).centre
    for _ in range(count):
        handed_in(ready_unit(EnrolmentFactory(version=version, centre=centre)))

    with django_assert_num_queries(queries):
        response = admin_client.get(address(model, "changelist"))

    assert response.context["cl"].result_count == count * (1 if model is HandIn else 3)
