"""One item mapped to criteria of several units at once: all of it, or nothing."""

import pytest

from qualifications.models import Mapping
from qualifications.services.portfolio import MappingRefused, map_item, map_to_many
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import NOW, EnrolmentFactory, chosen_unit

pytestmark = pytest.mark.django_db


def test_what_one_unit_refuses_is_mapped_in_none_and_the_sentence_names_it():
    place = EnrolmentFactory()
    units = [chosen_unit(place, number) for number in ("601", "602")]
    item = ItemFactory(owner=place.learner)
    chosen = [(unit, [unit.unit_version.criteria.get(code="1.1")]) for unit in units]
    last = max(units, key=lambda unit: unit.pk)
    criterion = last.unit_version.criteria.get(code="1.1")
    map_item(unit_enrolment=last, item=item, criterion=criterion, pointer="", at=NOW)

    with pytest.raises(MappingRefused) as refused:
        map_to_many(item=item, chosen=chosen, pointer="page 2", at=NOW)

    assert str(refused.value).startswith(f"{last.unit}, 1.1: ")
    assert str(refused.value).endswith("Nothing was mapped.")
    assert [mapping.unit_enrolment for mapping in Mapping.objects.all()] == [last]
