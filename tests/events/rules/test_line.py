"""The order of the waiting list: nobody is overtaken but by a smaller party where the larger one cannot fit."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules import line as rules
from events.rules.line import Outcome, Waiting, decide, fits_before_the_line, places, why_it_waits

PARTIES = st.lists(st.integers(1, 6), max_size=12)
FREE = st.integers(-1, 12)


def line_of(parties):
    """A line of parties by their number in it."""
    return [Waiting(number, party) for number, party in enumerate(parties)]


def offered_in(decisions):
    return [one.key for one in decisions if one.outcome == Outcome.OFFERED]


@given(PARTIES, FREE)
def test_no_more_places_are_offered_than_are_free_and_none_is_kept_from_whom_it_would_fit(parties, free):
    offered = offered_in(decide(line_of(parties), free))
    left = max(free, 0) - sum(parties[key] for key in offered)

    assert left >= 0
    assert all(party > left for key, party in enumerate(parties) if key not in offered)


@given(PARTIES, FREE)
def test_nobody_is_overtaken_who_would_have_fitted_when_their_turn_came(parties, free):
    offered = offered_in(decide(line_of(parties), free))

    for key, party in enumerate(parties):
        before = sum(parties[other] for other in offered if other < key)
        if key not in offered and any(other > key for other in offered):
            assert party > free - before


@given(PARTIES, FREE)
def test_everybody_up_to_the_last_who_is_offered_places_has_a_decision_with_what_was_free(parties, free):
    decisions = decide(line_of(parties), free)
    offered = offered_in(decisions)

    assert [one.key for one in decisions] == list(range(len(decisions)))
    assert len(decisions) == (max(offered, default=0) + 1 if parties and free > 0 else 0)
    for one in decisions:
        assert one.free == free - sum(parties[other] for other in offered if other < one.key)
        assert (one.outcome == Outcome.OFFERED) == (parties[one.key] <= one.free)


@given(PARTIES, FREE, st.integers(1, 6))
def test_who_comes_now_has_places_at_once_where_the_line_would_be_offered_none_of_them(parties, free, party):
    newcomer = len(parties)

    assert fits_before_the_line(line_of(parties), free, party) == (
        offered_in(decide(line_of([*parties, party]), free)) == [newcomer]
    )


@given(st.lists(st.integers(1, 6), min_size=1), FREE, st.integers(1, 6))
def test_the_smallest_party_stands_for_the_line(parties, free, party):
    smallest = [Waiting(0, min(parties))]

    assert fits_before_the_line(smallest, free, party) == fits_before_the_line(line_of(parties), free, party)


def test_a_large_party_at_the_front_is_told_that_it_waits_though_nobody_overtakes_it():
    decisions = decide(line_of([3, 4]), 2)

    assert [(one.key, one.outcome, one.free) for one in decisions] == [(0, Outcome.TOO_FEW, 2)]


@pytest.mark.parametrize(
    ("party", "free", "said"),
    [
        (1, 0, "All places are taken."),
        (2, 1, "Only one place is free, and you are 2 together: somebody alone may be offered it first."),
        (3, 2, "Only 2 places are free, and you are 3 together: a smaller party may be offered them first."),
        (2, 2, "Places are free, and are about to be offered."),
    ],
)
def test_why_a_party_waits_is_said_in_words(party, free, said):
    assert why_it_waits(party, free) == said


def test_places_are_counted_in_words():
    assert [places(number) for number in (0, 1, 2)] == ["0 places", "one place", "2 places"]


def test_the_examples_in_the_rules_are_true():
    assert doctest.testmod(rules).failed == 0
