"""Gaps: what is still open, and what of it has no evidence."""

from hypothesis import given
from hypothesis import strategies as st

from qualifications.rules.gaps import gaps, named, still_open

CODES = st.lists(st.sampled_from(["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"]), unique=True)


def test_a_met_criterion_is_neither_open_nor_a_gap():
    assert still_open(["1.1", "1.2", "2.1"], met={"1.2"}) == ("1.1", "2.1")
    assert gaps(["1.1", "1.2", "2.1"], met={"1.2"}, mapped={"1.1"}) == ("2.1",)


@given(CODES, st.sets(CODES.map(tuple)).map(lambda each: {code for codes in each for code in codes}), CODES)
def test_every_criterion_is_met_mapped_or_a_gap_in_the_order_of_the_unit(codes, met, mapped):
    found = gaps(codes, met=met, mapped=mapped)

    assert list(found) == [code for code in codes if code not in met and code not in mapped]
    assert set(found) <= set(still_open(codes, met=met))


def test_codes_are_named_as_a_person_says_them():
    assert [named(["1.1"]), named(["1.1", "2.2"]), named(["1.1", "2.2", "3.1"])] == [
        "1.1",
        "1.1 and 2.2",
        "1.1, 2.2 and 3.1",
    ]
