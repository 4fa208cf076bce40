"""The panel on a nomination: each declares, then votes with reasons; when enough have voted, the votes decide.

Nobody sees another vote before it is decided. Lock order: the nomination, then the panellist.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.workflow import move

from ...models import Nomination, Panellist
from ...permissions import serves_at_desk, sits_on_panel
from ...querysets.companions import NominationQuerySet
from ...workflow import NominationState
from .messages import tell_proposer
from .nominations import NominationRefused, locked
from .offers import offer

Vote = Panellist.Vote


def to_vote(user: User) -> NominationQuerySet:
    """Nominations that wait for the person's vote, the longest waiting first."""
    rows = Nomination.objects.to_vote(user) if serves_at_desk(user) else Nomination.objects.none()
    return rows.order_by("seconded_at", "pk")


def panellist_of(nomination: Nomination, person: User) -> Panellist | None:
    """What the person declared and voted, if anything; one query."""
    return Panellist.objects.filter(nomination=nomination, person=person).first()


def reasons_against(nomination: Nomination) -> list[str]:
    """What the votes against it say, without who says it; one query."""
    against = Panellist.objects.filter(nomination=nomination, vote=Vote.AGAINST)
    return list(against.values_list("reason", flat=True))


@transaction.atomic
def declare(*, nomination: Nomination, has_conflict: bool, by: User, at: datetime) -> Panellist:
    """Say whether there is a conflict of interest: without one the file opens, with one the person takes no part.

    What was declared stays. Raises NominationRefused for whoever is not of the panel, and once it is decided.
    """
    row = _before_panel(nomination, by)
    return Panellist.objects.get_or_create(
        nomination=row, person=by, defaults={"declared_at": at, "has_conflict": has_conflict}
    )[0]


@transaction.atomic
def vote(*, nomination: Nomination, approves: bool, reason: str, by: User, at: datetime) -> Nomination:
    """Vote once, with a reason; the last vote that is needed decides.

    Raises NominationRefused without a declaration, with a conflict, a second time, and once it is decided.
    """
    row = _before_panel(nomination, by)
    mine = panellist_of(row, by)
    if mine is None or mine.has_conflict:
        raise NominationRefused("Declare first that you have no conflict of interest.")
    if mine.voted_at:
        raise NominationRefused("You have voted already.")
    move(row, "vote", at=at, actor=by)
    mine.vote, mine.reason, mine.voted_at = Vote.FOR if approves else Vote.AGAINST, reason.strip(), at
    mine.save(update_fields=["vote", "reason", "voted_at"])
    votes = Panellist.objects.filter(nomination=row).exclude(vote="").count()
    if votes >= settings.COMPANION_PANEL:
        _decide(row, votes, at=at)
    return row


def _before_panel(nomination: Nomination, by: User) -> Nomination:
    row = locked(nomination)
    if row.state != NominationState.PANEL or not sits_on_panel(by, row):
        raise NominationRefused("This nomination does not wait for your vote.")
    return row


def _decide(row: Nomination, votes: int, *, at: datetime) -> None:
    """More than half approve; the two Companions read the reasons against it, without names."""
    against = reasons_against(row)
    counted = {"for": votes - len(against), "against": len(against)}
    if len(against) * 2 < votes:
        offer(row, counted=counted, at=at)
        return
    move(row, "refuse", at=at, data=counted)
    tell_proposer(row, at=at, reasons=against)
