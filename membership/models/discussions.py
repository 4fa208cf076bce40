"""Slots that assessors offer for professional discussions, and the discussions that applicants book in them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from cmiportal.workflow import new_id

from ..querysets.discussions import SlotQuerySet


class Slot(models.Model):
    """A time at which an assessor can hold a professional discussion; ``joining`` says how, to who booked it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="slots")
    during = DateTimeRangeField()
    joining = models.CharField(max_length=300, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["during", "pk"]
        constraints = [
            ExclusionConstraint(
                name="slot_no_overlap",
                expressions=[("assessor", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_at=None),
                violation_error_message="You offer another slot at that time already.",
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False), name="slot_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessor}, {self.during.lower:%d %B %Y %H:%M}"


class Discussion(models.Model):
    """A booked slot; moving it cancels this one and books another. ``sequence`` is the calendar's (RFC 5545)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="discussions", db_index=False)
    application = models.ForeignKey(
        "CharteredApplication", on_delete=models.PROTECT, related_name="discussions", db_index=False
    )
    booked_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["booked_at"]
        constraints = [
            models.UniqueConstraint(fields=["slot"], condition=Q(cancelled_at=None), name="discussion_slot_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(cancelled_at=None, held_at=None),
                name="discussion_one_live",
            ),
            models.CheckConstraint(condition=Q(cancelled_at=None) | Q(held_at=None), name="discussion_one_end"),
        ]
        indexes = [models.Index(fields=["application"], name="discussion_of_application")]

    def __str__(self) -> str:
        return f"{self.application}, {self.slot}"
