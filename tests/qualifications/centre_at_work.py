"""A centre with its people and the units that two learners have chosen, and what must always hold of their work.

The rules are checked by reading the tables, not by asking the services again.
"""

from django.db import connection

from qualifications.models import Award, Enrolment, HandIn, HandInItem, Role, StageHolder, Submission, UnitPass
from qualifications.rules.awarding import countable
from qualifications.rules.clock import result_due
from qualifications.services.hand_ins import manifest_of
from qualifications.services.rule import rule_of
from qualifications.services.stages import days, paused_so_far
from qualifications.workflow import IN_A_STAGE, SUBMISSION_OPEN
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import (
    CentreFactory,
    CentreStaffFactory,
    EnrolmentFactory,
    chosen_unit,
    published_unit,
    published_version,
    staff_of,
)

STAFF = ("coordinator", "assessor", "other assessor", "verifier", "other verifier", "assessor and verifier")
MODERATORS = ("moderator", "other moderator")
PEOPLE = ("first learner", "second learner", *STAFF, *MODERATORS, "stranger")


# The table of the workflow, written by hand once more: action, from, to, whose part in the work it is.
MOVES = {
    "submit": ({"draft"}, {"allocation"}, "learner"),
    "submit_again": ({"returned"}, {"marking"}, "learner"),
    "withdraw": ({"draft", "returned"}, {"withdrawn"}, "learner"),
    "allocate": ({"allocation"}, {"marking"}, "coordinator"),
    "reallocate": ({"marking", "verification"}, {"marking", "verification"}, "coordinator"),
    "return": ({"marking"}, {"returned"}, "marking"),
    "send_on": ({"marking"}, {"verification"}, "marking"),
    "send_back": ({"verification"}, {"marking"}, "verification"),
    "agree": ({"verification"}, {"sign_off"}, "verification"),
    "question": ({"sign_off"}, {"verification"}, "sign_off"),
    "confirm": ({"sign_off"}, {"passed", "referred", "failed"}, "sign_off"),
}
NEXT = {"allocation": "allocate", "marking": "send_on", "verification": "agree", "sign_off": "confirm"}


class World:
    """The first learner has places on two qualifications that share unit 601, the second on one of them."""

    def __init__(self):
        units = [published_unit("601", codes=("1.1", "2.1")), published_unit("602", credits=7, codes=("1.1",))]
        certificate = published_version(units, min_credits=13)
        award = published_version(units, min_credits=6, max_credits=7)
        centre = CentreFactory()
        self.people = {
            "first learner": UserFactory(name="Wren Holtby"),
            "second learner": UserFactory(name="Corin Aldiss"),
            "coordinator": staff_of(centre, Role.COORDINATOR),
            "assessor": staff_of(centre, Role.ASSESSOR),
            "other assessor": staff_of(centre, Role.ASSESSOR),
            "verifier": staff_of(centre, Role.VERIFIER),
            "other verifier": staff_of(centre, Role.VERIFIER),
            "assessor and verifier": staff_of(centre, Role.ASSESSOR),
            "moderator": UserFactory(moderator=True),
            "other moderator": UserFactory(moderator=True),
            "stranger": staff_of(CentreFactory(), Role.COORDINATOR),
        }
        CentreStaffFactory(user=self.people["assessor and verifier"], centre=centre, role=Role.VERIFIER)
        first, second = self.people["first learner"], self.people["second learner"]
        places = [
            EnrolmentFactory(learner=first, centre=centre, version=certificate),
            EnrolmentFactory(learner=first, centre=centre, version=award),
            EnrolmentFactory(learner=second, centre=centre, version=certificate),
        ]
        chosen = ((0, "601"), (0, "602"), (1, "601"), (2, "601"), (2, "602"))
        self.units = [chosen_unit(places[place], number) for place, number in chosen]


