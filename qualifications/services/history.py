"""What was said in the moves of a workflow row: its events with their sealed payloads."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery

from cmiportal.workflow import SealedPayload, WorkflowEvent, WorkflowRow


@dataclass(frozen=True)
class Told:
    """An event and the body of its payload; the body is empty where there was none or it has been erased."""

    event: WorkflowEvent
    said: dict[str, Any] = field(default_factory=dict)


def history_of(row: WorkflowRow) -> list[Told]:
    """The row's events in their order, with who acted and what was sealed; one query."""
    sealed = SealedPayload.objects.filter(pk=OuterRef("payload_id")).values("body")
    events = row.events.select_related("actor", "link__person").annotate(sealed=Subquery(sealed))  # type: ignore[attr-defined]
    return [Told(event, event.sealed or {}) for event in events]


def reason_in(event: WorkflowEvent | None) -> str:
    """The reason that was sealed in the event; empty without an event, and once it has been erased."""
    if event is None or event.payload_id is None:
        return ""
    payload = SealedPayload.objects.filter(pk=event.payload_id).first()
    return payload.body["reason"] if payload else ""
