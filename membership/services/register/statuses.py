"""Chartered status once awarded: it holds while membership does, and stands in the register by consent."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ...models import CharteredApplication, CharteredStatus, RegisterEntry

Status = CharteredApplication.Status
POST_NOMINALS: dict[str, str] = {Status.MEMBER: "CMgr MCMI", Status.FELLOW: "CMgr FCMI", Status.FOUNDATION: "fCMgr"}


class ConsentRefused(MoveRefused):
    """The register cannot show this status; the first argument says why."""


def last_status(person: User) -> CharteredStatus | None:
    """The status that the person was awarded last, with its register entry and ``is_held``; one query."""
    held = CharteredStatus.objects.held().filter(pk=OuterRef("pk"))
    rows = CharteredStatus.objects.filter(person=person).annotate(is_held=Exists(held))
    return rows.select_related("register_entry").order_by("-since", "-pk").first()


def end_statuses(*, person: User, because: str, at: datetime) -> int:
    """End the Chartered status that the person holds; the register shows it no more. Returns how many ended."""
    held = CharteredStatus.objects.filter(person=person, ended_on=None)
    return held.update(ended_on=uk_day(at), ended_because=because)


@transaction.atomic
def consent(*, status: CharteredStatus, shown: bool, at: datetime) -> None:
    """Stand in the public register, or no longer: the person's own word, which can be taken back at any time.

    Raises ConsentRefused once the status has ended. Saying the same again changes nothing.
    """
    row = CharteredStatus.objects.select_for_update().get(pk=status.pk)
    entry = RegisterEntry.objects.filter(status=row).first()
    if not shown:
        RegisterEntry.objects.filter(status=row, shown=True).update(shown=False)
    elif row.ended_on is not None:
        raise ConsentRefused("This status has ended, so the register cannot show it.")
    elif entry is None:
        RegisterEntry.objects.create(status=row, name=row.name_as_printed, consented_at=at)
    elif not entry.shown:
        entry.shown, entry.consented_at = True, at
        entry.save(update_fields=["shown", "consented_at"])
