"""Tables of this app that hold personal data: what an export shows, and how long it is kept."""

from cmiportal.registry import Entry, PrivacyTable

ENTRIES: tuple[Entry, ...] = (
    PrivacyTable(
        "bookmark",
        model="insights.Bookmark",
        person="person",
        export=("resource", "since"),
        retention="until the person keeps it no longer, or the resource goes",
    ),
    PrivacyTable(
        "resource_done",
        model="insights.Done",
        person="person",
        export=("resource", "at"),
        retention="until the person takes it back, or the resource goes",
    ),
    PrivacyTable(
        "highlights_reader",
        model="insights.HighlightsReader",
        person="person",
        export=("since",),
        retention="until the person wants the Highlights no longer",
    ),
    # As somebody who writes for the Institute, not as its customer.
    PrivacyTable(
        "article_version",
        model="insights.ArticleVersion",
        person="written_by",
        export=("article", "number", "title", "written_at"),
        retention="as long as the article",
    ),
    PrivacyTable(
        "highlights_issue",
        model="insights.HighlightsIssue",
        person="approved_by",
        export=("week", "subject", "approved_at"),
        retention="as long as the issue",
    ),
)
