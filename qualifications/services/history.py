"""What was said in the moves of a workflow row: its events with their sealed payloads."""

from dataclasses import dataclass, field
from typing import Any

from cmiportal.workflow import SealedPayload, WorkflowEvent, WorkflowRow


@dataclass(frozen=True)
class Told:
    """An event and the body of its payload; the body is empty where there was none or it has been erased."""

    event: WorkflowEvent
    said: dict[str, Any] = field(default_factory=dict)


def history_of(row: WorkflowRow) -> list[Told]:
    """The row's events in their order, with who acted; two queries."""
    events = list(row.events.select_related("actor", "link__person"))  # type: ignore[attr-defined]
    bodies = SealedPayload.objects.in_bulk([event.payload_id for event in events if event.payload_id])
    return [
        Told(event, bodies[event.payload_id].body) if event.payload_id in bodies else Told(event) for event in events
    ]


def reason_in(event: WorkflowEvent | None) -> str:
    """The reason that was sealed in the event; empty without an event, and once it has been erased."""
    if event is None or event.payload_id is None:
        return ""
    payload = SealedPayload.objects.filter(pk=event.payload_id).first()
    return payload.body["reason"] if payload else ""
