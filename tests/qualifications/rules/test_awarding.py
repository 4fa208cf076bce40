"""Which of the passed units make an award."""

from qualifications.rules.awarding import countable
from qualifications.rules.combination import Rule

POOL = {"501": 6, "502": 6, "503": 4, "504": 4, "505": 5}


def test_while_the_rule_is_not_met_nothing_counts():
    assert countable(Rule(pool=POOL, min_credits=13), {"501": 6, "502": 6}) is None


def test_all_passed_units_of_the_pool_count_once_it_is_met():
    rule = Rule(pool=POOL, min_credits=13)

    assert countable(rule, {"501": 6, "502": 6, "504": 4, "999": 7}) == {"501", "502", "504"}


def test_credits_are_those_of_the_version_that_was_passed():
    rule = Rule(pool=POOL, min_credits=13)

    assert countable(rule, {"501": 7, "502": 6}) == {"501", "502"}


def test_where_two_passed_units_bar_each_other_the_fewest_that_meet_the_rule_count():
    rule = Rule(pool=POOL, min_credits=13, barred=frozenset({frozenset({"502", "503"})}))

    assert countable(rule, {"501": 6, "502": 6, "503": 4}) is None
    assert countable(rule, {"501": 6, "502": 6, "503": 4, "505": 5}) in (
        {"501", "502", "505"},
        {"501", "503", "505"},
    )


def test_two_barred_units_never_meet_the_rule_together():
    rule = Rule(pool=POOL, min_credits=10, barred=frozenset({frozenset({"502", "503"})}))

    assert countable(rule, {"502": 6, "503": 4}) is None


def test_more_than_the_maximum_is_cut_to_what_meets_the_rule():
    rule = Rule(pool=POOL, min_credits=10, max_credits=12)

    assert countable(rule, {"501": 6, "502": 6, "503": 4}) in ({"501", "502"}, {"501", "503"}, {"502", "503"})
