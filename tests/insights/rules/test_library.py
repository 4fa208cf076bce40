"""For whose work a resource is meant, in words."""

import pytest

from insights.rules.library import levels_in_words


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([], "All levels"),
        ([5], "Level 5"),
        ([5, 5], "Level 5"),
        ([5, 3], "Levels 3 and 5"),
        ([3, 4, 5], "Levels 3 to 5"),
        ([3, 5, 7], "Levels 3, 5 and 7"),
    ],
)
def test_levels_are_said_shortly(levels, said):
    assert levels_in_words(levels) == said
