"""One piece of evidence, many uses: an item of documents stands behind entries and statements, judged in each alone.

A portfolio's mapping (qualifications) points to the same items; withdrawing an item shows wherever it is used.
"""

from django.db import models
from django.db.models import Q


class CpdEvidence(models.Model):
    """An item that shows what a CPD entry says."""

    entry = models.ForeignKey("CpdEntry", on_delete=models.CASCADE, related_name="evidence", db_index=False)
    item = models.ForeignKey("documents.Item", on_delete=models.PROTECT, related_name="cpd_uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "item"], name="cpd_evidence_once")]

    def __str__(self) -> str:
        return f"{self.item}"


class StatementEvidence(models.Model):
    """An item that stands behind a statement; ``version`` is what was submitted, so that it can be judged later."""

    statement = models.ForeignKey("Statement", on_delete=models.PROTECT, related_name="evidence", db_index=False)
    item = models.ForeignKey("documents.Item", on_delete=models.PROTECT, related_name="statement_uses")
    version = models.ForeignKey(
        "documents.ItemVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="statement_uses"
    )
    pointer = models.CharField("where in it", max_length=200, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    judged_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    current_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "item"], name="statement_evidence_once"),
            models.CheckConstraint(
                condition=Q(accepted=None, judged_at=None, judged_by=None)
                | Q(accepted__isnull=False, judged_at__isnull=False, judged_by__isnull=False),
                name="statement_evidence_judgement_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}"
