"""Which moves of a row really go through, for the tables of states, roles and actions."""

from typing import Any

from django.db import transaction

from cmiportal.workflow import MoveNotAllowed, WorkflowRow, move
from tests.factories.qualifications import NOW


class Undo(Exception):
    """Rolls a move back that went through."""


def moves_made(row: WorkflowRow, mover: dict[str, Any], changes: dict[str, dict[str, Any]] | None = None) -> set[str]:
    """The actions that go through from the row's state, each tried and undone.

    ``mover`` is what ``move`` is told of who acts, ``changes`` the columns that a move has to write, by action.
    """
    made = set()
    for action in {line.action for line in row.workflow.transitions}:
        fresh = type(row)._default_manager.get(pk=row.pk)
        try:
            with transaction.atomic():
                move(fresh, action, at=NOW, **mover, **(changes or {}).get(action, {}))
                made.add(action)
                raise Undo
        except (MoveNotAllowed, Undo):
            continue
    return made
