"""Grades, routes, criteria and areas in the admin: words, rules and prices' names, with their history.

The membership file is where these come from (docs/membership-format.md); what is changed here is changed there too.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from ..models import Area, CharteredCriterion, Grade, Route
from ..rules.eligibility_words import needed
from ..services.members.grades import BadRule, ways_of

RULE_HELP = (
    "A list of ways, each a list of conditions, all of which must be met: "
    '[[{"years": 3}, {"qualification": {"level": 6}}], [{"years": 5}]]. Empty: a person decides.'
)


class RuleForm(forms.ModelForm):
    """A row with a rule of eligibility, which is read before it is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "rule" in self.fields:
            self.fields["rule"].help_text = RULE_HELP

    def clean_rule(self) -> Any:
        """A misspelt condition must not pass as none."""
        rule = self.cleaned_data["rule"]
        try:
            ways_of(rule)
        except BadRule as error:
            raise ValidationError(str(error)) from error
        return rule


class KeyedAdmin(admin.ModelAdmin):
    """A table whose key is given once, and whose rows others point at."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The key of a row that is there."""
        return ("key",) if obj else ()

    @admin.display(description="asks for")
    def asks(self, row: Any) -> str:
        """The rule as pages say it."""
        ways = ways_of(row.rule)
        return "a person decides" if ways is None else "; or ".join(needed(way) for way in ways)


@admin.register(Grade)
class GradeAdmin(KeyedAdmin):
    """Grades of membership, the lowest first."""

    form = RuleForm
    list_display = ("title", "post_nominals", "rank", "asks", "product", "joinable")
    list_filter = ("joinable",)
    search_fields = ("title", "key", "post_nominals")
    ordering = ("rank",)
    fields = ("key", "rank", "title", "post_nominals", "summary", "rule", "product", "joinable", "source")


@admin.register(Route)
class RouteAdmin(KeyedAdmin):
    """Routes to Chartered Manager status."""

    form = RuleForm
    list_display = ("title", "asks", "product", "has_discussion", "needs_referee", "open")
    list_filter = ("open", "has_discussion")
    search_fields = ("title", "key")
    ordering = ("position",)
    fields = (
        *("key", "position", "title", "summary", "rule", "product"),
        *("has_discussion", "needs_referee", "open", "source"),
    )


@admin.register(CharteredCriterion)
class CharteredCriterionAdmin(KeyedAdmin):
    """What applicants write about, on which routes, in how many words."""

    list_display = ("title", "words_from", "words_to", "on_routes")
    list_filter = ("routes",)
    search_fields = ("title", "key")
    ordering = ("position",)
    filter_horizontal = ("routes",)
    fields = ("key", "position", "title", "detail", "words_from", "words_to", "routes")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CharteredCriterion]:
        """With the routes of all rows in one query."""
        return super().get_queryset(request).prefetch_related("routes")

    @admin.display(description="routes")
    def on_routes(self, criterion: CharteredCriterion) -> str:
        """Their titles."""
        return ", ".join(route.title for route in criterion.routes.all())


@admin.register(Area)
class AreaAdmin(KeyedAdmin):
    """The nine areas of the Professional Standard."""

    list_display = ("title", "domain", "position")
    list_filter = ("domain",)
    search_fields = ("title", "key")
    ordering = ("position",)
    fields = ("key", "position", "domain", "title", "summary")
