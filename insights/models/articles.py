"""Articles: the row that moves from draft to archive, its texts, and the addresses it had."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cmiportal.database import ImmutableUnaccent, PictureIds
from cmiportal.grants import INSERT_ONLY
from cmiportal.workflow import WorkflowEvent, WorkflowRow

from ..querysets.articles import ArticleQuerySet
from ..workflow import ARTICLE, ARTICLE_READ, ArticleState
from .audience import Audience


class Kind(models.TextChoices):
    ARTICLE = "article", "Article"
    NEWS = "news", "News"
    INTERVIEW = "interview", "Interview"
    RESEARCH = "research", "Research"
    LONG_READ = "long_read", "Long read"
    HIGHLIGHTS = "highlights", "Highlights"
    CASE_STUDY = "case_study", "Case study"


class Article(WorkflowRow):
    """Something to read.

    ``latest`` is the text that editors work on, ``shown`` the one that readers see: while a published article is
    changed, readers see the old text until the changes are published. ``publish_at`` is when a scheduled one appears,
    ``published_at`` when it first appeared; lists are in that order.
    """

    workflow = ARTICLE

    state = models.CharField(max_length=20, choices=ArticleState, default=ArticleState.DRAFT, editable=False)
    slug = models.SlugField("web address", max_length=100, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ARTICLE)
    audience = models.CharField("open to", max_length=12, choices=Audience, default=Audience.PUBLIC)
    topic = models.ForeignKey("Topic", on_delete=models.PROTECT, related_name="articles", db_index=False)
    series = models.ForeignKey(
        "ArticleSeries", null=True, blank=True, on_delete=models.PROTECT, related_name="articles", db_index=False
    )
    authors: models.ManyToManyField = models.ManyToManyField("Author", blank=True, related_name="articles")
    latest = models.OneToOneField(
        "ArticleVersion", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    shown = models.OneToOneField(
        "ArticleVersion", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    publish_at = models.DateTimeField("appears", null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ArticleState.values), name="article_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="article_kind"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="article_audience"),
            models.CheckConstraint(
                condition=~Q(state__in=ARTICLE_READ) | Q(published_at__isnull=False, shown__isnull=False),
                name="article_read_has_text_and_date",
            ),
            models.CheckConstraint(
                condition=Q(state=ArticleState.SCHEDULED, publish_at__isnull=False)
                | (~Q(state=ArticleState.SCHEDULED) & Q(publish_at=None)),
                name="article_scheduled_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="article_list"),
            models.Index(fields=["topic", "-published_at"], condition=Q(state="published"), name="article_of_topic"),
            models.Index(fields=["kind", "-published_at"], condition=Q(state="published"), name="article_of_kind"),
            models.Index(fields=["series", "-published_at"], condition=Q(state="published"), name="article_of_series"),
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="article_to_appear"),
        ]

    def __str__(self) -> str:
        text = self.shown or self.latest
        return text.title if text else self.slug

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("insights:article_detail", args=[self.slug])

    @property
    def has_changes(self) -> bool:
        """Whether readers see an older text than editors."""
        return self.shown_id is not None and self.shown_id != self.latest_id


class ArticleEvent(WorkflowEvent):
    """A move of an article; insert only."""

    subject_field = "article"
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(WorkflowEvent.Meta):
        verbose_name = "move of an article"
        verbose_name_plural = "moves of articles"
        constraints = WorkflowEvent.constraints_for("article")


class ArticleVersion(models.Model):
    """One text of an article; written once, a change is the next number.

    ``minutes`` is how long it takes to read, ``begins`` the plain words that those see to whom it is not open,
    ``words`` the title as it is searched: in small letters and without accents.
    """

    grants = INSERT_ONLY

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    standfirst = models.CharField(max_length=320)
    body = models.TextField("text")
    picture = models.ForeignKey("Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField("minutes to read", default=1)
    begins = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.GeneratedField(
        expression=ImmutableUnaccent("title"), output_field=models.CharField(max_length=500), db_persist=True
    )

    class Meta:
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
            # That an article shows none but its own texts is a foreign key over both columns.
            models.UniqueConstraint(fields=["id", "article"], name="article_version_key"),
            models.CheckConstraint(condition=Q(number__gte=1, minutes__gte=1), name="article_version_counts_from_one"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(standfirst="") & ~Q(body=""), name="article_version_has_text"
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="article_version_words"),
            GinIndex(PictureIds("body"), name="article_version_pictures"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class ArticleAddress(models.Model):
    """An address that an article had and that leads on to the one it has."""

    slug = models.SlugField(max_length=100, primary_key=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="addresses")
    since = models.DateTimeField()

    class Meta:
        ordering = ["slug"]
        verbose_name = "former address"
        verbose_name_plural = "former addresses"

    def __str__(self) -> str:
        return self.slug
