"""Awards: raised by themselves when passed units meet the rule, signed off by a moderator, revoked with a reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cmiportal.accounts.models import User
from cmiportal.documents.refusals import FileRefused
from cmiportal.documents.typesetting import printable
from cmiportal.rules.codes import new_code
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, StaleMove, born, move

from ..models import Award, AwardUnit, Case, Certificate, Enrolment, Unit, UnitPass
from ..rules.awarding import countable
from ..workflow import AWARD_STANDING, CASE_OPEN, EnrolmentState
from .award_messages import tell_learner, tell_of_raised
from .certificates import make_certificate
from .membership import awarded, no_longer_awarded, no_longer_registered, offer_award
from .numbers import new_number
from .rule import rule_of


class AwardRefused(MoveRefused):
    """The award cannot be issued as things stand; the first argument says why."""


def raise_awards(*, learner: User, unit: Unit, at: datetime) -> list[Award]:
    """Raise the award of every registered place of the learner that this unit's pass completes."""
    places = Enrolment.objects.filter(
        learner=learner, state=EnrolmentState.REGISTERED, version__pool__unit=unit
    ).order_by("pk")
    return [award for place in places if (award := raise_award(enrolment=place, at=at))]


def lock_places(learner: User) -> None:
    """Lock the learner's registered places before anything under them: a pass may complete any of them."""
    places = Enrolment.objects.select_for_update().filter(learner=learner, state=EnrolmentState.REGISTERED)
    list(places.order_by("pk").values_list("pk"))


@transaction.atomic
def raise_award(*, enrolment: Enrolment, at: datetime) -> Award | None:
    """Raise the place's award if its passes meet the rule and none stands; the enrolment row is the lock."""
    place = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if place.state != EnrolmentState.REGISTERED or place.awards.filter(state__in=AWARD_STANDING).exists():
        return None
    passes = passes_of(place)
    rule = rule_of(place.version)
    counted = countable(rule, {number: passed.unit_version.credits for number, passed in passes.items()})
    if counted is None:
        return None
    award = born(
        Award(
            enrolment=place,
            learner_id=place.learner_id,
            version_id=place.version_id,
            number=new_number("award"),
            code=new_code(),
            raised_at=at,
        ),
        at=at,
        data={"units": sorted(counted)},
    )
    AwardUnit.objects.bulk_create(
        AwardUnit(
            award=award,
            learner_id=award.learner_id,
            version_id=award.version_id,
            unit_id=passes[number].unit_id,
            unit_pass=passes[number],
        )
        for number in sorted(counted)
    )
    tell_of_raised(award, at=at)
    return award


def passes_of(enrolment: Enrolment) -> dict[str, UnitPass]:
    """The learner's standing passes of units in the place's pool, by unit number."""
    rows = (
        UnitPass.objects.standing()
        .filter(learner=enrolment.learner_id, unit__pools__version=enrolment.version_id)
        .select_related("unit", "unit_version")
    )
    return {row.unit.number: row for row in rows}


@transaction.atomic
def issue(*, award: Award, by: User, at: datetime, moves: int | None = None, name: str | None = None) -> Award:
    """Sign the award off: the certificate is made, the place completed, the learner told.

    ``name`` is the one that the moderator saw: the learner may still change it, which is no move of the award.
    Raises AwardRefused while something stands in the way (see ``obstacles``), MoveNotAllowed and StaleMove.
    """
    row = locked(award)
    if name is not None and name != row.enrolment.name_as_printed:
        raise StaleMove
    if reasons := obstacles(row, at=at):
        raise AwardRefused(" ".join(reasons))
    move(row, "issue", at=at, actor=by, moves=moves, issued_at=at)
    print_certificate(row, name=row.enrolment.name_as_printed, at=at)
    awarded([row], at=at)
    offer_award(row, at=at)
    move(row.enrolment, "complete", at=at, data={"award": row.number})
    tell_learner(row, "award_issued", at=at)
    no_longer_registered(row.enrolment, at=at)
    return row


def obstacles(award: Award, *, at: datetime) -> list[str]:
    """Sentences on what stands in the way of issuing: the rule, the name, an open case, the last date."""
    place = award.enrolment
    found = []
    counted = AwardUnit.objects.filter(award=award, unit_pass__annulled_at=None)
    rows = counted.select_related("unit", "unit_pass__unit_version")
    passed = {row.unit.number: row.unit_pass.unit_version.credits for row in rows}
    if countable(rule_of(award.version), passed) is None:
        found.append("The units that were counted no longer meet the rule of combination.")
    if place.name_confirmed_at is None:
        found.append("The learner has not yet confirmed the name that is to be printed.")
    if not printable(place.name_as_printed)[0]:
        found.append("No letter of the name can be printed: ask the learner for another spelling.")
    if Case.objects.filter(_about(award), kind=Case.Kind.MALPRACTICE, state__in=CASE_OPEN).exists():
        found.append("A case about this work is still open.")
    last = place.qualification.last_certification
    if last is not None and uk_day(at) > last:
        found.append("The last day on which this qualification could be certified has passed.")
    return found


@transaction.atomic
def cancel(*, award: Award, by: User, reason: str, at: datetime, moves: int | None = None) -> Award:
    """Do not issue a raised award; the reason is sealed in the event. Raises AwardRefused without a reason."""
    row = locked(award)
    move(row, "cancel", at=at, actor=by, moves=moves, sealed={"reason": _reason(reason)}, about=row.learner)
    return row


@transaction.atomic
def revoke(*, award: Award, by: User, reason: str, at: datetime, moves: int | None = None) -> Award:
    """Take an award back; its verification page says so from now on, without the reason.

    Raises AwardRefused without a reason.
    """
    row = locked(award)
    said = _reason(reason)
    move(row, "revoke", at=at, actor=by, moves=moves, revoked_at=at, revoked_because=said)
    no_longer_awarded(row, at=at)
    tell_learner(row, "award_revoked", at=at, reason=said)
    return row


@transaction.atomic
def replace(*, award: Award, by: User, name: str, at: datetime, moves: int | None = None) -> Certificate:
    """Print the certificate anew, for a corrected name; number, code and address of the award stay."""
    row = locked(award)
    move(row, "replace", at=at, actor=by, moves=moves, sealed={"name": name}, about=row.learner)
    Enrolment.objects.filter(pk=row.enrolment_id).update(name_as_printed=name)
    certificate = print_certificate(row, name=name, at=at)
    tell_learner(row, "award_issued", at=at)
    return certificate


def print_certificate(award: Award, *, name: str, at: datetime) -> Certificate:
    """The next certificate of the award; raises AwardRefused when it cannot be kept (no room on the disk)."""
    try:
        return make_certificate(award=award, name=name, at=at)
    except FileRefused as refused:
        raise AwardRefused(str(refused)) from refused


def locked(award: Award) -> Award:
    """The award read afresh, its enrolment locked first, then its own row."""
    Enrolment.objects.select_for_update().get(pk=award.enrolment_id)
    return (
        Award.objects.select_for_update(of=("self",))
        .select_related("enrolment__qualification", "enrolment__centre", "version", "learner")
        .get(pk=award.pk)
    )


def _about(award: Award) -> Q:
    return Q(enrolment=award.enrolment_id) | Q(award=award) | Q(unit_enrolment__enrolment=award.enrolment_id)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise AwardRefused("Say why; the reason is kept with the award.")
    return reason.strip()
