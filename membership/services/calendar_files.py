"""The calendar file of a professional discussion (RFC 5545): asked for, moved and cancelled as one event."""

from datetime import UTC, datetime
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from cmiportal.accounts.models import User

from ..models import CharteredApplication, Discussion
from .desk_messages import DESK_PAGE
from .discussions import last_of

MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar_of(application: CharteredApplication, *, reader: User) -> tuple[bytes, str] | None:
    """The file for the applicant or the assessor, and its method (REQUEST or CANCEL); None where nothing was booked.

    Times are in UTC, so that each calendar shows its own zone. ``UID`` stays through every move, ``SEQUENCE`` grows.
    """
    discussion = last_of(application)
    if discussion is None:
        return None
    method = "CANCEL" if discussion.cancelled_at else "REQUEST"
    calendar = Calendar()
    calendar.add("prodid", "-//Chartered Management Institute//Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(discussion, reader, method))
    return calendar.to_ical(), method


def _event(discussion: Discussion, reader: User, method: str) -> Event:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    event = Event()
    event.add("uid", f"{_key(discussion)}@{address.rpartition('@')[2]}")
    event.add("sequence", discussion.sequence)
    event.add("dtstamp", _utc(discussion.cancelled_at or discussion.booked_at))
    event.add("dtstart", _utc(discussion.slot.during.lower))
    event.add("dtend", _utc(discussion.slot.during.upper))
    event.add("summary", f"Professional discussion, application {discussion.application.number}")
    if discussion.slot.joining:
        event.add("location", discussion.slot.joining)
    event.add("url", settings.SITE_URL + _page(discussion.application, reader))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event["organizer"] = _person(address, name)
    event.add("attendee", _person(reader.email, reader.name), encode=False)
    return event


def _page(application: CharteredApplication, reader: User) -> str:
    """Where the discussion is changed: the applicant's page, or that of the desk."""
    if application.person_id == reader.pk:
        return reverse("membership:discussion_detail")
    return reverse(DESK_PAGE, args=[application.pk])


def _key(discussion: Discussion) -> str:
    """One event until it took place; what is booked after that, with another assessor, is another one."""
    held = Discussion.objects.filter(application=discussion.application, held_at__isnull=False)
    earlier = held.filter(booked_at__lt=discussion.booked_at).count()
    return f"discussion-{discussion.application_id}-{earlier}"


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["cn"] = vText(name)
    return person


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
