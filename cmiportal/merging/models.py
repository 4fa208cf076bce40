"""The record of a merge, which is also what lets frozen rows go from one account to the other (triggers)."""

from django.db import models

from cmiportal.grants import INSERT_ONLY
from cmiportal.workflow import new_id


class Merge(models.Model):
    """That two accounts were one person's: which was closed, which holds everything now, who said so and why.

    ``moved`` is the number of rows by table and column. Written once, for good.
    """

    grants = INSERT_ONLY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    closed = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="merged_as_closed")
    kept = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="merged_as_kept")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    moved = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "pk"]
        verbose_name = "merge of two accounts"
        verbose_name_plural = "merges of accounts"
        default_permissions = ("view",)
        permissions = [("merge_accounts", "Can merge two accounts of one person")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(closed=models.F("kept")), name="merge_of_two"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="merge_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.closed} into {self.kept}"
