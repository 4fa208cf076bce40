"""What articles register: their place in the menu, and the tables that visitors read."""

from cmiportal.registry import Entry, NavigationEntry, PublicTable

# A move of an article is no change of its row that signals tell of, but a row of its own.
PUBLIC = ("Article", "ArticleEvent", "ArticleVersion", "ArticleAddress")

ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="articles",
        label="News, Views and Updates",
        url_name="insights:article_list",
        section="main",
        menu="insights",
        order=10,
    ),
    *(PublicTable(key=model.lower(), model=f"insights.{model}") for model in PUBLIC),
)
