"""Asking for a place, and the line manager's answer by link.

Locks are taken in one order: the line manager's links, then the line manager, then the place. An answer takes its link
before it moves the place, so a learner who asks again in the same moment waits for it and does not deadlock with it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from cmiportal.accounts.models import User
from cmiportal.accounts.services import is_own_address
from cmiportal.database import sentence_for
from cmiportal.links.models import Link, OutsidePerson
from cmiportal.links.services import issue_link, outside_person, revoke_links
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, born, move

from ..models import Centre, Enrolment, Qualification, QualificationVersion
from ..rules.registration import age_on
from ..workflow import EnrolmentState
from .enrolment_messages import tell_coordinators, tell_learner, tell_line_manager
from .numbers import new_number

PURPOSE = "approve_place"
SUBJECT_KIND = "enrolment"
OWN_ADDRESS = "Enter your line manager’s e-mail address, not your own."


class PlaceRefused(MoveRefused):
    """The place cannot be asked for, given or changed as wanted: a sentence, and the field it is about, if one is."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class LineManager:
    """Who is asked to approve a place, as the learner wrote it."""

    name: str
    email: str
    organisation: str = ""


@transaction.atomic
def request_place(
    *,
    learner: User,
    qualification: Qualification,
    centre: Centre,
    name_as_printed: str,
    line_manager: LineManager,
    at: datetime,
    date_of_birth: date | None = None,
) -> Enrolment:
    """Ask for a place on the version of the qualification in force that day (UK time); the line manager gets a link.

    ``date_of_birth`` is kept for a learner who has none. Raises PlaceRefused when registration is not open, the centre
    is not approved, the learner is too young, has an open place or names themself, or asks too often in a day.
    """
    on = uk_day(at)
    version = version_to_register(qualification, on=on)
    check_approval(centre, qualification, on=on)
    _check_line_manager(learner, line_manager, at=at)
    _keep_date_of_birth(learner, date_of_birth)
    _check_age(learner, qualification, on=on)
    place = Enrolment(
        number=new_number("enrolment"),
        learner=learner,
        centre=centre,
        qualification=qualification,
        version=version,
        name_as_printed=name_as_printed,
        requested_on=on,
    )
    place.line_manager, link, token = _link_for(place, line_manager, at=at)
    try:
        with transaction.atomic():
            said = {"line_manager": asdict(line_manager), "name_as_printed": name_as_printed}
            born(place, at=at, action="request", actor=learner, sealed=said, about=learner)
    except IntegrityError as error:
        raise PlaceRefused(sentence_for(error)) from error
    _tell_of_asking(place, line_manager, link, token, at=at)
    return place


@transaction.atomic
def ask_again(
    *, enrolment: Enrolment, by: User, line_manager: LineManager, at: datetime, moves: int | None = None
) -> Enrolment:
    """Ask a line manager, the same or another, with a new link; earlier links of the place stop working.

    Raises PlaceRefused for the learner's own address or too many asked in a day, MoveNotAllowed and StaleMove.
    """
    _check_line_manager(enrolment.learner, line_manager, at=at)
    revoke_links(purpose=PURPOSE, subject_id=enrolment.pk, at=at)
    person, link, token = _link_for(enrolment, line_manager, at=at)
    said = {"line_manager": asdict(line_manager)}
    move(
        enrolment,
        "ask_again",
        at=at,
        actor=by,
        moves=moves,
        sealed=said,
        about=enrolment.learner,
        line_manager=person,
    )
    _tell_of_asking(enrolment, line_manager, link, token, at=at)
    return enrolment


def place_to_answer(subject_id: UUID) -> Enrolment | None:
    """The place that a line manager's link is about, while it waits for an answer."""
    rows = Enrolment.objects.filter(state=EnrolmentState.REQUESTED)
    return rows.select_related("learner", "qualification__level", "version", "centre").filter(pk=subject_id).first()


def shown_to_line_manager(place: Enrolment) -> dict[str, Any]:
    """What the link's page shows, in plain values, so that the event can keep what was shown."""
    return {
        "learner": place.learner.name,
        "qualification": place.qualification.title,
        "level": place.qualification.level_id,
        "hours": place.version.tqt,
        "years": settings.REGISTRATION_YEARS,
        "centre": place.centre.name,
        "number": place.number,
    }


