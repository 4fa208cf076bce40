"""Issues of Highlights by how far they are."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from ..workflow import ArticleState


class HighlightsQuerySet(QuerySet):
    """Issues."""

    def sent(self) -> "HighlightsQuerySet":
        """Those that everybody was owed, the latest week first: anybody may read them."""
        return self.filter(sent_at__isnull=False).order_by("-week")

    def to_send(self, *, at: datetime) -> "HighlightsQuerySet":
        """Approved, and their moment has come; the earliest first."""
        return self.filter(approved_at__isnull=False, sent_at=None, send_at__lte=at).order_by("send_at", "pk")

    def with_articles(self) -> "HighlightsQuerySet":
        """With the items of which readers find the article, in their order, as ``shown_items``: two queries."""
        items = self.model._meta.get_field("articles").remote_field.through.objects
        found = items.filter(article__state=ArticleState.PUBLISHED).select_related("article__shown")
        return self.prefetch_related(
            Prefetch("items", found.defer("article__shown__body").order_by("position", "pk"), to_attr="shown_items")
        )
