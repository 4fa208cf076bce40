"""`manage.py import_networks` with the file that we ship, and with files that it must refuse."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import events
from events.models import Community, Region, Topic

pytestmark = pytest.mark.django_db

SHIPPED = Path(events.__file__).parent / "data" / "networks.json"


def run(file, **options):
    out = StringIO()
    call_command("import_networks", str(file), stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def document():
    return json.loads(SHIPPED.read_text())


@pytest.fixture
def written(tmp_path):
    """A function that writes a document to a file."""

    def write(document):
        file = tmp_path / "networks.json"
        file.write_text(json.dumps(document))
        return file

    return write


def refused(file):
    with pytest.raises(CommandError) as error:
        run(file)
    return str(error.value).splitlines()[1:]


def test_the_file_we_ship_goes_in_and_a_second_time_there_is_nothing_to_do(django_assert_max_num_queries):
    lines = run(SHIPPED)

    assert lines[0] == "add region scotland"
    assert lines[-1] == "36 added, 0 changed, 0 left as they were."
    with django_assert_max_num_queries(12):
        assert run(SHIPPED) == ["0 added, 0 changed, 36 left as they were."]


def test_the_file_we_ship_has_nine_regions_at_home_and_some_beyond():
    assert run(SHIPPED, verbosity=0) == []

    assert [Region.objects.filter(abroad=abroad).count() for abroad in (False, True)] == [9, 3]
    assert (Community.objects.count(), Topic.objects.count()) == (7, 17)
    assert Community.objects.get(pk="cmi-women").title == "CMI Women"


def test_what_differs_is_changed_and_named(document, written):
    run(SHIPPED)
    document["regions"][0]["covers"] = ["Scotland", "Alba"]
    document["topics"][0]["title"] = "Leading"

    assert run(written(document)) == [
        "change region scotland: covers",
        "change topic leadership: title",
        "0 added, 2 changed, 34 left as they were.",
    ]
    assert Region.objects.get(pk="scotland").covers == ["Scotland", "Alba"]


def test_what_the_file_does_not_name_is_left_alone(document, written):
    run(SHIPPED)

    empty = {name: [] if isinstance(part, list) else part for name, part in document.items()}

    assert run(written(empty)) == ["0 added, 0 changed, 0 left as they were."]
    assert Region.objects.count() == 12


def test_every_fault_of_meaning_is_named_and_nothing_is_written(document, written):
    document["regions"][1]["key"] = "scotland"
    document["regions"][2]["position"] = 1
    document["regions"][3]["covers"] = ["wales"]
    document["topics"][1]["key"] = "leadership"

    assert refused(written(document)) == [
        "regions[1].key: scotland stands twice.",
        "regions[2].position: 1 stands twice.",
        "topics[1].key: leadership stands twice.",
        "regions[5].covers: Wales is covered by north-west already.",
    ]
    assert not Region.objects.exists()


def test_faults_of_shape_are_named_by_their_place(document, written):
    del document["topics"]
    document["regions"][0]["abroad"] = "no"

    assert refused(written(document)) == [
        "regions[0].abroad: 'no' is not of type 'boolean'.",
        "the file: 'topics' is a required property.",
    ]


def test_what_the_database_refuses_is_said_with_its_rule_and_nothing_is_written(document, written):
    Region.objects.create(key="isle-of-man", title="Isle of Man", position=1)

    assert refused(written(document)) == ["the database refuses by its rule events_region_position_key."]
    assert Region.objects.count() == 1
