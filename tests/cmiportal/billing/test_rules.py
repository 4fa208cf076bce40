"""Amounts: to the nearest penny, mirrored below nought, and always the sum of their parts."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.billing.rules.lines import Line, Totals, discount_lines, totals
from cmiportal.billing.rules.money import decimal_of, pence_of, share, vat_of
from cmiportal.billing.rules.settling import credit_due, credit_vat

amounts = st.integers(0, 10_000_000)
rates = st.integers(0, 10_000)


def line(unit=10_000, *, quantity=1, vat=2_000, product="thing"):
    return Line(product, "A useful thing", quantity, unit, vat)


@pytest.mark.parametrize(
    ("net", "vat"), [(0, 0), (2, 0), (3, 1), (12, 2), (13, 3), (9_995, 1_999), (9_997, 1_999), (9_998, 2_000)]
)
def test_vat_of_twenty_per_cent_is_to_the_nearest_penny(net, vat):
    assert vat_of(net, 2_000) == vat
    assert vat_of(-net, 2_000) == -vat


def test_half_a_penny_goes_away_from_nought():
    assert (vat_of(50, 500), vat_of(-50, 500), vat_of(49, 500)) == (3, -3, 2)


@given(amounts, rates)
def test_vat_is_within_half_a_penny_of_the_exact_amount(net, rate):
    assert abs(vat_of(net, rate) - Fraction(net * rate, 10_000)) <= Fraction(1, 2)


@given(st.integers(-10_000_000, 10_000_000))
def test_pence_and_decimals_are_one_amount(pence):
    assert pence_of(decimal_of(pence)) == pence


def test_an_amount_has_two_decimals_and_no_part_of_a_penny():
    assert str(decimal_of(12_900)) == "129.00"
    assert pence_of(Decimal("0.1")) == 10
    with pytest.raises(ValueError, match=r"0\.125 is not a whole number of pence"):
        pence_of(Decimal("0.125"))


def test_totals_are_the_sum_of_lines_each_rounded_by_itself():
    lines = [line(3), line(3), line(5_000, quantity=3, vat=0)]

    assert totals(lines) == Totals(net_pence=15_006, vat_pence=2)
    assert totals(lines).total_pence == 15_008
    assert totals([]).total_pence == 0


def test_a_discount_is_a_line_below_nought_with_the_vat_of_what_it_discounts():
    lines = [line(9_999), line(5_000, quantity=2, vat=0, product="other")]

    assert discount_lines(lines, percent=15, code="SPRING") == [
        Line("thing", "Discount SPRING, 15 per cent off A useful thing", 1, -1_500, 2_000),
        Line("other", "Discount SPRING, 15 per cent off A useful thing", 1, -1_500, 0),
    ]
    assert [less.product for less in discount_lines(lines, percent=15, code="SPRING", product="other")] == ["other"]
    assert discount_lines(lines, percent=15, code="SPRING", product="third") == []


@given(st.lists(st.builds(line, amounts, quantity=st.integers(1, 9), vat=rates), max_size=4), st.integers(1, 100))
def test_a_discounted_order_costs_between_nothing_and_all_of_it(lines, percent):
    before = totals(lines)
    after = totals([*lines, *discount_lines(lines, percent=percent, code="X")])

    assert 0 <= after.vat_pence <= before.vat_pence
    assert 0 <= after.net_pence <= before.net_pence
    if percent == 100:
        assert after == Totals(0, 0)


@pytest.mark.parametrize(
    ("received", "credited", "due"),
    [
        (100, 0, 0),  # all of it is held
        (60, 0, 40),  # a part went back
        (60, 40, 0),  # and was credited
        (0, 40, 60),  # the rest went back
        (150, 0, 0),  # more is held than was invoiced
        (-20, 0, 100),  # more went back than came in
    ],
)
def test_what_is_no_longer_held_of_an_invoice_is_credited(received, credited, due):
    assert credit_due(total=100, received=received, credited=credited) == due


@given(st.integers(1, 1_000_000), st.lists(st.integers(1, 1_000), max_size=6), rates)
def test_credit_notes_over_parts_hold_together_exactly_the_vat(net, parts, rate):
    vat = vat_of(net, rate)
    total = net + vat
    credited = credited_vat = 0
    for part in [*(min(part, total) for part in parts), total]:
        credit = min(part, total - credited)
        credited_vat += credit_vat(vat=vat, total=total, credited=credited, credited_vat=credited_vat, credit=credit)
        credited += credit

    assert (credited, credited_vat) == (total, vat)


def test_a_share_mirrors_below_nought():
    assert (share(5, 1, 2), share(-5, 1, 2), share(4, 1, 2)) == (3, -3, 2)
