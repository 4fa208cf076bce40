"""Chartered status once awarded, its certificates, and the public register."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from cmiportal.database import ImmutableUnaccent
from cmiportal.workflow import new_id

from ..querysets.statuses import CharteredStatusQuerySet, RegisterEntryQuerySet
from .applications import CharteredApplication


class CharteredStatus(models.Model):
    """A status that somebody was awarded; it holds while membership does, until ``ended_on``.

    ``code`` verifies the certificate. The name stays as it was printed, whatever the account says later.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="chartered_statuses")
    application = models.OneToOneField(
        CharteredApplication, null=True, blank=True, on_delete=models.PROTECT, related_name="awarded"
    )
    status = models.CharField(max_length=12, choices=CharteredApplication.Status)
    name_as_printed = models.CharField(max_length=300)
    code = models.CharField("verification code", max_length=24, unique=True)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    pdf = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="chartered_statuses"
    )

    objects = CharteredStatusQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "pk"]
        verbose_name_plural = "Chartered statuses"
        constraints = [
            models.CheckConstraint(
                # Without the second word on its day, a reason alone would make the rule NULL, which passes.
                condition=Q(ended_on=None, ended_because="")
                | (Q(ended_on__gte=F("since"), ended_on__isnull=False) & ~Q(ended_because="")),
                name="chartered_status_end",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(ended_on=None), name="chartered_status_one_held"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.person}"


class RegisterEntry(models.Model):
    """A line of the public register: there by the person's consent, shown while the status is held."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    status = models.OneToOneField(CharteredStatus, on_delete=models.PROTECT, related_name="register_entry")
    name = models.CharField(max_length=300)
    consented_at = models.DateTimeField()
    shown = models.BooleanField(default=True)
    folded = models.GeneratedField(
        expression=ImmutableUnaccent("name"), output_field=models.CharField(max_length=600), db_persist=True
    )

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "register entries"
        indexes = [
            GinIndex(SearchVector("folded", config="simple"), condition=Q(shown=True), name="register_words"),
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), condition=Q(shown=True), name="register_name"),
        ]

    def __str__(self) -> str:
        return self.name
