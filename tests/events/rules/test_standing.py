"""How an event stands: what comes first of all that may hold, to the second and to the place."""

from datetime import UTC, datetime, timedelta

import pytest

from events.rules.standing import Standing, Times, standing_of

START = datetime(2026, 12, 2, 12, 30, tzinfo=UTC)
END = START + timedelta(hours=2)
SECOND = timedelta(seconds=1)
OPENS, CLOSES = START - timedelta(days=30), START - timedelta(days=1)


def stands(state="published", *, at=START - timedelta(days=2), capacity=60, taken=0):
    return standing_of(state, Times(START, END, OPENS, CLOSES), capacity=capacity, taken=taken, at=at)


@pytest.mark.parametrize(
    ("state", "standing"), [("draft", Standing.DRAFT), ("cancelled", Standing.CANCELLED), ("completed", Standing.OVER)]
)
def test_what_staff_decided_comes_first(state, standing):
    assert stands(state, at=END + SECOND if state != "completed" else OPENS) == standing


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        (OPENS - SECOND, Standing.NOT_OPEN),
        (OPENS, Standing.OPEN),
        (CLOSES - SECOND, Standing.OPEN),
        (CLOSES, Standing.CLOSED),
        (START - SECOND, Standing.CLOSED),
        (START, Standing.BEGUN),
        (END - SECOND, Standing.BEGUN),
        (END, Standing.OVER),
    ],
)
def test_it_follows_the_clock(at, standing):
    assert stands(at=at) == standing


def test_without_a_window_it_can_be_booked_until_it_begins():
    times = Times(START, END)

    assert [standing_of("published", times, capacity=2, taken=0, at=START - each) for each in (SECOND, 0 * SECOND)] == [
        Standing.OPEN,
        Standing.BEGUN,
    ]


@pytest.mark.parametrize(
    ("capacity", "taken", "standing"),
    [
        (60, 0, Standing.OPEN),
        (60, 53, Standing.OPEN),
        (60, 54, Standing.FEW),
        (60, 59, Standing.FEW),
        (60, 60, Standing.FULL),
        (20, 14, Standing.OPEN),
        (20, 15, Standing.FEW),
        (4, 0, Standing.OPEN),
        (4, 1, Standing.FEW),
        (0, 0, Standing.FULL),
    ],
)
def test_few_places_are_five_or_a_tenth_of_what_there_were(capacity, taken, standing):
    assert stands(capacity=capacity, taken=taken) == standing
