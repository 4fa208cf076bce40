"""Two people act on one piece of work at the same instant: real threads on real rows.

The unit enrolment's row is the lock of everything that is done to a unit's work (``stages.locked``). Each test holds
that row until both stand before it: without the lock they stand there too, at the foreign key of what they write,
but have read the work as it was before either acted.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from qualifications.models import Criterion, Judgement, Role, Stage, StageHolder, Submission, UnitPass
from qualifications.services.allocation import allocate, reallocate
from qualifications.services.marking import StaleJudgement, judge, send_on
from qualifications.services.portfolio import PortfolioClosed
from qualifications.services.sign_off import agree, confirm
from qualifications.services.stages import current_holder
from qualifications.services.submission import AlreadyHandedIn
from tests.factories.assessment import Desk
from tests.factories.portfolio import handed_in
from tests.races import PATIENCE, at_once, outcome, wait_until, waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    return Desk()


def fresh(person):
    """The person with nothing remembered, as another request has them."""
    return User.objects.get(pk=person.pk)


def whole(desk):
    """What must hold of the work whoever was first: one open stage, whose holder holds it, and no event missing."""
    work = desk.work
    (stage,) = Stage.objects.filter(submission=work, ended_at=None)
    assert (stage.pk, stage.stage) == (work.stage_id, work.state)
    assert stage.holder == current_holder(work, stage.stage)
    assert chain_is_whole(work)
    held = StageHolder.objects.filter(unit_enrolment=desk.unit)
    assert held.values("person").distinct().count() == held.count()


def test_two_coordinators_allocate_at_once_and_one_of_them_does(desk):
    """Without the lock both read "waiting for an assessor"; the second meets ``stage_holder_one_per_stage``, and its
    coordinator is told that somebody may not verify who may."""
    second = desk.person(Role.COORDINATOR)
    others = desk.person(Role.ASSESSOR), desk.person(Role.VERIFIER)
    moves = desk.work.moves

    def by(coordinator, assessor, verifier):
        return lambda: allocate(
            submission=desk.work,
            by=fresh(coordinator),
            assessor=fresh(assessor),
            verifier=fresh(verifier),
            at=desk.at,
            moves=moves,
        )

    answers = at_once(desk.unit, by(desk.coordinator, desk.assessor, desk.verifier), by(second, *others))

    assert [type(answer) for answer in answers].count(Submission) == 1
    assert [type(answer) for answer in answers].count(StaleMove) == 1
    assert StageHolder.objects.count() == 2
    assert Notification.objects.filter(kind="work_allocated").count() == 1
    whole(desk)


def test_nobody_gets_the_work_while_its_assessor_saves_a_judgement(desk):
    """The assessor is held up in the middle of saving, at the row of the criterion; the coordinator has to wait.

    Without the lock the work goes to somebody else in between, who may send it on, and then a judgement of the former
    assessor appears in it: the reallocation counts no judgement, and there is one.
    """
    desk.allocated()
    other = desk.person(Role.ASSESSOR)
    criterion = desk.criterion("1.1")

    def save():
        return judge(
            submission=desk.work, criterion=criterion, by=fresh(desk.assessor), met=True, feedback="", at=desk.at
        )

    def give():
        reallocate(
            submission=desk.work,
            by=fresh(desk.coordinator),
            stage="marking",
            to=fresh(other),
            reason="Ill for some weeks.",
            at=desk.at,
        )
        return Judgement.objects.count()

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Criterion.objects.select_for_update().get(pk=criterion.pk)
            saving = pool.submit(outcome, save)
            wait_until(lambda: waiting() == 1)
            giving = pool.submit(outcome, give)
            wait_until(lambda: giving.done() or waiting() == 2)
        saved, judged_before = saving.result(PATIENCE), giving.result(PATIENCE)

    assert saved == Judgement.objects.get()
    assert judged_before == 1
    assert desk.work.stage.holder == other
    whole(desk)


def test_two_tabs_judge_one_criterion_at_once_and_one_is_told(desk):
    """Without the lock both find no judgement; the second breaks ``judgement_once`` in the place of an answer."""
    desk.allocated()
    criterion = desk.criterion("1.1")

    def save(met):
        return lambda: judge(
            submission=desk.work,
            criterion=criterion,
            by=fresh(desk.assessor),
            met=met,
            feedback="From one of two tabs.",
            at=desk.at,
        )

    answers = at_once(desk.unit, save(True), save(False))

    (kept,) = [answer for answer in answers if isinstance(answer, Judgement)]
    (told,) = [answer for answer in answers if isinstance(answer, StaleJudgement)]
    assert told.kept == kept == Judgement.objects.get()


def test_a_verifier_agrees_while_a_coordinator_reallocates_and_the_work_goes_one_way(desk):
    """Without the lock both end the stage and open another: ``stage_one_open`` or the compare and set of ``move()``
    breaks one of them half way, and which sentence the person gets is chance."""
    desk.sent_on()
    other = desk.person(Role.VERIFIER)
    moves = desk.work.moves

    answers = at_once(
        desk.unit,
        lambda: agree(submission=desk.work, by=fresh(desk.verifier), at=desk.at, moves=moves),
        lambda: reallocate(
            submission=desk.work,
            by=fresh(desk.coordinator),
            stage="verification",
            to=fresh(other),
            reason="Ill for some weeks.",
            at=desk.at,
            moves=moves,
        ),
    )

    agreed, given = answers
    if isinstance(agreed, Submission):
        assert isinstance(given, MoveNotAllowed | StaleMove)
        assert (desk.work.state, desk.work.stage.holder) == ("sign_off", desk.moderator)
    else:
        assert isinstance(agreed, StaleMove)
        assert (desk.work.state, desk.work.stage.holder) == ("verification", other)
    whole(desk)


def test_two_clicks_on_send_send_once(desk):
    """Without the lock both find the work in marking; the second breaks ``stage_one_open`` and gets no answer."""
    desk.allocated().judged()

    def send():
        return send_on(submission=desk.work, by=fresh(desk.assessor), at=desk.at)

    answers = at_once(desk.unit, send, send)

    assert sorted(type(answer).__name__ for answer in answers) == ["MoveNotAllowed", "Submission"]
    assert Notification.objects.filter(kind="stage_passed").count() == 1
    whole(desk)


def test_confirming_while_the_learner_submits_again_does_not_lock_both_out(desk):
    """Everything locks the place before the unit. Without ``lock_places`` in ``confirm`` the moderator holds the unit
    and waits for the place, the learner the other way round, and the database ends one of them as a deadlock."""
    desk.agreed()

    submitted, confirmed = at_once(
        desk.place,
        lambda: handed_in(desk.unit, at=desk.at),
        lambda: confirm(submission=desk.work, by=fresh(desk.moderator), at=desk.at),
    )

    assert isinstance(confirmed, Submission)
    assert isinstance(submitted, AlreadyHandedIn | PortfolioClosed)
    assert desk.work.state == "passed"
    assert UnitPass.objects.count() == 1
