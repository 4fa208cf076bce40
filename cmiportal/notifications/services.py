"""Owing somebody a message, and what staff and readers do with one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import JSONObject, RowNumber

from cmiportal.accounts.models import User
from cmiportal.database import insert_found
from cmiportal.registry import NotificationKind, UnknownKey, every, find

from .models import KEY_LENGTH, Notification, NotificationPreference
from .plain import cleaned
from .querysets import NotificationQuerySet
from .rendering import complete
from .states import RESENDABLE, Mail
from .waking import ring_on_commit


class KeyTaken(ValueError):
    """The key already stands for a message of another kind or to somebody else: a mistake of the caller."""


@transaction.atomic
def notify(
    *,
    kind: str,
    key: str,
    recipient: User | None = None,
    address: str = "",
    context: Mapping[str, Any],
    at: datetime,
) -> Notification:
    """Owe one message; call it inside the transaction whose outcome it reports.

    ``key`` names the fact, without personal data: a second call with the same key changes nothing and returns the
    first row. ``context`` holds plain values (text, numbers, dates, lists and dicts of them; addresses within the
    portal as paths) from which the message is rendered when it is sent. The commit only wakes the worker: a lost
    broker delays the message until the next sweep and neither stops nor fails the caller.

    Raises UnknownKey for a kind that nobody registered, MissingValue where the context lacks a name that the kind's
    example has, ValidationError for an address that is none, TypeError for a value that is not plain, ValueError for
    a key that is empty or too long and KeyTaken (see there).
    """
    registered = complete(find(NotificationKind, kind), context)
    if not 0 < len(key) <= KEY_LENGTH:
        raise ValueError(f"A key has 1 to {KEY_LENGTH} characters, this one has {len(key)}.")
    if address or recipient is None:
        validate_email(address)
    row = Notification(
        recipient=recipient,
        address=address,
        kind=kind,
        context=cleaned(dict(context)),
        dedup_key=key,
        created_at=at,
        due_at=at,
        mail=Mail.QUEUED if registered.service or registered.wish or wants_mail(recipient, kind) else Mail.NONE,
    )
    Notification.objects.bulk_create([row], ignore_conflicts=True)
    kept = Notification.objects.get(dedup_key=key)
    if (kept.kind, kept.recipient_id, kept.address) != (row.kind, row.recipient_id, row.address):
        raise KeyTaken(f"The key {key!r} of a message {kind!r} already stands for another, {kept}.")
    if kept.message_id == row.message_id and kept.mail == Mail.QUEUED:
        ring_on_commit()
    return kept


@dataclass(frozen=True)
class Owed:
    """One message of many of a kind: as the arguments of ``notify``."""

    key: str
    recipient: User
    context: Mapping[str, Any]


@transaction.atomic
def notify_many(*, kind: str, owed: Iterable[Owed], at: datetime) -> None:
    """Owe many messages of one kind to people with accounts, in two queries however many they are.

    As ``notify``: a key that stands already changes nothing. Raises UnknownKey, MissingValue and TypeError as there.
    """
    registered = find(NotificationKind, kind)
    no_mail: set[int] = set()
    if not registered.service:
        unwanted = NotificationPreference.objects.filter(kind=kind, by_mail=False)
        no_mail = set(unwanted.values_list("user_id", flat=True))
    rows = [
        Notification(
            recipient=one.recipient,
            kind=complete(registered, one.context).key,
            context=cleaned(dict(one.context)),
            dedup_key=one.key,
            created_at=at,
            due_at=at,
            mail=Mail.NONE if one.recipient.pk in no_mail else Mail.QUEUED,
        )
        for one in owed
    ]
    if rows:
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        ring_on_commit()


@transaction.atomic
def notify_found(
    *, kind: str, people: str, key: Any, context: Mapping[str, Any], found: QuerySet, at: datetime, after: int = 0
) -> int:
    """Owe one message of a kind for each row that a query finds, in one statement; returns how many are new.

    ``people`` names the row's column with the recipient's number; ``key`` and the values of ``context`` are expressions
    over the row. They are kept as they stand, so none of them may be a text that a stranger typed. As ``notify``: a
    key that stands already changes nothing. Raises UnknownKey and MissingValue as there.

    They go at the pace of NOTIFICATION_SPREAD_A_MINUTE, in the order of ``found``: whoever waits for a link to sign in
    does not wait behind all of them. ``after`` is how many of the same went before, in an earlier part.
    """
    registered = complete(find(NotificationKind, kind), context)
    mail: Any = Value(Mail.QUEUED)
    if not registered.service:
        unwanted = NotificationPreference.objects.filter(user=OuterRef(people), kind=kind, by_mail=False)
        mail = Case(When(Exists(unwanted), then=Value(Mail.NONE)), default=mail)
    moment = Value(at, DateTimeField())
    order: Any = found.query.order_by
    turn = Window(RowNumber(), order_by=order)
    minutes = (turn - 1 + after) / settings.NOTIFICATION_SPREAD_A_MINUTE
    due = ExpressionWrapper(
        moment + ExpressionWrapper(minutes * Value(timedelta(minutes=1)), DurationField()), DateTimeField()
    )
    columns = {
        "recipient": F(people),
        "address": Value(""),
        "kind": Value(kind),
        "context": JSONObject(**context),
        "dedup_key": key,
        "created_at": moment,
        "mail": mail,
        "due_at": due,
        "not_before": due,
        "attempts": Value(0),
        "message_id": RandomUUID(),
        "last_error": Value(""),
    }
    fresh = insert_found(Notification, list(columns), found.values_list(*columns.values()))
    if fresh:
        ring_on_commit()
    return fresh


def wants_mail(user: User | None, kind: str) -> bool:
    """Whether this person wants messages of this kind by e-mail; nobody has said no until they have.

    Of a kind that comes on a wish alone nobody does until they have said yes. Raises UnknownKey.
    """
    wish = find(NotificationKind, kind).wish
    if wish:
        return user is not None and wish.holds(user)
    return not NotificationPreference.objects.filter(user=user, kind=kind, by_mail=False).exists()


@transaction.atomic
def resend(rows: NotificationQuerySet, *, at: datetime) -> list[Notification]:
    """Queue those of ``rows`` again whose e-mail failed or bounced, as if never tried; returns them."""
    again = list(rows.filter(mail__in=RESENDABLE).select_for_update(of=("self",)).order_by("pk"))
    Notification.objects.filter(pk__in=[row.pk for row in again]).update(
        mail=Mail.QUEUED, due_at=at, attempts=0, last_error=""
    )
    if again:
        ring_on_commit()
    return again


@transaction.atomic
def send_copies(rows: NotificationQuerySet, *, at: datetime) -> list[Notification]:
    """Owe once more what was sent of ``rows``; the row that was sent stays as it is. Returns the new rows.

    A secret message was emptied when it went and has no copy. Twice in one minute is once.
    """
    secret = [kind.key for kind in every(NotificationKind) if kind.secret]
    return [
        notify(
            kind=row.kind,
            key=f"copy:{row.pk}:{at:%Y%m%d%H%M}",
            recipient=row.recipient,
            address=row.address,
            context=row.context,
            at=at,
        )
        for row in rows.filter(mail=Mail.SENT).exclude(kind__in=secret).select_related("recipient").order_by("pk")
    ]


def mark_read(rows: NotificationQuerySet, *, at: datetime) -> int:
    """Keep when the reader first saw these messages; returns how many were unread."""
    return rows.unread().update(read_at=at)


def optional_kinds() -> list[NotificationKind]:
    """The kinds that a person may choose not to have by e-mail."""
    return [kind for kind in every(NotificationKind) if not kind.service]


def optional_kind(key: str) -> NotificationKind:
    """The optional kind of that key; raises UnknownKey for one that is not optional, or not there (any more)."""
    kind = find(NotificationKind, key)
    if kind.service:
        raise UnknownKey(f"{key!r} is a service message and cannot be stopped.")
    return kind


@transaction.atomic
def choose_mail(*, user: User, wanted: Collection[str], at: datetime) -> None:
    """Keep for every optional kind whether this person wants it by e-mail too: those in ``wanted``, and no others."""
    for kind in optional_kinds():
        if kind.key in wanted and kind.wish:
            kind.wish.ask(user, at)
        elif kind.key in wanted:
            NotificationPreference.objects.filter(user=user, kind=kind.key).update(by_mail=True)
        else:
            stop_mail(user=user, kind=kind.key)


@transaction.atomic
def stop_mail(*, user: User, kind: str) -> None:
    """Send this person no more e-mail of an optional kind, nor what is still queued; twice does no harm.

    Raises UnknownKey as ``optional_kind``.
    """
    wish = optional_kind(kind).wish
    if wish:
        wish.end(user)
    else:
        NotificationPreference.objects.update_or_create(user=user, kind=kind, defaults={"by_mail": False})
    Notification.objects.filter(recipient=user, kind=kind, mail=Mail.QUEUED).update(mail=Mail.NONE)
