"""`manage.py import_catalogue` with the catalogue that we ship, and with files that it must refuse."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import qualifications
from qualifications.models import Criterion, Qualification, QualificationVersion, Unit
from qualifications.rules.combination import least_units_left
from qualifications.rules.combination_words import in_words
from qualifications.services.rule import rules_of

pytestmark = pytest.mark.django_db

SHIPPED = Path(qualifications.__file__).parent / "data" / "catalogue.json"


def run(file, *options):
    out = StringIO()
    call_command("import_catalogue", str(file), *options, stdout=out)
    return out.getvalue().splitlines()


def test_the_catalogue_we_ship_goes_in_and_a_second_time_there_is_nothing_to_do(django_assert_max_num_queries):
    lines = run(SHIPPED)

    assert lines[0] == "add level 2"
    assert "add unit 601 Professional Management and Leadership Practice" in lines
    assert lines[-1] == "137 added, 0 changed, 0 left as they were."
    with django_assert_max_num_queries(25):
        assert run(SHIPPED) == ["Nothing to do: all 137 entries of the file are there already."]
    assert (Unit.objects.count(), Qualification.objects.count()) == (96, 34)


def test_every_qualification_we_ship_that_is_open_can_be_met_with_units_that_can_be_assessed():
    run(SHIPPED)
    versions = QualificationVersion.objects.select_related("qualification")
    rules = rules_of(versions)

    least = {
        version.qualification.title.removeprefix("CMI "): least_units_left(rules[version.pk], ())
        for version in versions
    }
    assert least == {
        "Level 3 Award in Principles of Management and Leadership": 1,
        "Level 3 Award in Project Management": 1,
        "Level 3 Certificate in Principles of Management and Leadership": 2,
        "Level 3 Diploma in Coaching and Mentoring": 6,
        "Level 3 Diploma in Principles of Management and Leadership": 7,
        "Level 5 Award in Management and Leadership": 1,
        "Level 5 Certificate in Management and Leadership": 2,
        "Level 5 Certificate in Project Management": 2,
        "Level 5 Diploma in Management and Leadership": 6,
        "Level 6 Certificate in Professional Management and Leadership Practice": 2,
        "Level 6 Diploma in Professional Management and Leadership Practice": 6,
        "Level 7 Award in Strategic Management and Leadership Practice": 1,
        "Level 7 Certificate in Strategic Management and Leadership Practice": 2,
        "Level 7 Diploma in Leadership Coaching and Mentoring": 7,
        "Level 7 Diploma in Strategic Management and Leadership Practice": 4,
    }
    pools = {unit for rule in rules.values() for unit in rule.pool}
    assert pools == set(Criterion.objects.values_list("unit_version__unit__number", flat=True))


def test_the_rules_we_ship_read_as_the_guides_say_them():
    run(SHIPPED)
    versions = QualificationVersion.objects.select_related("qualification")
    rules = rules_of(versions)
    words = {version.qualification.slug: in_words(rules[version.pk]) for version in versions}

    assert words["level-6-diploma-in-professional-management-and-leadership-practice"] == (
        "At least 37 credits from 10 units."
    )
    assert words["level-5-diploma-in-management-and-leadership"] == (
        "At least 37 credits from at least six of 27 units. Unit 502 cannot be combined with 503, 505, 511 or 526. "
        "Unit 501 cannot be combined with 526."
    )
    assert words["level-7-diploma-in-strategic-management-and-leadership-practice"] == (
        "At least 37 credits from 22 units. Group A: at least 30 credits from 16 units. "
        "Group A or B: at least 7 credits from 22 units."
    )


def test_a_dry_run_says_what_it_would_do_and_writes_nothing():
    lines = run(SHIPPED, "--dry-run")

    assert lines[-2:] == ["137 added, 0 changed, 0 left as they were.", "This was a dry run: nothing was written."]
    assert Qualification.objects.count() == 0


def test_a_change_is_said_and_what_the_file_does_not_name_is_counted(tmp_path):
    run(SHIPPED)
    text = SHIPPED.read_text(encoding="utf-8")
    file = tmp_path / "catalogue.json"
    file.write_text(text.replace("Professional Management and Leadership Practice", "Practice"), encoding="utf-8")
    Qualification.objects.create(slug="ours", level_id=6, size="award", title="Ours")

    lines = run(file)

    assert lines[0] == "change unit 601 Practice: version 2"
    assert lines[-2:] == [
        "0 added, 4 changed, 133 left as they were.",
        "Left alone, since the file does not name them: 1.",
    ]


def test_silence_is_kept_when_it_is_asked_for():
    assert run(SHIPPED, "--verbosity=0") == []


def test_a_bad_file_is_refused_with_its_faults(tmp_path):
    file = tmp_path / "catalogue.json"
    file.write_text('{"format": "catalogue/1", "levels": [], "units": 7}', encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        run(file)

    assert str(refused.value) == (
        f"{file} is refused, and nothing was changed:\n"
        "the file: “qualifications” is missing\n"
        "units: must be a list, not a whole number"
    )


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run(tmp_path / "nowhere.json")
