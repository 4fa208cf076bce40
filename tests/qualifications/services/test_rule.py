"""The pure rule made from rows."""

import pytest

from qualifications.rules.combination import Group, Rule
from qualifications.services.rule import rule_of, rules_of, with_passes
from tests.factories.qualifications import published_unit, published_version

pytestmark = pytest.mark.django_db


def level_5_version():
    units = [published_unit(number, credits=credits) for number, credits in (("501", 7), ("502", 6), ("503", 4))]
    return published_version(
        units,
        min_credits=13,
        max_credits=20,
        min_units=2,
        mandatory=["501"],
        barred=[("502", "503")],
        groups=[("Group A", 7, None, ["501", "502"]), ("Group B", None, 1, ["502", "503"])],
    )


def test_rule_holds_everything_that_the_version_says():
    assert rule_of(level_5_version()) == Rule(
        pool={"501": 7, "502": 6, "503": 4},
        min_credits=13,
        max_credits=20,
        min_units=2,
        groups=(
            Group("Group A", frozenset({"501", "502"}), min_credits=7),
            Group("Group B", frozenset({"502", "503"}), min_units=1),
        ),
        mandatory=frozenset({"501"}),
        barred=frozenset({frozenset({"502", "503"})}),
    )


@pytest.mark.parametrize("versions", [1, 3])
def test_rules_of_many_versions_take_two_queries(versions, django_assert_num_queries):
    units = [published_unit(number) for number in ("601", "602", "603")]
    rows = [published_version(units, barred=[("601", "602")]) for _ in range(versions)]

    with django_assert_num_queries(2):
        rules = rules_of(rows)

    assert [len(rules[row.pk].pool) for row in rows] == [3] * versions


def test_a_passed_older_version_counts_with_its_own_credits():
    rule = rule_of(published_version([published_unit("601", credits=6)]))

    assert with_passes(rule, {"601": 8, "999": 5}).pool == {"601": 8}
