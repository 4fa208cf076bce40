"""Eligibility: every fact as met, short by so much, or to be proven; checked against a slow, plain restatement."""

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.rules.eligibility import (
    Assessed,
    Decision,
    Facts,
    Finding,
    Held,
    Outcome,
    Post,
    Qualification,
    Registered,
    WayFound,
    Years,
    days_of,
    decide,
    find,
    fits,
)

ON = date(2026, 11, 29)
DAY = timedelta(days=1)
MEMBER = ((Qualification(6), Years(3)), (Years(5),))

around = st.dates(date(2010, 1, 1), date(2030, 12, 31))


@st.composite
def posts(draw):
    since = draw(around)
    until = draw(st.none() | st.dates(since, since + timedelta(days=2500)))
    return Post(since, until, strategic=draw(st.booleans()), proven=draw(st.booleans()))


@st.composite
def held(draw):
    return Held(
        level=draw(st.integers(2, 8)),
        size=draw(st.sampled_from(["award", "certificate", "diploma", "degree"])),
        awarded_on=draw(around),
        management=draw(st.booleans()),
        own=draw(st.booleans()),
        proven=draw(st.booleans()),
    )


facts = st.builds(
    Facts,
    on=around,
    posts=st.lists(posts(), max_size=5).map(tuple),
    held=st.lists(held(), max_size=4).map(tuple),
    registered=st.booleans(),
    assessed=st.booleans(),
    assessed_proven=st.booleans(),
)
conditions = st.one_of(
    st.builds(Years, st.integers(1, 10), st.booleans()),
    st.builds(
        Qualification,
        level=st.integers(2, 8),
        up_to=st.integers(2, 8),
        sizes=st.sampled_from([(), ("diploma",), ("certificate", "diploma")]),
        own=st.booleans(),
        within_years=st.none() | st.integers(1, 10),
    ),
    st.just(Registered()),
    st.just(Assessed()),
)
ways = st.lists(st.lists(conditions, max_size=3).map(tuple), max_size=3).map(tuple)


def every_day(posts, on):
    """The days on which somebody was in one of the posts, one by one."""
    return {post.since + n * DAY for post in posts for n in range((min(post.until or on, on) - post.since).days + 1)}


def plainly(condition, known, *, proven):
    """Whether a condition holds, counting proven facts alone or every claim."""
    if isinstance(condition, Years):
        counted = [p for p in known.posts if (p.strategic or not condition.strategic) and (p.proven or not proven)]
        return len(every_day(counted, known.on)) >= 365 * condition.years
    if isinstance(condition, Qualification):
        for one in known.held:
            right = one.management and one.level in range(condition.level, condition.up_to + 1)
            if condition.sizes and one.size not in condition.sizes:
                right = False
            if condition.own and not one.own:
                right = False
            if one.awarded_on > known.on:
                right = False
            if condition.within_years is not None:
                year, month, day = known.on.year - condition.within_years, known.on.month, known.on.day
                if (month, day) == (2, 29) and not isleap(year):
                    day = 28
                if (one.awarded_on.year, one.awarded_on.month, one.awarded_on.day) < (year, month, day):
                    right = False
            if right and (one.proven or not proven):
                return True
        return False
    if isinstance(condition, Registered):
        return known.registered
    return known.assessed and (known.assessed_proven or not proven)


@given(ways, facts)
def test_a_rule_is_decided_as_its_plain_restatement_decides_it(ways, known):
    by_proof = any(all(plainly(one, known, proven=True) for one in way) for way in ways)
    by_claim = any(all(plainly(one, known, proven=False) for one in way) for way in ways)

    expected = Outcome.MET if by_proof else Outcome.PERSON if by_claim else Outcome.NOT_MET
    assert decide(ways, known).outcome == expected


@given(st.lists(posts(), max_size=6), around)
def test_days_on_which_posts_overlap_count_once(posts, on):
    assert days_of(posts, on) == len(every_day(posts, on))


@given(st.integers(1, 12), facts)
def test_what_is_short_is_what_is_missing(years, known):
    finding = find(Years(years), known)

    assert finding.short == max(0, years * 365 - finding.days)
    assert (finding.short > 0) == (finding.outcome == Outcome.NOT_MET)


def test_three_calendar_years_are_three_years_with_and_without_a_leap_day():
    for first in (2020, 2021):
        post = Post(date(first, 1, 1), date(first + 2, 12, 31), proven=True)
        assert find(Years(3), Facts(ON, (post,))).outcome == Outcome.MET


def test_a_post_that_starts_today_counts_one_day_and_one_that_starts_tomorrow_none():
    assert days_of([Post(ON, None)], ON) == 1
    assert days_of([Post(ON + DAY, None)], ON) == 0


def test_each_way_says_what_came_of_each_condition():
    known = Facts(
        ON,
        posts=(Post(date(2023, 1, 1), date(2025, 12, 31)),),
        held=(Held(7, "degree", date(2019, 7, 1), proven=True),),
    )

    assert decide(MEMBER, known) == Decision(
        Outcome.PERSON,
        (
            WayFound(
                (
                    Finding(Qualification(6), Outcome.MET),
                    Finding(Years(3), Outcome.PERSON, days=1096, short=0),
                )
            ),
            WayFound((Finding(Years(5), Outcome.NOT_MET, days=1096, short=729),)),
        ),
    )


def test_a_way_without_conditions_is_open_to_everybody_and_a_rule_without_ways_to_nobody():
    assert decide([()], Facts(ON)) == Decision(Outcome.MET, (WayFound(()),))
    assert decide([], Facts(ON)) == Decision(Outcome.NOT_MET, ())


def test_a_rule_that_is_not_published_is_decided_by_a_person():
    assert decide(None, Facts(ON)) == Decision(Outcome.PERSON, ())


@pytest.mark.parametrize(
    ("awarded", "counts"),
    [(date(2021, 11, 28), False), (date(2021, 11, 29), True), (ON, True), (ON + DAY, False)],
)
def test_an_award_counts_for_so_many_years_to_the_day_and_not_before_it_is_made(awarded, counts):
    wanted = Qualification(5, within_years=5)

    assert fits(wanted, Held(5, "diploma", awarded), ON) is counts
