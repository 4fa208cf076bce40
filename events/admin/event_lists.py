"""Which events the admin lists, in which order, and what it shows of each beside its columns."""

from django.contrib import admin
from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Now
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from ..models import Event
from ..workflow import EventState

# Those to come first, the next at the top; then past ones, the last first.
COMING_FIRST = (Case(When(ends_at__gte=Now(), then="starts_at")).asc(nulls_last=True), "-starts_at", "-pk")
DISCARDED = Q(state=EventState.CANCELLED, published_at=None)


class EventLists:
    """Mixed into the admin of events."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Without drafts that were put away."""
        return super().get_queryset(request).exclude(DISCARDED)  # type: ignore[misc]

    @admin.display(description="slides")
    def slides_there(self, event: Event) -> str:
        """The name of the file, which opens it."""
        if event.slides is None:
            return "None yet"
        return format_html(
            '<a href="{}">{}</a>', reverse("documents:document_open", args=[event.slides.pk]), event.slides.name
        )
