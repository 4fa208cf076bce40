"""Importing a catalogue: all or nothing, the same file twice changes nothing, and what is published stays frozen."""

import json
from copy import deepcopy
from datetime import date

import pytest
from django.utils import timezone

from qualifications.models import (
    BarredPair,
    Criterion,
    LearningOutcome,
    Level,
    PoolUnit,
    Qualification,
    QualificationVersion,
    RuleGroup,
    RuleGroupUnit,
    Unit,
    UnitVersion,
)
from qualifications.rules.combination import Group, Rule
from qualifications.services.catalogue import BadCatalogue, Report, import_catalogue
from qualifications.services.rule import rule_of
from tests.factories.qualifications import LevelFactory, QualificationFactory, UnitFactory

pytestmark = pytest.mark.django_db

TABLES = [
    Level,
    Unit,
    UnitVersion,
    LearningOutcome,
    Criterion,
    Qualification,
    QualificationVersion,
    PoolUnit,
    RuleGroup,
    RuleGroupUnit,
    BarredPair,
]


def unit(number, credits=6):
    return {
        "number": number,
        "title": f"Leading {number}",
        "level": 6,
        "credits": credits,
        "aim": "To lead.",
        "outcomes": [
            {"text": "Understand", "criteria": [{"code": "1.1", "verb": "analyse", "text": "the role"}]},
            {"text": "Do", "criteria": [{"code": "2.1", "verb": "apply", "text": "it"}]},
        ],
    }


FILE = {
    "format": "catalogue/1",
    "levels": [{"number": 6, "audience": "Senior managers", "words_from": 2500, "words_to": 3000}],
    "units": [unit("601"), unit("602"), unit("603", 5), unit("604", 9)],
    "qualifications": [
        {
            "slug": "level-6-diploma",
            "title": "Level 6 Diploma",
            "level": 6,
            "size": "diploma",
            "code": "6D30",
            "operational_start": "2020-09-01",
            "rule": {
                "effective_from": "2024-09-01",
                "min_credits": 13,
                "max_credits": 30,
                "min_units": 2,
                "tqt": 130,
                "units": ["604", "601", "602", "603"],
                "mandatory": ["601"],
                "groups": [{"name": "Group A", "min_credits": 6, "units": ["601", "602"]}],
                "barred": [["604", "602"]],
            },
        },
        {"slug": "level-6-award", "title": "Level 6 Award", "level": 6, "size": "award"},
    ],
}
RULE = Rule(
    pool={"601": 6, "602": 6, "603": 5, "604": 9},
    min_credits=13,
    max_credits=30,
    min_units=2,
    groups=(Group("Group A", frozenset({"601", "602"}), min_credits=6),),
    mandatory=frozenset({"601"}),
    barred=frozenset({frozenset({"602", "604"})}),
)


def bring_in(document, at, **options):
    return import_catalogue(content=json.dumps(document).encode(), at=at, **options)


def changed(*path_and_value):
    document = deepcopy(FILE)
    *path, last, value = path_and_value
    target = document
    for part in path:
        target = target[part]
    target[last] = value
    return document


def rows():
    return {model.__name__: model.objects.count() for model in TABLES}


def diploma():
    return Qualification.objects.get(slug="level-6-diploma")


def test_a_file_makes_every_row_that_it_names(at):
    report = bring_in(FILE, at)

    assert report == Report(
        added=[
            "level 6",
            "unit 601 Leading 601",
            "unit 602 Leading 602",
            "unit 603 Leading 603",
            "unit 604 Leading 604",
            "qualification level-6-diploma",
            "qualification level-6-award",
        ]
    )
    version = diploma().versions.get()
    assert rule_of(version) == RULE
    assert (version.number, version.tqt, version.effective_from, version.published_at) == (1, 130, date(2024, 9, 1), at)
    assert (diploma().operational_start, diploma().size_rank, diploma().code) == (date(2020, 9, 1), 3, "6D30")
    assert list(UnitVersion.objects.values_list("unit__number", "credits", "published_at")) == [
        ("601", 6, at),
        ("602", 6, at),
        ("603", 5, at),
        ("604", 9, at),
    ]
    assert [
        (criterion.outcome.number, str(criterion))
        for criterion in Criterion.objects.filter(unit_version__unit__number="601")
    ] == [(1, "1.1 Analyse the role"), (2, "2.1 Apply it")]


