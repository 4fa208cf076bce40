"""A centre registers many learners at once from one file: first everything is checked, then all of it is written.

Nothing is kept between the two: the page carries the people, signed for the coordinator who checked them, and they are
checked against the database again when they are imported.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.accounts.names import clean_name
from cmiportal.accounts.services import accounts_of, open_account, password_path
from cmiportal.database import STALE
from cmiportal.notifications.services import notify
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, born, move

from ..models import Approval, Enrolment, Qualification, Role
from ..permissions import roles_of
from ..rules import cohort as rules
from ..rules.cohort import Fault, Person
from ..workflow import ENROLMENT_OPEN, EnrolmentState
from .cohort_files import BadFile, rows_in
from .enrolment import needed, version_to_register
from .numbers import new_number
from .registration import register

SALT = "qualifications.cohort"
EMAIL = "E-mail address"
BAD_EMAIL = "Write an e-mail address in full, like name@example.org."
CLOSED = "The account with this address is closed. Ask the learner for another address."
OWN = "This is your own address. Another coordinator registers you."
ELSEWHERE = "This learner already has a place, or a request for one, on this qualification at another centre."
NO_REASON = "Say why no line manager approves; the reason is kept with each place."


class BadCohort(Exception):
    """Something in the file must be mended first; ``faults`` is all of it, and nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(*(fault.sentence for fault in self.faults))


class OldCheck(Exception):
    """What the page carried is not a check of this coordinator, or too old: the file is to be checked again."""


@dataclass(frozen=True)
class Line:
    """One learner: the account with their address, if there is one, and their place here, if they ever had one."""

    person: Person
    account: User | None
    place: Enrolment | None


@dataclass(frozen=True)
class Cohort:
    """Learners of one file, checked: what importing would do. ``reason`` is why no line manager approves."""

    approval: Approval
    reason: str
    lines: tuple[Line, ...]

    @property
    def to_register(self) -> list[Line]:
        """Those who get a place."""
        return [line for line in self.lines if line.place is None]

    @property
    def to_invite(self) -> list[Line]:
        """Those of them for whom an account is opened."""
        return [line for line in self.to_register if line.account is None]

    @property
    def known(self) -> list[Line]:
        """Those who have, or had, this place already: nothing of theirs changes."""
        return [line for line in self.lines if line.place is not None]


def courses_of(user: User, *, at: datetime) -> QuerySet[Approval]:
    """What the person may import learners for: approvals of their centres for qualifications that are open."""
    on = uk_day(at)
    centres = [centre for centre, role in roles_of(user) if role == Role.COORDINATOR]
    rows = Approval.objects.filter(
        centre__in=centres,
        during__contains=on,
        qualification__in=Qualification.objects.open_for_registration(on=on),
    )
    ordering = ("centre__name", "qualification__level", "qualification__size_rank", "qualification__title")
    return rows.select_related("centre", "qualification").order_by(*ordering)


def check_file(*, content: bytes, approval: Approval, reason: str, by: User, at: datetime) -> Cohort:
    """What importing the file would do; raises BadCohort with every fault. Writes nothing."""
    limits = _limits(approval, at=at)
    try:
        rows = rows_in(content)
    except BadFile as refusal:
        raise BadCohort([Fault(0, "", str(refusal))]) from None
    people, faults = rules.check(rows, limits, {"name": _clean(clean_name), "email": _clean(_clean_email)})
    cohort, more = _look_up(people, approval=approval, reason=reason, by=by, limits=limits)
    if faults or more:
        raise BadCohort(sorted([*faults, *more]))
    return cohort


def sealed(cohort: Cohort, *, by: User) -> str:
    """The check as the page carries it to the import."""
    people = [asdict(line.person) | {"born_on": line.person.born_on.isoformat()} for line in cohort.lines]
    said = {"by": by.pk, "approval": cohort.approval.pk, "reason": cohort.reason, "people": people}
    return signing.dumps(said, salt=SALT, compress=True)


