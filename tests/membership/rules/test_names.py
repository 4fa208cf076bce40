"""Names as they are typed by who looks for somebody."""

import pytest

from membership.rules.names import forgives_slips, letters_in, tidy


def test_blanks_become_one_and_accents_join_their_letters():
    assert tidy("  Jose\u0301 \t Núñez\n") == "José Núñez"


@pytest.mark.parametrize(("typed", "count"), [("", 0), ("12 -.", 0), ("Ng", 2), ("J. O'Neill-2", 7), ("王小明", 3)])
def test_letters_are_counted_in_any_script(typed, count):
    assert letters_in(typed) == count


@pytest.mark.parametrize(
    ("typed", "forgiven"),
    [
        ("Ng", False),
        ("J. L.", False),
        ("Lee", True),
        ("Иванов", True),
        ("王小明", False),
        ("김민수", False),
        ("สมชาย", False),
    ],
)
def test_slips_are_forgiven_from_three_letters_on_where_names_have_spaces(typed, forgiven):
    assert forgives_slips(typed) is forgiven
