"""Articles by who may see them, and by when they appear."""

from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from cmiportal.accounts.groups import EDITORS

from ..workflow import ARTICLE_READ, ArticleState


class ArticleQuerySet(QuerySet):
    """Articles."""

    def visible_to(self, user: Any) -> "ArticleQuerySet":
        """All that readers may open, the archived ones too; editors see those that nobody has seen yet."""
        if user.is_authenticated and user.serves_as(EDITORS):
            return self
        return self.readable()

    def readable(self) -> "ArticleQuerySet":
        """Published, or put into the archive since: both have a page."""
        return self.filter(state__in=ARTICLE_READ)

    def listed(self) -> "ArticleQuerySet":
        """Published, the latest first: what lists, feeds and the home page show."""
        return self.filter(state=ArticleState.PUBLISHED).order_by("-published_at", "-pk")

    def to_appear(self, *, at: datetime) -> "ArticleQuerySet":
        """Scheduled, and their moment has come; the earliest first."""
        return self.filter(state=ArticleState.SCHEDULED, publish_at__lte=at).order_by("publish_at", "pk")

    def with_changes(self) -> "ArticleQuerySet":
        """Published, and editors have a newer text than readers."""
        return self.filter(Q(state=ArticleState.PUBLISHED) & ~Q(shown=F("latest")))

    def with_text(self) -> "ArticleQuerySet":
        """With the text that readers see, its topic and series, without the words of its body: for lists."""
        return self.select_related("shown__picture", "topic", "series").defer("shown__body")

    def with_text_apart(self) -> "ArticleQuerySet":
        """With that text and its topic in queries of their own, for pages of long lists.

        Rows of a late page are then passed over in the index of articles alone.
        """
        texts = self.model._meta.get_field("shown").related_model._default_manager
        return self.prefetch_related(Prefetch("shown", texts.defer("body")), "topic")
