"""A centre at work: all roles make random moves, legal and illegal, and what must always hold is checked after each."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cmiportal.documents import services as documents
from cmiportal.documents.models import Item
from cmiportal.workflow import MoveRefused, chain_is_whole
from qualifications.models import Award, Enrolment, StageHolder, Submission, UnitEnrolment
from qualifications.services import allocation, awards, marking, sign_off, submission
from qualifications.services.registration import confirm_name
from qualifications.services.reminders import remind_due
from tests.factories.portfolio import map_evidence
from tests.factories.qualifications import NOW
from tests.qualifications import centre_at_work as always
from tests.qualifications.centre_at_work import MODERATORS, MOVES, NEXT, PEOPLE, World

UNITS = st.integers(0, 4)
PICK = st.integers(0, 10)
ANYBODY = st.sampled_from(PEOPLE)


class Centre(RuleBasedStateMachine):
    """Moves in any order by anybody, each checked against the table MOVES."""

    world: World

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.at, self.evidence, self.chained = NOW, {}, {}

    def teardown(self):
        """Look at every receipt and every chain once more, then undo all that this run did."""
        try:
            assert all(shown == anew for shown, anew in always.manifests().values())
            assert all(chain_is_whole(row) for row in always.rows_with_events())
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    def unit(self, number):
        """The unit as another request would read it."""
        units = UnitEnrolment.objects.select_related("enrolment__centre", "learner", "unit_version")
        return units.get(pk=self.world.units[number].pk)

    def work(self, number):
        """The latest attempt at the unit, or None."""
        rows = Submission.objects.select_related(
            "stage__holder", "unit_enrolment__enrolment", "unit_enrolment__learner"
        )
        return rows.filter(unit_enrolment=self.world.units[number]).order_by("attempt").last()

    def whose(self, work, part):
        """Who has this part in the work now; nobody has a stage that the work is not in."""
        if part == "learner":
            return work.learner
        if part == "coordinator":
            return self.world.people["coordinator"]
        return work.stage.holder if work.stage and work.stage.stage == part else None

    def tries(self, work, action, by, pick=0, to=None):
        """A move: made as the table says by whoever may, or refused with nothing changed; whether it was made."""
        sources, targets, part = MOVES[action]
        before = (work.state, work.moves, work.judgements.count(), StageHolder.objects.count())
        try:
            with transaction.atomic():
                self.services(work, by, pick, to)[action]()
        except MoveRefused:
            fresh = Submission.objects.get(pk=work.pk)
            assert (fresh.state, fresh.moves, fresh.judgements.count(), StageHolder.objects.count()) == before
            return False
        fresh = Submission.objects.get(pk=work.pk)
        assert (work.state in sources, fresh.state in targets, fresh.moves) == (True, True, work.moves + 1)
        assert by == self.whose(work, part)
        assert (part == "learner") == (by == work.learner)
        return True

    def services(self, work, by, pick, to):
        """The service of each action, for this person at this moment."""
        said = {"submission": work, "by": by, "at": self.at}
        stage = ("marking", "verification")[pick % 2]
        people = list(self.world.people.values())
        return {
            "withdraw": lambda: submission.withdraw(**said),
            "allocate": lambda: allocation.allocate(**said, assessor=to or people[pick], verifier=people[-pick]),
            "reallocate": lambda: allocation.reallocate(**said, stage=stage, to=to or people[pick], reason="Ill."),
            "return": lambda: marking.return_to_learner(**said, reason="Unsigned."),
            "send_on": lambda: marking.send_on(**said),
            "send_back": lambda: self.goes_back(work, said, "verification"),
            "question": lambda: self.goes_back(work, said, "sign_off"),
            "agree": lambda: sign_off.agree(**said),
            "confirm": lambda: sign_off.confirm(**said),
        }

    def goes_back(self, work, said, state):
        """One service for two actions: from any other state it is not this one."""
        if work.state != state:
            raise MoveRefused("It is not there.")
        sign_off.send_back(**said, reason="Look again.")

    def submits(self, number, by):
        """Evidence is mapped where it lacks, and handed in; whether it was."""
        unit = self.unit(number)
        try:
            with transaction.atomic():
                for criterion in sign_off.unmet(unit):
                    if not unit.mappings.filter(criterion=criterion).exists():
                        map_evidence(unit, criterion.code, at=self.at, text=f"What I did for {criterion.code}.")
                stated = {"declared_name": str(by), "signed": True, "words_reason": "It says all."}
                submission.hand_in(unit_enrolment=unit, by=by, at=self.at, **stated)
        except MoveRefused:
            return False
        assert by == unit.learner
        self.evidence |= {key: said for key, said in always.evidence().items() if key not in self.evidence}
        return True

    def marks(self, work, met):
        """The assessor judges whatever is left."""
        for criterion in marking.unjudged(work):
            said = {"met": met, "feedback": "" if met else "Say more.", "at": self.at}
            marking.judge(submission=work, criterion=criterion, by=work.stage.holder, **said)

    # Rules: the way that work should go, and everything else

    @initialize(far=st.lists(st.tuples(st.integers(0, 16), st.booleans()), min_size=5, max_size=5))
    def work_is_under_way(self, far):
        """Each unit is somewhere on its way, some referred or failed, some passed."""
        for number, (steps, met) in enumerate(far):
            self.goes_on(number, [met] * steps)

    @rule(number=UNITS, met=st.lists(st.booleans(), min_size=1, max_size=6))
    def goes_on(self, number, met):
        """As many steps towards a result, by whoever has to make them; each is possible."""
        for good in met:
            work = self.work(number)
            if work is None or work.state not in NEXT:
                if not self.submits(number, self.world.units[number].learner):
                    return
                continue
            if work.state == "marking":
                self.marks(work, good)
            _, _, part = MOVES[NEXT[work.state]]
            assert self.go_on(work, self.whose(work, part))

    def go_on(self, work, by):
        """The next move of this work; an allocation to the first pair who may have it."""
        if work.state != "allocation":
            return self.tries(work, NEXT[work.state], by)
        marks, verifies = (
            [one.person for one in allocation.candidates(work, stage, at=self.at) if not one.refusal]
            for stage in ("marking", "verification")
        )
        pair = next((one, two) for one in marks for two in verifies if one != two)
        allocation.allocate(submission=work, by=by, assessor=pair[0], verifier=pair[1], at=self.at, moves=work.moves)
        return True

    @rule(number=UNITS, who=ANYBODY, action=st.sampled_from(sorted(set(MOVES) - {"submit", "submit_again"})), pick=PICK)
    def anybody_tries_anything(self, number, who, action, pick):
        """A move by a person who may or may not."""
        if work := self.work(number):
            self.tries(work, action, self.world.people[who], pick)

    @rule(pick=PICK, action=st.sampled_from(["withdraw", "return", "send_back", "question"]))
    def the_right_person_goes_another_way(self, pick, action):
        """A return, either way, or a withdrawal by whoever may, if there is any work for it."""
        sources, _, part = MOVES[action]
        fitting = [work for work in map(self.work, range(5)) if work and work.state in sources]
        if fitting:
            work = fitting[pick % len(fitting)]
            made = self.tries(work, action, self.whose(work, part))
            assert made or work.judgements.exists()

    @rule(number=UNITS, to=ANYBODY, pick=PICK)
    def the_coordinator_gives_it_to(self, number, to, pick):
        """Anybody, who may or may not have it."""
        if work := self.work(number):
            self.tries(work, "reallocate", self.world.people["coordinator"], pick, self.world.people[to])

    @rule(number=UNITS, who=ANYBODY)
    def takes_over(self, number, who):
        """A sign-off goes to another moderator."""
        work, by = self.work(number), self.world.people[who]
        if work is None:
            return
        try:
            with transaction.atomic():
                done = allocation.take_over(submission=work, by=by, at=self.at)
        except MoveRefused:
            return
        assert (work.state, done.stage.holder, who in MODERATORS) == ("sign_off", by, True)

    @rule(number=UNITS, who=ANYBODY)
    def anybody_submits(self, number, who):
        """Only the learner's own hand-in is taken."""
        self.submits(number, self.world.people[who])

    @rule(number=UNITS, who=st.sampled_from(["the holder", *PEOPLE]), pick=PICK, met=st.booleans(), stale=st.booleans())
    def anybody_judges(self, number, who, pick, met, stale):
        """One criterion, perhaps on an old page."""
        work = self.work(number)
        if work is None:
            return
        holder = self.whose(work, "marking")
        by = self.world.people.get(who) or holder or self.world.people["stranger"]
        criteria = list(self.unit(number).unit_version.criteria.all())
        criterion = criteria[pick % len(criteria)]
        kept = work.judgements.filter(criterion=criterion).first()
        said = {"met": met, "feedback": "" if met else "Say more.", "revision": (kept.revision if kept else 0) + stale}
        try:
            with transaction.atomic():
                row = marking.judge(submission=work, criterion=criterion, by=by, at=self.at, **said)
        except MoveRefused:
            again = work.judgements.filter(criterion=criterion).first()
            assert (again and again.revision) == (kept and kept.revision)
        else:
            assert (by, stale, row.met, row.revision) == (holder, False, met, said["revision"] + 1)

    @rule(number=UNITS, text=st.text("abc é😀", min_size=1, max_size=20))
    def the_learner_goes_on_writing(self, number, text):
        """Whatever was handed in."""
        items = Item.objects.current().filter(owner=self.world.units[number].learner, draft__isnull=False)
        if item := items.first():
            documents.save_draft(item=item, text=text, revision=item.draft.revision, at=self.at)

    @rule(pick=PICK, who=st.sampled_from([*MODERATORS, *PEOPLE]), ends=st.sampled_from(["issue", "cancel", "revoke"]))
    def anybody_decides_on_an_award(self, pick, who, ends):
        """Only moderators issue, cancel and revoke; a name is confirmed first."""
        every = list(Award.objects.select_related("enrolment__learner").order_by("pk"))
        if not every:
            return
        award, by = every[pick % len(every)], self.world.people[who]
        place = Enrolment.objects.get(pk=award.enrolment_id)
        try:
            with transaction.atomic():
                if place.name_confirmed_at is None and pick % 2:
                    confirm_name(enrolment=place, by=award.learner, name=award.learner.name, at=self.at)
                getattr(awards, ends)(award=award, by=by, at=self.at, **({} if ends == "issue" else {"reason": "So."}))
        except MoveRefused:
            assert Award.objects.get(pk=award.pk).state == award.state
        else:
            assert who in MODERATORS

    @rule(hours=st.integers(1, 24 * 9))
    def time_passes(self, hours):
        """Hours go by, and reminders go out."""
        self.at += timedelta(hours=hours)
        remind_due(at=self.at)

    # What must always hold

    @invariant()
    def no_rule_is_broken(self):
        """Everything that ``centre_at_work`` knows."""
        always.the_database_agrees()
        always.different_people_hold_the_stages(self.world.units)
        always.every_stage_has_owner_and_due_date()
        always.the_result_is_due_six_weeks_after_the_hand_in(self.at)
        always.one_attempt_is_open(self.world.units)
        always.what_is_met_stays_met_and_a_pass_has_all_of_it(self.world.units)
        always.no_unit_counts_twice()
        assert always.evidence() == self.evidence

    @invariant()
    def the_state_is_that_of_the_last_event_and_the_chain_is_whole(self):
        """For work, places and awards; what has not moved since was looked at before."""
        for row in always.rows_with_events():
            if self.chained.get(row.pk) != row.moves:
                last = row.events.last()
                assert (row.state, row.moves, row.events.count()) == (last.to_state, last.sequence, row.moves + 1)
                assert chain_is_whole(row)
                self.chained[row.pk] = row.moves


def run(**chosen):
    """So many runs of so many moves, each rolled back."""
    Centre.world = World()
    fixed = {"database": None, "deadline": None, "suppress_health_check": list(HealthCheck)}
    run_state_machine_as_test(Centre, settings=settings(**fixed, **chosen))


@pytest.mark.django_db
def test_a_centre_at_work_breaks_no_rule():
    run(max_examples=5, stateful_step_count=12, derandomize=True)


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.django_db
def test_a_centre_at_work_breaks_no_rule_in_many_ways():
    run(max_examples=20, stateful_step_count=30)
