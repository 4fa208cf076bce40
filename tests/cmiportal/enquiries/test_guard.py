"""What sends a message to be looked at first."""

import pytest

from cmiportal.enquiries.rules.guard import NO_TIME, TRAPPED, Limits, doubts

LIMITS = Limits(seconds=3, links=2)


def found(*, trap="", seconds=60, message="Good morning"):
    return doubts(trap=trap, seconds=seconds, message=message, limits=LIMITS)


@pytest.mark.parametrize("seconds", [3, 60, 10_000_000])
def test_a_person_who_takes_their_time_is_not_doubted(seconds):
    assert found(seconds=seconds) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"trap": "x"}, TRAPPED),
        ({"seconds": None}, NO_TIME),
        ({"seconds": 2}, "It was sent within 3 seconds of opening the page."),
        ({"seconds": -5}, "It was sent within 3 seconds of opening the page."),
        ({"message": "see https://a.example http://b.example www.c.example"}, "It holds 3 links."),
        ({"message": "[url=x] <a href=x> HTTPS://a"}, "It holds 3 links."),
    ],
)
def test_each_reason_is_said(said, why):
    assert found(**said) == [why]


def test_as_many_links_as_are_allowed_are_none_too_many_and_blanks_are_no_trap():
    assert found(message="https://a.example and www.b.example", trap="  ") == []
    assert found(trap="x", seconds=None) == [TRAPPED, NO_TIME]