def test_a_qualification_without_a_rule_is_listed_and_not_open(at):
    bring_in(FILE, at)

    assert [(row.slug, row.is_open) for row in Qualification.objects.listed(on=timezone.localdate(at))] == [
        ("level-6-award", False),
        ("level-6-diploma", True),
    ]


def test_the_same_file_again_changes_nothing(at, django_assert_max_num_queries):
    bring_in(FILE, at)
    before = rows()

    with django_assert_max_num_queries(25):
        report = bring_in(FILE, at)

    assert report == Report(left=7)
    assert rows() == before


def test_a_dry_run_says_the_same_and_writes_nothing(at):
    dry = bring_in(FILE, at, dry_run=True)

    assert set(rows().values()) == {0}
    assert bring_in(FILE, at) == dry


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("levels", 0, "audience"), "Directors", "level 6: audience"),
        (("units", 0, "aim"), "To lead well.", "unit 601 Leading 601: aim"),
        (("qualifications", 1, "title"), "Award", "qualification level-6-award: title"),
        (("qualifications", 1, "fee_pence"), 21_000, "qualification level-6-award: fee_pence"),
        (("qualifications", 1, "last_registration"), "2026-08-31", "qualification level-6-award: last_registration"),
        (("qualifications", 1, "size"), "certificate", "qualification level-6-award: size"),
        (("qualifications", 0, "code"), None, "qualification level-6-diploma: code"),
    ],
)
def test_what_staff_may_correct_is_changed_in_place(at, path, value, said):
    bring_in(FILE, at)
    before = rows()

    assert bring_in(changed(*path, value), at) == Report(changed=[said], left=6)
    assert rows() == before
    assert bring_in(changed(*path, value), at) == Report(left=7)


def test_what_the_file_does_not_give_or_name_is_left_alone(at):
    QualificationFactory(
        slug="level-6-award", level=LevelFactory(number=6), title="Old", fee_pence=9_900, summary="Ours"
    )
    UnitFactory(number="699")
    QualificationFactory(slug="of-our-own", level=LevelFactory(number=5))

    report = bring_in(FILE, at)

    award = Qualification.objects.get(slug="level-6-award")
    assert (award.title, award.fee_pence, award.summary) == ("Level 6 Award", 9_900, "Ours")
    assert report.changed == ["level 6: audience", "qualification level-6-award: title, size"]
    assert report.unnamed == 3


def test_another_criterion_makes_a_version_of_the_unit_and_of_every_rule_that_holds_it(at):
    bring_in(FILE, at)
    old = diploma().versions.get()
    document = changed("units", 1, "outcomes", 1, "criteria", 0, "text", "it well")

    report = bring_in(document, at)

    assert report == Report(
        changed=["unit 602 Leading 602: version 2", "qualification level-6-diploma: rule version 2"], left=5
    )
    new = diploma().versions.in_force(on=timezone.localdate(at)).get()
    assert new.number == 2
    assert rule_of(new) == RULE == rule_of(old)
    assert list(new.pool.values_list("unit__number", "unit_version__number")) == [
        ("601", 1),
        ("602", 2),
        ("603", 1),
        ("604", 1),
    ]
    assert list(old.pool.values_list("unit_version__number", flat=True)) == [1, 1, 1, 1]
    assert bring_in(document, at) == Report(left=7)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("min_credits",), 14),
        (("max_credits",), 20),
        (("min_units",), 3),
        (("tqt",), 140),
        (("glh",), 60),
        (("mandatory",), ["601", "603"]),
        (("barred",), []),
        (("groups", 0, "min_credits"), 12),
        (("units",), ["601", "602", "604"]),
        (("effective_from",), "2025-09-01"),
    ],
)
def test_another_rule_makes_one_new_version(at, path, value):
    bring_in(FILE, at)
    document = changed("qualifications", 0, "rule", *path, value)

    report = bring_in(document, at)

    assert report == Report(changed=["qualification level-6-diploma: rule version 2"], left=6)
    assert bring_in(document, at) == Report(left=7)


