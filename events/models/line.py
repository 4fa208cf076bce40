"""Why a place was offered to somebody on the waiting list, or was not: for staff and for the person."""

from django.db import models

from cmiportal.grants import INSERT_ONLY


class LineDecision(models.Model):
    """What became of one party when places were given out; insert only."""

    class Outcome(models.TextChoices):
        OFFERED = "offered", "Offered"
        TOO_FEW = "too_few", "Too few places left for the party"
        TAKEN = "taken", "Taken"
        DECLINED = "declined", "Declined"
        LAPSED = "lapsed", "Not taken in time"
        LEFT = "left", "Left the waiting list"
        CLOSED = "closed", "The event began, or was cancelled"

    grants = INSERT_ONLY

    booking = models.ForeignKey("Booking", on_delete=models.PROTECT, related_name="decisions", db_index=False)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    free = models.PositiveIntegerField("places left then")

    class Meta:
        verbose_name = "waiting list decision"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["offered", "too_few", "taken", "declined", "lapsed", "left", "closed"]),
                name="line_decision_outcome",
            )
        ]
        indexes = [models.Index(fields=["booking", "at"], name="line_decision_of_booking")]

    def __str__(self) -> str:
        return f"{self.booking}: {self.get_outcome_display()}"
