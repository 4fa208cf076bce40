"""Research and reports, and how often each was downloaded."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cmiportal.history import tracked

from ..querysets.reports import ReportQuerySet


@tracked(name="ReportHistory", exclude=("body", "standfirst"), related_name="changes")
class Report(models.Model):
    """Something that the Institute found out, to read and to download."""

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        PAPER = "paper", "Discussion paper"
        SURVEY = "survey", "Survey"
        TOOLKIT = "toolkit", "Toolkit"
        ANNUAL = "annual", "Annual report"

    slug = models.SlugField("web address", max_length=100, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REPORT)
    title = models.CharField(max_length=160)
    standfirst = models.CharField("one or two sentences", max_length=320)
    body = models.TextField("text")
    topic = models.ForeignKey("Topic", on_delete=models.PROTECT, related_name="reports")
    picture = models.ForeignKey("Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField("number of pages", null=True, blank=True)
    published_on = models.DateField(null=True, blank=True, help_text="Empty: a draft. Later than today: from that day.")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["report", "paper", "survey", "toolkit", "annual"]), name="report_kind"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(standfirst="") & ~Q(body=""), name="report_has_text"),
        ]
        indexes = [models.Index(fields=["-published_on", "id"], name="report_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("insights:report_detail", args=[self.slug])


class ReportDownloads(models.Model):
    """How often a report was downloaded on a day, and by nobody in particular."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="downloads", db_index=False)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["report", "-day"]
        verbose_name = verbose_name_plural = "downloads of a report on a day"
        constraints = [models.UniqueConstraint(fields=["report", "day"], name="report_downloads_once_a_day")]

    def __str__(self) -> str:
        return f"{self.report}, {self.day}: {self.count}"
