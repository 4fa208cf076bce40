"""How evidence meets criteria: one item may serve many criteria of many units."""

from django.db import models

from ..querysets.portfolio import MappingQuerySet


class Mapping(models.Model):
    """An item that meets a criterion, with the place in it (``pointer``), as the learner sees it."""

    unit_enrolment = models.ForeignKey(
        "UnitEnrolment", on_delete=models.CASCADE, related_name="mappings", db_index=False
    )
    unit_version = models.ForeignKey("UnitVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    learner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("documents.Item", on_delete=models.CASCADE, related_name="mappings")
    criterion = models.ForeignKey("Criterion", on_delete=models.PROTECT, related_name="mappings", db_index=False)
    pointer = models.CharField("where in the evidence", max_length=300, blank=True)

    objects = MappingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_enrolment", "criterion", "item"], name="mapping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} meets {self.criterion}"