def test_the_order_in_which_units_and_pairs_are_written_means_nothing(at):
    bring_in(FILE, at)
    document = changed("qualifications", 0, "rule", "units", ["601", "602", "603", "604"])
    document["qualifications"][0]["rule"]["barred"] = [["602", "604"]]

    assert bring_in(document, at) == Report(left=7)


def test_a_rule_without_a_day_takes_effect_today_and_never_before_the_one_it_follows(at):
    document = changed("qualifications", 0, "rule", "effective_from", "2030-01-01")
    bring_in(document, at)
    del document["qualifications"][0]["rule"]["effective_from"]
    assert bring_in(document, at) == Report(left=7)

    document["qualifications"][0]["rule"]["min_credits"] = 14
    bring_in(document, at)

    assert list(diploma().versions.values_list("number", "effective_from")) == [
        (1, date(2030, 1, 1)),
        (2, date(2030, 1, 1)),
    ]
    fresh = deepcopy(FILE)
    fresh["qualifications"][0] |= {"slug": "fresh", "code": None}
    del fresh["qualifications"][0]["rule"]["effective_from"]
    bring_in(fresh, at)
    assert Qualification.objects.get(slug="fresh").versions.get().effective_from == date(2027, 1, 19)


def test_a_draft_that_staff_began_keeps_its_number(at):
    bring_in(FILE, at)
    QualificationVersion.objects.create(
        qualification=diploma(), number=2, min_credits=1, effective_from=date(2027, 1, 1), published_at=None
    )

    assert bring_in(FILE, at) == Report(left=7)
    report = bring_in(changed("qualifications", 0, "rule", "tqt", 140), at)

    assert report.changed == ["qualification level-6-diploma: rule version 3"]


def test_a_rule_that_the_file_drops_stays_as_it_was_promised(at):
    bring_in(FILE, at)
    document = deepcopy(FILE)
    del document["qualifications"][0]["rule"]

    assert bring_in(document, at) == Report(left=7)
    assert diploma().versions.count() == 1


def test_a_bad_file_writes_nothing_and_names_every_fault(at):
    document = changed("qualifications", 0, "rule", "units", ["601", "602", "603", "604", "699"])
    document["units"][2]["credits"] = -5

    with pytest.raises(BadCatalogue) as refused:
        bring_in(document, at)

    assert str(refused.value) == (
        "units[2] (603).credits: must be 1 or more, not -5\n"
        "qualifications[0] (6D30).rule.units[4]: unit 699 is not in the file"
    )
    assert set(rows().values()) == {0}


def test_what_the_database_refuses_leaves_nothing_half_done(at):
    QualificationFactory(slug="older", code="6D30", level=LevelFactory(number=6))
    before = rows()

    with pytest.raises(BadCatalogue) as refused:
        bring_in(FILE, at)

    assert str(refused.value) == (
        "the database: refuses by its rule qualifications_qualification_code_key. Key (code)=(6D30) already exists."
    )
    assert rows() == before


def test_the_file_allows_no_more_characters_than_the_columns_hold(at):
    document = deepcopy(FILE)
    document["levels"][0] |= {"comparable": "ü" * 300, "audience": "ü" * 10_000}
    document["units"][0] |= {"title": "ü" * 300, "theme": "ü" * 300, "aim": "ü" * 10_000}
    document["units"][0]["outcomes"][0]["criteria"][0] |= {"verb": "ü" * 40, "text": "ü" * 2_000}
    document["qualifications"][0] |= {
        "slug": "s" * 120,
        "title": "ü" * 300,
        "suite": "ü" * 300,
        "code": "Ü" * 12,
        "ofqual_number": "1" * 20,
        "fee_pence": 10_000_000,
        "minimum_age": 100,
    }
    document["qualifications"][0]["rule"]["groups"][0]["name"] = "ü" * 120

    assert len(bring_in(document, at).added) == 7