@transaction.atomic
def answer_by_link(*, link: Link, subject: Enrolment, data: Mapping[str, Any], at: datetime) -> str:
    """Approve or decline the place: ``data`` has ``decision`` (approve, decline) and ``reason``; returns the thanks.

    Raises PlaceRefused when it is declined without a reason, StaleMove when the place was changed meanwhile.
    """
    approved = data["decision"] == "approve"
    reason = "" if approved else needed(data["reason"], "Say why; the learner is told.")
    said = {"decision": data["decision"], "reason": reason, "shown": shown_to_line_manager(subject)}
    move(subject, "approve" if approved else "decline", at=at, link=link, sealed=said, about=subject.learner)
    if approved:
        tell_of_approval(subject, instead=False, at=at)
        return f"You approved {subject.learner.name}’s place. {subject.centre.name} registers them next."
    tell_learner(subject, "place_declined", at=at, reason=reason, declined_by="Your line manager")
    return f"You declined {subject.learner.name}’s place. We have told them, with your reason."


def tell_of_approval(place: Enrolment, *, instead: bool, at: datetime) -> None:
    """Tell the learner that the centre is next, and the centre's coordinators that somebody is to be registered."""
    tell_learner(place, "place_approved", at=at, instead=instead)
    tell_coordinators(place, "place_to_register", at=at)


def version_to_register(qualification: Qualification, *, on: date) -> QualificationVersion:
    """The version that a request on that day pins; raises PlaceRefused when registration is not open."""
    version = QualificationVersion.objects.in_force(on=on).filter(qualification=qualification).first()
    if version is None or not Qualification.objects.open_for_registration(on=on).filter(pk=qualification.pk).exists():
        raise PlaceRefused(f"Registration on the {qualification} is not open.")
    return version


def check_approval(centre: Centre, qualification: Qualification, *, on: date) -> None:
    """Raise PlaceRefused unless the centre may deliver the qualification on that day."""
    if not Centre.objects.approved_for(qualification, on=on).filter(pk=centre.pk).exists():
        raise PlaceRefused(f"{centre} is not approved to deliver the {qualification}.", field="centre")


def needed(reason: str, sentence: str) -> str:
    """The reason without blanks around it; raises PlaceRefused with ``sentence`` when there is none."""
    if not reason.strip():
        raise PlaceRefused(sentence)
    return reason.strip()


def _check_line_manager(learner: User, line_manager: LineManager, *, at: datetime) -> None:
    if is_own_address(learner, line_manager.email):
        raise PlaceRefused(OWN_ADDRESS, field="line_manager_email")
    # Anybody's address can be entered here, so nobody may use us to send a stranger one message after another. The
    # learner's row is locked until the transaction ends: of two requests at once the second counts the first.
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    asked = Link.objects.filter(purpose=PURPOSE, created_by=learner, created_at__gt=at - timedelta(days=1))
    if asked.count() >= settings.LINE_MANAGER_ASKS_A_DAY:
        raise PlaceRefused("You have asked as often as we allow in one day. Try again tomorrow.")
    # Nor may several accounts together; requests at the same moment may pass, a flood does not.
    to_them = Link.objects.filter(purpose=PURPOSE, person__email=line_manager.email.lower())
    if to_them.filter(created_at__gt=at - timedelta(days=1)).count() >= settings.LINE_MANAGER_ASKED_A_DAY:
        raise PlaceRefused(
            "This person was asked as often as we allow in one day. Try again tomorrow.",
            field="line_manager_email",
        )


def _keep_date_of_birth(learner: User, date_of_birth: date | None) -> None:
    if date_of_birth is not None and learner.date_of_birth is None:
        learner.date_of_birth = date_of_birth
        learner.save(update_fields=["date_of_birth"])


def _check_age(learner: User, qualification: Qualification, *, on: date) -> None:
    least, born_on = qualification.minimum_age, learner.date_of_birth
    if least is not None and born_on is not None and age_on(born_on, on) < least:
        raise PlaceRefused(f"You must be at least {least} years old to register on the {qualification}.")


def _link_for(place: Enrolment, line_manager: LineManager, *, at: datetime) -> tuple[OutsidePerson, Link, str]:
    person = outside_person(email=line_manager.email, name=line_manager.name, organisation=line_manager.organisation)
    link, token = issue_link(
        purpose=PURPOSE,
        subject_kind=SUBJECT_KIND,
        subject_id=place.pk,
        person=person,
        created_by=place.learner,
        at=at,
    )
    return person, link, token


def _tell_of_asking(place: Enrolment, line_manager: LineManager, link: Link, token: str, *, at: datetime) -> None:
    tell_line_manager(place, name=line_manager.name, email=line_manager.email, link=link, token=token, at=at)
    tell_learner(place, "place_requested", at=at, line_manager=line_manager.name, until=link.expires_at.isoformat())
