"""Studying membership: it comes with a registration on a qualification, ends with it, and leads to an offer.

The app of qualifications says when somebody registers and stops; nothing here knows a registration.
"""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.notifications.services import notify
from cmiportal.rules.days import uk_day

from ...models import Grade, Membership
from ...rules.eligibility import Outcome
from ...rules.periods import Period
from ...workflow import MEMBERSHIP_HAS_PERIOD, Basis
from ..record.facts import facts_of
from .endings import end_study
from .grades import verdicts
from .memberships import current_of, ended_suspended, open_membership, settle

STUDENT = "student"


@transaction.atomic
def begin(*, person: User, until: date, at: datetime) -> Membership | None:
    """Somebody registered until that day: they study with us, unless they are a member already.

    Who studies already does so until the later of the two days. None where nothing changes, where no grade for students
    was ever brought in, and where a membership ended while it was suspended: a person lets that begin again.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    current, student = current_of(person), Grade.objects.filter(pk=STUDENT).first()
    if student is None or (current and not _may_run_on(current, until)) or ended_suspended(person):
        return None
    membership = current or open_membership(person=person, grade=student, at=at)
    first = current.starts_on if current and current.starts_on else uk_day(at)
    return settle(membership=membership, grade=student, basis=Basis.STUDYING, period=Period(first, until), at=at)


@transaction.atomic
def end(*, person: User, source: str, goes_on: bool, at: datetime) -> None:
    """A registration is over; ``source`` names it, once. Where none goes on, so is the membership that came with it.

    Who is not a member on other grounds is told of the grades that are open to them.
    """
    if goes_on:
        return
    current = current_of(person)
    if current and current.basis == Basis.STUDYING:
        end_study(membership=current, at=at)
    elif current:
        return
    offer(person=person, source=source, at=at)


def offer(*, person: User, source: str, at: datetime) -> None:
    """Tell somebody which grades they can ask for by what we know of them, the highest first; silent without any."""
    grades = list(Grade.objects.filter(joinable=True).order_by("-rank"))
    found = [each for each in verdicts(facts_of(person, on=uk_day(at)), grades) if each.is_possible] if grades else []
    if not found:
        return
    notify(
        kind="membership_offer",
        key=f"membership_offer:{source}",
        recipient=person,
        context={
            "grades": [
                {
                    "title": each.grade.title,
                    "post_nominals": each.grade.post_nominals,
                    "is_proven": each.decision.outcome == Outcome.MET,
                }
                for each in found
            ],
            "path": reverse("membership:grade_list"),
            "record_path": reverse("membership:record_detail"),
        },
        at=at,
    )


def _may_run_on(membership: Membership, until: date) -> bool:
    """Whether this is a studying membership that the day would lengthen."""
    is_studying = membership.basis == Basis.STUDYING and membership.state in MEMBERSHIP_HAS_PERIOD
    return is_studying and membership.ends_on is not None and until > membership.ends_on
