"""One piece of evidence for criteria of several units, and several files at once."""

import pytest
from django.urls import reverse

from cmiportal.documents.models import Item
from qualifications.models import Mapping
from tests.factories.documents import ItemFactory, upload
from tests.factories.portfolio import handed_in, ready_unit
from tests.factories.qualifications import EnrolmentFactory, chosen_unit

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


def keys_of(unit):
    return [one.pk for one in unit.unit_version.criteria.all()]


def other_units(unit):
    """A unit of the same learner, one of another learner at the same centre, and one that is handed in."""
    second = unit.version.pool.exclude(unit=unit.unit).get().unit.number
    of_another = EnrolmentFactory(centre=unit.enrolment.centre, version=unit.version)
    others = {
        "own": chosen_unit(EnrolmentFactory(learner=unit.learner)),
        "another learner's": chosen_unit(of_another, second),
        "handed in": ready_unit(unit.enrolment, second),
    }
    handed_in(others["handed in"])
    return others


def test_only_criteria_of_the_unit_itself_are_taken(client, unit):
    item, others = ItemFactory(owner=unit.learner), other_units(unit)
    before = set(Mapping.objects.all())
    for name, other in others.items():
        foreign = client.post(map_address(item), {f"unit-{unit.pk}": keys_of(other)})
        assert foreign.context["form"].errors, name
        mixed = client.post(map_address(item), {f"unit-{unit.pk}": [*keys_of(unit), keys_of(other)[-1]]})
        assert mixed.context["form"].errors, name
    assert set(Mapping.objects.all()) == before


@pytest.mark.parametrize("whose", ["another learner's", "handed in"])
def test_units_that_are_not_open_to_the_learner_are_no_fields_of_the_form(client, unit, whose):
    item, other = ItemFactory(owner=unit.learner), other_units(unit)[whose]
    before = set(Mapping.objects.all())

    page = client.post(map_address(item), {f"unit-{other.pk}": keys_of(other)})

    assert "Tick one criterion at least" in page.text
    client.post(map_address(item), {f"unit-{other.pk}": keys_of(other), f"unit-{unit.pk}": keys_of(unit)[:1]})
    assert [(each.unit_enrolment, each.criterion_id) for each in set(Mapping.objects.all()) - before] == [
        (unit, keys_of(unit)[0])
    ]


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "1.1", "\x00"])
def test_what_is_no_key_of_a_criterion_is_refused(client, unit, key):
    page = client.post(map_address(ItemFactory(owner=unit.learner)), {f"unit-{unit.pk}": [key]})

    assert page.context["form"].errors
    assert not Mapping.objects.exists()


def test_a_criterion_that_is_sent_twice_is_mapped_once(client, unit):
    key = keys_of(unit)[0]

    page = client.post(map_address(ItemFactory(owner=unit.learner)), {f"unit-{unit.pk}": [key, key]}, follow=True)

    assert "is mapped to 1 more criterion" in page.text
    assert Mapping.objects.count() == 1


def test_a_title_that_is_said_in_a_message_stays_a_title(client, unit):
    item = ItemFactory(owner=unit.learner, title="<script>alert(1)</script>")

    page = client.post(map_address(item), {f"unit-{unit.pk}": keys_of(unit)[:1]}, follow=True)

    assert "“&lt;script&gt;alert(1)&lt;/script&gt;” is mapped to 1 more criterion" in page.text
    assert "<script>alert" not in page.text


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
