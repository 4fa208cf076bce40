"""`manage.py workflow_diagrams > docs/workflows.md`: the workflows as state diagrams, drawn from their tables."""

from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand

from cmiportal.billing.models import Order
from cmiportal.enquiries.models import Enquiry
from cmiportal.workflow import Workflow
from events.models import Booking, Event
from insights.models import Article
from membership.models import Appeal, CharteredApplication, CpdReview, GradeRequest, Membership, Nomination
from qualifications.models import Award, Case, Enrolment, Submission

ROWS = (
    *(Enrolment, Submission, Award, Case),
    *(Membership, GradeRequest, CharteredApplication, Appeal, CpdReview, Nomination),
    *(Event, Booking),
    Article,
    Order,
    Enquiry,
)
HEAD = """# The workflows

Drawn from the table in each app's `workflow.py` by `manage.py workflow_diagrams > docs/workflows.md`; a test keeps this
page true. Each move is made by `move()` in `cmiportal/workflow.py` and leaves one event. Who may make it is the
predicate of that name in the app's `permissions.py`; `by_link` is a person without an account, `by_clock` a task, or
what another move brings with it: a payment starts a membership.
"""


class Command(BaseCommand):
    """Writes Markdown with Mermaid diagrams to standard output."""

    help = "Print the state diagrams of all workflows as Markdown."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """One chapter for each workflow."""
        self.stdout.write(page(), ending="")


def page() -> str:
    """The whole page."""
    return HEAD + "".join(f"\n## {row.__name__}\n\n{diagram(row.workflow)}\n{table(row.workflow)}" for row in ROWS)


def diagram(workflow: Workflow) -> str:
    """The states and the actions between them; a correction that changes no state is left to the table."""
    actions = defaultdict(list)
    for source, action, target in workflow.edges():
        if source != target:
            actions[source, target].append(action)
    lines = [f"    [*] --> {state}" for state in workflow.begins]
    lines += [f"    {source} --> {target}: {', '.join(names)}" for (source, target), names in actions.items()]
    return "```mermaid\nstateDiagram-v2\n" + "\n".join(lines) + "\n```\n"


def table(workflow: Workflow) -> str:
    """Every line of the workflow."""
    lines = [
        f"| `{line.action}` | {line.label} | {', '.join(line.sources)} | {line.target} | `{line.allowed}` |"
        for line in workflow.transitions
    ]
    return "\n".join(["| action | button | from | to | who |", "| --- | --- | --- | --- | --- |", *lines]) + "\n"
