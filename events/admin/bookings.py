"""Bookings in the admin: found, looked at and exported; moved and cancelled, with or without the money.

What somebody needs is shown to the events team alone, and exported nowhere.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cmiportal.hidden_columns import HiddenColumns
from cmiportal.read_only import MovesInline, ReadOnlyAdmin, ReadOnlyInline

from ..models import Booking, BookingEvent, BookingReminder, Guest, LineDecision
from ..permissions import is_of_the_events_team
from .booking_acts import BookingActs
from .booking_lists import BeginsFilter, BookingExport, BookingLists
from .booking_pages import cancel_page, move_page
from .exports import EventExport

NEEDS = ("access_needs", "diet")


class GuestInline(ReadOnlyInline):
    """Whom the person brings along."""

    model = Guest
    fields = ("number", "name", "checked_in_at")


class LineDecisionInline(ReadOnlyInline):
    """What was decided while the party waited, and why."""

    model = LineDecision
    fields = ("at", "outcome", "free")
    ordering = ("at", "pk")
    verbose_name_plural = "decisions about the wait"


class ReminderInline(ReadOnlyInline):
    """What was due before the event."""

    model = BookingReminder
    fields = ("starts_at", "minutes", "outcome", "reason", "at")


class BookingEventInline(MovesInline):
    """The moves of the booking."""

    model = BookingEvent
    begun = "Made"


class NeedsFilter(admin.SimpleListFilter):
    """Those who need something; for the events team."""

    title = "access or diet"
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One choice, for whoever may read what it is about."""
        return [("yes", "Needs something")] if is_of_the_events_team(request.user) else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Booking]) -> QuerySet[Booking]:
        """Those with either."""
        return queryset.exclude(Q(access_needs="") & Q(diet="")) if self.value() == "yes" else queryset


@admin.register(Booking)
class BookingAdmin(BookingActs, BookingLists, BookingExport, HiddenColumns, ReadOnlyAdmin):
    """Bookings of all events; a page of one event is a link away from it."""

    # The team asks for those with needs by the filter.
    hidden_columns = NEEDS
    list_display = ("ticket", "who", "state", "party", "which", "price")
    list_filter = (
        *(BeginsFilter, "state", "audience", NeedsFilter, "event__kind", "event__region"),
        ("order", admin.EmptyFieldListFilter),
        ("money_due_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("person", "event", "order")
    search_fields = ("ticket", "person__name", "person__email", "event__title", "order__number")
    search_help_text = "Ticket, person, event, or number of the order; guests have a list of their own"
    # Keys are ordered by time, so that the newest come by the primary key.
    ordering = ("-pk",)
    actions = ("cancel_bookings", "move_bookings")
    readonly_fields = ("price_for", "price", "email")
    inlines = (GuestInline, LineDecisionInline, ReminderInline, BookingEventInline)

    @admin.display(description="price for", ordering="audience")
    def price_for(self, booking: Booking) -> str | None:
        """Whose price was asked; of who waits, or comes for nothing, there is none."""
        return booking.get_audience_display() if booking.order_id else None

    def get_fieldsets(self, request: HttpRequest, obj: Booking | None = None) -> Any:
        """With what the person needs, for the events team."""
        needs = (("What they need", {"fields": NEEDS}),) if is_of_the_events_team(request.user) else ()
        return (
            (None, {"fields": ("event", "person", "email", "party", "ticket", "state", "because")}),
            ("Price", {"fields": ("price_for", "price", "order", "money_due_at")}),
            ("Times", {"fields": ("booked_at", "held_until", "waiting_since", "offer_expires_at", "checked_in_at")}),
            *needs,
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        """Without what people need, for others than the events team."""
        rows: QuerySet[Booking] = super().get_queryset(request)
        return rows if is_of_the_events_team(request.user) else rows.defer(*NEEDS)

    def has_run_permission(self, request: HttpRequest) -> bool:
        """The events team."""
        return is_of_the_events_team(request.user)

    def view_on_site(self, booking: Booking) -> str:
        """The people of the booking at the door."""
        return reverse("events:ticket_check_in", args=[booking.ticket])

    @admin.action(description="Cancel bookings", permissions=["run"])
    def cancel_bookings(self, request: HttpRequest, queryset: QuerySet[Booking]) -> HttpResponse | None:
        """Show what each has paid; cancel, with or without giving it back, when that is confirmed."""
        return cancel_page(self, request, queryset)

    @admin.action(description="Move to another event of the series", permissions=["run"])
    def move_bookings(self, request: HttpRequest, queryset: QuerySet[Booking]) -> HttpResponse | None:
        """Ask for the event; move when it is chosen."""
        return move_page(self, request, queryset)


@admin.register(Guest)
class GuestAdmin(EventExport, ReadOnlyAdmin):
    """Guests by name: for badges, and to find whom somebody asks for."""

    list_display = ("name", "booking", "person", "event", "checked_in_at")
    list_select_related = ("booking__person", "booking__event")
    search_fields = ("name", "booking__ticket", "booking__person__name", "booking__event__title")
    search_help_text = "Guest, ticket, person who booked, or event"
    ordering = ("-pk",)
    event_path = "booking__event"
    export_columns = ("name", "booking__ticket", "booking__person__name", "booking__event__title", "checked_in_at")

    @admin.display(description="comes with", ordering="booking__person__name")
    def person(self, guest: Guest) -> Any:
        """Who booked."""
        return guest.booking.person

    @admin.display(description="event", ordering="booking__event__title")
    def event(self, guest: Guest) -> Any:
        """Which event."""
        return guest.booking.event
