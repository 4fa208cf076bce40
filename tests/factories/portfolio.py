"""Evidence that is mapped, and work that is handed in, made by the services as learners make them."""

from qualifications.models import Role, Submission
from qualifications.services.allocation import allocate
from qualifications.services.marking import criteria_to_judge, judge, return_to_learner, send_on
from qualifications.services.portfolio import map_item
from qualifications.services.sign_off import agree, confirm
from qualifications.services.stages import current_holder
from qualifications.services.submission import hand_in

from .accounts import UserFactory
from .documents import ItemFactory
from .qualifications import NOW, chosen_unit, staff_of


def map_evidence(unit, *codes, item=None, pointer="page 1", at=NOW, **fields):
    """A piece of evidence of the unit's learner, mapped to the criteria of these codes, or to all; returns it."""
    item = item or ItemFactory(owner=unit.learner, **fields)
    criteria = unit.unit_version.criteria.all()
    for criterion in criteria.filter(code__in=codes) if codes else criteria:
        map_item(unit_enrolment=unit, item=item, criterion=criterion, pointer=pointer, at=at)
    return item


def ready_unit(enrolment=None, number=None):
    """A chosen unit with one piece of evidence for every criterion; the factories' words need a reason."""
    unit = chosen_unit(enrolment, number)
    map_evidence(unit)
    return unit


def handed_in(unit=None, *, at=NOW, **stated):
    """The hand-in of a unit that is ready, or of a new one; a reason for its length is given."""
    unit = unit or ready_unit()
    return hand_in(
        unit_enrolment=unit,
        by=unit.learner,
        at=at,
        **{"declared_name": unit.learner.name, "signed": True, "words_reason": "A short account is enough.", **stated},
    )


def judged(made, *, not_yet=(), until="outcome", at=None):
    """Take what was handed in through its stages with new staff; returns the submission as it then is.

    ``until`` is a state in which it stays (allocation, marking, returned, verification, sign_off), or its outcome.
    Criteria named in ``not_yet`` are judged as not yet met.
    """
    at, submission, centre = at or made.at, made.submission, made.unit_enrolment.enrolment.centre
    for step in _steps(submission, centre, not_yet, returned=until == "returned", at=at):
        submission = Submission.objects.get(pk=submission.pk)
        if submission.state == until:
            break
        step()
    return Submission.objects.select_related("stage", "unit_enrolment__enrolment").get(pk=submission.pk)


def _steps(submission, centre, not_yet, *, returned, at):
    assessor, verifier = staff_of(centre, Role.ASSESSOR), staff_of(centre, Role.VERIFIER)
    coordinator, moderator = staff_of(centre, Role.COORDINATOR), UserFactory(moderator=True)
    known = {"submission": submission, "at": at}
    yield lambda: allocate(**known, by=coordinator, assessor=assessor, verifier=verifier)
    if returned:
        yield lambda: return_to_learner(**known, by=assessor, reason="The declaration names another unit.")
    yield lambda: _mark(submission, assessor, not_yet, at=at)
    yield lambda: agree(**known, by=verifier)
    yield lambda: confirm(**known, by=current_holder(submission, "sign_off") or moderator)
    yield lambda: None


def _mark(submission, assessor, not_yet, *, at):
    for criterion in criteria_to_judge(submission):
        met = criterion.code not in not_yet
        feedback = "" if met else f"Say more about {criterion.code}."
        judge(submission=submission, criterion=criterion, by=assessor, met=met, feedback=feedback, at=at)
    send_on(submission=submission, by=assessor, at=at)
