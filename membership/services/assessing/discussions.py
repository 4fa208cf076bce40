"""The professional discussion: booked by the applicant in a slot of the assessor, moved, cancelled, held.

Lock order: the application, then the slot. A move cancels one discussion and books another: the calendar knows both
as one event (``calendar_files``), so ``sequence`` goes on from one to the other.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, move

from ...models import CharteredApplication, Discussion, Slot
from ...permissions import is_the_applicant
from ...querysets.discussions import SlotQuerySet
from ...workflow import HolderStage
from ..chartered.messages import tell_applicant
from ..chartered.rows import locked
from .holders import holder_of
from .messages import said_of, tell_staff

TAKEN = "Somebody has just taken this time. Choose another one."


class DiscussionRefused(MoveRefused):
    """The discussion cannot be booked or changed like that; the first argument says why."""


def live_of(application: CharteredApplication) -> Discussion | None:
    """The discussion that is booked and still to come, or to be marked as held; one query."""
    rows = Discussion.objects.filter(application=application, cancelled_at=None, held_at=None)
    return rows.select_related("slot__assessor").first()


def last_of(application: CharteredApplication) -> Discussion | None:
    """The discussion that was booked last, whatever became of it; one query."""
    rows = Discussion.objects.filter(application=application).select_related("slot__assessor")
    return rows.order_by("-booked_at", "-pk").first()


def free_slots(application: CharteredApplication, *, at: datetime) -> SlotQuerySet:
    """The times that the applicant can book: of their assessor, who has declared to have no conflict."""
    holder = holder_of(application, HolderStage.ASSESSMENT)
    if holder is None or holder.declared_at is None:
        return Slot.objects.none()
    return Slot.objects.free(after=notice_from(at)).filter(assessor=holder.person)


def can_change(discussion: Discussion, *, at: datetime) -> bool:
    """Whether the applicant may still move or cancel it by themselves."""
    return notice_from(at) <= discussion.slot.during.lower


def notice_from(at: datetime) -> datetime:
    """The first moment that is not too soon for changes; hours that pass, whatever the clocks do meanwhile."""
    return at.astimezone(UTC) + timedelta(hours=settings.DISCUSSION_NOTICE_HOURS)


@transaction.atomic
def book(
    *, application: CharteredApplication, slot: Slot, by: User, at: datetime, moves: int | None = None
) -> Discussion:
    """The applicant books a time. Raises DiscussionRefused where it is no longer free, MoveNotAllowed, StaleMove."""
    row = locked(application)
    chosen = _free(row, slot, at)
    move(row, "book", at=at, actor=by, moves=moves, data=_times(chosen))
    return _keep(row, chosen, "booked", at)


@transaction.atomic
def move_discussion(
    *, application: CharteredApplication, slot: Slot, by: User, at: datetime, moves: int | None = None
) -> Discussion:
    """The applicant takes another time instead, in time. Raises as ``book``."""
    row = locked(application)
    before = _to_change(row, by, at)
    chosen = _free(row, slot, at)
    move(row, "move", at=at, actor=by, moves=moves, data=_times(chosen))
    _end(before, at)
    return _keep(row, chosen, "moved", at)


@transaction.atomic
def cancel(
    *, application: CharteredApplication, by: User, at: datetime, reason: str = "", moves: int | None = None
) -> Discussion:
    """The applicant cancels in time, or the assessor at any time, with a reason. Raises as ``book``."""
    row = locked(application)
    discussion = _to_change(row, by, at)
    own = is_the_applicant(by, row)
    if not own and not reason.strip():
        raise DiscussionRefused("Say why: the applicant reads it.")
    # The applicant loses no time by what the assessor does.
    until = row.valid_until if own else max(row.valid_until, uk_day(at, settings.APPLICATION_DAYS))
    why = {"reason": reason.strip()}
    move(row, "cancel_booking", at=at, actor=by, moves=moves, sealed=why, about=row.person, valid_until=until)
    _end(discussion, at)
    if not own:  # the assessor cannot come then: nobody else is offered that time
        Slot.objects.filter(pk=discussion.slot_id, withdrawn_at=None).update(withdrawn_at=at)
    said = said_of(discussion)
    tell_applicant(row, "discussion_cancelled", at=at, reason=reason.strip(), by_applicant=own, **said)
    tell_staff([discussion.slot.assessor], row, "discussion_with_you", at=at, change="cancelled", **said)
    return discussion


@transaction.atomic
def hold_discussion(
    *, application: CharteredApplication, by: User, at: datetime, moves: int | None = None
) -> Discussion:
    """The assessor says that it took place. Raises DiscussionRefused before it began, and as ``book``."""
    row = locked(application)
    discussion = _live(row)
    if at < discussion.slot.during.lower:
        raise DiscussionRefused("The discussion has not begun yet.")
    move(row, "hold", at=at, actor=by, moves=moves)
    discussion.held_at = at
    discussion.save(update_fields=["held_at"])
    tell_applicant(row, "discussion_held", at=at)
    return discussion


def cancel_live(application: CharteredApplication, *, at: datetime) -> Discussion | None:
    """Cancel what is booked, where the application goes on without its assessor; who calls tells the people."""
    discussion = live_of(application)
    if discussion:
        _end(discussion, at)
    return discussion


def tell_to_book(application: CharteredApplication, *, at: datetime) -> None:
    """There are times to choose from; told once each time that the application comes to wait for one."""
    tell_applicant(application, "discussion_to_book", at=at)


def _live(row: CharteredApplication) -> Discussion:
    discussion = live_of(row)
    if discussion is None:
        raise DiscussionRefused("No discussion is booked.")
    return discussion


def _to_change(row: CharteredApplication, by: User, at: datetime) -> Discussion:
    """What is booked, if this person may still change it."""
    discussion = _live(row)
    if is_the_applicant(by, row) and not can_change(discussion, at=at):
        raise DiscussionRefused(
            f"Less than {settings.DISCUSSION_NOTICE_HOURS} hours are left, so write to us: "
            "your assessor keeps the time free for you."
        )
    return discussion


def _free(row: CharteredApplication, slot: Slot, at: datetime) -> Slot:
    """The slot with its row locked, if it is one that this applicant can book. Raises DiscussionRefused."""
    chosen = Slot.objects.select_for_update(of=("self",)).select_related("assessor").get(pk=slot.pk)
    if not free_slots(row, at=at).filter(pk=chosen.pk).exists():
        raise DiscussionRefused(TAKEN)
    return chosen


def _end(discussion: Discussion, at: datetime) -> None:
    discussion.cancelled_at, discussion.sequence = at, discussion.sequence + 1
    discussion.save(update_fields=["cancelled_at", "sequence"])


def _keep(row: CharteredApplication, slot: Slot, change: str, at: datetime) -> Discussion:
    before = last_of(row)
    goes_on = before is not None and before.held_at is None
    fresh = Discussion.objects.create(
        application=row, slot=slot, booked_at=at, sequence=before.sequence + 1 if before and goes_on else 0
    )
    said = said_of(fresh)
    tell_applicant(row, "discussion_booked", at=at, moved=change == "moved", **said)
    tell_staff([slot.assessor], row, "discussion_with_you", at=at, change=change, **said)
    return fresh


def _times(slot: Slot) -> dict[str, str]:
    return {"starts": slot.during.lower.isoformat(), "ends": slot.during.upper.isoformat()}
