"""So many times a minute for one client, counted in the cache."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from cmiportal.rate import client_of, count_today, seconds_to_wait
from tests.factories.qualifications import NOW


def of(rf, address):
    return rf.get("/", REMOTE_ADDR=address)


def count(rf, *, times, later=timedelta(), what="thing", address="203.0.113.5"):
    return [seconds_to_wait(of(rf, address), what, a_minute=2, at=NOW + later) for _ in range(times)]


def test_within_the_limit_nobody_waits_and_beyond_it_until_the_next_minute(rf):
    assert count(rf, times=4, later=timedelta(seconds=18)) == [0, 0, 42, 42]
    assert count(rf, times=1, later=timedelta(seconds=60)) == [0]


def test_each_client_and_each_thing_is_counted_by_itself(rf):
    count(rf, times=3)

    assert count(rf, times=1, address="203.0.113.6") == [0]
    assert count(rf, times=1, what="other-thing") == [0]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.5", "203.0.113.6", False),
        ("::ffff:203.0.113.5", "::ffff:203.0.113.6", False),
        ("::ffff:203.0.113.5", "203.0.113.5", True),
    ],
)
def test_of_the_newer_addresses_a_whole_network_is_one_client(rf, first, second, same):
    assert (client_of(of(rf, first)) == client_of(of(rf, second))) is same


def test_on_a_day_each_one_more_is_counted_and_the_next_begins_anew(rf):
    days = (timedelta(), timedelta(hours=14), timedelta(hours=15))

    assert [count_today(of(rf, "203.0.113.5"), "thing", at=NOW + later) for later in days] == [1, 2, 1]


def test_counts_are_forgotten_after_two_minutes(rf):
    count(rf, times=1)

    (key,) = cache._cache.get_client().keys("*rate-thing-*")
    assert 60 < cache._cache.get_client().ttl(key) <= 120
