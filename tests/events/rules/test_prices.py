"""Which prices of an event go together."""

import pytest

from events.models import EventPrice
from events.rules.prices import EVERYBODY, MEMBER, STUDYING, why_not_prices

HIGHER = "would pay more than {}. Give them a price that is no higher, or none."


def test_the_audiences_are_those_of_the_table():
    assert EventPrice.Audience.values == [EVERYBODY, MEMBER, STUDYING]


@pytest.mark.parametrize(
    ("prices", "members_only"),
    [
        ({}, False),
        ({}, True),
        ({EVERYBODY: 2_000}, False),
        ({EVERYBODY: 2_000, MEMBER: 2_000, STUDYING: 2_000}, False),
        ({EVERYBODY: 2_000, STUDYING: 0}, False),
        ({MEMBER: 3_000, STUDYING: 1_000}, True),
    ],
)
def test_these_go_together(prices, members_only):
    assert why_not_prices(prices, members_only=members_only) == ""


@pytest.mark.parametrize(
    ("prices", "members_only", "said"),
    [
        ({EVERYBODY: 2_000, MEMBER: 2_001}, False, "Members " + HIGHER.format("everybody")),
        ({EVERYBODY: 2_000, STUDYING: 2_001}, False, "Studying members " + HIGHER.format("everybody")),
        ({MEMBER: 1_000, STUDYING: 1_001}, True, "Studying members " + HIGHER.format("members")),
        (
            {EVERYBODY: 0, MEMBER: 0},
            True,
            "The event is for members only, so it has no price for everybody. Give one for members.",
        ),
    ],
)
def test_these_do_not(prices, members_only, said):
    assert why_not_prices(prices, members_only=members_only) == said
