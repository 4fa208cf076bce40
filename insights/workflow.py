"""The workflow of articles as a table: action, label, from, to, the name of a predicate in ``permissions``.

Data only; imports no model. Source: domain.md "Insights".
"""

from django.db.models import TextChoices

from cmiportal.workflow import BY_CLOCK, Transition, Workflow

PERMISSIONS = "insights.permissions"


class ArticleState(TextChoices):
    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


A = ArticleState

# Whoever has the address still reads what was put away: others link to it.
ARTICLE_READ = (A.PUBLISHED, A.ARCHIVED)
# Not yet read by anybody: its text and its address may change freely.
ARTICLE_UNSEEN = (A.DRAFT, A.REVIEW, A.SCHEDULED)

ARTICLE = Workflow(
    "article",
    permissions=PERMISSIONS,
    # What comes with a new version of the site knows its moment already.
    begins=(A.DRAFT, A.SCHEDULED),
    transitions=(
        Transition("submit", "Send to review", (A.DRAFT,), A.REVIEW, "edits"),
        Transition("return", "Back to draft", (A.REVIEW,), A.DRAFT, "edits"),
        Transition("schedule", "Schedule", (A.REVIEW, A.SCHEDULED), A.SCHEDULED, "edits"),
        Transition("unschedule", "Take off the schedule", (A.SCHEDULED,), A.REVIEW, "edits"),
        Transition("publish", "Publish now", (A.REVIEW, A.SCHEDULED), A.PUBLISHED, "edits"),
        # To the minute, by the clock, what was scheduled.
        Transition("appear", "Appear", (A.SCHEDULED,), A.PUBLISHED, BY_CLOCK),
        # A newer version of the text takes the place of the one that readers see.
        Transition("revise", "Publish the changes", (A.PUBLISHED,), A.PUBLISHED, "edits"),
        Transition("archive", "Put into the archive", (A.PUBLISHED,), A.ARCHIVED, "edits"),
        Transition("restore", "Take out of the archive", (A.ARCHIVED,), A.PUBLISHED, "edits"),
    ),
)
