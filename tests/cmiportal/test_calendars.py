"""Calendar files, read back as a calendar does, and looked at line by line where RFC 5545 asks for it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from cmiportal.calendars import Attendee, CalendarEntry, Method, calendar_file, media_type
from tests.factories.qualifications import NOW

HOUR = timedelta(hours=1)
LONDON = ZoneInfo("Europe/London")
FOLDED = 75


def an_entry(**known):
    talk = {"uid": "booking-1", "title": "Leading through change", "stamp": NOW}
    return CalendarEntry(**talk | {"starts_at": NOW, "ends_at": NOW + HOUR} | known)


def read(entry, method=Method.REQUEST, **said):
    calendar = Calendar.from_ical(calendar_file([entry], method=method, **said))
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_what_is_written_is_read_back(settings):
    settings.SITE_URL = "https://portal.example"
    settings.DEFAULT_FROM_EMAIL = "Chartered Management Institute <portal@example.org>"
    known = {"sequence": 3, "url": "/bookings/1/", "place": "Harbour House, 3 Quayside"}

    calendar, event = read(an_entry(**known), attendee=Attendee("Wren Holtby", "wren@example.org"))

    assert {name: str(calendar[name]) for name in ("version", "method")} == {"version": "2.0", "method": "REQUEST"}
    assert str(calendar["prodid"])
    assert str(event["uid"]) == "booking-1@example.org"
    assert str(event["summary"]) == "Leading through change"
    assert str(event["location"]) == "Harbour House, 3 Quayside"
    assert str(event["url"]) == "https://portal.example/bookings/1/"
    assert (event["sequence"], str(event["status"])) == (3, "CONFIRMED")
    assert [event.decoded(name) for name in ("dtstamp", "dtstart", "dtend")] == [NOW, NOW, NOW + HOUR]
    assert str(event["organizer"]) == "mailto:portal@example.org"
    assert str(event["attendee"]) == "mailto:wren@example.org"
    assert event["attendee"].params["cn"] == "Wren Holtby"


def test_what_is_cancelled_says_so():
    calendar, event = read(an_entry(cancelled=True), Method.CANCEL)

    assert (str(calendar["method"]), str(event["status"])) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize(
    "title",
    [
        "Talk; questions, answers",
        "Back\\slash",
        "Two\nlines",
        "BEGIN:VEVENT",
        "管理と変革 🎤 " * 12,
        "é" * 200,
        "مرحبا",
    ],
)
def test_every_text_comes_back_as_it_was_in_lines_that_are_short_enough(title):
    content = calendar_file([an_entry(title=title, place=title)], method=Method.PUBLISH)

    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= FOLDED
    assert b"\n" not in content.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["summary"]), str(event["location"])) == (title, title)


def test_a_name_with_quotes_and_colons_breaks_no_parameter():
    _, event = read(an_entry(), attendee=Attendee('Wren "Wry": Holtby; sen.', "wren@example.org"))

    assert str(event["attendee"]) == "mailto:wren@example.org"


@pytest.mark.parametrize(("fold", "utc_hour"), [(0, 0), (1, 1)])
def test_half_past_one_in_the_night_the_clocks_go_back_is_one_moment(fold, utc_hour):
    """On 31 October 2027 London shows 01:30 twice: the file says which of the two is meant."""
    start = datetime(2027, 10, 31, 1, 30, tzinfo=LONDON, fold=fold)

    content = calendar_file([an_entry(starts_at=start, ends_at=start.astimezone(UTC) + HOUR)], method=Method.PUBLISH)

    assert f"DTSTART:20271031T{utc_hour:02}3000Z".encode() in content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2027, 10, 31, utc_hour, 30, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == HOUR


def test_a_day_by_which_something_is_due_keeps_nobody_busy():
    _, event = read(an_entry(starts_at=None, ends_at=None, on=date(2027, 3, 28)), Method.PUBLISH)

    assert event.decoded("dtstart") == date(2027, 3, 28)
    assert event["dtstart"].params["value"] == "DATE"
    assert "dtend" not in event
    assert str(event["transp"]) == "TRANSPARENT"


def test_an_entry_without_any_time_is_a_mistake():
    with pytest.raises(ValueError, match="neither a day nor a beginning and an end"):
        calendar_file([an_entry(ends_at=None)], method=Method.PUBLISH)


def test_a_calendar_to_follow_has_a_name_and_may_be_empty():
    calendar = Calendar.from_ical(calendar_file([], method=Method.PUBLISH, name="Institute"))

    assert str(calendar["x-wr-calname"]) == "Institute"
    assert calendar.walk("VEVENT") == []


def test_the_media_type_names_the_method():
    assert media_type(Method.CANCEL) == "text/calendar; charset=utf-8; method=CANCEL"