def the_database_agrees():
    """Every deferred rule holds already: no state without its event, no stage that is not the state."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def different_people_hold_the_stages(units):
    """One person, one stage of a unit's work, over all its attempts, and never the learner."""
    for unit in units:
        rows = list(StageHolder.objects.filter(unit_enrolment=unit))
        assert len({row.person_id for row in rows}) == len(rows)
        assert unit.learner_id not in {row.person_id for row in rows}
        current = [row.stage for row in rows if row.ended_at is None]
        assert len(set(current)) == len(current)


def every_stage_has_owner_and_due_date():
    """Work that somebody owes something on has one open stage, with its due date and whoever has it."""
    for row in Submission.objects.select_related("stage").prefetch_related("stages"):
        open_stages = [stage for stage in row.stages.all() if stage.ended_at is None]
        assert open_stages == ([row.stage] if row.state in IN_A_STAGE else [])
        for stage in open_stages:
            assert stage.stage == row.state
            assert stage.due_at >= stage.warn_at >= stage.started_at
            assert (stage.holder_id is None) == (stage.stage == "allocation")


def the_result_is_due_six_weeks_after_the_hand_in(at):
    """Not counting the time for which the work was back with the learner."""
    for row in Submission.objects.filter(state__in=IN_A_STAGE):
        first = row.hand_ins.earliest("number").at
        assert row.due_at == result_due(first, paused_so_far(row, at=at), days())
        assert not row.pauses.filter(during__endswith=None).exists()


def one_attempt_is_open(units):
    """Attempts are numbered without gaps, and only the last can be open."""
    for unit in units:
        attempts = list(Submission.objects.filter(unit_enrolment=unit).order_by("attempt"))
        assert [row.attempt for row in attempts] == list(range(1, len(attempts) + 1))
        assert all(row.state not in SUBMISSION_OPEN for row in attempts[:-1])


def what_is_met_stays_met_and_a_pass_has_all_of_it(units):
    """A criterion is met once; passed work has every criterion met, work that is not passed has not."""
    for unit in units:
        met = list(unit.judgements.filter(met=True).values_list("criterion", flat=True))
        assert len(set(met)) == len(met)
        criteria = unit.unit_version.criteria.count()
        states = set(Submission.objects.filter(unit_enrolment=unit).values_list("state", flat=True))
        assert "passed" not in states or len(met) == criteria
        assert "failed" not in states or len(met) < criteria


def no_unit_counts_twice():
    """One standing pass for learner and unit, one standing award for a place, its rule met by different units."""
    standing = list(UnitPass.objects.standing().values_list("learner", "unit"))
    assert len(set(standing)) == len(standing)
    awards = list(Award.objects.select_related("version"))
    for award in awards:
        counted = list(award.units.select_related("unit", "unit_pass__unit_version"))
        credits = {row.unit.number: row.unit_pass.unit_version.credits for row in counted}
        assert len(credits) == len(counted)
        assert countable(rule_of(award.version), credits) == set(credits)
    places = [award.enrolment_id for award in awards if award.state in ("raised", "issued")]
    assert len(set(places)) == len(places)


def evidence():
    """For each hand-in, what it was made of as the rows say it now."""
    found = {}
    for item in HandInItem.objects.select_related("item_version").order_by("pk"):
        version = item.item_version
        found.setdefault(item.hand_in_id, []).append((version.pk, version.title, version.text, item.pointer))
    return found


def manifests():
    """For each hand-in the hash that its receipt shows, and the hash worked out anew."""
    made = HandIn.objects.select_related("submission", "unit_enrolment__unit").order_by("pk")
    items = [one.items.select_related("criterion", "item_version") for one in made]
    return {one.pk: (bytes(one.manifest_sha256), manifest_of(one, of)) for one, of in zip(made, items, strict=True)}


def rows_with_events():
    """Everything that has a state."""
    return [row for model in (Submission, Enrolment, Award) for row in model.objects.all()]
