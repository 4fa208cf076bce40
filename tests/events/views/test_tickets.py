"""What somebody takes along and keeps: the code, the ticket, the certificate; and what they thought of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Feedback
from events.models.events import Format
from events.services.attendance import check_in
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, cancelled, confirmed, events_team, in_person, waiting
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FEEDBACK_QUERIES = 5
FILES = ("booking_code", "booking_ticket", "booking_certificate")


@pytest.fixture
def person(client):
    found = UserFactory(name="Wren Holtby")
    client.force_login(found)
    return found


def coming(person):
    return confirmed(in_person(starts_at=timezone.now() + HOUR), person, at=timezone.now())


def was_there(person):
    """A booking of somebody who was at an event that is over."""
    booking = check_in(booking=coming(person), by=events_team(), at=timezone.now())
    past = timezone.now() - timedelta(days=1)
    Event.objects.filter(pk=booking.event_id).update(starts_at=past, ends_at=past + HOUR)
    return booking


def page(name, booking):
    return reverse(f"events:{name}", args=[booking.pk])


def text(response):
    return " ".join(response.content.decode().split())


def test_the_code_is_a_picture_and_the_ticket_a_pdf(client, person):
    booking = coming(person)

    code, ticket = client.get(page("booking_code", booking)), client.get(page("booking_ticket", booking))

    assert (code.headers["Content-Type"], code.content[:4]) == ("image/svg+xml", b"<svg")
    assert (ticket.headers["Content-Type"], ticket.content[:4]) == ("application/pdf", b"%PDF")
    assert ticket.headers["Content-Disposition"] == f'attachment; filename="ticket-{booking.ticket}.pdf"'


def test_who_joins_online_has_no_ticket_for_the_door(client, person):
    known = {"at": timezone.now()}
    later = {"starts_at": timezone.now() + HOUR}
    online = confirmed(EventFactory(**later), person, **known)
    joins = confirmed(in_person(format=Format.HYBRID, **later), person, online=True, **known)
    room = confirmed(in_person(format=Format.HYBRID, **later), person, **known)

    assert [client.get(page("booking_ticket", row)).status_code for row in (online, joins, room)] == [404, 404, 200]


def test_the_certificate_is_for_who_was_there(client, person):
    assert client.get(page("booking_certificate", coming(person))).status_code == 404

    answer = client.get(page("booking_certificate", was_there(person)))

    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")


def test_nobody_has_a_certificate_before_the_event_is_over(client, person):
    booking = check_in(booking=coming(person), by=events_team(), at=timezone.now())

    assert client.get(page("booking_certificate", booking)).status_code == 404
    assert "Certificate of attendance" not in text(client.get(page("booking_detail", booking)))


@pytest.mark.parametrize("make", [waiting, cancelled])
def test_who_has_no_place_has_no_ticket(make, client, person):
    booking = make(EventFactory(capacity=1), person)

    assert [client.get(page(name, booking)).status_code for name in FILES] == [404, 404, 404]


def test_what_belongs_to_a_booking_is_for_its_person_and_the_events_team(client):
    booking = was_there(UserFactory())

    def answers():
        return [client.get(page(name, booking)).status_code for name in (*FILES, "booking_feedback")]

    client.force_login(UserFactory())
    assert answers() == [404, 404, 404, 404]
    client.force_login(events_team())
    assert answers() == [200, 200, 200, 404]
    client.logout()
    assert answers() == [302, 302, 302, 302]


def test_feedback_is_kept_once_and_the_page_says_so(client, person):
    booking = was_there(person)
    address = page("booking_feedback", booking)
    assert "Choose how it was" in text(client.post(address, {"useful": "The examples."}))

    answer = client.post(address, {"rating": "4", "useful": "The examples.", "better": ""})

    assert answer.url == page("booking_detail", booking)
    assert Feedback.objects.values_list("rating", "useful", "better").get() == (4, "The examples.", "")
    assert "You have told us what you thought." in text(client.get(address))
    assert client.post(address, {"rating": "1"}).status_code == 409
    assert Feedback.objects.get().rating == 4


def test_who_is_not_asked_yet_reads_why(client, person):
    said = text(client.get(page("booking_feedback", coming(person))))

    assert "Feedback is asked of people who were there." in said
    assert "Send feedback" not in said


def test_a_text_that_is_too_long_says_so_and_stays(client, person):
    answer = client.post(page("booking_feedback", was_there(person)), {"rating": "4", "useful": "x" * 4001})

    assert "Use 4000 characters or fewer; you used 4001" in text(answer)
    assert not Feedback.objects.exists()


def test_the_page_of_feedback_takes_few_queries(client, person):
    assert queries_of(client, page("booking_feedback", was_there(person))) == FEEDBACK_QUERIES
