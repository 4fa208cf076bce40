"""Verification codes: as printed, and as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.rules.codes import ALPHABET, grouped, new_code, read_code

CODES = st.text(ALPHABET, min_size=12, max_size=12).map(grouped)


def test_a_new_code_has_three_groups_of_four():
    code = new_code()

    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert read_code(code) == code


def test_two_new_codes_differ():
    assert new_code() != new_code()


@given(CODES)
def test_case_blanks_and_dashes_do_not_matter(code):
    assert read_code(f"  {code.lower().replace('-', ' – ')} ") == code


def test_letters_that_are_taken_for_digits_are_put_right():
    assert read_code("iLoO-0000-0000") == "1100-0000-0000"


@pytest.mark.parametrize(
    "typed", ["", "7Q4K", "7Q4K-M2ZD-90PX-1", "UUUU-UUUU-UUUU", "日本語の文字列です日本", "' OR 1=1 --0"]
)
def test_what_is_no_code_reads_as_nothing(typed):
    assert read_code(typed) == ""
