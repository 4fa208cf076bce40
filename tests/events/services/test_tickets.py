"""Tickets and certificates, read back; and the code that is read at the door."""

import io
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
import segno
from pypdf import PdfReader

from events.models.events import Format
from events.services import tickets
from events.services.tickets import address_of, certificate_pdf, code_of, in_hours, ticket_pdf, when_of
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, attended, confirmed, in_person
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def words(pdf):
    """The text of the pages in one line, and how many pages there are."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)


def test_the_code_is_the_address_of_the_ticket_in_svg_without_size_or_style(settings):
    settings.SITE_URL = "https://portal.example.org"
    booking = confirmed()

    drawing = ElementTree.fromstring(code_of(booking))

    assert address_of(booking) == f"https://portal.example.org/check-in/{booking.ticket}/"
    modules = segno.make(address_of(booking), error="m").symbol_size(border=4)[0]
    assert drawing.get("viewBox") == f"0 0 {modules} {modules}"
    assert (drawing.get("width"), "style" in code_of(booking)) == (None, False)


def test_a_ticket_says_who_when_where_and_who_comes_along():
    event = in_person(title="Leading through change", address="12 Quay Street\nLeeds", access_notes="Step-free.")
    person = UserFactory(name="Wren Holtby")
    booking = confirmed(event, person, guests=["Ada Byrne", "Ines Duarte"])

    text, pages = words(ticket_pdf(booking, at=NOW))

    for part in (
        *(
            "Leading through change",
            "Wednesday 2 December 2026, 09:30 to 11:30 GMT",
            "Calder Rooms, 12 Quay Street, Leeds",
        ),
        *("Wren Holtby", "three places", "Ada Byrne, Ines Duarte", "Step-free.", booking.ticket),
    ):
        assert part in text
    assert pages == 1


def test_the_certificate_of_who_joined_online_names_no_room():
    booking = attended(in_person(format=Format.HYBRID), online=True)

    text, _ = words(certificate_pdf(booking, at=NOW))

    assert ("Online" in text, "Calder Rooms" in text) == (True, False)


def test_a_ticket_of_one_person_names_no_guests():
    text, _ = words(ticket_pdf(confirmed(), at=NOW))

    assert ("one place" in text, "Guests" in text, "Online" in text) == (True, False, True)


def test_a_certificate_says_that_the_person_was_there_and_what_it_counts_as():
    booking = attended(EventFactory(cpd_minutes=90), UserFactory(name="Wren Holtby"))

    text, pages = words(certificate_pdf(booking, at=NOW))

    for part in (
        *(
            "Certificate of attendance Wren Holtby attended Leading through change",
            "Webinar, Wednesday 2 December 2026",
        ),
        "It counts as 1 hour 30 minutes of continuing professional development.",
    ):
        assert part in text
    assert pages == 1


def test_a_certificate_of_an_event_without_cpd_says_nothing_of_it():
    text, _ = words(certificate_pdf(attended(), at=NOW))

    assert "professional development" not in text


@pytest.mark.parametrize("name", ["Wren Holtby 🎉", "李雪", "x" * 300])
def test_every_name_prints_on_one_page(name):
    booking = attended(EventFactory(title="x" * 160), UserFactory(name=name))

    assert words(certificate_pdf(booking, at=NOW))[1] == 1
    assert words(ticket_pdf(booking, at=NOW))[1] == 1


@pytest.mark.parametrize(
    ("minutes", "said"), [(1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (150, "2 hours 30 minutes")]
)
def test_minutes_are_said_in_hours(minutes, said):
    assert in_hours(minutes) == said


def test_when_is_said_by_the_clocks_of_the_place():
    start = datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    night = EventFactory.build(starts_at=start, ends_at=start.astimezone(UTC) + timedelta(hours=2))
    far = EventFactory.build(starts_at=NOW, ends_at=NOW + timedelta(hours=1), time_zone="Asia/Kathmandu")

    assert when_of(night) == "Sunday 25 October 2026, 00:30 BST to 01:30 GMT"
    assert when_of(far) == "Monday 2 November 2026, 15:15 to 16:15 Kathmandu time"


def test_only_who_comes_or_came_has_a_ticket():
    assert [str(state) for state in tickets.HAS_TICKET] == ["confirmed", "attended"]
