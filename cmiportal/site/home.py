"""What the home page shows: the catalogue of today in a ladder and figures, the next events, and what waits."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from cmiportal.registry import WorkQueue, every
from cmiportal.ui.components.words import count_of
from cmiportal.ui.context_processors import once_for
from cmiportal.waiting import counts_of
from events.models import Event
from qualifications.models import Centre, Level, Qualification, UnitVersion

NEXT_EVENTS = 2


def ladder(*, on: date) -> list[dict[str, Any]]:
    """The levels that offer something on that day, highest first, as ``{% ladder %}`` takes them: one query.

    ``role`` is the first two of a level's typical roles, ``focus`` says how many qualifications it ``offers``.
    """
    listed = Qualification.objects.listed(on=on).values("pk")
    levels = Level.objects.annotate(offers=Count("qualifications", filter=Q(qualifications__in=listed)))
    return [
        {
            "level": level.number,
            "role": ", ".join(level.roles.split(", ")[:2]),
            "focus": count_of(level.offers, "qualification,qualifications"),
            "href": reverse("qualifications:level_detail", args=[level.number]),
            "offers": level.offers,
        }
        for level in levels.filter(offers__gt=0).order_by("-number")
    ]


def figures(*, on: date) -> dict[str, int]:
    """How many units have been published, and how many centres may teach on that day: two queries."""
    return {
        "units": UnitVersion.objects.filter(published_at__isnull=False).values("unit").distinct().count(),
        "centres": Centre.objects.filter(approvals__during__contains=on).distinct().count(),
    }


def waiting_for(person: Any) -> list[tuple[WorkQueue, int]]:
    """The queues in which something waits for this person, each with its count."""
    counts = once_for(person, counts_of)
    return [(queue, counts[queue.waiting]) for queue in every(WorkQueue) if counts[queue.waiting]]


def next_events(*, at: datetime) -> list[Event]:
    """The next events that anybody may find: one query."""
    return list(Event.objects.upcoming(at=at)[:NEXT_EVENTS])
