"""Drawing a sample: the same for the same seed, of the right size, fair, and of nobody else."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from membership.rules.sampling import draw

people = st.sets(st.integers(1, 10**9).map(str), max_size=60)
seeds = st.text("0123456789abcdef", min_size=1, max_size=64)
sizes = st.integers(0, 80)


@given(people, seeds, sizes)
def test_a_draw_has_the_size_that_was_asked_or_everybody(ids, seed, size):
    assert len(draw(ids, seed=seed, size=size)) == min(size, len(ids))


@given(people, seeds, sizes)
def test_nobody_is_drawn_twice_nor_from_outside(ids, seed, size):
    drawn = draw(ids, seed=seed, size=size)

    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= ids


@given(people.flatmap(lambda ids: st.tuples(st.permutations(sorted(ids)), st.just(ids))), seeds, sizes)
def test_the_order_in_which_people_come_changes_nothing(orders, seed, size):
    shuffled, ids = orders

    assert draw([*shuffled, *shuffled], seed=seed, size=size) == draw(sorted(ids), seed=seed, size=size)


@given(people, seeds, sizes)
def test_a_larger_sample_holds_the_smaller_one(ids, seed, size):
    assert draw(ids, seed=seed, size=size + 1)[:size] == draw(ids, seed=seed, size=size)


@given(people, seeds, sizes)
def test_who_leaves_makes_room_for_one_and_disturbs_nobody_else(ids, seed, size):
    drawn = draw(ids, seed=seed, size=size)
    for gone in drawn[:3]:
        assert set(drawn) - {gone} <= set(draw(ids - {gone}, seed=seed, size=size))


def test_a_draw_is_the_same_on_every_machine():
    ids = [str(number) for number in range(1, 11)]

    assert draw(ids, seed="2026", size=3) == ["9", "1", "6"]
    assert draw(ids, seed="2027", size=3) != draw(ids, seed="2026", size=3)


def test_everybody_is_drawn_about_as_often():
    ids = [str(number) for number in range(10)]
    drawn = Counter(one for seed in range(2000) for one in draw(ids, seed=str(seed), size=3))

    assert all(500 < drawn[one] < 700 for one in ids), drawn
