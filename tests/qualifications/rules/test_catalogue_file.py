"""A catalogue file: the one we ship is sound, and every fault of a bad one is named by its place."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qualifications
from qualifications.rules.catalogue_file import judge

SHIPPED = Path(qualifications.__file__).parent / "data" / "catalogue.json"
LEVEL_6_UNITS = {
    "601": 6, "602": 6, "603": 5, "604": 9, "605": 7, "606": 6, "608": 6, "609": 7, "613": 7, "614": 6,
}  # fmt: skip


def unit(number, credits=6):
    criteria = [{"code": "1.1", "verb": "analyse", "text": "the role"}]
    outcomes = [{"text": "Understand the role", "criteria": criteria}]
    return {"number": number, "title": f"Leading {number}", "level": 6, "credits": credits, "outcomes": outcomes}


SMALL = {
    "format": "catalogue/1",
    "levels": [{"number": 5}, {"number": 6}],
    "units": [unit("601"), unit("602"), unit("603", 5)],
    "qualifications": [
        {
            "slug": "level-6-certificate",
            "title": "Certificate",
            "level": 6,
            "size": "certificate",
            "code": "6C30",
            "ofqual_number": "600/1",
            "rule": {"min_credits": 11, "units": ["601", "602", "603"], "barred": [["601", "603"]]},
        },
        {
            "slug": "level-6-diploma",
            "title": "Diploma",
            "level": 6,
            "size": "diploma",
            "rule": {
                "min_credits": 12,
                "units": ["601", "602"],
                "groups": [{"name": "Group A", "min_units": 1, "units": ["601"]}],
            },
        },
        {"slug": "level-5-award", "title": "Award", "level": 5, "size": "award"},
    ],
}


def faults(document):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return [str(fault) for fault in judge(content)[1]]


def small(*changes):
    """The small catalogue with changes, each a path and the new value; ``...`` removes."""
    document = deepcopy(SMALL)
    for *path, last, value in changes:
        target = document
        for part in path:
            target = target[part]
        if value is ...:
            del target[last]
        elif isinstance(target, list) and last == len(target):
            target.append(value)
        else:
            target[last] = value
    return document


def test_the_small_catalogue_is_sound_and_comes_back_as_it_was():
    assert judge(json.dumps(SMALL).encode()) == (SMALL, [])


def test_the_catalogue_we_ship_is_sound_and_holds_level_6_as_the_guide_has_it():
    document, found = judge(SHIPPED.read_bytes())

    assert found == []
    credits = {unit["number"]: unit["credits"] for unit in document["units"]}
    rules = {q["title"]: q["rule"] for q in document["qualifications"] if q["level"] == 6 and "rule" in q}
    assert {
        title.removeprefix("CMI Level 6 ").split()[0]: (
            rule["min_credits"],
            {number: credits[number] for number in rule["units"]},
        )
        for title, rule in rules.items()
    } == {"Certificate": (13, LEVEL_6_UNITS), "Diploma": (37, LEVEL_6_UNITS)}
    assert {q["level"] for q in document["qualifications"]} == {2, 3, 4, 5, 6, 7, 8}


def test_every_unit_of_level_6_we_ship_has_three_outcomes_and_four_to_eight_criteria():
    document, _ = judge(SHIPPED.read_bytes())
    counts = [
        (len(unit["outcomes"]), sum(len(outcome["criteria"]) for outcome in unit["outcomes"]))
        for unit in document["units"]
        if unit["number"] in LEVEL_6_UNITS
    ]

    assert len(counts) == 10
    assert all(outcomes >= 3 and 4 <= criteria <= 8 for outcomes, criteria in counts)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not JSON: line 1, column 1: Expecting value."),
        (b'{"format":\n  oops}', "is not JSON: line 2, column 3: Expecting value."),
        ('{\n"title": "Führung"}'.encode("latin-1"), "is not UTF-8: byte 13 (0xFC), on line 2. Save it as UTF-8."),
        ('{"a": 1}'.encode("utf-16"), "is not UTF-8: byte 0 (0xFF), on line 1. Save it as UTF-8."),
        (b'{"credits": NaN}', "is not JSON: NaN is no JSON value."),
        (b"[" * 100_000, "is nested too deeply to be a catalogue."),
        (
            b'{"credits": ' + b"9" * 5000 + b"}",
            "is not JSON that can be read: Exceeds the limit (4300 digits) for integer string conversion: value has "
            "5000 digits; use sys.set_int_max_str_digits() to increase the limit.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_where(content, sentence):
    assert judge(content)[0] == {}
    assert faults(content) == [f"the file: {sentence}"]


def test_a_byte_order_mark_is_no_fault():
    assert faults(b"\xef\xbb\xbf" + json.dumps(SMALL).encode()) == []


def test_a_file_that_is_no_catalogue_at_all_says_so():
    assert faults([1]) == ["the file: must be an object, not a list"]
    assert judge(b"[1]")[0] == {}
    assert faults({}) == [
        "the file: “format” is missing",
        "the file: “levels” is missing",
        "the file: “units” is missing",
        "the file: “qualifications” is missing",
    ]


def test_a_key_that_stands_twice_is_named():
    twice = json.dumps(SMALL).replace('"title": "Diploma"', '"title": "Diploma", "title": "Other"')

    assert faults(twice.encode()) == ["qualifications[1] (level-6-diploma): “title” stands twice"]


@pytest.mark.parametrize("character", ["\u0000", "\ud800", "\u0085"])
def test_a_character_that_cannot_be_kept_is_named(character):
    assert faults(small(("units", 1, "title", f"Leading {character}"))) == [
        f"units[1] (602).title: holds the character U+{ord(character):04X}, which cannot be kept"
    ]


def test_line_breaks_and_every_script_are_kept():
    assert faults(small(("units", 1, "aim", "قيادة\n领导力 🧭"))) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("format", "catalogue/2"), "format: must be “catalogue/1”, not “catalogue/2”"),
        (("units", 0, "credits", -6), "units[0] (601).credits: must be 1 or more, not -6"),
        (("units", 0, "credits", 61), "units[0] (601).credits: must be 60 or less, not 61"),
        (("units", 0, "credits", "6"), "units[0] (601).credits: must be a whole number, not text"),
        (("units", 0, "credits", 6.0), "units[0] (601).credits: must be a whole number, not a number with a fraction"),
        (("units", 0, "credits", True), "units[0] (601).credits: must be a whole number, not true"),
        (("units", 0, "glh", {}), "units[0] (601).glh: must be a whole number or null, not an object"),
        (("units", 0, "title", ""), "units[0] (601).title: “” is not text that can be read"),
        (("units", 0, "title", "x" * 301), "units[0] (601).title: is longer than 300 characters"),
        (("units", 0, "outcomes", []), "units[0] (601).outcomes: must not be empty"),
        (("units", 0, "titel", "x"), "units[0] (601): there is no field “titel” here"),
        (("units", 0, "title", ...), "units[0] (601): “title” is missing"),
        (("units", 3, 7), "units[3]: must be an object, not a whole number"),
        (("qualifications", 0, "size", "degree"),
         "qualifications[0] (6C30).size: “degree” is not one of award, certificate, diploma, extended_diploma"),
        (("qualifications", 0, "slug", "Level 6"),
         "qualifications[0] (6C30).slug: “Level 6” is not an address part: small letters, digits and single hyphens"),
        (("qualifications", 2, "code", ""), "qualifications[2] (level-5-award).code: must not be empty"),
        (("qualifications", 2, "operational_start", "1 May 2026"),
         "qualifications[2] (level-5-award).operational_start: "
         "“1 May 2026” is not a day of the calendar, like 2026-09-01"),
        (("qualifications", 2, "operational_start", "20260901"),
         "qualifications[2] (level-5-award).operational_start: "
         "“20260901” is not a day of the calendar, like 2026-09-01"),
        (("qualifications", 2, "operational_start", "2026-02-30"),
         "qualifications[2] (level-5-award).operational_start: "
         "“2026-02-30” is not a day of the calendar, like 2026-09-01"),
        (("qualifications", 0, "rule", "barred", 0, ["601"]),
         "qualifications[0] (6C30).rule.barred[0]: must be two unit numbers"),
        (("qualifications", 0, "rule", "barred", 0, ["601", "602", "603"]),
         "qualifications[0] (6C30).rule.barred[0]: must be two unit numbers"),
        (("qualifications", 1, "rule", "groups", 0, {"name": "A", "units": ["601"]}),
         "qualifications[1] (level-6-diploma).rule.groups[0]: "
         "one of “min_credits” and “min_units” must be given"),
        (("qualifications", 0, "rule", "only_for", {"60 1": ["diploma"]}),
         "qualifications[0] (6C30).rule.only_for: “60 1” is not a unit number, which is digits and capitals"),
        (("units", 0, "outcomes", [{"text": "x", "criteria": [{"code": "1.1", "verb": "v", "text": "t"}]}] * 100),
         "units[0] (601).outcomes: has more than 99 entries"),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_named_by_its_place(change, fault):
    assert faults(small(change)) == [fault]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("units", 1, "number", "601"), "units[1] (601).number: 601 is used twice, first at units[0]"),
        (("levels", 2, {"number": 6}), "levels[2] (6).number: 6 is used twice, first at levels[1]"),
        (("qualifications", 2, "slug", "level-6-diploma"),
         "qualifications[2] (level-6-diploma).slug: level-6-diploma is used twice, first at qualifications[1]"),
        (("qualifications", 2, "code", "6C30"),
         "qualifications[2] (6C30).code: 6C30 is used twice, first at qualifications[0]"),
        (("qualifications", 2, "ofqual_number", "600/1"),
         "qualifications[2] (level-5-award).ofqual_number: 600/1 is used twice, first at qualifications[0]"),
        (("units", 2, "level", 7), "units[2] (603).level: level 7 is not in the file"),
        (("qualifications", 2, "level", 2), "qualifications[2] (level-5-award).level: level 2 is not in the file"),
        (("units", 0, "words_from", 3000),
         "units[0] (601).words_to: words_from and words_to are given together or not at all"),
        (("units", 0, "outcomes", 0, "criteria", 1, {"code": "1.1", "verb": "assess", "text": "it"}),
         "units[0] (601).outcomes[0].criteria[1].code: 1.1 is used twice"),
        (("units", 0, "outcomes", 0, "criteria", 0, "code", "2.1"),
         "units[0] (601).outcomes[0].criteria[0].code: 2.1 does not belong to outcome 1"),
        (("qualifications", 0, "rule", "units", 3, "699"),
         "qualifications[0] (6C30).rule.units[3]: unit 699 is not in the file"),
        (("qualifications", 0, "rule", "units", 3, "601"),
         "qualifications[0] (6C30).rule.units[3]: unit 601 is named twice"),
        (("qualifications", 0, "rule", "mandatory", ["699"]),
         "qualifications[0] (6C30).rule.mandatory[0]: unit 699 is not in the file"),
        (("qualifications", 1, "rule", "mandatory", ["603"]),
         "qualifications[1] (level-6-diploma).rule.mandatory[0]: unit 603 is not among the rule’s units"),
        (("qualifications", 1, "rule", "groups", 0, "units", 1, "603"),
         "qualifications[1] (level-6-diploma).rule.groups[0].units[1]: unit 603 is not among the rule’s units"),
        (("qualifications", 1, "rule", "groups", 1, {"name": "Group A", "min_credits": 1, "units": ["602"]}),
         "qualifications[1] (level-6-diploma).rule.groups[1].name: the name “Group A” is used twice"),
        (("qualifications", 1, "rule", "barred", [["602", "603"]]),
         "qualifications[1] (level-6-diploma).rule.barred[0][1]: unit 603 is not among the rule’s units"),
        (("qualifications", 0, "rule", "barred", 1, ["602", "602"]),
         "qualifications[0] (6C30).rule.barred[1][1]: unit 602 is named twice"),
        (("qualifications", 0, "rule", "barred", 1, ["603", "601"]),
         "qualifications[0] (6C30).rule.barred[1]: 603 and 601 are barred twice"),
        (("qualifications", 0, "rule", "max_credits", 10),
         "qualifications[0] (6C30).rule.max_credits: 10 is less than min_credits, 11"),
        (("qualifications", 0, "rule", "min_credits", 17),
         "qualifications[0] (6C30).rule: "
         "no choice of its units meets this rule; all of them together come to 17 credits"),
        (("qualifications", 1, "rule", "only_for", {"603": ["diploma"]}),
         "qualifications[0] (6C30).rule.units[2]: "
         "unit 603 is for diploma only, says qualifications[1] (level-6-diploma); this is certificate"),
        (("qualifications", 0, "rule", "only_for", {"603": ["award", "diploma"]}),
         "qualifications[0] (6C30).rule.units[2]: "
         "unit 603 is for award or diploma only, says qualifications[0] (6C30); this is certificate"),
    ],
)  # fmt: skip
def test_a_wrong_meaning_is_named_by_its_place(change, fault):
    assert fault in faults(small(change))


def test_a_unit_that_is_kept_to_a_size_must_be_in_the_pool_that_says_so():
    assert faults(small(("qualifications", 0, "rule", "only_for", {"699": ["certificate"]}))) == [
        "qualifications[0] (6C30).rule.only_for.699: unit 699 is not among the rule’s units"
    ]


def test_a_range_of_words_runs_upwards_and_is_optional():
    assert faults(small(("levels", 0, "words_from", 3000), ("levels", 0, "words_to", 2000))) == [
        "levels[0] (5).words_to: 2000 is less than words_from, 3000"
    ]
    assert faults(small(("units", 0, "words_from", 3000), ("units", 0, "words_to", 3500))) == []
    assert faults(small(("units", 0, "words_from", "x"), ("units", 0, "words_to", 3500))) == [
        "units[0] (601).words_from: must be a whole number or null, not text"
    ]


def test_days_run_in_order():
    award = ("qualifications", 2)

    assert faults(small((*award, "operational_start", "2020-01-01"), (*award, "last_certification", "2019-01-01"))) == [
        "qualifications[2] (level-5-award).last_certification: 2019-01-01 is before operational_start, 2020-01-01"
    ]
    assert faults(small((*award, "operational_start", "2020-01-01"), (*award, "last_registration", "2021-01-01"))) == []


def test_every_fault_is_named_at_once_and_none_twice():
    document = small(
        ("units", 0, "credits", -1),
        ("units", 1, "titel", "x"),
        ("units", 2, "number", "602"),
        ("qualifications", 0, "fee_pence", "free"),
        ("qualifications", 0, "rule", "units", 3, "699"),
        ("qualifications", 1, "rule", "groups", 0, "units", 1, 7),
        ("qualifications", 2, "level", 4),
    )

    assert faults(document) == [
        "qualifications[0] (6C30).fee_pence: must be a whole number or null, not text",
        "qualifications[1] (level-6-diploma).rule.groups[0].units[1]: must be text, not a whole number",
        "units[0] (601).credits: must be 1 or more, not -1",
        "units[1] (602): there is no field “titel” here",
        "units[2] (602).number: 602 is used twice, first at units[1]",
        "qualifications[2] (level-5-award).level: level 4 is not in the file",
        "qualifications[0] (6C30).rule.units[2]: unit 603 is not in the file",
        "qualifications[0] (6C30).rule.units[3]: unit 699 is not in the file",
        "qualifications[0] (6C30).rule.barred[0][1]: unit 603 is not in the file",
    ]


def test_a_rule_is_not_judged_on_a_unit_whose_credits_are_wrong():
    assert faults(small(("units", 0, "credits", 0))) == ["units[0] (601).credits: must be 1 or more, not 0"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PATHS = [
    ("units",), ("units", 0), ("units", 0, "number"), ("units", 0, "outcomes"), ("units", 0, "outcomes", 0, "criteria"),
    ("levels",), ("levels", 0), ("qualifications",), ("qualifications", 0), ("qualifications", 0, "slug"),
    ("qualifications", 0, "code"), ("qualifications", 0, "rule"), ("qualifications", 0, "rule", "units"),
    ("qualifications", 0, "rule", "units", 0), ("qualifications", 0, "rule", "barred"),
    ("qualifications", 0, "rule", "barred", 0), ("qualifications", 1, "rule", "groups"),
    ("qualifications", 1, "rule", "groups", 0), ("qualifications", 1, "rule", "groups", 0, "name"),
    ("qualifications", 1, "rule", "only_for"), ("qualifications", 0, "operational_start"),
]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(PATHS), anything), min_size=1, max_size=2))
def test_whatever_stands_in_a_file_is_judged_without_a_crash(changes):
    """The last word on robustness: any JSON at any place gives a document and faults, never an exception."""
    document = deepcopy(SMALL)
    for (*path, last), value in changes:
        target = document
        try:
            for part in path:
                target = target[part]
            target[last] = value
        except (KeyError, IndexError, TypeError):
            continue

    for fault in judge(json.dumps(document).encode())[1]:
        assert fault.place
        assert fault.sentence
