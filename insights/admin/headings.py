"""What articles and resources are found by, in the admin: topics, series and authors."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from cmiportal.history_admin import show_histories

from ..forms.headings import AuthorForm, SeriesForm, TopicForm
from ..models import ArticleSeries, Author, Topic
from .previews import Previewed
from .stale import KeepsBoth


class HeadingAdmin(KeepsBoth, Previewed, admin.ModelAdmin):
    """A page with an introduction; its key stands in addresses and is given once."""

    preview_texts: ClassVar = {"text": ""}

    list_display = ("title", "key", "has_articles")
    search_fields = ("title", "key")
    search_help_text = "Title or address"
    ordering = ("title",)
    fields: tuple[str, ...] = ("title", "key", "text")
    prepopulated_fields = {"key": ("title",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The key of a row that is there."""
        return ("key",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """The key of a new row is made from its title."""
        return {} if obj else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of their articles, in the same query."""
        return super().get_queryset(request).annotate(number=Count("articles"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For those that nothing is found by; the database keeps the others."""
        return super().has_delete_permission(request, obj) and not (obj and obj.articles.exists())

    @admin.display(description="articles", ordering="number")
    def has_articles(self, row: Any) -> int:
        """How many."""
        return row.number


@admin.register(Topic)
class TopicAdmin(HeadingAdmin):
    """What articles and resources are about."""

    form = TopicForm


@admin.register(ArticleSeries)
class ArticleSeriesAdmin(HeadingAdmin):
    """Articles that belong together."""

    form = SeriesForm


@admin.register(Author)
class AuthorAdmin(HeadingAdmin):
    """Who writes."""

    form = AuthorForm
    preview_title, preview_lead = "name", "role"
    list_display = ("name", "key", "role", "has_articles")
    search_fields = ("name", "key", "role")
    search_help_text = "Name, address, or post and organisation"
    ordering = ("name",)
    fields = ("name", "key", "role", "text")
    prepopulated_fields = {"key": ("name",)}


show_histories(
    "insights",
    {
        "TopicHistory": "change of a topic of articles,changes of topics of articles",
        "ArticleSeriesHistory": "change of a series of articles,changes of series of articles",
        "AuthorHistory": "change of an author,changes of authors",
    },
)
