"""Two accounts of one person become one: looked at first, then done in one transaction or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.database import wait_for_locks_at_most
from cmiportal.notifications.services import notify
from cmiportal.registry import MergeHindrance, MergeTable, every
from cmiportal.workflow import MoveRefused

from .models import Merge
from .tables import counts, hindrances, move_rows, tables

WAIT = (
    500  # milliseconds, below deadlock_timeout: of this and a person's request that wait for each other, this gives way
)
LOCK_NOT_AVAILABLE = "55P03"
NOT_ALLOWED = "You may not merge accounts."
BUSY = "Somebody works in one of the two accounts at this moment. Try again in a minute."
TAKEN_OVER = ("date_of_birth", "uln")
# RFC 2606: an address that nobody can ever have, so that the real one is free for the account that stays.
CLOSED_EMAIL = "merged-{pk}@account.invalid"


class MergeRefused(MoveRefused):
    """The two accounts stay two; the arguments are sentences for whoever wants to merge them."""


@dataclass(frozen=True)
class Preview:
    """What a merge would do: (what in words, how many) that move, and the sentences of what stands in the way."""

    moving: list[tuple[str, int]]
    against: list[str]


def may_merge(user: Any) -> bool:
    """Whether the person may merge accounts: staff with a permission of its own."""
    return user.is_active and user.is_staff and user.has_perm("merging.merge_accounts")


def preview(*, leaving: User, staying: User) -> Preview:
    """What a merge of the two would do, as things stand."""
    return Preview(moving=in_words(counts(leaving)), against=why_not(leaving=leaving, staying=staying))


def in_words(moved: dict[str, int]) -> list[tuple[str, int]]:
    """("places on a qualification", 2) for each kind of row that moved, in the order of registration."""
    found: dict[tuple[str, str], int] = {}
    for table, _ in tables():
        for column in table.moves:
            found[table.called] = found.get(table.called, 0) + moved.get(f"{table.key}.{column}", 0)
    return [(called[number > 1], number) for called, number in found.items() if number]


def why_not(*, leaving: User, staying: User) -> list[str]:
    """What stands in the way of a merge, in sentences; empty where nothing does."""
    if leaving.pk == staying.pk:
        return ["This is one account: give the address of the other one."]
    found = [sentence for person in (leaving, staying) if (sentence := _out_of_reach(person))]
    return found + _between(leaving, staying)


def _between(leaving: User, staying: User) -> list[str]:
    said = (each.found(leaving, staying) for each in every(MergeHindrance))
    return [sentence for sentence in said if sentence] + hindrances(leaving, staying)


def _out_of_reach(person: User) -> str:
    if not person.is_active:
        return f"The account {person.email} is closed."
    if person.is_staff or person.is_superuser or person.groups.exists() or person.user_permissions.exists():
        return f"{person.email} is an account of staff: its rights would go to another one, so it stays by itself."
    return ""


@transaction.atomic
def merge(*, leaving: User, staying: User, by: User, reason: str, at: datetime) -> Merge:
    """Close the account ``leaving`` and let all that it holds be held by ``staying``, for a reason.

    What somebody did and signed goes on naming the closed account. Its address becomes another one of the account that
    stays, as confirmed as it was, and both addresses are told. Raises MergeRefused and then changes nothing.
    """
    if not may_merge(by):
        raise MergeRefused(NOT_ALLOWED)
    if not reason.strip():
        raise MergeRefused("Say how you know that both accounts belong to one person.")
    with _giving_way():
        leaving, staying = _locked(leaving, staying)
        if against := why_not(leaving=leaving, staying=staying):
            raise MergeRefused(*against)
        _settle(leaving, staying, at)
        # The record comes first: it is what lets frozen rows go (trigger refuse_unless_merged).
        row = Merge.objects.create(
            closed=leaving, kept=staying, by=by, reason=reason.strip(), moved=counts(leaving), at=at
        )
        move_rows(leaving, staying)
        _tell(row, at=at)
        _close(leaving, staying)
    return row


@transaction.atomic
def fetch_late(*, row: Merge, by: User, at: datetime) -> dict[str, int]:
    """Move what a request that waited for a merge wrote to the closed account after it; says how much of each table.

    Raises MergeRefused where it cannot go to the account that stays.
    """
    if not may_merge(by):
        raise MergeRefused(NOT_ALLOWED)
    with _giving_way():
        leaving, staying = _locked(row.closed, row.kept)
        if against := _between(leaving, staying):
            raise MergeRefused(*against)
        _settle(leaving, staying, at)
        found = counts(leaving)
        move_rows(leaving, staying)
    return found


@contextmanager
def _giving_way() -> Iterator[None]:
    """Refuse, and undo, where somebody else holds a row that is to move."""
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
            raise
        raise MergeRefused(BUSY) from None


def _locked(leaving: User, staying: User) -> tuple[User, User]:
    """Both as they are now; who adds a row that names one of them waits. Always in the order of keys."""
    rows = User.objects.select_for_update().filter(pk__in=[leaving.pk, staying.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    wait_for_locks_at_most(WAIT)
    return found[leaving.pk], found[staying.pk]


def _settle(leaving: User, staying: User, at: datetime) -> None:
    for table in every(MergeTable):
        if table.settle:
            table.settle(leaving, staying, at)


def _tell(row: Merge, *, at: datetime) -> None:
    said = {"path": reverse("accounts:profile_detail")}
    kind = "accounts_merged"
    notify(kind=kind, key=f"{kind}:{row.pk}", recipient=row.kept, context={**said, "closed": False}, at=at)
    notify(kind=kind, key=f"{kind}:{row.pk}:closed", address=row.closed.email, context={**said, "closed": True}, at=at)


def _close(leaving: User, staying: User) -> None:
    """Nobody signs in to it any more: sessions ask for an open account, and links for a password for its address."""
    for name in TAKEN_OVER:
        setattr(staying, name, getattr(staying, name) or getattr(leaving, name))
    leaving.email = CLOSED_EMAIL.format(pk=leaving.pk)
    leaving.is_active = False
    leaving.uln = None
    leaving.set_unusable_password()
    leaving.save(update_fields=["email", "is_active", "uln", "password"])
    staying.save(update_fields=TAKEN_OVER)
