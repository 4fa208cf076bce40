"""What the list of articles is narrowed by, beside its columns."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from ..models import Article

APPEARS = {"month": "In the last 30 days", "year": "In the last year", "soon": "Scheduled", "never": "Not yet"}
DAYS = {"month": 30, "year": 365}


class AppearsFilter(admin.SimpleListFilter):
    """By when readers saw it first."""

    title = "appearance"
    parameter_name = "appears"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """In words."""
        return APPEARS.items()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Lately, soon or not yet."""
        asked = self.value()
        if asked in DAYS:
            return queryset.filter(published_at__gte=timezone.now() - timezone.timedelta(days=DAYS[asked]))
        if asked == "soon":
            return queryset.filter(publish_at__isnull=False)
        if asked == "never":
            return queryset.filter(published_at=None)
        return queryset


class ChangesFilter(admin.SimpleListFilter):
    """Whether readers see an older text than editors."""

    title = "changes"
    parameter_name = "changes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """In words."""
        return (("wait", "Wait to be published"), ("none", "None"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Those with an older text shown, or the others."""
        waits = Q(shown__isnull=False) & ~Q(shown=F("latest"))
        if self.value() == "wait":
            return queryset.filter(waits)
        return queryset.exclude(waits) if self.value() == "none" else queryset
