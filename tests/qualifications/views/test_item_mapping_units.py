"""One piece of evidence for criteria of several units at once, by as many queries as for one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from qualifications.models import Mapping
from qualifications.services.portfolio import map_item
from tests.factories.assessment import Desk
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import EnrolmentFactory, chosen_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(client):
    """Two units of one qualification and one of another, in the order of their numbers; their learner is signed in."""
    place = EnrolmentFactory()
    client.force_login(place.learner)
    chosen = [
        chosen_unit(place, "601"),
        chosen_unit(place, "602"),
        chosen_unit(EnrolmentFactory(learner=place.learner)),
    ]
    return sorted(chosen, key=lambda one: (one.unit.number, one.pk))


@pytest.fixture
def item(units):
    return ItemFactory(owner=units[0].learner, title="Leading the move")


def address(item, name="item_map"):
    return reverse(f"qualifications:{name}", args=[item.pk])


def test_criteria_of_several_units_are_ticked_in_one_form(client, units, item):
    labels = [field.label for field in client.get(address(item)).context["form"]]
    assert labels[:3] == [f"Unit {unit.unit.number}: {unit.unit_version.title}" for unit in units]

    ticked = {unit: [unit.unit_version.criteria.get(code=code).pk for code in ("1.1", "2.1")] for unit in units[:2]}
    form = {f"unit-{unit.pk}": criteria for unit, criteria in ticked.items()}
    page = client.post(address(item), {**form, "pointer": "page 2"}, follow=True)

    assert "“Leading the move” is mapped to 4 more criteria." in page.text
    assert [(place.unit, place.codes) for place in page.context["places"]] == [(one, "1.1 and 2.1") for one in ticked]
    assert set(Mapping.objects.values_list("item", "unit_enrolment", "criterion", "pointer")) == {
        (item.pk, unit.pk, criterion, "page 2") for unit, criteria in ticked.items() for criterion in criteria
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_takes_the_same_queries_for_any_number_of_units(client, units, item, django_assert_num_queries, count):
    for unit in units[count:]:
        unit.delete()
    client.get(address(item))

    with django_assert_num_queries(8):
        page = client.get(address(item))

    assert len(page.context["form"].units) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_piece_takes_the_same_queries_for_any_number_of_units(
    client, units, item, django_assert_num_queries, count
):
    for unit in units[:count]:
        criterion = unit.unit_version.criteria.get(code="1.1")
        map_item(unit_enrolment=unit, item=item, criterion=criterion, pointer="", at=item.created_at)
    client.get(address(item, "item_edit"))

    with django_assert_num_queries(6):
        page = client.get(address(item, "item_edit"))

    assert len(page.context["places"]) == count


def test_what_an_earlier_attempt_met_is_not_offered(client):
    desk = Desk(at=timezone.now())
    desk.confirmed(not_yet=["2.1"])
    item = ItemFactory(owner=desk.learner)
    client.force_login(desk.learner)

    ((_, criteria),) = client.get(address(item)).context["form"].units.values()

    assert [one.code for one in criteria.values()] == ["2.1"]
