"""What the Highlights register: the message, the wish for it, and what visitors read."""

from cmiportal.registry import Entry, NavigationEntry, NotificationKind, PublicTable, Wish

from ..services import highlights

EXAMPLE = {
    "subject": "The week in management, 23 November 2026",
    "intro": ["Three pieces this week on what to say when you do not know everything yet."],
    "articles": [
        {
            "title": "Telling a team early",
            "standfirst": "What to say when you do not know everything yet.",
            "kind": "Long read",
            "minutes": 6,
            "path": "/insights/telling-a-team-early/",
        },
        {
            "title": "What a handover is for",
            "standfirst": "The last piece of management that you do for people.",
            "kind": "Article",
            "minutes": 1,
            "path": "/insights/what-a-handover-is-for/",
        },
    ],
    "path": "/highlights/",
}
WISH = Wish(
    holds=lambda user: highlights.is_reader(user),
    ask=lambda user, at: highlights.ask(person=user, at=at),
    end=lambda user: highlights.forget_wish(user),
)
ENTRIES: tuple[Entry, ...] = (
    NotificationKind(
        highlights.KIND,
        label="Highlights, once a week",
        subject="{subject}",
        template="insights/mail/highlights",
        service=False,
        reason="you asked for our weekly Highlights",
        wish=WISH,
        example=EXAMPLE,
    ),
    PublicTable("highlights_issue", model="insights.HighlightsIssue"),
    PublicTable("highlights_item", model="insights.HighlightsItem"),
    NavigationEntry(
        "highlights",
        label="Highlights by e-mail",
        url_name="insights:highlights",
        section="footer",
        menu="interact",
        order=60,
    ),
)
