"""What the Highlights register: the message, the wish for it, what visitors read, and what waits for editors."""

from typing import Any

from cmiportal.registry import Entry, NavigationEntry, NotificationKind, PublicTable, Wish, WorkQueue

from ..models import HighlightsIssue
from ..permissions import is_an_editor
from ..querysets.highlights import HighlightsQuerySet
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


def to_approve(user: Any) -> HighlightsQuerySet:
    """Issues that nobody has approved yet, for editors; nothing for anybody else."""
    return HighlightsIssue.objects.filter(approved_at=None) if is_an_editor(user) else HighlightsIssue.objects.none()


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
    WorkQueue(
        "highlights_to_approve",
        label="Highlights to approve",
        url_name="admin:insights_highlightsissue_changelist",
        waiting=to_approve,
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
