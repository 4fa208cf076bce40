"""From and to in words: by the clock of a place, by the reader's, and in the night in which clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cmiportal.accounts.clocks import span_words
from cmiportal.ui.components.times import own_span

LONDON, HONG_KONG = ZoneInfo("Europe/London"), ZoneInfo("Asia/Hong_Kong")


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "zone", "words"),
    [
        ((2026, 12, 2, 12, 30), (2026, 12, 2, 14), LONDON, "Wednesday 2 December 2026, 12:30 to 14:00 GMT"),
        (
            (2026, 12, 2, 12, 30),
            (2026, 12, 2, 14),
            HONG_KONG,
            "Wednesday 2 December 2026, 20:30 to 22:00 Hong Kong time",
        ),
        (
            (2026, 12, 2, 12, 30),
            (2026, 12, 2, 14),
            ZoneInfo("Asia/Kathmandu"),
            "Wednesday 2 December 2026, 18:15 to 19:45 Kathmandu time",
        ),
        (
            (2026, 12, 2, 9),
            (2026, 12, 4, 16),
            LONDON,
            "Wednesday 2 December 2026, 09:00 to Friday 4 December 2026, 16:00 GMT",
        ),
        (
            (2026, 12, 2, 12, 30),
            (2026, 12, 2, 14),
            ZoneInfo("America/Argentina/Buenos_Aires"),
            "Wednesday 2 December 2026, 09:30 to 11:00 Buenos Aires time",
        ),
        ((2026, 12, 2, 12, 30), (2026, 12, 2, 14), UTC, "Wednesday 2 December 2026, 12:30 to 14:00 UTC"),
        (
            (2026, 11, 1, 5, 30),
            (2026, 11, 1, 6, 30),
            ZoneInfo("America/New_York"),
            "Sunday 1 November 2026, 01:30 EDT to 01:30 EST, New York time",
        ),
        # In the night in which the clocks go back, 01:30 comes twice.
        ((2026, 10, 25, 0, 30), (2026, 10, 25, 1, 30), LONDON, "Sunday 25 October 2026, 01:30 BST to 01:30 GMT"),
        ((2026, 10, 25, 1, 30), (2026, 10, 25, 2, 30), LONDON, "Sunday 25 October 2026, 01:30 to 02:30 GMT"),
        ((2026, 3, 29, 0, 30), (2026, 3, 29, 1, 30), LONDON, "Sunday 29 March 2026, 00:30 GMT to 02:30 BST"),
    ],
)
def test_a_span_is_said_by_the_clock_of_a_place(starts_at, ends_at, zone, words):
    assert span_words(datetime(*starts_at, tzinfo=UTC), datetime(*ends_at, tzinfo=UTC), zone) == words


def test_a_span_is_a_time_that_machines_read_too(draw):
    html = draw(
        '{% span starts ends "Asia/Hong_Kong" %}',
        starts=datetime(2026, 12, 2, 12, 30, tzinfo=UTC),
        ends=datetime(2026, 12, 2, 14, tzinfo=UTC),
    )

    assert html == (
        '<time datetime="2026-12-02T20:30:00+08:00">Wednesday 2 December 2026, 20:30 to 22:00 Hong Kong time</time>'
    )


@pytest.mark.parametrize(
    ("reader", "zone", "own"),
    [
        ("Europe/London", "Europe/London", ""),
        ("Europe/Lisbon", "Europe/London", ""),
        ("Europe/London", "Asia/Hong_Kong", "Wednesday 2 December 2026, 12:30 to 14:00 GMT"),
        ("Asia/Hong_Kong", "Europe/London", "Wednesday 2 December 2026, 20:30 to 22:00 Hong Kong time"),
    ],
)
def test_the_readers_own_clock_is_said_where_it_shows_something_else(reader, zone, own):
    with timezone.override(ZoneInfo(reader)):
        said = own_span(datetime(2026, 12, 2, 12, 30, tzinfo=UTC), datetime(2026, 12, 2, 14, tzinfo=UTC), zone)

    assert said.rpartition("</time>")[0].rpartition(">")[2] == own
