"""Topics, series and authors by whether anything is found by them yet."""

from datetime import date
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from cmiportal.accounts.groups import EDITORS

from ..workflow import ArticleState


class HeadingQuerySet(QuerySet):
    """Series and authors."""

    def visible_to(self, user: Any, *, on: date) -> Self:
        """Those to which something leads that readers may open on that day; all for editors."""
        if user.is_authenticated and user.serves_as(EDITORS):
            return self
        return self.readable(on=on)

    def readable(self, *, on: date) -> Self:
        """Those to which something leads that anybody may open: before, the page would be an empty one."""
        return self.filter(self._led_to(on))

    def listed(self) -> Self:
        """Those with a published article: what lists, the search and the map of the site offer."""
        return self.filter(self._has("articles", state=ArticleState.PUBLISHED))

    def _led_to(self, on: date) -> Q:
        """An article of the archive still names them; it is asked for last, as it is seldom all there is."""
        states = (ArticleState.PUBLISHED, ArticleState.ARCHIVED)
        published, archived = (self._has("articles", state=state) for state in states)
        return Q(published) | Q(archived)

    def _has(self, relation: str, **conditions: Any) -> Exists:
        tie: Any = self.model._meta.get_field(relation)
        rows = tie.related_model._default_manager
        return Exists(rows.filter(**{tie.remote_field.name: OuterRef("pk")}, **conditions))


class TopicQuerySet(HeadingQuerySet):
    """Topics, by which more is found than articles."""

    def with_resources(self, *, on: date) -> Self:
        """Those about which the library has something on that day."""
        return self.filter(self._has("resources", published_on__lte=on))

    def _led_to(self, on: date) -> Q:
        found = super()._led_to(on)
        for relation in ("resources", "reports", "campaigns"):
            found |= Q(self._has(relation, published_on__lte=on))
        return found
