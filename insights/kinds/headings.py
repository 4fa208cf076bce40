"""What topics, authors and series register: a place in the menu, and the tables that visitors read."""

from cmiportal.registry import Entry, NavigationEntry, PublicTable

PUBLIC = ("Topic", "Author", "ArticleSeries")

ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="article_topics",
        label="Professional Practice",
        url_name="insights:topic_list",
        section="main",
        menu="insights",
        order=20,
    ),
    *(PublicTable(key=f"article_{model.lower()}", model=f"insights.{model}") for model in PUBLIC),
)
