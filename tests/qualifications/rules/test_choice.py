"""Changing a choice of units when some units are passed already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.rules.choice import countable_passes, made_worse
from qualifications.rules.combination import Broken, Fault, Rule, check

POOL = {"502": 6, "503": 4, "504": 5, "505": 8}
RULE = Rule(POOL, min_credits=10, max_credits=15, barred=frozenset({frozenset({"502", "503"})}))
CHOICES = st.frozensets(st.sampled_from(sorted(POOL)))


@pytest.mark.parametrize(
    ("passed", "counted"),
    [
        ({"504"}, {"504"}),
        ({"502", "503"}, {"502"}),  # the larger of two that bar each other
        ({"502", "504", "505"}, {"505", "502"}),  # 19 credits would be above the maximum
        ({"504", "999"}, {"504"}),
        (set(), set()),
    ],
)
def test_passes_that_do_not_fit_are_left_out(passed, counted):
    assert countable_passes(RULE, passed) == counted


@given(CHOICES)
def test_counted_passes_never_break_the_rule(passed):
    assert check(RULE, countable_passes(RULE, passed)).broken == ()


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ((), {"502", "503"}, (Broken(Fault.BARRED, ("502", "503")),)),
        ({"502", "503"}, {"502", "503", "504"}, ()),
        ({"502", "503"}, {"502"}, ()),
        ((), {"502", "504", "505"}, (Broken(Fault.TOO_MANY, credits=19),)),
        ({"502", "504", "505"}, {"503", "504", "505"}, ()),  # 17 credits instead of 19
        ({"503", "504", "505"}, {"502", "504", "505"}, (Broken(Fault.TOO_MANY, credits=19),)),
        ((), {"999"}, (Broken(Fault.OUTSIDE, ("999",)),)),
    ],
)
def test_only_what_the_change_makes_worse_is_refused(before, after, worse):
    assert made_worse(RULE, before, after) == worse


@given(CHOICES, CHOICES)
def test_taking_units_out_is_never_refused(choice, out):
    assert made_worse(RULE, choice, choice - out) == ()
