"""What events are found by: regions, communities, topics, and the series that an event belongs to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cmiportal.history import tracked


class Heading(models.Model):
    """Something with a page and an introduction that staff keep."""

    key = models.SlugField(max_length=60, primary_key=True)
    title = models.CharField(max_length=120)
    text = models.TextField("introduction", blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


@tracked(name="RegionHistory", exclude=("text",), related_name="changes")
class Region(Heading):
    """A part of the United Kingdom, or beyond, with a board of volunteers.

    ``covers`` are the names by which others say that they are in it: of counties, nations and countries.
    """

    covers = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name="names of its parts")
    position = models.PositiveSmallIntegerField(unique=True)
    abroad = models.BooleanField("outside the United Kingdom", default=False)

    class Meta:
        ordering = ["position"]


@tracked(name="CommunityHistory", exclude=("text",), related_name="changes")
class Community(Heading):
    """People who share something else than a place."""

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "communities"


@tracked(name="TopicHistory", exclude=("text",), related_name="changes")
class Topic(Heading):
    """What an event is about."""

    class Meta:
        ordering = ["title"]


@tracked(name="SeriesHistory", exclude=("text",), related_name="changes")
class Series(Heading):
    """Events of one kind that follow each other; a booking can be moved among them."""

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "series"
