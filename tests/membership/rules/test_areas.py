"""The picture of the areas: every entry counts in its area, every area is there, empty ones are named."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from membership.rules.areas import Built, picture

NINE = ("self", "decisions", "communicating", "direction", "people", "relationships", "results", "change", "money")


def test_areas_are_told_in_their_order_with_their_share_of_the_fullest():
    shown = picture(("self", "people", "change"), ["change", "self", "change", "change", "change"])

    assert shown.areas == (Built("self", 1, 0.25), Built("people", 0, 0.0), Built("change", 4, 1.0))
    assert shown.empty == ("people",)


def test_without_an_entry_all_areas_are_empty():
    assert picture(NINE, []).empty == NINE


def test_without_areas_there_is_no_picture():
    assert picture((), ["change"]).areas == ()


@given(st.lists(st.sampled_from([*NINE, "an area of old"]), max_size=50))
def test_what_is_counted_is_what_there_is(entries):
    shown = picture(NINE, entries)
    counts = Counter(entries)

    assert [area.entries for area in shown.areas] == [counts[key] for key in NINE]
    assert set(shown.empty) == set(NINE) - set(entries)
    assert all(0 <= area.share <= 1 for area in shown.areas)
    assert any(area.share == 1 for area in shown.areas) == (len(shown.empty) < len(NINE))
