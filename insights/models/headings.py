"""What articles and resources are found by: topics, authors and series."""

from django.db import models
from django.urls import reverse

from cmiportal.history import tracked

from ..querysets.headings import HeadingQuerySet, TopicQuerySet


class Heading(models.Model):
    """Something with a page and an introduction that editors keep; ``key`` is its address."""

    key = models.SlugField("web address", max_length=60, primary_key=True)
    title = models.CharField(max_length=120)
    text = models.TextField("introduction", blank=True)

    class Meta:
        abstract = True
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


@tracked(name="TopicHistory", exclude=("text",), related_name="changes")
class Topic(Heading):
    """What an article or a resource is about; events of the same key are about it, too."""

    objects = TopicQuerySet.as_manager()

    class Meta(Heading.Meta):
        pass

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("insights:topic_detail", args=[self.key])


@tracked(name="ArticleSeriesHistory", exclude=("text",), related_name="changes")
class ArticleSeries(Heading):
    """Articles that belong together, such as the weekly highlights."""

    objects = HeadingQuerySet.as_manager()

    class Meta(Heading.Meta):
        verbose_name = "series of articles"
        verbose_name_plural = "series of articles"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("insights:series_detail", args=[self.key])


@tracked(name="AuthorHistory", exclude=("text",), related_name="changes")
class Author(models.Model):
    """Who wrote an article."""

    key = models.SlugField("web address", max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    role = models.CharField("post and organisation", max_length=160, blank=True)
    text = models.TextField("about the person", blank=True)

    objects = HeadingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Their page."""
        return reverse("insights:author_detail", args=[self.key])
