"""The length of a statement: whether it fits, by how much it does not, and how that is said."""

import pytest

from membership.rules.statements import off_by, said_of


@pytest.mark.parametrize(
    ("words", "off", "said"),
    [
        (0, -400, "Nothing written yet; 400 to 800 words are asked for."),
        (1, -399, "One word: 399 short of 400."),
        (399, -1, "399 words: 1 short of 400."),
        (400, 0, "400 words, of 400 to 800."),
        (800, 0, "800 words, of 400 to 800."),
        (801, 1, "801 words: 1 more than 800."),
    ],
)
def test_a_length_is_judged_and_said(words, off, said):
    assert off_by(words, 400, 800) == off
    assert said_of(words, 400, 800) == said
