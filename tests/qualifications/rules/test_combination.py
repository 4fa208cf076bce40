"""The rule of combination against brute force: every subset of a small pool, judged by the definition itself."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.rules.combination import (
    Broken,
    Fault,
    Group,
    Lack,
    Missing,
    Rule,
    Verdict,
    can_be_met,
    check,
    further,
    least_units_left,
    refusals,
)

LEVEL_6 = {"601": 6, "602": 6, "603": 5, "604": 9, "605": 7, "606": 6, "608": 6, "609": 7, "613": 7, "614": 6}
GROUP_A = {"701": 11, "702": 10, "703": 7, "704": 9, "705": 8}
GROUP_B = {"607": 6, "609": 7}
LEVEL_7_DIPLOMA = Rule(
    pool={**GROUP_A, **GROUP_B},
    min_credits=37,
    groups=(
        Group("Group A", frozenset(GROUP_A), min_credits=30),
        Group("Group A or B", frozenset({**GROUP_A, **GROUP_B}), min_credits=7),
    ),
)
LEVEL_5 = {"501": 7, "502": 6, "503": 5, "505": 4, "511": 5, "526": 8, "524": 10}
PAIRS = frozenset(
    frozenset(pair) for pair in [("502", "503"), ("502", "505"), ("502", "511"), ("502", "526"), ("526", "501")]
)

UNITS = "abcdefg"


def subsets(units):
    return [frozenset(some) for size in range(len(units) + 1) for some in combinations(sorted(units), size)]


@st.composite
def rules(draw):
    """Small rules of every shape, impossible and contradictory ones among them; groups may name units outside."""
    pool = draw(st.dictionaries(st.sampled_from(UNITS), st.integers(0, 6), min_size=1))
    some = st.frozensets(st.sampled_from(UNITS), max_size=4)
    small = st.none() | st.integers(0, 8)
    pairs = st.frozensets(st.sampled_from([frozenset(pair) for pair in combinations(UNITS, 2)]), max_size=5)
    groups = draw(st.lists(st.tuples(some, small, st.none() | st.integers(0, 3)), max_size=2))
    return Rule(
        pool=pool,
        min_credits=draw(st.integers(0, 20)),
        max_credits=draw(st.none() | st.integers(0, 25)),
        min_units=draw(st.none() | st.integers(0, 5)),
        groups=tuple(Group(f"Group {n}", units, credits, least) for n, (units, credits, least) in enumerate(groups)),
        mandatory=draw(st.frozensets(st.sampled_from(UNITS), max_size=2)),
        barred=draw(pairs),
    )


choices = st.frozensets(st.sampled_from(f"{UNITS}z"))


def meets(rule, chosen):
    """The definition, written out once more and differently."""
    return (
        all(unit in rule.pool for unit in chosen)
        and all(unit in chosen for unit in rule.mandatory)
        and not any(frozenset(pair) in rule.barred for pair in combinations(chosen, 2))
        and sum(rule.pool[unit] for unit in chosen) >= rule.min_credits
        and (rule.max_credits is None or sum(rule.pool[unit] for unit in chosen) <= rule.max_credits)
        and len(chosen) >= (rule.min_units or 0)
        and all(
            sum(rule.pool[unit] for unit in chosen & group.units) >= (group.min_credits or 0)
            and len(chosen & group.units) >= (group.min_units or 0)
            for group in rule.groups
        )
    )


@given(rules(), choices)
def test_a_choice_is_met_exactly_when_the_definition_holds(rule, chosen):
    assert check(rule, chosen).met == meets(rule, chosen)


@given(rules())
def test_can_be_met_exactly_when_some_subset_of_the_pool_meets_it(rule):
    assert can_be_met(rule) == any(meets(rule, chosen) for chosen in subsets(rule.pool))


@given(rules(), choices)
def test_least_units_left_is_the_smallest_addition_that_meets_it(rule, chosen):
    sizes = [len(more) for more in subsets(rule.pool.keys() - chosen) if meets(rule, chosen | more)]

    assert least_units_left(rule, chosen) == min(sizes, default=None)


@given(rules(), choices)
def test_the_further_units_named_do_meet_it(rule, chosen):
    answer = further(rule, chosen)

    assert answer is None or (meets(rule, chosen | answer) and not answer & chosen)


@given(rules(), choices)
def test_a_unit_is_refused_exactly_when_adding_it_breaks_something(rule, chosen):
    refused = refusals(rule, chosen, offered=[*UNITS, "z"])
    faults = {broken.fault for broken in check(rule, chosen).broken}

    if not faults:
        for unit in frozenset([*UNITS, "z"]) - chosen:
            assert (unit in refused) == bool(check(rule, chosen | {unit}).broken)


@given(rules(), choices, choices)
def test_more_chosen_units_never_lift_a_refusal(rule, chosen, more):
    before, after = refusals(rule, chosen), refusals(rule, chosen | more)

    assert before.keys() - more <= after.keys()


@given(rules(), choices)
def test_nothing_chosen_is_refused_and_no_unit_is_counted_twice(rule, chosen):
    verdict = check(rule, [*chosen, *chosen])

    assert not refusals(rule, chosen).keys() & chosen
    assert (verdict.credits, verdict.units) == (
        sum(rule.pool.get(unit, 0) for unit in chosen),
        len(chosen & rule.pool.keys()),
    )


@pytest.mark.parametrize(
    ("chosen", "credits", "met"),
    [
        ((), 0, False),
        (("601", "603"), 11, False),
        (("601", "605"), 13, True),
        (LEVEL_6, 65, True),
    ],
)
def test_level_6_certificate_is_any_units_to_13_credits(chosen, credits, met):
    verdict = check(Rule(LEVEL_6, 13), chosen)

    assert (verdict.credits, verdict.met) == (credits, met)


def test_level_6_diploma_takes_six_units_though_no_minimum_of_units_is_written():
    diploma = Rule(LEVEL_6, 37)

    assert least_units_left(diploma, ()) == 6
    assert least_units_left(diploma, ["601", "605"]) == 4


def test_level_5_pairs_are_refused_at_choice_and_broken_at_award():
    diploma = Rule(LEVEL_5, 13, barred=PAIRS)

    assert refusals(diploma, ["502"]) == {unit: Broken(Fault.BARRED, ("502",)) for unit in ("503", "505", "511", "526")}
    assert check(diploma, ["502", "503", "524"]).broken == (Broken(Fault.BARRED, ("502", "503")),)


def test_level_7_diploma_wants_thirty_credits_from_group_a():
    six_of_b = ["607", "609", "701", "702", "703"]

    assert check(LEVEL_7_DIPLOMA, six_of_b) == Verdict(
        credits=41, units=5, missing=(Missing(Lack.GROUP_CREDITS, 2, "Group A", ("704", "705")),), broken=()
    )
    assert check(LEVEL_7_DIPLOMA, ["701", "702", "704"]).missing == (Missing(Lack.CREDITS, 7),)
    assert check(LEVEL_7_DIPLOMA, ["701", "702", "704", "609"]).met


def test_everything_that_can_be_missing_is_named():
    rule = Rule(
        {"a": 3, "b": 4, "c": 5},
        min_credits=9,
        min_units=3,
        groups=(Group("Optional", frozenset("bc"), min_credits=5, min_units=2),),
        mandatory=frozenset("ac"),
    )

    assert check(rule, "b").missing == (
        Missing(Lack.MANDATORY, 2, units=("a", "c")),
        Missing(Lack.CREDITS, 5),
        Missing(Lack.UNITS, 2),
        Missing(Lack.GROUP_CREDITS, 1, "Optional", ("c",)),
        Missing(Lack.GROUP_UNITS, 1, "Optional", ("c",)),
    )


def test_everything_that_can_be_broken_is_named():
    rule = Rule({"a": 3, "b": 4}, min_credits=3, max_credits=6, barred=frozenset([frozenset("ab")]))

    assert check(rule, "abz").broken == (
        Broken(Fault.OUTSIDE, ("z",)),
        Broken(Fault.BARRED, ("a", "b")),
        Broken(Fault.TOO_MANY, credits=7),
    )


def test_a_unit_beyond_the_maximum_or_outside_the_pool_is_refused():
    rule = Rule({"a": 3, "b": 4}, min_credits=3, max_credits=6)

    assert refusals(rule, "a", offered="abz") == {
        "b": Broken(Fault.TOO_MANY, credits=7),
        "z": Broken(Fault.OUTSIDE, ("z",)),
    }


@pytest.mark.parametrize(
    "rule",
    [
        Rule({"a": 3}, min_credits=4),
        Rule({"a": 4, "b": 4}, min_credits=5, max_credits=7),
        Rule({"a": 3, "b": 3}, min_credits=6, barred=frozenset([frozenset("ab")])),
        Rule({"a": 3}, min_credits=1, min_units=2),
        Rule({"a": 3}, min_credits=1, mandatory=frozenset("z")),
        Rule({"a": 3, "b": 3}, min_credits=1, mandatory=frozenset("ab"), barred=frozenset([frozenset("ab")])),
        Rule({"a": 3, "b": 3}, min_credits=1, groups=(Group("A", frozenset("z"), min_units=1),)),
    ],
)
def test_a_rule_no_choice_can_meet_is_seen(rule):
    assert not can_be_met(rule)


def test_thirty_units_and_ten_pairs_are_decided_at_once():
    pool = {f"{number}": 4 + number % 7 for number in range(301, 331)}
    pairs = frozenset(frozenset((f"{number}", f"{number + 7}")) for number in range(301, 321, 2))
    rule = Rule(pool, min_credits=90, max_credits=90, min_units=12, barred=pairs)

    assert least_units_left(rule, ()) == 12
    assert not can_be_met(replace(rule, pool=dict.fromkeys(pool, 4), min_credits=91, max_credits=91))


def test_an_older_version_of_a_unit_counts_with_its_own_credits():
    rule = Rule(LEVEL_6, 13)
    older: Mapping[str, int] = {**rule.pool, "601": 7}

    assert check(rule, ["601", "602"]).credits == 12
    assert check(replace(rule, pool=older), ["601", "602"]).met


def test_nonsense_is_refused_when_a_rule_is_made():
    with pytest.raises(ValueError, match="fewer than no credits"):
        Rule({"a": -1}, min_credits=1)
    with pytest.raises(ValueError, match="two units"):
        Rule({"a": 1}, min_credits=1, barred=frozenset([frozenset("a")]))
