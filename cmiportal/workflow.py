"""Workflows as data, and the one way to make a move.

Each workflow app declares a table of transitions: action, sources, target, the name of a predicate in its
``permissions`` module. From the same table come the guard, the buttons that a page offers, the state diagrams in
docs and the exhaustive test. ``move()`` is the only writer of a state; it leaves one event that nothing can change:
the database demands that a row's state is the state of its last event (see ``database.state_is_last_event``).
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, TypeVar
from uuid import UUID

import uuid_utils.compat
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q

from cmiportal.grants import INSERT_ONLY, Grants

# A link or the clock makes a move instead of a signed-in person; the table says so in place of a predicate.
BY_LINK = "by_link"
BY_CLOCK = "by_clock"

SALT_BYTES = 16


def new_id() -> UUID:
    """A time-ordered key (RFC 9562, version 7): index inserts stay at the end of the tree."""
    return uuid_utils.compat.uuid7()


class MoveRefused(Exception):
    """The move cannot be made; the first argument is a sentence for the person."""


class MoveNotAllowed(MoveRefused):
    """This person may not make this move, or the row is in a state from which it does not exist."""


class StaleMove(MoveRefused):
    """Somebody else moved the row first; what was seen is out of date."""

    def __init__(self) -> None:
        super().__init__("This was changed while you had it open. Look at it again, then decide.")


@dataclass(frozen=True)
class Transition:
    """One line of a workflow table; ``allowed`` names a predicate ``(user, row) -> bool``, BY_LINK or BY_CLOCK."""

    action: str
    label: str
    sources: tuple[str, ...]
    target: str
    allowed: str


class Workflow:
    """A table of transitions and the module whose predicates it names.

    ``begins`` are the states in which a row may be born; unless said, it is where the first line comes from.
    """

    def __init__(
        self, name: str, *, permissions: str, transitions: tuple[Transition, ...], begins: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.permissions = permissions
        self.transitions = transitions
        self.begins = begins or transitions[0].sources[:1]

    def find(self, action: str, state: str) -> Transition:
        """The line for this action from this state; raises MoveNotAllowed with a sentence."""
        for line in self.transitions:
            if line.action == action and state in line.sources:
                return line
        raise MoveNotAllowed(f"This {self.name} can no longer be changed in that way; it is {state.replace('_', ' ')}.")

    def allows(self, line: Transition, user: Any, row: Any) -> bool:
        """Whether the line's predicate holds for this person and row."""
        if line.allowed in (BY_LINK, BY_CLOCK):
            return False
        return bool(getattr(import_module(self.permissions), line.allowed)(user, row))

    def offered(self, user: Any, row: "WorkflowRow") -> list[Transition]:
        """The moves that this person may make from the row's state: the buttons of its page."""
        return [line for line in self.transitions if row.state in line.sources and self.allows(line, user, row)]

    def edges(self) -> Iterator[tuple[str, str, str]]:
        """(source, action, target) of every line, for the state diagram."""
        for line in self.transitions:
            for source in line.sources:
                yield source, line.action, line.target


class SealedPayload(models.Model):
    """Personal data that belongs to an event: erasing it leaves the chain of digests whole."""

    grants = Grants(update=("about",))  # by a merge alone, see the trigger

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    salt = models.BinaryField(max_length=SALT_BYTES)
    body = models.JSONField(encoder=DjangoJSONEncoder)
    about = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return str(self.pk)

    def digest(self) -> bytes:
        """SHA-256 over salt and canonical JSON of the body."""
        return hashlib.sha256(bytes(self.salt) + canonical(self.body)).digest()


class WorkflowRow(models.Model):
    """A row with a state; ``moves`` is the number of its last event and the version that a form carries."""

    workflow: Workflow

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=20, editable=False)
    moves = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def offered_to(self, user: Any) -> list[Transition]:
        """The moves that this person may make now."""
        return self.workflow.offered(user, self)

    def may(self, user: Any, action: str) -> bool:
        """Whether this person may make this move now."""
        return any(line.action == action for line in self.offered_to(user))


