"""Corporate membership: an organisation buys seats and invites people; it sees who accepted, never their CPD."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from cmiportal.workflow import new_id

from ..querysets.organisations import OrganisationQuerySet, SeatQuerySet


class Organisation(models.Model):
    """An organisation that pays for the membership of people; ``seats`` is how many it has bought for ``during``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=300)
    address = models.TextField(blank=True)
    seats = models.PositiveIntegerField(default=0)
    during = DateRangeField(null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats=0) | Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="organisation_seats_have_period",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationStaff(models.Model):
    """Who acts for an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="staff", db_index=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="acts_for")

    class Meta:
        verbose_name_plural = "organisation staff"
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="organisation_staff_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"


class Seat(models.Model):
    """A seat that somebody was invited to; released, it can be given to somebody else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="taken", db_index=False)
    email = models.EmailField(max_length=254)
    invited_at = models.DateTimeField()
    membership = models.ForeignKey("Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    accepted_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("email"), condition=Q(released_at=None), name="seat_once"),
            models.CheckConstraint(
                condition=Q(membership=None, accepted_at=None) | Q(membership__isnull=False, accepted_at__isnull=False),
                name="seat_accepted_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.email
