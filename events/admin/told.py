"""What people were told about events, and what they told us, in the admin: looked at, changed nowhere."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cmiportal.read_only import ReadOnlyAdmin

from ..models import BookingReminder, Feedback, LineDecision, TeamMessage
from .exports import EventExport


@admin.register(LineDecision)
class LineDecisionAdmin(EventExport, ReadOnlyAdmin):
    """Each place that was offered to somebody who waits, or was not, and why."""

    list_display = ("at", "booking", "person", "event", "outcome", "free")
    list_filter = ("outcome",)
    list_select_related = ("booking__person", "booking__event")
    search_fields = ("booking__ticket", "booking__person__name", "booking__person__email", "booking__event__title")
    search_help_text = "Ticket, person or event"
    ordering = ("-pk",)
    event_path = "booking__event"
    export_columns = (
        *("at", "booking__event__title", "booking__ticket", "booking__person__name", "booking__party"),
        *("outcome", "free"),
    )

    @admin.display(description="person", ordering="booking__person__name")
    def person(self, decision: LineDecision) -> Any:
        """Whose wait."""
        return decision.booking.person

    @admin.display(description="event", ordering="booking__event__title")
    def event(self, decision: LineDecision) -> Any:
        """For which event."""
        return decision.booking.event


@admin.register(BookingReminder)
class BookingReminderAdmin(EventExport, ReadOnlyAdmin):
    """The ledger of reminders: what was due, and whether it was sent."""

    list_display = ("booking", "event", "starts_at", "minutes", "outcome", "reason", "at")
    list_filter = ("outcome",)
    list_select_related = ("booking__event",)
    search_fields = ("booking__ticket", "booking__person__name", "booking__person__email", "booking__event__title")
    search_help_text = "Ticket, person or event"
    ordering = ("-pk",)
    event_path = "booking__event"
    export_columns = ("booking__ticket", "booking__event__title", "starts_at", "minutes", "outcome", "at")

    @admin.display(description="event", ordering="booking__event__title")
    def event(self, reminder: BookingReminder) -> Any:
        """Of which event."""
        return reminder.booking.event


@admin.register(TeamMessage)
class TeamMessageAdmin(EventExport, ReadOnlyAdmin):
    """What the events team wrote to people; whom it reached is in the list of messages."""

    list_display = ("sent_at", "event", "subject", "people", "sent_by")
    list_select_related = ("event", "sent_by")
    search_fields = ("subject", "event__title", "sent_by__name")
    search_help_text = "Subject, event or sender"
    date_hierarchy = "sent_at"
    ordering = ("-pk",)
    fields = ("event", "sent_by", "sent_at", "people", "subject", "text")
    export_columns = ("sent_at", "event__title", "subject", "people", "sent_by__name")


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """What was said of events, without who said it or when."""

    list_display = ("event", "rating", "useful", "better")
    # Keys are numbers in the order in which people wrote: none is shown, and the list holds every word anyway.
    list_display_links = None
    list_filter = ("rating",)
    list_select_related = ("booking__event",)
    search_fields = ("booking__event__title", "useful", "better")
    search_help_text = "Event, or words"
    ordering = ("booking__event__title", "-rating", "useful", "better")

    def has_view_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        """Of the list; no page is that of one person."""
        return obj is None and super().has_view_permission(request)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """By the rating alone: by its booking or time an address would ask for what one person said."""
        return lookup.partition("__")[0] == "rating" and super().lookup_allowed(lookup, value, request)

    @admin.display(description="event", ordering="booking__event__title")
    def event(self, said: Feedback) -> Any:
        """Of which event."""
        return said.booking.event
