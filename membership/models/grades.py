"""Grades of membership, as data: who is eligible, what stands behind a name, which price holds."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from cmiportal.history import tracked


@tracked(name="GradeHistory", exclude=("summary",))
class Grade(models.Model):
    """A grade; ``rule`` is read by ``services.members.grades``: a list of ways, or null where a person decides.

    ``product`` names the price of a year (cmiportal.billing), empty where membership is not for sale.
    """

    key = models.SlugField(max_length=30, primary_key=True)
    rank = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=80)
    post_nominals = models.CharField(max_length=20, blank=True)
    summary = models.TextField("who it is for")
    rule = models.JSONField("eligibility rule", null=True, blank=True)
    product = models.SlugField(max_length=60, blank=True)
    joinable = models.BooleanField("can be asked for", default=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.title


class GradeSpan(models.Model):
    """Which grade a member had from one day to another; the last span is open. History, never overwritten."""

    membership = models.ForeignKey("Membership", on_delete=models.PROTECT, related_name="grades", db_index=False)
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="spans")
    during = DateRangeField()

    class Meta:
        ordering = ["during"]
        constraints = [
            ExclusionConstraint(
                name="grade_span_no_overlap",
                expressions=[("membership", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False), name="grade_span_has_start"
            ),
            models.UniqueConstraint(
                fields=["membership"], condition=Q(during__upper_inf=True), name="grade_span_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade}"

    @property
    def last(self) -> date | None:
        """The last day of the span; None while it goes on."""
        return self.during.upper and self.during.upper - timedelta(days=1)
