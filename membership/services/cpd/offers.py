"""Offers of CPD entries: an event, a unit, a resource offers one; nothing is recorded without the person's word."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.text import Truncator

from cmiportal.accounts.models import User
from cmiportal.documents.models import Item

from ...models import Area, CpdEntry, CpdOffer
from .entries import CpdRefused, Values, add_entry

TITLE_LENGTH = 300


@transaction.atomic
def offer(
    *,
    person: User,
    source_key: str,
    title: str,
    activity: str,
    on: date,
    at: datetime,
    area: Area | None = None,
    minutes: int | None = None,
) -> CpdOffer:
    """Offer an entry, once for each ``source_key`` ("award:A004..."): a second call changes nothing.

    A title that an entry has no room for is cut: an offer must never stop what it comes from.
    Returns the offer as it stands, which may have been answered.
    """
    row = CpdOffer(
        person=person,
        source_key=source_key,
        title=Truncator(title).chars(TITLE_LENGTH),
        activity=activity,
        on=on,
        area=area,
        minutes=minutes,
        offered_at=at,
    )
    CpdOffer.objects.bulk_create([row], ignore_conflicts=True)
    return CpdOffer.objects.get(person=person, source_key=source_key)


@transaction.atomic
def take_up(*, offer: CpdOffer, values: Values, evidence: Collection[Item] = (), at: datetime) -> CpdEntry:
    """Make the offer an entry, in the person's words; one that is an entry already gives that one, as it stands.

    Raises CpdRefused where the offer was dismissed, and as ``add_entry``.
    """
    row = CpdOffer.objects.select_for_update().get(pk=offer.pk)
    if row.entry is not None:
        return row.entry
    if row.dismissed_at is not None:
        raise CpdRefused("You said that this does not belong in your record. Add an entry of your own instead.")
    row.entry = add_entry(person=row.person, values=values, evidence=evidence, at=at, source_key=row.source_key)
    row.save(update_fields=["entry"])
    return row.entry


@transaction.atomic
def dismiss(*, offer: CpdOffer, at: datetime) -> CpdOffer:
    """The person does not want it in their record; twice is harmless. Raises CpdRefused where it is an entry."""
    row = CpdOffer.objects.select_for_update().get(pk=offer.pk)
    if row.entry_id is not None:
        raise CpdRefused("This is in your record already.")
    if row.dismissed_at is None:
        row.dismissed_at = at
        row.save(update_fields=["dismissed_at"])
    return row


@transaction.atomic
def withdraw(*, person: User, source_key: str) -> None:
    """What it came from did not happen after all: an offer that nobody has answered goes, and can be made again.

    Whoever answers it at this moment holds its lock and then asks for an account's; so it is not waited for, and stays.
    """
    waits = CpdOffer.objects.waiting().filter(person=person, source_key=source_key)
    if row := waits.select_for_update(skip_locked=True).first():
        row.delete()
