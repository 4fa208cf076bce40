"""The weekly Highlights: what is sent, and who wants it."""

from django.db import models
from django.db.models import Q

from ..querysets.highlights import HighlightsQuerySet


class HighlightsIssue(models.Model):
    """The Highlights of the week that begins on the Monday ``week``.

    ``articles`` are in order; ``approved_at`` is when an editor let it go, ``send_at`` from when on it goes out, and
    ``sent_at`` when it was owed to everybody.
    """

    week = models.DateField(unique=True)
    subject = models.CharField(max_length=120)
    intro = models.TextField("opening words", blank=True)
    articles: models.ManyToManyField = models.ManyToManyField("Article", through="HighlightsItem", related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    send_at = models.DateTimeField("goes out", null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = HighlightsQuerySet.as_manager()

    class Meta:
        ordering = ["-week"]
        verbose_name = "issue of Highlights"
        verbose_name_plural = "issues of Highlights"
        constraints = [
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="highlights_week_begins_on_monday"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(approved_at__isnull=False), name="highlights_approved"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, send_at=None) | Q(approved_at__isnull=False, send_at__isnull=False),
                name="highlights_approved_for_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"], condition=Q(approved_at__isnull=False, sent_at=None), name="highlights_to_send"
            )
        ]

    def __str__(self) -> str:
        return f"Highlights of {self.week:%-d %B %Y}"


class HighlightsItem(models.Model):
    """An article at its place in an issue."""

    issue = models.ForeignKey(HighlightsIssue, on_delete=models.CASCADE, related_name="items", db_index=False)
    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "article"], name="highlights_item_once")]

    def __str__(self) -> str:
        return str(self.article)


class HighlightsReader(models.Model):
    """Somebody who asked for the Highlights; gone when they want them no more."""

    person = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="highlights")
    since = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.person)
