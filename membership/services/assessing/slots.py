"""The times that an assessor offers for professional discussions, several at once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ...models import ApplicationHolder, CharteredApplication, Discussion, Slot
from ...workflow import ApplicationState, HolderStage
from .discussions import notice_from, tell_to_book


class SlotRefused(MoveRefused):
    """The times cannot be offered or withdrawn like that; the first argument says why."""


@transaction.atomic
def offer_slots(*, assessor: User, starts: Sequence[datetime], at: datetime, joining: str = "") -> list[Slot]:
    """Offer these times, all or none; applicants who wait for a time are told once. Raises SlotRefused.

    ``joining`` is the link or the number by which whoever books one joins.
    """
    moments = sorted({start.astimezone(UTC) for start in starts})
    if not moments or moments[0] <= notice_from(at):
        raise SlotRefused(
            f"Offer times that begin in more than {settings.DISCUSSION_NOTICE_HOURS} hours: "
            "until then an applicant can still book one."
        )
    if uk_day(moments[-1]) > uk_day(at, settings.APPLICATION_DAYS):
        raise SlotRefused(f"Offer times within {settings.APPLICATION_DAYS} days: no application waits for longer.")
    length = timedelta(minutes=settings.DISCUSSION_MINUTES)
    rows = [
        Slot(assessor=assessor, during=DateTimeTZRange(start, start + length), joining=joining) for start in moments
    ]
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(rows)
    except IntegrityError as error:
        raise SlotRefused("You offer another slot at one of these times already. Nothing was added.") from error
    for application in _waiting_for(assessor):
        tell_to_book(application, at=at)
    return rows


@transaction.atomic
def withdraw_slot(*, slot: Slot, by: User, at: datetime) -> Slot:
    """Offer the time no more. Raises SlotRefused where it is booked, or somebody else's."""
    row = Slot.objects.select_for_update().get(pk=slot.pk)
    if row.assessor_id != by.pk:
        raise SlotRefused("This time is not yours.")
    if Discussion.objects.filter(slot=row, cancelled_at=None).exists():
        raise SlotRefused("An applicant has booked this time. Cancel the discussion first, with a reason.")
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
    return row


def _waiting_for(assessor: User) -> list[CharteredApplication]:
    """Those who wait for a time of this assessor, once that person has declared to have no conflict."""
    held = ApplicationHolder.objects.filter(
        person=assessor, stage=HolderStage.ASSESSMENT, ended_at=None, declared_at__isnull=False
    )
    rows = CharteredApplication.objects.filter(state=ApplicationState.DISCUSSION, pk__in=held.values("application"))
    return list(rows.select_related("person", "route").order_by("pk"))
