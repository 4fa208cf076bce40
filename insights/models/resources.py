"""The resource library, its playlists, and what a person keeps of it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cmiportal.database import ImmutableUnaccent, PictureIds
from cmiportal.history import tracked
from membership.rules.spent import said

from ..querysets.resources import PlaylistQuerySet, ResourceQuerySet
from ..rules.library import levels_in_words


@tracked(name="ResourceHistory", exclude=("body", "summary", "words"), related_name="changes")
class Resource(models.Model):
    """Something of the library, for members and registered learners; its title and summary anybody sees.

    ``levels`` are the levels of qualifications, 2 to 8, for whose work it is meant; none is all. ``link`` is where a
    video, a book or a module is that others keep.
    """

    class Kind(models.TextChoices):
        CHECKLIST = "checklist", "Checklist"
        MODEL = "model", "Model"
        THINKER = "thinker", "Thinker"
        VIDEO = "video", "Video or scene"
        ELEARNING = "elearning", "E-learning"
        DEFINITION = "definition", "Definition"
        BOOK = "book", "Book"

    slug = models.SlugField("web address", max_length=100, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=160)
    summary = models.CharField("one or two sentences", max_length=320)
    body = models.TextField("text")
    topic = models.ForeignKey("Topic", on_delete=models.PROTECT, related_name="resources", db_index=False)
    levels = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name="levels")
    minutes = models.PositiveSmallIntegerField("minutes that it takes")
    link = models.URLField("where it is, if elsewhere", blank=True, max_length=500)
    published_on = models.DateField(null=True, blank=True, help_text="Empty: a draft. Later than today: from that day.")
    updated_at = models.DateTimeField(editable=False)
    words = models.GeneratedField(
        expression=ImmutableUnaccent("title"), output_field=models.CharField(max_length=500), db_persist=True
    )

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["checklist", "model", "thinker", "video", "elearning", "definition", "book"]),
                name="resource_kind",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(summary="") & ~Q(body=""), name="resource_has_text"),
            models.CheckConstraint(condition=Q(levels__contained_by=[2, 3, 4, 5, 6, 7, 8]), name="resource_levels"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="resource_takes_time"),
        ]
        indexes = [
            models.Index(fields=["title", "id"], condition=Q(published_on__isnull=False), name="resource_list"),
            models.Index(fields=["kind", "title"], condition=Q(published_on__isnull=False), name="resource_of_kind"),
            models.Index(fields=["topic", "title"], condition=Q(published_on__isnull=False), name="resource_of_topic"),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="resource_words"),
            GinIndex(PictureIds("body"), name="resource_pictures"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("insights:resource_detail", args=[self.slug])

    @property
    def takes(self) -> str:
        """How long it takes, in words."""
        return said(self.minutes)

    @property
    def meant_for(self) -> str:
        """The levels for whose work it is meant, in words."""
        return levels_in_words(self.levels)


@tracked(name="PlaylistHistory", exclude=("text",), related_name="changes")
class Playlist(models.Model):
    """A learning journey through the library for one unit, in the order in which it is best read."""

    unit = models.OneToOneField("qualifications.Unit", on_delete=models.PROTECT, related_name="playlist")
    text = models.TextField("introduction", blank=True)
    is_published = models.BooleanField("published", default=False)
    resources: models.ManyToManyField = models.ManyToManyField(
        Resource, through="PlaylistItem", related_name="playlists"
    )

    objects = PlaylistQuerySet.as_manager()

    class Meta:
        ordering = ["unit__number"]
        verbose_name = "learning journey"

    def __str__(self) -> str:
        return f"Unit {self.unit.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("insights:playlist_detail", args=[self.unit.number])


class PlaylistItem(models.Model):
    """A resource at its place in a playlist, and why it stands there."""

    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="items", db_index=False)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    why = models.CharField("what it is for", max_length=200, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "resource of a learning journey"
        verbose_name_plural = "resources of learning journeys"
        constraints = [models.UniqueConstraint(fields=["playlist", "resource"], name="playlist_item_once")]

    def __str__(self) -> str:
        return str(self.resource)


class Bookmark(models.Model):
    """A resource that a person keeps for later."""

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="bookmarks", db_index=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "resource"], name="bookmark_once")]

    def __str__(self) -> str:
        return str(self.resource)


class Done(models.Model):
    """A resource that a person has worked through; it is offered as an entry of CPD."""

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="done", db_index=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "done"
        constraints = [models.UniqueConstraint(fields=["person", "resource"], name="done_once")]

    def __str__(self) -> str:
        return str(self.resource)
