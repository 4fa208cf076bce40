"""Words: the range with its tolerance, and when a length needs a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.rules.word_count import WordRange, beyond, tolerated


def test_ten_percent_either_way_in_whole_words():
    assert tolerated(2500, 3000, percent=10) == WordRange(2250, 3300)
    assert tolerated(2501, 3001, percent=10) == WordRange(2251, 3301)


@pytest.mark.parametrize(("words_from", "words_to"), [(None, None), (None, 3000), (2500, None)])
def test_a_unit_without_figures_has_no_range(words_from, words_to):
    assert tolerated(words_from, words_to, percent=10) is None


@given(st.integers(0, 9000), st.integers(0, 9000), st.integers(0, 50))
def test_the_tolerated_range_never_goes_beyond_the_percentage(words_from, more, percent):
    words_to = words_from + more
    asked = tolerated(words_from, words_to, percent=percent)

    assert 0 <= asked.least * 100 - words_from * (100 - percent) < 100
    assert 0 <= words_to * (100 + percent) - asked.most * 100 < 100


@pytest.mark.parametrize(
    ("words", "whole_unit", "found"),
    [
        (2250, True, ""),
        (3300, True, ""),
        (2249, True, "short"),
        (2249, False, ""),
        (3301, True, "long"),
        (3301, False, "long"),
    ],
)
def test_both_ends_are_inside_and_a_resubmission_may_be_shorter(words, whole_unit, found):
    assert beyond(words, WordRange(2250, 3300), whole_unit=whole_unit) == found


def test_without_a_range_every_length_will_do():
    assert beyond(0, None, whole_unit=True) == ""