@transaction.atomic
def import_cohort(*, seal: str, by: User, at: datetime) -> Cohort:
    """Register everybody in a check who has no place yet, and invite those who have no account; all or nobody.

    The coordinator approves in place of the line managers, for the reason given. Raises OldCheck, BadCohort where
    something has changed since the check, MoveRefused where registration has closed meanwhile.
    """
    said = _unsealed(seal, by=by)
    approval = courses_of(by, at=at).filter(pk=said["approval"]).first()
    if approval is None:
        raise OldCheck
    people = [Person(**{**row, "born_on": date.fromisoformat(row["born_on"])}) for row in said["people"]]
    limits = _limits(approval, at=at)
    cohort, faults = _look_up(people, approval=approval, reason=said["reason"], by=by, limits=limits)
    if faults:
        raise BadCohort(faults)
    try:
        # By address, so that two files with the same people do not wait for each other.
        for line in sorted(cohort.to_register, key=lambda each: each.person.email):
            _register(line, cohort, by=by, at=at)
    except IntegrityError:  # an account or a place of one of them was made in this very moment
        raise MoveRefused(STALE) from None
    return cohort


def _register(line: Line, cohort: Cohort, *, by: User, at: datetime) -> None:
    person, learner, approval = line.person, line.account, cohort.approval
    if learner is None:
        # Nobody gets in but by a link to this address: who chooses the password holds it.
        learner = open_account(email=person.email, name=person.name, verified=True, date_of_birth=person.born_on)
        _invite(learner, approval, at=at)
    place = Enrolment(
        number=new_number("enrolment"),
        learner=learner,
        centre=approval.centre,
        qualification=approval.qualification,
        version=version_to_register(approval.qualification, on=uk_day(at)),
        name_as_printed=person.name,
        requested_on=uk_day(at),
    )
    born(place, at=at, action="import", actor=by, sealed={"name_as_printed": person.name}, about=learner)
    said = {"reason": needed(cohort.reason, NO_REASON)}
    move(place, "approve_instead", at=at, actor=by, sealed=said, about=learner)
    register(enrolment=place, by=by, at=at)


def _invite(learner: User, approval: Approval, *, at: datetime) -> None:
    said = {
        "centre": approval.centre.name,
        "qualification": approval.qualification.title,
        "path": password_path(learner),
        "reset_path": reverse("account_reset_password"),
    }
    notify(kind="learner_invited", key=f"learner_invited:{learner.pk}", recipient=learner, context=said, at=at)


def _look_up(
    people: list[Person], *, approval: Approval, reason: str, by: User, limits: rules.Limits
) -> tuple[Cohort, list[Fault]]:
    """What is known of these people, in two queries, and what stands in the way of registering them."""
    accounts = accounts_of(each.email for each in people)
    places = _places(accounts.values(), approval)
    lines, faults = [], []
    for person in people:
        account = accounts.get(person.email)
        found = places.get(account.pk, []) if account else []
        if account and (sentence := _obstacle(account, found, approval, by=by, limits=limits)):
            faults.append(Fault(person.row, EMAIL, sentence))
        here = [place for place in found if place.centre_id == approval.centre_id]
        lines.append(Line(person, account, here[0] if here else None))
    return Cohort(approval, reason, tuple(lines)), faults


def _places(accounts: Iterable[User], approval: Approval) -> dict[int, list[Enrolment]]:
    """The places on the qualification of each learner, wherever, that still count somewhere; the last first."""
    rows = Enrolment.objects.filter(learner__in=accounts, qualification=approval.qualification)
    found: dict[int, list[Enrolment]] = {}
    for place in rows.exclude(state=EnrolmentState.DECLINED).order_by("-requested_on", "-pk"):
        found.setdefault(place.learner_id, []).append(place)
    return found


def _obstacle(account: User, places: list[Enrolment], approval: Approval, *, by: User, limits: rules.Limits) -> str:
    if account.pk == by.pk:
        return OWN
    if not account.is_active or account.erased_at:
        return CLOSED
    if any(place.state in ENROLMENT_OPEN and place.centre_id != approval.centre_id for place in places):
        return ELSEWHERE
    return rules.too_young(account.date_of_birth, limits) if account.date_of_birth and not places else ""


def _limits(approval: Approval, *, at: datetime) -> rules.Limits:
    return rules.Limits(settings.COHORT_ROWS_MAX, uk_day(at), approval.qualification.minimum_age)


def _unsealed(seal: str, *, by: User) -> dict[str, Any]:
    try:
        said = signing.loads(seal, salt=SALT, max_age=timedelta(hours=settings.COHORT_CHECK_HOURS))
    except signing.BadSignature:
        raise OldCheck from None
    if said["by"] != by.pk:
        raise OldCheck
    return said


def _clean(cleaner: Callable[[str], str]) -> Callable[[str], str]:
    def clean(text: str) -> str:
        try:
            return cleaner(text)
        except ValidationError as error:
            raise rules.Unclean(" ".join(error.messages)) from None

    return clean


def _clean_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValidationError(BAD_EMAIL) from None
    return text.lower()
