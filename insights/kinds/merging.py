"""What becomes of what somebody keeps of the library when two accounts of one person are made one.

Whoever wrote, moved or approved something stays named.
"""

from datetime import datetime

from cmiportal.accounts.models import User
from cmiportal.registry import Entry, MergeTable

from ..models import Bookmark, Done


def kept_once(leaving: User, staying: User, at: datetime) -> None:
    """What both keep is kept once, from when the account that stays has kept it."""
    both = Bookmark.objects.filter(person=staying).values("resource")
    Bookmark.objects.filter(person=leaving, resource__in=both).delete()


def done_once(leaving: User, staying: User, at: datetime) -> None:
    """What both have done is done once, since the account that stays has done it."""
    both = Done.objects.filter(person=staying).values("resource")
    Done.objects.filter(person=leaving, resource__in=both).delete()


ENTRIES: tuple[Entry, ...] = (
    MergeTable("insights.ArticleEvent", called=("event", "events"), keeps=("actor",)),
    MergeTable("insights.ArticleVersion", called=("text of an article", "texts of articles"), keeps=("written_by",)),
    MergeTable(
        "insights.Bookmark",
        called=("resource kept for later", "resources kept for later"),
        moves=("person",),
        settle=kept_once,
        settles=("bookmark_once",),
    ),
    MergeTable(
        "insights.Done",
        called=("resource that is done", "resources that are done"),
        moves=("person",),
        settle=done_once,
        settles=("done_once",),
    ),
    MergeTable(
        "insights.HighlightsIssue", called=("issue of Highlights", "issues of Highlights"), keeps=("approved_by",)
    ),
    # To be written to was asked for at an address; the account that stays goes on as it has decided for its own.
    MergeTable(
        "insights.HighlightsReader", called=("wish for the Highlights", "wishes for the Highlights"), ends=("person",)
    ),
)
