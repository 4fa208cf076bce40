"""docs/workflows.md is what the command draws from the tables."""

from io import StringIO
from pathlib import Path

from django.apps import apps
from django.core.management import call_command

from cmiportal.site.management.commands.workflow_diagrams import ROWS
from cmiportal.workflow import WorkflowRow

PAGE = Path(__file__).parents[3] / "docs" / "workflows.md"


def test_the_page_shows_the_workflows_as_they_are():
    out = StringIO()

    call_command("workflow_diagrams", stdout=out)

    assert PAGE.read_text() == out.getvalue()


def test_no_workflow_is_left_out():
    assert set(ROWS) == {model for model in apps.get_models() if issubclass(model, WorkflowRow)}


def test_a_diagram_has_an_arrow_for_every_change_of_state():
    text = PAGE.read_text()

    assert "    [*] --> requested\n" in text
    assert "    [*] --> held\n    [*] --> confirmed\n    [*] --> waitlisted\n" in text
    assert "    marking --> returned: return\n" in text
    assert "    registered --> registered" not in text
