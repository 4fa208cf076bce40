"""What events are found by, in the admin: regions, communities, topics and series."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from cmiportal.history_admin import show_histories

from ..models import Community, Region, Series, Topic


class HeadingAdmin(admin.ModelAdmin):
    """A page with an introduction; its key stands in addresses and is given once."""

    list_display = ("title", "key", "has_events")
    search_fields = ("title", "key")
    ordering = ("title",)
    fields: tuple[str, ...] = ("key", "title", "text")
    prepopulated_fields = {"key": ("title",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The key of a row that is there."""
        return ("key",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """The key of a new row is made from its title."""
        return {} if obj else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of their events, in the same query."""
        return super().get_queryset(request).annotate(number=Count("events"))

    @admin.display(description="events", ordering="number")
    def has_events(self, row: Any) -> int:
        """How many."""
        return row.number


@admin.register(Region)
class RegionAdmin(HeadingAdmin):
    """Parts of the United Kingdom, in the order of their list."""

    list_display = ("title", "key", "position", "abroad", "has_events")
    ordering = ("position",)
    fields = ("key", "title", "position", "abroad", "covers", "text")


@admin.register(Community)
class CommunityAdmin(HeadingAdmin):
    """People who share something else than a place."""


@admin.register(Topic)
class TopicAdmin(HeadingAdmin):
    """What events are about."""


@admin.register(Series)
class SeriesAdmin(HeadingAdmin):
    """Events that follow each other; a booking can be moved among them."""


show_histories(
    "events",
    {
        "EventHistory": "change of an event,changes of events",
        "EventPriceHistory": "change of a price of an event,changes of prices of events",
        "RegionHistory": "change of a region,changes of regions",
        "CommunityHistory": "change of a community,changes of communities",
        "TopicHistory": "change of a topic,changes of topics",
        "SeriesHistory": "change of a series,changes of series",
    },
)
