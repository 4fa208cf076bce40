"""What can be set side by side, and what is said about the rest."""

import pytest

from qualifications.rules.comparing import comparable

KNOWN = ("a", "b", "c", "d")
TWICE = "You chose a qualification more than once; it is shown once."
FOUR = "At most three can be compared; the first three are shown."


@pytest.mark.parametrize(
    ("asked", "shown", "said"),
    [
        ([], [], []),
        (["", "a"], ["a"], []),
        (["b", "a", "c"], ["b", "a", "c"], []),
        (["a", "a", "b"], ["a", "b"], [TWICE]),
        (["a", "x"], ["a"], ["One qualification that you asked for is not in the list today."]),
        (["x", "y"], [], ["Two qualifications that you asked for are not in the list today."]),
        (["d", "c", "b", "a"], ["d", "c", "b"], [FOUR]),
        (["x", "a", "b", "c"], ["a", "b", "c"], ["One qualification that you asked for is not in the list today."]),
    ],
)
def test_up_to_three_are_shown_and_the_rest_is_spoken_of(asked, shown, said):
    assert comparable(asked, KNOWN) == (shown, said)
