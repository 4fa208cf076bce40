"""What people were told about an event, and what they told us afterwards."""

from django.db import models
from django.db.models import Q

from cmiportal.grants import INSERT_ONLY
from cmiportal.workflow import new_id


class BookingReminder(models.Model):
    """A reminder that was due for a booking: sent, or skipped with the reason. Once for each start, for good."""

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        SKIPPED = "skipped", "Not sent"

    grants = INSERT_ONLY

    booking = models.ForeignKey("Booking", on_delete=models.PROTECT, related_name="reminders", db_index=False)
    starts_at = models.DateTimeField("start that it was about")
    minutes = models.PositiveIntegerField("minutes before the start")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "starts_at", "minutes"], name="booking_reminder_once"),
            models.CheckConstraint(
                condition=Q(outcome="sent", reason="") | (Q(outcome="skipped") & ~Q(reason="")),
                name="booking_reminder_skipped_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking}, {self.minutes} minutes"


class TeamMessage(models.Model):
    """What the events team wrote to those booked: to whom it went is in the ledger of notifications."""

    grants = INSERT_ONLY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="messages")
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    subject = models.CharField(max_length=120)
    text = models.TextField()
    people = models.PositiveIntegerField("sent to so many")

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return self.subject


class Feedback(models.Model):
    """What somebody who was there thought of it; staff read it without the name."""

    RATINGS = range(1, 6)

    booking = models.OneToOneField("Booking", on_delete=models.CASCADE, related_name="feedback")
    rating = models.PositiveSmallIntegerField()
    useful = models.TextField("what was useful", blank=True)
    better = models.TextField("what could be better", blank=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["-given_at"]
        verbose_name_plural = "feedback"
        constraints = [models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="feedback_rating")]

    def __str__(self) -> str:
        return f"{self.rating} of 5"