class WorkflowEvent(models.Model):
    """One move of one row, for good: the application role may insert and read, nothing else.

    The concrete class adds a foreign key named like the row's model in lower case, and ``subject_field`` names it.
    """

    subject_field: str
    grants = INSERT_ONLY

    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey("links.Link", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    payload_id = models.UUIDField(null=True, blank=True)
    payload_digest = models.BinaryField(max_length=32, null=True, blank=True)
    previous_digest = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        abstract = True
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def computed_digest(self) -> bytes:
        """SHA-256 over the previous digest and canonical JSON of what the event says."""
        said = {
            "subject": str(getattr(self, f"{self.subject_field}_id")),
            "sequence": self.sequence,
            "action": self.action,
            "from": self.from_state,
            "to": self.to_state,
            "at": self.at.astimezone(UTC).isoformat(),  # as it comes back from the database
            "actor": self.actor_id,
            "link": str(self.link_id) if self.link_id else None,
            "data": self.data,
            "payload": bytes(self.payload_digest).hex() if self.payload_digest else None,
        }
        return hashlib.sha256(bytes(self.previous_digest) + canonical(said)).digest()

    @classmethod
    def constraints_for(cls, name: str) -> list[models.BaseConstraint]:
        """The four rules of every event table, named after its row's model."""
        return [
            models.UniqueConstraint(name=f"{name}event_sequence", fields=[name, "sequence"]),
            models.UniqueConstraint(name=f"{name}event_state_key", fields=[name, "sequence", "to_state"]),
            models.CheckConstraint(name=f"{name}event_one_actor", condition=Q(actor=None) | Q(link=None)),
            models.CheckConstraint(
                name=f"{name}event_payload_digest",
                condition=Q(payload_id=None, payload_digest=None)
                | Q(payload_id__isnull=False, payload_digest__isnull=False),
            ),
        ]


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no blanks, so that the same facts give the same digest."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder).encode()


Row = TypeVar("Row", bound=WorkflowRow)


@transaction.atomic
def born(
    row: Row,
    *,
    at: datetime,
    action: str = "create",
    actor: Any = None,
    link: Any = None,
    data: dict[str, Any] | None = None,
    sealed: dict[str, Any] | None = None,
    about: Any = None,
) -> Row:
    """Save a new row together with its event 0; returns the row."""
    row.moves = 0
    row.save(force_insert=True)
    event = _event(row, action=action, from_state="", at=at, actor=actor, link=link, data=data)
    _seal(event, sealed, about)
    _append(event, previous=b"")
    return row


@transaction.atomic
def move(
    row: Row,
    action: str,
    *,
    at: datetime,
    actor: Any = None,
    link: Any = None,
    moves: int | None = None,
    data: dict[str, Any] | None = None,
    sealed: dict[str, Any] | None = None,
    about: Any = None,
    **changes: Any,
) -> Row:
    """Follow one line of the row's workflow; the only code that writes a state.

    ``moves`` is the version that the person's form carried; ``changes`` are other columns written in the same
    UPDATE; ``data`` holds plain values for the event, ``sealed`` personal ones about ``about``. Neither actor nor
    link means the clock. Returns the row as it now is; raises MoveNotAllowed or StaleMove and then changes nothing.
    """
    if moves is not None and moves != row.moves:
        raise StaleMove
    line = row.workflow.find(action, row.state)
    _guard(row, line, actor, link)
    from_state = row.state
    rows = type(row)._default_manager.filter(pk=row.pk, state=row.state, moves=row.moves)
    if not rows.update(state=line.target, moves=row.moves + 1, **changes):
        raise StaleMove
    for name, value in {**changes, "state": line.target, "moves": row.moves + 1}.items():
        setattr(row, name, value)
    event = _event(row, action=action, from_state=from_state, at=at, actor=actor, link=link, data=data)
    _seal(event, sealed, about)
    last = row.events.get(sequence=row.moves - 1)  # type: ignore[attr-defined]
    _append(event, previous=bytes(last.digest))
    return row


def chain_is_whole(row: WorkflowRow) -> bool:
    """Whether every event of the row still says what it said when it was written (the digests agree)."""
    previous = b""
    for event in row.events.order_by("sequence"):  # type: ignore[attr-defined]
        if bytes(event.previous_digest) != previous or event.computed_digest() != bytes(event.digest):
            return False
        previous = bytes(event.digest)
    return True


def _guard(row: WorkflowRow, line: Transition, actor: Any, link: Any) -> None:
    if actor is None:
        allowed = line.allowed == (BY_LINK if link is not None else BY_CLOCK)
    else:
        allowed = row.workflow.allows(line, actor, row)
    if not allowed:
        raise MoveNotAllowed(f"You may not do this: {line.label.lower()}.")


def _event(row: Any, *, action: str, from_state: str, at: datetime, actor: Any, link: Any, data: Any) -> WorkflowEvent:
    event = row.events.model(
        sequence=row.moves,
        action=action,
        from_state=from_state,
        to_state=row.state,
        at=at,
        actor=actor,
        link=link,
        data=data or {},
    )
    setattr(event, event.subject_field, row)
    return event


def _seal(event: WorkflowEvent, sealed: dict[str, Any] | None, about: Any) -> None:
    if sealed is None:
        return
    payload = SealedPayload.objects.create(salt=secrets.token_bytes(SALT_BYTES), body=sealed, about=about)
    event.payload_id = payload.pk
    event.payload_digest = payload.digest()


def _append(event: WorkflowEvent, *, previous: bytes) -> None:
    event.previous_digest = previous
    event.digest = event.computed_digest()
    event.save(force_insert=True)
