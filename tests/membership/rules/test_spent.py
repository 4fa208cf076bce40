"""Hours as people say them, minutes as we keep them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.rules.spent import hours_of, minutes_of, said


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [("1.5", 90), ("0.75", 45), ("2", 120), ("0.01", 1), ("0.001", 1), ("1.33", 80), ("999", 59_940)],
)
def test_hours_become_whole_minutes(hours, minutes):
    assert minutes_of(Decimal(hours)) == minutes


@given(st.integers(1, 100_000))
def test_a_form_shows_what_gives_the_same_minutes_again(minutes):
    assert minutes_of(hours_of(minutes)) == minutes


@pytest.mark.parametrize(("minutes", "text"), [(90, "1.5"), (120, "2"), (600, "10"), (6000, "100"), (20, "0.33")])
def test_a_form_shows_no_needless_figures(minutes, text):
    assert f"{hours_of(minutes):f}" == text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (90, "1 hour 30 minutes"),
        (600, "10 hours"),
    ],
)
def test_time_is_said_in_hours_and_minutes(minutes, words):
    assert said(minutes) == words
