"""Bookings: one for each person and event, with named guests; the waiting list is those that wait."""

from django.db import models
from django.db.models import Q

from cmiportal.workflow import WorkflowEvent, WorkflowRow

from ..querysets.bookings import BookingQuerySet
from ..workflow import BOOKING, BOOKING_LIVE, BookingState
from .events import PARTY_MAX, EventPrice


class Booking(WorkflowRow):
    """Places for a person and their guests; ``party`` counts them all.

    The place in the line is that of ``waiting_since`` and then of the key, which is ordered by time. ``ticket`` is what
    the QR code says at the door. Needs are read by the events team alone, and erased when the booking ends or
    EVENT_NEEDS_DAYS after the event. ``online`` is the answer where an event is in a room and online. ``money_due_at``
    is since when the order of a booking that ended waits to be ended too, or its money to go back: ``money_due_pence``
    of it for guests who were taken off, else all.
    """

    workflow = BOOKING

    state = models.CharField(max_length=20, choices=BookingState, default=BookingState.CONFIRMED, editable=False)
    event = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="bookings", db_index=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="event_bookings")
    party = models.PositiveSmallIntegerField("people", default=1)
    ticket = models.CharField(max_length=20, unique=True)
    audience = models.CharField("price for", max_length=12, blank=True, choices=EventPrice.Audience)
    order = models.ForeignKey("billing.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="bookings")
    booked_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField("why it ended", max_length=200, blank=True)
    access_needs = models.TextField(blank=True)
    diet = models.TextField("dietary needs", blank=True)
    online = models.BooleanField("joins online", default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    money_due_at = models.DateTimeField("money not settled since", null=True, blank=True, editable=False)
    money_due_pence = models.PositiveIntegerField("part of it that goes back", null=True, blank=True, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BookingState.values), name="booking_state"),
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(state__in=BOOKING_LIVE), name="booking_one_per_person"
            ),
            models.CheckConstraint(condition=Q(party__range=(1, PARTY_MAX)), name="booking_party"),
            models.CheckConstraint(
                condition=~Q(state=BookingState.HELD) | Q(held_until__isnull=False), name="booking_held_has_end"
            ),
            models.CheckConstraint(
                condition=~Q(state=BookingState.OFFERED) | Q(offer_expires_at__isnull=False),
                name="booking_offer_has_end",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[BookingState.WAITLISTED, BookingState.OFFERED])
                | Q(waiting_since__isnull=False),
                name="booking_waiting_has_place",
            ),
            models.CheckConstraint(
                condition=~Q(state=BookingState.ATTENDED) | Q(checked_in_at__isnull=False),
                name="booking_attended_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["event", "waiting_since", "id"],
                include=["party"],
                condition=Q(state=BookingState.WAITLISTED),
                name="booking_line",
            ),
            models.Index(
                fields=["offer_expires_at"], condition=Q(state=BookingState.OFFERED), name="booking_offer_ending"
            ),
            models.Index(fields=["event", "state"], include=["party"], name="booking_of_event"),
            models.Index(fields=["money_due_at"], condition=Q(money_due_at__isnull=False), name="booking_money_due"),
            models.Index(fields=["event"], condition=~Q(access_needs="", diet=""), name="booking_with_needs"),
        ]

    def __str__(self) -> str:
        return self.ticket

    @property
    def joins_online(self) -> bool:
        """Whether they come by the joining link, and to no door."""
        return self.event.is_joined_online(online=self.online)


class BookingEvent(WorkflowEvent):
    """A move of a booking; insert only."""

    subject_field = "booking"
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        verbose_name = "move of a booking"
        verbose_name_plural = "moves of bookings"
        constraints = WorkflowEvent.constraints_for("booking")


class Guest(models.Model):
    """Somebody whom the person who booked brings along."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="guests", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=150)
    checked_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["booking", "number"]
        constraints = [models.UniqueConstraint(fields=["booking", "number"], name="guest_number")]

    def __str__(self) -> str:
        return self.name
