"""What tests of bookings in the admin share: events to come, who comes, what a page said."""

from datetime import timedelta

from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed


def said(answer):
    """The messages of a page."""
    return [str(message) for message in answer.context["messages"]]


def soon(**fields):
    """An event in a month from now, for parties."""
    return EventFactory(**{"starts_at": timezone.now() + timedelta(days=30), "party_max": 4, **fields})


def coming(event=None, name="Wren Holtby", **more):
    """A booking of somebody of that name."""
    return confirmed(event or soon(), UserFactory(name=name), at=timezone.now(), **more)
