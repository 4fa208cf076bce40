"""What events register: the menu, who may open slides, and the tables that visitors read."""

from typing import Any

from django.utils import timezone

from cmiportal.registry import DocumentKind, Entry, NavigationEntry, PublicTable

from ..services import material

# A move of an event is no change of its row that signals tell of, but a row of its own.
PUBLIC = ("Event", "EventEvent", "EventPrice", "Speaker", "AgendaItem", "Region", "Community", "Topic", "Series")


def may_open_slides(user: Any, file: Any) -> bool:
    """Whether the person may have the slides now."""
    return material.may_open_slides(user, file, at=timezone.now())


ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="events",
        label="Events",
        url_name="events:event_list",
        section="main",
        menu="community",
        order=10,
        also=("events:past_list",),
    ),
    NavigationEntry(
        key="events_below",
        label="Upcoming events",
        url_name="events:event_list",
        section="footer",
        menu="interact",
        order=30,
    ),
    DocumentKind(key=material.SLIDES, label="Slides of an event", may_open=may_open_slides),
    *(PublicTable(key=model.lower(), model=f"events.{model}") for model in PUBLIC),
)
