from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cmiportal.accounts.clocks import zone_name

WINTER = datetime(2026, 12, 14, 21, 14, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


def test_a_day_is_written_out(draw):
    assert draw("{{ at|day }}", at=date(2026, 12, 14)) == "Monday 14 December 2026"


def test_a_moment_is_a_day_in_the_zone_of_the_reader(draw):
    assert draw("{{ at|day }}", at=SUMMER) == "Thursday 2 July 2026"


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        (WINTER, "Europe/London", "Monday 14 December 2026, 21:14 GMT"),
        (SUMMER, "Europe/London", "Thursday 2 July 2026, 00:30 BST"),
        (WINTER, "Asia/Kathmandu", "Tuesday 15 December 2026, 02:59 UTC+05:45"),
    ],
)
def test_a_moment_names_the_zone_of_the_reader(draw, at, zone, words):
    with timezone.override(ZoneInfo(zone)):
        assert draw("{{ at|moment }}", at=at) == words


def test_a_moment_without_zone_names_none():
    assert zone_name(datetime(2026, 1, 1)) == ""  # noqa: DTZ001 - the case in question


@pytest.mark.parametrize("name", ["day", "moment"])
def test_no_date_is_no_text(draw, name):
    assert draw("{{ at|" + name + " }}", at=None) == ""


@pytest.mark.parametrize(
    ("pence", "words"),
    [(0, "£0"), (2500, "£25"), (2550, "£25.50"), (5, "£0.05"), (125000, "£1,250"), (-2550, "−£25.50")],
)
def test_pence_become_pounds(draw, pence, words):
    assert draw("{{ pence|pounds }}", pence=pence) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "no criteria"), (1, "one criterion"), (2, "two criteria"), (9, "nine criteria"), (10, "10 criteria")],
)
def test_numbers_are_words_up_to_nine(draw, number, words):
    assert draw('{{ number|count_of:"criterion,criteria" }}', number=number) == words


def test_large_numbers_have_a_separator(draw):
    assert draw("{{ 12345|in_words }}") == "12,345"


def test_an_address_to_write_to_breaks_before_at_and_dot(draw):
    assert draw("{{ address|mail_link }}", address="help.desk@<b>.org") == (
        '<a href="mailto:help.desk@&lt;b&gt;.org">help<wbr>.desk<wbr>@&lt;b&gt;<wbr>.org</a>'
    )
