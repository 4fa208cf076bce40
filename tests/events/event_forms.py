"""What tests of events in the admin share: the fields as a browser sends them, pages, drafts."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from events.models import Event
from events.workflow import EventState
from tests.factories.events import EventFactory, in_person

LIST = reverse("admin:events_event_changelist")
ADD = reverse("admin:events_event_add")
NOBODYS = {
    f"{inline}-{name}": "0"
    for inline in ("prices", "speakers", "agenda", "events")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}
TYPED = {
    **NOBODYS,
    "title": "Leading at night",
    "slug": "leading-at-night",
    "strapline": "For those who work when others sleep.",
    "kind": "workshop",
    "format": "in_person",
    "access": "everybody",
    "venue": "Calder Rooms",
    "time_zone": "Europe/London",
    "starts_at_0": "2027-10-31",
    "starts_at_1": "00:45",
    "ends_at_0": "2027-10-31",
    "ends_at_1": "01:30",
    "ends_at_2": "first",
    "capacity": "20",
    "party_max": "2",
}


def page(event, name="change"):
    """Where the admin shows an event, or does something else with it."""
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def words(answer):
    """The page with single blanks."""
    return " ".join(answer.content.decode().split())


def a_draft(**fields):
    """An event that is not published."""
    return EventFactory(state=EventState.DRAFT, published_at=None, **fields)


def later(**fields):
    """An event in a month from now, in a room."""
    return in_person(**{"starts_at": timezone.now().replace(microsecond=0, second=0) + timedelta(days=30), **fields})


def fresh(event):
    """The event as it now stands."""
    return Event.objects.get(pk=event.pk)


def clocks(event, *names, zone="Europe/London"):
    """What the fields of these times hold, as a browser sends them back."""
    local = {name: getattr(event, name).astimezone(ZoneInfo(zone)) for name in names}
    return {
        **{f"{name}_0": f"{moment:%Y-%m-%d}" for name, moment in local.items()},
        **{f"{name}_1": f"{moment:%H:%M}" for name, moment in local.items()},
    }
