from dataclasses import replace

import pytest

from qualifications.rules.combination import Group, Rule, refusals
from qualifications.rules.combination_words import counted, explain, in_words, listed, refusal_in_words

LEVEL_6 = {"601": 6, "602": 6, "603": 5, "604": 9, "605": 7, "606": 6, "608": 6, "609": 7, "613": 7, "614": 6}
DIPLOMA = Rule(LEVEL_6, 37)
PAIRS = frozenset(map(frozenset, [("502", "503"), ("502", "505"), ("502", "526"), ("526", "501")]))
LEVEL_5 = Rule({"501": 7, "502": 6, "503": 5, "505": 4, "526": 8}, 13, 36, 2, barred=PAIRS)
COACHING = Rule(
    pool={"3011": 7, "3012": 6, "3016": 5, "4003": 7},
    min_credits=20,
    min_units=3,
    groups=(Group("Optional", frozenset(["3016", "4003"]), 7, 1),),
    mandatory=frozenset(["3011", "3012"]),
)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (DIPLOMA, "At least 37 credits from 10 units."),
        (Rule({"a": 3, "b": 3}, 1, min_units=1), "At least 1 credit from two units."),
        (
            LEVEL_5,
            "At least 13 and at most 36 credits from at least two of five units. "
            "Unit 502 cannot be combined with 503, 505 or 526. Unit 501 cannot be combined with 526.",
        ),
        (
            COACHING,
            "At least 20 credits from at least three of four units. Units 3011 and 3012 are mandatory. "
            "Optional: at least 7 credits and one unit from two units.",
        ),
        (
            replace(COACHING, groups=(), mandatory=frozenset(["3011"])),
            "At least 20 credits from at least three of four units. Unit 3011 is mandatory.",
        ),
        (Rule({"PM3001": 6}, 6, 6, 1, mandatory=frozenset(["PM3001"])), "Exactly 6 credits from one unit."),
        (
            Rule({"513": 6, "524": 10}, 16, 16, mandatory=frozenset(["513", "524"])),
            "Exactly 16 credits from two units, all of them mandatory.",
        ),
        (
            Rule({"a": 3}, 1, groups=(Group("Spare", frozenset("a")),)),
            "At least 1 credit from one unit. Spare: any number from one unit.",
        ),
    ],
)
def test_a_rule_is_said_in_words(rule, sentence):
    assert in_words(rule) == sentence


def test_what_is_missing_comes_with_the_arithmetic():
    assert explain(DIPLOMA, ["601", "605"]) == (
        "Choose at least 24 more credits: at least four more units, as the three largest left (9, 7 and 7) come to 23.",
    )
    assert explain(DIPLOMA, ["601", "605", "604", "609"]) == (
        "Choose at least 8 more credits: at least two more units, as the largest left has 7.",
    )
    assert explain(DIPLOMA, ["601", "605", "604", "609", "613"]) == (
        "Choose at least 1 more credit: at least one more unit.",
    )


def test_a_rule_that_is_met_needs_no_sentence():
    assert explain(DIPLOMA, LEVEL_6) == ()


def test_the_arithmetic_is_left_out_where_units_decide_and_not_credits():
    assert explain(Rule({"a": 6, "b": 6, "c": 6}, 6, min_units=3), []) == (
        "Choose at least 6 more credits: at least three more units.",
        "Choose at least three more units.",
    )


def test_mandatory_units_and_groups_are_named():
    assert explain(COACHING, ["3011"]) == (
        "Choose unit 3012, which is mandatory.",
        "Choose at least 13 more credits: at least two more units, as the largest left has 7.",
        "Choose at least two more units.",
        "Choose at least 7 more credits from Optional.",
        "Choose at least one more unit from Optional.",
    )
    assert explain(COACHING, ["4003"])[0] == "Choose units 3011 and 3012, which are mandatory."


def test_a_choice_that_nothing_can_complete_says_so():
    assert explain(Rule({"a": 4, "b": 6, "c": 3}, 9, 9), ["a"]) == (
        "Choose at least 5 more credits.",
        "No unit that is left can make this choice meet the rule: take a unit out first.",
    )


def test_what_is_refused_in_a_choice_says_what_to_do():
    rule = replace(LEVEL_5, max_credits=14)

    assert explain(rule, ["502", "526", "699"]) == (
        "Unit 699 is not part of this qualification: take it out.",
        "Units 502 and 526 cannot be combined: take one of them out.",
    )
    assert explain(rule, ["501", "502", "698", "699"]) == (
        "Units 698 and 699 are not part of this qualification: take them out.",
    )
    assert explain(rule, ["501", "505", "503"]) == ("The choice comes to 16 credits, and at most 14 are allowed.",)


def test_a_refused_unit_says_why():
    chosen = ["501", "503", "505"]
    rule = replace(LEVEL_5, max_credits=16)
    refused = refusals(rule, chosen, offered=["502", "526", "699"])

    assert {unit: refusal_in_words(rule, why) for unit, why in refused.items()} == {
        "502": "Cannot be combined with units 503 and 505, which you have chosen.",
        "526": "Cannot be combined with unit 501, which you have chosen.",
        "699": "Not part of this qualification.",
    }
    beyond = refusals(replace(rule, barred=frozenset()), chosen)
    assert refusal_in_words(rule, beyond["502"]) == "Would bring you to 22 credits, and at most 16 are allowed."


def test_numbers_and_lists_read_like_prose():
    counts = (0, 1, 9, 10)
    assert [counted(count, "unit") for count in counts] == ["no units", "one unit", "nine units", "10 units"]
    assert [counted(count, "credit") for count in (1, 6, 13)] == ["1 credit", "6 credits", "13 credits"]
    assert [listed("a"), listed("ab"), listed("abc", "or")] == ["a", "a and b", "a, b or c"]
