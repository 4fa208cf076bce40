"""What tests of the pages about bookings share: events that people of today can book, pages, and their buttons."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.factories.events import EventFactory, fresh


def now():
    """The moment, which is that of the pages."""
    return timezone.now()


def soon(make=EventFactory, *, days=30, **known):
    """An event in so many days from now."""
    return make(starts_at=now() + timedelta(days=days), **known)


def text(response):
    """The page with single blanks."""
    return " ".join(response.content.decode().split())


def book_page(event):
    """Where the event is booked."""
    return reverse("events:booking_add", args=[event.slug])


def page_of(booking):
    """The booking's page."""
    return reverse("events:booking_detail", args=[booking.pk])


def send(client, booking, name, /, **typed):
    """Press the button of that name on the booking's page, with what was typed beside it; the page that follows."""
    said = {f"{name}-{key}": value for key, value in {"moves": fresh(booking).moves, **typed}.items()}
    return client.post(page_of(booking), {name: "yes", **said}, follow=True)
