"""Numbers that people read out: every single slip is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.rules.numbers import is_valid, with_check


def test_a_number_has_prefix_seven_digits_and_two_check_digits():
    assert with_check("P", 48213) == "P004821312"


@given(st.integers(0, 9_999_999), st.sampled_from("ACPR"))
def test_every_number_that_was_given_is_valid_however_it_is_written(number, prefix):
    text = with_check(prefix, number)

    assert is_valid(text)
    assert is_valid(f" {text[:4].lower()}-{text[4:]} ")


@given(st.integers(0, 9_999_999), st.integers(1, 9), st.integers(0, 9))
def test_one_wrong_digit_is_noticed(number, position, digit):
    text = with_check("P", number)
    wrong = text[:position] + str(digit) + text[position + 1 :]

    assert is_valid(wrong) == (wrong == text)


@given(st.integers(0, 9_999_999), st.integers(1, 8))
def test_two_swapped_digits_are_noticed(number, position):
    text = with_check("P", number)
    wrong = text[:position] + text[position + 1] + text[position] + text[position + 2 :]

    assert is_valid(wrong) == (wrong == text)


@pytest.mark.parametrize("text", ["", "P", "P٠٠٤٨٢١٣٤٩", "P00482134!", "名前000000000"])
def test_what_is_no_number_is_not_valid(text):
    assert not is_valid(text)
