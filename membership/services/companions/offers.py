"""The nominee's answer, by a signed link: accepting makes them a Companion, without a fee, for as long as they stay.

No fee of a Companion is published, so the membership is honorary: its year follows by itself. Lock order: the link, an
unpaid renewal, the nomination, the person's account, the membership.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.billing.services.orders import end_unpaid
from cmiportal.links.models import Link
from cmiportal.links.services import issue_link, outside_person
from cmiportal.rules.days import uk_day
from cmiportal.workflow import move

from ...models import Grade, GradeRequest, Membership, Nomination
from ...rules.conduct import CURRENT, VERSIONS
from ...workflow import COMPANION, Basis, NominationState
from ..corporate.rows import account_of
from ..members.memberships import RENEWAL, current_of, open_membership, settle
from .messages import tell_nominee, tell_proposer
from .nominations import PURPOSE, NominationRefused, locked

SUBJECT_KIND = "nomination"


def offer(nomination: Nomination, *, counted: Mapping[str, int], at: datetime) -> None:
    """Approved: the nominee gets the link, and learns now that they were nominated. The row is locked."""
    until = uk_day(at, settings.COMPANION_ANSWER_DAYS)
    move(nomination, "approve", at=at, data=dict(counted), answer_by=until)
    person = outside_person(email=nomination.nominee_email, name=nomination.nominee_name)
    link, token = issue_link(
        purpose=PURPOSE, subject_kind=SUBJECT_KIND, subject_id=nomination.pk, person=person, created_by=None, at=at
    )
    tell_nominee(nomination, link=link, token=token, at=at)
    tell_proposer(nomination, at=at)


def offer_to_answer(subject_id: UUID) -> Nomination | None:
    """The nomination that a link is about, while the nominee has not answered."""
    rows = Nomination.objects.select_related("proposer", "seconder").filter(state=NominationState.OFFERED)
    return rows.filter(pk=subject_id).first()


def shown_to_nominee(nomination: Nomination) -> dict[str, Any]:
    """What the link's page shows."""
    return {
        "nomination": nomination,
        "email": nomination.nominee_email,
        "has_account": account_of(nomination.nominee_email) is not None,
        "principles": VERSIONS[CURRENT],
    }


@transaction.atomic
def answer_by_link(*, link: Link, subject: Nomination, data: Mapping[str, Any], at: datetime) -> str:
    """Become a Companion or not, as ``data["answer"]`` says (yes, no); returns the thanks.

    The form has made sure of the Code of Conduct. Raises NominationRefused without an account, with a request for
    another grade under way, and where nobody waits for the answer; MembershipRefused for a suspended membership.
    """
    person = account_of(subject.nominee_email)
    current = person and current_of(person)
    if current and data["answer"] == "yes":
        end_unpaid(kind=RENEWAL, subject_id=current.pk, reason="Companions pay no fee.", at=at)
    row = locked(subject)
    if row.state != NominationState.OFFERED:
        raise NominationRefused("Nobody waits for this answer any more.")
    if data["answer"] == "no":
        move(row, "decline", at=at, link=link)
        tell_proposer(row, at=at)
        return "Nobody is told but the Companion who proposed you."
    if person is None:
        raise NominationRefused(f"Make an account with {row.nominee_email} first, then open this link again.")
    _raise_to_companion(person, at=at)
    move(row, "accept", at=at, link=link, nominee=person)
    tell_proposer(row, at=at)
    return "You are a Companion of the Institute, and may write CCMI after your name."


def _raise_to_companion(person: User, *, at: datetime) -> None:
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    grade = Grade.objects.get(pk=COMPANION)  # the proposer has it
    if GradeRequest.objects.open().filter(person=person).exists():
        raise NominationRefused("You have asked for another grade. Take that request back first, then answer here.")
    membership = current_of(person) or open_membership(person=person, grade=grade, at=at)
    settle(membership=membership, grade=grade, basis=Basis.HONORARY, at=at)
    Membership.objects.filter(pk=membership.pk).update(code_accepted_at=at)
