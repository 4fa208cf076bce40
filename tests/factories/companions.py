"""Companions and nominations at each stage, moved there by the services that people use."""

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.accounts.models import User
from cmiportal.links.models import Link
from membership.models import Nomination
from membership.services.companions import nominations, panel
from membership.services.companions.nominations import Nominee
from membership.workflow import Basis

from .accounts import UserFactory
from .membership import GradeFactory, member
from .qualifications import NOW

GWEN = "gwen@example.org"
REASONS = "She turned a failing housing association round in four years, and taught others how."
FOR, AGAINST = True, False


def companion(**fields: object) -> User:
    """Somebody who is a Companion."""
    grade = GradeFactory(key="companion", rank=900, post_nominals="CCMI", product="", rule=None, joinable=False)
    return member(person=UserFactory(**fields), grade=grade, basis=Basis.HONORARY).person


def nominee(**more: str) -> Nominee:
    """Gwen Adeyemi, who has no account."""
    given = {
        "name": "Gwen Adeyemi",
        "email": GWEN,
        "post": "Chief Executive, Calderbridge Housing",
        "criterion": "leadership",
        "reasons": REASONS,
        **more,
    }
    return Nominee(**given)


def nominated(*, by: User | None = None, seconder: User | None = None, at=NOW, **more: str) -> Nomination:
    """A nomination that waits for its seconder."""
    by, seconder = by or companion(), seconder or companion()
    return nominations.nominate(nominee=nominee(**more), seconder_email=seconder.email, by=by, at=at)


def seconded(**more: object) -> Nomination:
    """With the panel."""
    row = nominated(**more)
    return nominations.second(nomination=row, statement="I saw it happen.", by=row.seconder, at=more.get("at", NOW))


def panellist(**fields: object) -> User:
    """Somebody of the desk."""
    return UserFactory(groups=[MEMBERSHIP_ASSESSORS], **fields)


def declared(nomination: Nomination, person: User | None = None, *, has_conflict: bool = False) -> User:
    """Somebody of the panel who has declared."""
    person = person or panellist()
    panel.declare(nomination=nomination, has_conflict=has_conflict, by=person, at=NOW)
    return person


def voted(nomination: Nomination, *votes: bool, at=NOW) -> Nomination:
    """After these votes, each of somebody else."""
    for approves in votes:
        reason = "A record that few have." if approves else "Not yet strategic."
        by = declared(nomination)
        nomination = panel.vote(nomination=nomination, approves=approves, reason=reason, by=by, at=at)
    return nomination


def offered(**more: object) -> Nomination:
    """Approved: the nominee has the link."""
    return voted(seconded(**more), FOR, FOR, FOR, at=more.get("at", NOW))


def link_of(nomination: Nomination) -> Link:
    """The nominee's link."""
    return Link.objects.get(subject_id=nomination.pk, revoked_at=None)
