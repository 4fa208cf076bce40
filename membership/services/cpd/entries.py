"""A person's CPD record: entries are added, changed and removed by their person alone, with evidence of their own.

An item of evidence is named, never copied: withdrawing it shows here, and what the entry says stays. Lock order: the
person's account before an entry is added, else the offer, then the entry.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.documents.models import Item
from cmiportal.workflow import MoveRefused

from ...models import CpdEntry, CpdEvidence

Values = Mapping[str, Any]


class CpdRefused(MoveRefused):
    """The record cannot be changed like that; the first argument says why."""


@transaction.atomic
def add_entry(
    *, person: User, values: Values, evidence: Collection[Item] = (), at: datetime, source_key: str | None = None
) -> CpdEntry:
    """An entry with its evidence; ``values`` are its columns, ``source_key`` what offered it.

    Raises CpdRefused where the record is full, holds just this already (a form that was opened again and sent as it
    stood), or the evidence is not the person's own or withdrawn.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    most = settings.CPD_ENTRIES_MAX
    own = CpdEntry.objects.filter(person=person)
    if own.count() >= most:
        raise CpdRefused(f"Your record holds {most:,} entries, and we keep no more. Remove one to add another.")
    if source_key is None and own.filter(**values).exists():
        raise CpdRefused("This entry is in your record already, word for word. To add another, say what differs.")
    entry = CpdEntry(person=person, source_key=source_key, created_at=at, changed_at=at, **values)
    entry.save(force_insert=True)
    _show_by(entry, evidence)
    return entry


@transaction.atomic
def change_entry(*, entry: CpdEntry, values: Values, evidence: Collection[Item], at: datetime) -> CpdEntry:
    """Say otherwise what was done, or what shows it. Raises CpdRefused as ``add_entry`` for evidence."""
    row = CpdEntry.objects.select_for_update().get(pk=entry.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_at = at
    row.save(update_fields=[*values, "changed_at"])
    _show_by(row, evidence)
    return row


@transaction.atomic
def remove_entry(*, entry: CpdEntry) -> None:
    """Take an entry out of the record; the evidence stays where it is, and an offer that it came from is open again."""
    CpdEntry.objects.filter(pk=entry.pk).delete()


def _show_by(entry: CpdEntry, evidence: Collection[Item]) -> None:
    """Let these items, and no others, stand behind the entry; one that was withdrawn since may stay."""
    wanted = {item.pk for item in evidence}
    shown = set(entry.evidence.values_list("item", flat=True))
    added = wanted - shown
    own = Item.objects.current().filter(owner=entry.person_id, pk__in=added)
    if own.count() != len(added):
        raise CpdRefused("Evidence must be your own, and not withdrawn.")
    entry.evidence.exclude(item__in=wanted).delete()
    CpdEvidence.objects.bulk_create(CpdEvidence(entry=entry, item_id=key) for key in sorted(added))
