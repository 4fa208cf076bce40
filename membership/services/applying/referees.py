"""A referee is asked by a signed link, reminded, replaced while they have not answered, and answers once.

What they write goes to those who judge; the applicant is told that there is an answer. Lock order: the applicant's
account, the links, then the application. An answer takes its link before the application, as asking again does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cmiportal.accounts.services import is_own_address
from cmiportal.links.models import Link, OutsidePerson
from cmiportal.links.services import issue_link, outside_person, revoke_links
from cmiportal.workflow import MoveRefused

from ...models import CharteredApplication, Referee
from ...workflow import APPLICATION_BEFORE_ASSESSMENT, ApplicationState
from ..chartered.messages import tell_applicant, tell_referee
from ..chartered.rows import lock_account, locked

PURPOSE = "give_reference"
SUBJECT_KIND = "application"
OWN_ADDRESS = "Enter your referee’s e-mail address, not your own."
WAITING = (ApplicationState.DRAFT, *APPLICATION_BEFORE_ASSESSMENT, ApplicationState.ASSESSMENT)


class RefereeRefused(MoveRefused):
    """The referee cannot be asked like that, or the answer not be taken; ``field`` is the field it is about, if one."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Named:
    """Who is to be asked, as the applicant wrote it."""

    name: str
    email: str
    organisation: str = ""


def referee_of(application: CharteredApplication) -> Referee | None:
    """Who was asked, if anybody; one query."""
    return Referee.objects.select_related("person").filter(application=application).first()


@transaction.atomic
def ask_referee(*, application: CharteredApplication, named: Named, at: datetime) -> Referee:
    """Send the link to a referee, in place of the one before, whose link then stops working.

    Raises RefereeRefused for the applicant's own address, too many asked in a day, an answer that is there already,
    and an application that is judged or over.
    """
    if is_own_address(application.person, named.email):
        raise RefereeRefused(OWN_ADDRESS, field="email")
    row = _asking(application, at=at)
    person = outside_person(email=named.email, name=named.name, organisation=named.organisation)
    referee, _ = Referee.objects.update_or_create(application=row, defaults={"person": person, "asked_at": at})
    _send(row, person, name=named.name, at=at)
    return referee


@transaction.atomic
def remind_referee(*, application: CharteredApplication, at: datetime) -> Referee:
    """Send the referee a new link; the one before stops working. Raises RefereeRefused as ``ask_referee``."""
    row = _asking(application, at=at)
    referee = referee_of(row)
    if referee is None:
        raise RefereeRefused("You have asked nobody yet.")
    _send(row, referee.person, name=referee.person.name, at=at)
    return referee


def end_asking(application: CharteredApplication, *, at: datetime) -> None:
    """The application is over: the referee's link stops working."""
    revoke_links(purpose=PURPOSE, subject_id=application.pk, at=at)


def reference_to_give(subject_id: UUID) -> CharteredApplication | None:
    """The application that a referee's link is about, while the answer can still be used."""
    rows = CharteredApplication.objects.select_related("person", "route").filter(state__in=WAITING)
    return rows.filter(pk=subject_id, referee__answered_at=None, referee__isnull=False).first()


def shown_to_referee(application: CharteredApplication) -> dict[str, Any]:
    """What the link's page shows."""
    return {
        "applicant": application.person.name,
        "applied_for": application.get_status_display(),
        "number": application.number,
    }


@transaction.atomic
def answer_by_link(*, link: Link, subject: CharteredApplication, data: Mapping[str, Any], at: datetime) -> str:
    """Keep the reference: ``data`` has ``knows_as``, ``supports`` (yes, no) and ``text``; returns the thanks."""
    row = locked(subject)
    referee = Referee.objects.select_for_update().get(application=row)
    if row.state not in WAITING or referee.answered_at or referee.person_id != link.person_id:
        raise RefereeRefused("Nobody waits for this reference any more.")
    referee.knows_as, referee.text = data["knows_as"], data["text"]
    referee.supports, referee.answered_at = data["supports"] == "yes", at
    referee.save(update_fields=["knows_as", "text", "supports", "answered_at"])
    tell_applicant(row, "referee_answered", at=at, referee=link.person.name)
    return f"Your reference for {row.person.name} is kept. The people who judge the application read it."


def _asking(application: CharteredApplication, *, at: datetime) -> CharteredApplication:
    """The application locked, with no link open, where a referee can be asked now."""
    lock_account(application.person)
    # Anybody's address can be entered, so nobody may use us to send a stranger one message after another.
    asked = Link.objects.filter(purpose=PURPOSE, created_by=application.person, created_at__gt=at - timedelta(days=1))
    if asked.count() >= settings.REFEREE_ASKS_A_DAY:
        raise RefereeRefused("You have asked as often as we allow in one day. Try again tomorrow.")
    end_asking(application, at=at)
    row = locked(application)
    referee = referee_of(row)
    if row.state not in WAITING or not row.route.needs_referee:
        raise RefereeRefused("No reference is waited for in this application.")
    if referee and referee.answered_at:
        raise RefereeRefused("Your referee has answered already, so nobody else can be asked.")
    return row


def _send(application: CharteredApplication, person: OutsidePerson, *, name: str, at: datetime) -> None:
    link, token = issue_link(
        purpose=PURPOSE,
        subject_kind=SUBJECT_KIND,
        subject_id=application.pk,
        person=person,
        created_by=application.person,
        at=at,
    )
    tell_referee(application, name=name, email=person.email, link=link, token=token, at=at)
