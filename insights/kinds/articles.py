"""What articles register: their place in the menu, the tables that visitors read, and what waits for editors."""

from typing import Any

from cmiportal.registry import Entry, NavigationEntry, PublicTable, WorkQueue

from ..models import Article
from ..permissions import is_an_editor
from ..querysets.articles import ArticleQuerySet
from ..workflow import ArticleState

# A move of an article is no change of its row that signals tell of, but a row of its own.
PUBLIC = ("Article", "ArticleEvent", "ArticleVersion", "ArticleAddress")


def to_review(user: Any) -> ArticleQuerySet:
    """Articles in review, for editors; nothing for anybody else."""
    return Article.objects.filter(state=ArticleState.REVIEW) if is_an_editor(user) else Article.objects.none()


ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="articles",
        label="News, Views and Updates",
        url_name="insights:article_list",
        section="main",
        menu="insights",
        order=10,
    ),
    WorkQueue(
        "articles_to_review",
        label="Articles in review",
        url_name="admin:insights_article_changelist",
        waiting=to_review,
    ),
    *(PublicTable(key=model.lower(), model=f"insights.{model}") for model in PUBLIC),
)
