"""Every booking that an address can name, and every event that its team alone opens, for the crawl that finds them
closed."""

from collections.abc import Callable, Iterator

from cmiportal.billing.models import Order
from events.models import Booking, Event
from events.services.bookings import ORDER_KIND
from events.workflow import EventState
from tests.private import Row

Rows = Callable[[], Iterator[Row]]


def bookings() -> Iterator[Row]:
    for booking in Booking.objects.all():
        yield Row(booking.person_id, booking.state, {"pk": booking.pk})


def tickets() -> Iterator[Row]:
    """Tickets, each the address of a booking at the door; its own person is led to the booking."""
    for booking in Booking.objects.all():
        yield Row(booking.person_id, booking.state, {"ticket": booking.ticket})


def doors() -> Iterator[Row]:
    """Events as the team sees them."""
    for event in Event.objects.all():
        yield Row(0, event.state, {"slug": event.slug})


def drafts() -> Iterator[Row]:
    """Events that nobody else may know of yet."""
    for event in Event.objects.filter(state=EventState.DRAFT):
        yield Row(0, event.state, {"slug": event.slug})


def orders() -> Iterator[Row]:
    """What somebody pays for their places."""
    for order in Order.objects.filter(kind=ORDER_KIND):
        yield Row(order.person_id, order.state, {"pk": order.pk})


# Which rows an address is about, by its name.
ROWS: dict[str, Rows] = {
    **{
        f"events:{name}": rows
        for rows, names in (
            (
                bookings,
                (
                    *("booking_detail", "booking_file", "booking_code", "booking_ticket"),
                    *("booking_certificate", "booking_feedback"),
                ),
            ),
            (tickets, ("ticket_check_in", "ticket_here", "ticket_not_here")),
            (doors, ("check_in", "attendance_close", "people_list")),
            (drafts, ("booking_add", "event_detail", "event_file")),
        )
        for name in names
    },
    "billing:order_detail": orders,
    "billing:order_pay": orders,
}
# Addresses whose key is that of a booking.
OF_BOOKINGS = {name for name, rows in ROWS.items() if rows is bookings}
PUBLIC = {"events:event_detail", "events:event_file"}
# Their own booking alone, whoever they are.
OWN_ALONE = {"events:booking_detail", "events:booking_file", "events:booking_feedback"}
TEAMS = {name for name, rows in ROWS.items() if rows in (tickets, doors)}
