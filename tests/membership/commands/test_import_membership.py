"""`manage.py import_membership` with the file that we ship, and with files that it must refuse."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import membership
from cmiportal.billing.models import Price
from membership.models import Area, CharteredCriterion, Grade, Route

pytestmark = pytest.mark.django_db

SHIPPED = Path(membership.__file__).parent / "data" / "membership.json"


def run(file, **options):
    out = StringIO()
    call_command("import_membership", str(file), stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def document():
    return json.loads(SHIPPED.read_text())


@pytest.fixture
def written(tmp_path):
    """A function that writes a document to a file."""

    def write(document):
        file = tmp_path / "membership.json"
        file.write_text(json.dumps(document))
        return file

    return write


def refused(file):
    with pytest.raises(CommandError) as error:
        run(file)
    return str(error.value).splitlines()[1:]


def test_the_file_we_ship_goes_in_and_a_second_time_there_is_nothing_to_do(django_assert_max_num_queries):
    lines = run(SHIPPED)

    assert lines[0] == "add grade student"
    assert lines[-1] == "35 added, 0 changed, 0 left as they were."
    with django_assert_max_num_queries(15):
        assert run(SHIPPED) == ["0 added, 0 changed, 35 left as they were."]


def test_the_file_we_ship_has_what_the_institute_says():
    assert run(SHIPPED, verbosity=0) == []

    assert list(Grade.objects.values_list("key", "post_nominals")) == [
        ("student", ""),
        ("affiliate", ""),
        ("associate", "ACMI"),
        ("member", "MCMI"),
        ("fellow", "FCMI"),
        ("companion", "CCMI"),
    ]
    assert Grade.objects.get(key="member").rule == [[{"years": 3}, {"qualification": {"level": 6}}], [{"years": 5}]]
    full = Route.objects.get(key="full")
    assert [criterion.key for criterion in full.criteria.all()] == [
        "leading_people",
        "managing_change",
        "impact",
        "cpd",
        "conduct",
        "standard",
    ]
    assert (Route.objects.count(), CharteredCriterion.objects.count(), Area.objects.count()) == (4, 6, 9)
    fees = Price.objects.filter(product="chartered-full").values_list("pence", "vat_basis_points", "during")
    assert [(pence, vat, str(days.upper)) for pence, vat, days in fees] == [
        (71_500, 2000, "2026-08-01"),
        (75_000, 2000, "None"),
    ]


def test_what_differs_is_changed_and_named(document, written):
    run(SHIPPED)
    document["grades"][3]["title"] = "Full Member"
    document["criteria"][0]["routes"] = ["full"]

    assert run(written(document)) == [
        "change grade member: title",
        "change criterion leading_people: routes",
        "0 added, 2 changed, 33 left as they were.",
    ]
    assert Grade.objects.get(key="member").title == "Full Member"
    assert [route.key for route in CharteredCriterion.objects.get(key="leading_people").routes.all()] == ["full"]


def test_a_price_that_staff_keep_is_left(document, written):
    run(SHIPPED)
    Price.objects.filter(product="membership-member", audience="").update(pence=19_900)

    run(SHIPPED)

    assert Price.objects.get(product="membership-member", audience="").pence == 19_900


def test_parts_without_entries_are_left_alone(document, written):
    run(SHIPPED)

    empty = {name: [] if isinstance(part, list) else part for name, part in document.items()}

    assert run(written(empty)) == ["0 added, 0 changed, 0 left as they were."]
    assert Grade.objects.count() == 6


def test_every_fault_of_meaning_is_named_and_nothing_is_written(document, written):
    document["grades"][1]["key"] = "student"
    document["grades"][2]["rank"] = 20
    document["grades"][4]["rule"] = [[{"months": 3}]]
    document["criteria"][0]["words_to"] = 400
    document["criteria"][1]["routes"] = ["short"]
    document["prices"][0]["until"] = "2024-01-01"

    assert refused(written(document)) == [
        "grades[1].key: student stands twice.",
        "grades[2].rank: 20 stands twice.",
        "grades[4].rule: A condition is an object with one of years, qualification, registered, assessed, "
        "not {'months': 3}.",
        "criteria[0].words_to: must be more than words_from.",
        "criteria[1].routes: there is no route short in the file.",
        "prices[0].until: must come after since.",
    ]
    assert not Grade.objects.exists()


def test_faults_of_shape_are_named_by_their_place(document, written):
    del document["areas"]
    document["grades"][0]["rank"] = "first"

    assert refused(written(document)) == [
        "grades[0].rank: 'first' is not of type 'integer'.",
        "the file: 'areas' is a required property.",
    ]


def test_a_file_that_is_no_json_is_refused(tmp_path):
    file = tmp_path / "membership.json"
    file.write_bytes(b"\xff{")

    [fault] = refused(file)
    assert fault.startswith("the file is not JSON in UTF-8: ")


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run(tmp_path / "membership.json")


def test_what_the_database_refuses_is_said_with_its_rule_and_nothing_is_written(document, written):
    run(SHIPPED)
    Grade.objects.create(key="honorary", rank=70, title="Honorary", summary="By the Board.")
    document["grades"][5]["rank"] = 70
    document["grades"][0]["title"] = "Learner"

    assert refused(written(document)) == ["the database refuses by its rule membership_grade_rank_key."]
    assert Grade.objects.get(key="student").title == "Student"
