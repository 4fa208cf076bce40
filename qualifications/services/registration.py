"""What a centre decides about a place, and how a place ends: register, decline, withdraw, confirm the name, expire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.links.services import revoke_links
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, move

from ..models import Enrolment, Qualification, Submission
from ..rules.registration import last_day
from ..workflow import AWARD_STANDING, IN_A_STAGE
from .awards import raise_award
from .enrolment import PURPOSE, PlaceRefused, check_approval, needed, tell_of_approval, version_to_register
from .enrolment_messages import tell_coordinators, tell_learner
from .membership import no_longer_registered, registered
from .unit_choice import take_mandatory


@transaction.atomic
def register(*, enrolment: Enrolment, by: User, at: datetime, moves: int | None = None) -> Enrolment:
    """Register the learner until the same day some years later (policy); the fee of the day is what the centre owes.

    Mandatory units are chosen at once. Units passed earlier may meet the rule already; then the award is raised.
    Raises PlaceRefused when registration has closed or the centre's approval has ended since the request,
    MoveNotAllowed and StaleMove.
    """
    on = uk_day(at)
    check_approval(enrolment.centre, enrolment.qualification, on=on)
    version_to_register(enrolment.qualification, on=on)
    expires_on = last_day(on, settings.REGISTRATION_YEARS)
    fee = Qualification.objects.values_list("fee_pence", flat=True).get(pk=enrolment.qualification_id)
    move(
        enrolment,
        "register",
        at=at,
        actor=by,
        moves=moves,
        data={"expires_on": expires_on.isoformat(), "fee_pence": fee},
        registered_on=on,
        expires_on=expires_on,
        fee_pence=fee,
    )
    units_path = reverse("qualifications:unit_choice", args=[enrolment.pk])
    tell_learner(enrolment, "place_registered", at=at, until=expires_on.isoformat(), units_path=units_path)
    registered(enrolment, at=at)
    take_mandatory(enrolment=enrolment, at=at)
    raise_award(enrolment=enrolment, at=at)
    return enrolment


@transaction.atomic
def approve_instead(
    *, enrolment: Enrolment, by: User, reason: str, at: datetime, moves: int | None = None
) -> Enrolment:
    """Approve a request in place of the line manager, whose link stops working; the reason is kept, sealed.

    Raises PlaceRefused without a reason, MoveNotAllowed and StaleMove.
    """
    said = {"reason": needed(reason, "Say why no line manager approves; the reason is kept with the request.")}
    revoke_links(purpose=PURPOSE, subject_id=enrolment.pk, at=at)
    move(enrolment, "approve_instead", at=at, actor=by, moves=moves, sealed=said, about=enrolment.learner)
    tell_of_approval(enrolment, instead=True, at=at)
    return enrolment


@transaction.atomic
def refuse(*, enrolment: Enrolment, by: User, reason: str, at: datetime, moves: int | None = None) -> Enrolment:
    """Decline a request; the learner is told why and can ask again.

    Raises PlaceRefused without a reason, MoveNotAllowed and StaleMove.
    """
    said = {"reason": needed(reason, "Say why; the learner is told.")}
    revoke_links(purpose=PURPOSE, subject_id=enrolment.pk, at=at)
    move(enrolment, "refuse", at=at, actor=by, moves=moves, sealed=said, about=enrolment.learner)
    tell_learner(enrolment, "place_declined", at=at, declined_by=enrolment.centre.name, **said)
    return enrolment


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: User, at: datetime, reason: str = "", moves: int | None = None) -> Enrolment:
    """End a place at the learner's or the centre's wish; a centre must say why.

    Work that somebody is marking, verifying or signing off is finished first, and so is an award that was raised:
    until then PlaceRefused is raised. Drafts and returned work stay as they are and can no longer be submitted.
    """
    own = by.pk == enrolment.learner_id
    said = {"reason": reason.strip() if own else needed(reason, "Say why; the learner is told.")}
    revoke_links(purpose=PURPOSE, subject_id=enrolment.pk, at=at)
    place = locked(enrolment.pk)
    if busy := what_keeps_open(place):
        raise PlaceRefused(busy)
    move(place, "withdraw", at=at, actor=by, moves=moves, sealed=said, about=place.learner)
    tell_learner(place, "place_withdrawn", at=at, own=own, **said)
    if own:
        tell_coordinators(place, "place_given_up", at=at, **said)
    no_longer_registered(place, at=at)
    return place


@transaction.atomic
def confirm_name(*, enrolment: Enrolment, by: User, name: str, at: datetime, moves: int | None = None) -> Enrolment:
    """Keep the name as the learner wants it on the certificate, and when they said so; old and new name are sealed.

    Raises MoveNotAllowed and StaleMove.
    """
    said = {"old": enrolment.name_as_printed, "new": name}
    changes: dict[str, Any] = {"name_as_printed": name, "name_confirmed_at": at}
    return move(
        enrolment, "confirm_name", at=at, actor=by, moves=moves, sealed=said, about=enrolment.learner, **changes
    )


def expire_run_out(*, at: datetime) -> int:
    """End every registration that has run out (UK time), unless work or an award is still with the centre or us.

    Each place in a transaction of its own, so a run that stops half way is taken up by the next. What was kept open is
    looked at again the next day. Returns how many places ended.
    """
    found = Enrolment.objects.run_out(on=uk_day(at)).order_by("expires_on", "pk").values_list("pk", flat=True)
    return sum(_expire(key, at=at) for key in list(found))


@transaction.atomic
def _expire(key: UUID, *, at: datetime) -> bool:
    place = locked(key)
    if what_keeps_open(place):
        return False
    try:
        move(place, "expire", at=at)
    except MoveRefused:  # withdrawn or completed since the list was read
        return False
    tell_learner(place, "place_expired", at=at, ended=str(place.expires_on))
    no_longer_registered(place, at=at)
    return True


def locked(key: UUID) -> Enrolment:
    """The place read afresh and locked, as handing in locks it: while we look, no work is submitted under it."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("learner", "qualification", "centre")
    return rows.get(pk=key)


def what_keeps_open(place: Enrolment) -> str:
    """Why the place cannot end today: the work or the award that somebody is still deciding; else an empty text."""
    work = Submission.objects.filter(unit_enrolment__enrolment=place, state__in=IN_A_STAGE)
    units = work.order_by("unit_enrolment__unit__number").values_list("unit_enrolment__unit__number", flat=True)
    if number := units.first():
        return f"Work for unit {number} is being assessed. The place can end when its result is there."
    if place.awards.filter(state__in=AWARD_STANDING).exists():
        return "An award has been raised on this place, so it can no longer be withdrawn."
    return ""
