"""One piece of evidence for criteria of several units, and several files at once."""

import pytest
from django.urls import reverse

from cmiportal.documents.models import Item
from qualifications.models import Mapping
from tests.factories.documents import ItemFactory, upload
from tests.factories.qualifications import chosen_unit

pytestmark = pytest.mark.django_db
FILES = reverse("qualifications:item_add_files")


@pytest.fixture
def unit(client):
    unit = chosen_unit()
    client.force_login(unit.learner)
    return unit


def map_address(item):
    return reverse("qualifications:item_map", args=[item.pk])


def test_evidence_is_mapped_to_several_criteria_at_once(client, unit):
    item = ItemFactory(owner=unit.learner)
    criteria = list(unit.unit_version.criteria.all()[:2])

    page = client.post(
        map_address(item), {f"unit-{unit.pk}": [one.pk for one in criteria], "pointer": "page 2"}, follow=True
    )

    assert "is mapped to 2 more criteria" in page.text
    assert set(Mapping.objects.values_list("criterion", "pointer")) == {(one.pk, "page 2") for one in criteria}
    assert f'value="{criteria[0].pk}"' not in client.get(map_address(item)).text


def test_one_criterion_at_least_is_asked_for(client, unit):
    page = client.post(map_address(ItemFactory(owner=unit.learner)), {"pointer": ""})

    assert "Tick one criterion at least" in page.text


def test_nobody_maps_the_evidence_of_others(client, unit):
    assert client.get(map_address(ItemFactory())).status_code == 404


def test_a_refused_file_is_said_with_the_reason_and_the_others_are_added(client, unit):
    files = [upload("One.png"), upload("Bad.png", b"MZ no picture"), upload("Two.png")]

    page = client.post(FILES, {"kind": "work_product", "files": files}, follow=True)

    assert sorted(Item.objects.values_list("title", flat=True)) == ["One", "Two"]
    assert "Not added. Bad.png" in page.text


def test_a_script_is_led_to_the_new_piece_or_told_why_not(client, unit):
    def sent(file):
        return client.post(FILES, {"kind": "work_product", "files": [file]}, headers={"X-Upload": "one"})

    good, bad = sent(upload("One.png")), sent(upload("Bad.png", b"MZ no picture"))

    assert good.headers["Location"] == reverse("qualifications:item_edit", args=[Item.objects.get().pk])
    assert (bad.status_code, bad.json()["said"].startswith("Bad.png: ")) == (422, True)


@pytest.mark.parametrize(("count", "sentence"), [(0, "Choose one file at least"), (21, "Choose 20 files at most")])
def test_none_and_too_many_files_are_refused(client, unit, count, sentence):
    files = [upload(f"{number}.png") for number in range(count)]

    assert sentence in client.post(FILES, {"kind": "work_product", "files": files}).text
    assert not Item.objects.exists()
