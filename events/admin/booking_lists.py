"""What the list of bookings shows, is narrowed by, and leaves as; a page of the admin has room for six columns."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from cmiportal.rules.amounts import pounds
from cmiportal.rules.days import UK, uk_day

from ..models import Booking
from ..rules.zones import wall_of
from ..services.money import held_of_each
from .exports import EventExport, in_pounds

DATES = {"coming": "Coming", "today": "Today", "past": "Past"}


class BeginsFilter(admin.SimpleListFilter):
    """By the date of the event."""

    title = "date of the event"
    parameter_name = "begins"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """Coming, today and past."""
        return DATES.items()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Booking]) -> QuerySet[Booking]:
        """Not over yet, begins on the UK day, or over."""
        now = timezone.now()
        if self.value() == "coming":
            return queryset.filter(event__ends_at__gt=now)
        if self.value() == "past":
            return queryset.filter(event__ends_at__lte=now)
        if self.value() == "today":
            day = datetime.combine(uk_day(now), time(), tzinfo=UK)
            return queryset.filter(event__starts_at__gte=day, event__starts_at__lt=day + timedelta(days=1))
        return queryset


class BookingLists:
    """Columns and fields that say two things at once, or what another table knows."""

    @admin.display(description="person", ordering="person__name")
    def who(self, booking: Booking) -> str:
        """The name, and the address below it."""
        return format_html("{}<br>{}", booking.person, booking.person.email)

    @admin.display(description="event", ordering="event__starts_at")
    def which(self, booking: Booking) -> str:
        """The title, and the day by the clocks of the event below it."""
        return format_html("{}<br>{}", booking.event, _day_of(booking))

    @admin.display(description="e-mail")
    def email(self, booking: Booking) -> str:
        """Of the person who booked."""
        return booking.person.email

    @admin.display(description="price with VAT", ordering="order__total_pence", empty_value="-")
    def price(self, booking: Booking) -> str | None:
        """What the order comes to; of who comes for nothing, or waits, there is none."""
        return pounds(booking.order.total_pence) if booking.order else None


class BookingExport(EventExport):
    """Bookings as a file, with what each has paid; without what people need."""

    export_columns = (
        *("ticket", "event__title", "event__starts_at", "event__time_zone", "person__name", "person__email", "party"),
        *("guests", "state", "audience", "paid", "order__discount", "order__number"),
        *("booked_at", "waiting_since", "checked_in_at"),
    )
    export_heads: ClassVar = {
        "event__title": "event",
        "event__starts_at": "begins",
        "event__time_zone": "time zone",
        "person__name": "name",
        "person__email": "e-mail",
        "party": "number of people",
        "audience": "price for",
        "paid": "paid in pounds",
        "order__discount": "discount code",
        "order__number": "order",
        "booked_at": "booked",
        "checked_in_at": "checked in",
    }

    def read_whole(self, rows: QuerySet[Booking]) -> list[Any]:
        """With their guests, and what we hold for each: paid, less what went back."""
        found = list(rows.select_related("event", "person", "order__discount").prefetch_related("guests"))
        held = held_of_each(found)
        for row in found:
            row.paid_pence = held[row.pk]
        return found

    def guests(self, booking: Booking) -> str:
        """Their names."""
        return "; ".join(guest.name for guest in booking.guests.all())

    def paid(self, booking: Any) -> Any:
        """As a number."""
        return in_pounds(booking.paid_pence)

    def audience(self, booking: Booking) -> str:
        """Whose price was asked, where one was."""
        return booking.get_audience_display() if booking.order_id else ""


def _day_of(booking: Booking) -> str:
    return f"{wall_of(booking.event.starts_at, booking.event.time_zone):%-d %B %Y}"
