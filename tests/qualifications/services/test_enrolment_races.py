"""Two at once: each test says what it fails without."""

import pytest

from cmiportal.links.models import Link, OutsidePerson
from cmiportal.links.services import LinkClosed, use_link
from cmiportal.workflow import StaleMove, chain_is_whole
from qualifications.models import Enrolment, EnrolmentEvent, Submission, UnitEnrolment
from qualifications.services.enrolment import LineManager, PlaceRefused, ask_again, request_place
from qualifications.services.evidence import withdraw_evidence
from qualifications.services.registration import expire_run_out, withdraw
from qualifications.services.unit_choice import choice_of, choose_units
from tests.factories.accounts import UserFactory
from tests.factories.places import DAY, LINE_MANAGER, asked_place, link_of, offered_qualification, registered_place
from tests.factories.portfolio import handed_in, map_evidence, ready_unit
from tests.factories.qualifications import NOW, chosen_unit
from tests.races import in_turn, no_locking_of, no_writing_to, refused

pytestmark = pytest.mark.django_db(transaction=True)


def asking(version, centre, learner):
    """An act: this learner asks for the place."""
    return lambda: request_place(
        learner=learner,
        qualification=version.qualification,
        centre=centre,
        name_as_printed=learner.name,
        line_manager=LINE_MANAGER,
        at=NOW,
    )


def test_two_tabs_cannot_choose_units_that_bar_each_other():
    """Without the lock on the place in choose_units both see an empty choice, and both units are taken."""
    place = registered_place(units=("502", "503"), barred=[("502", "503")])

    def tab(number):
        return lambda: choose_units(enrolment=place, by=place.learner, numbers={number}, seen=set(), at=NOW)

    results = in_turn(no_writing_to(UnitEnrolment), tab("502"), tab("503"))

    assert refused(results) == [StaleMove]
    choice = choice_of(place)
    assert (choice.chosen, choice.verdict.broken) == ({"502"}, ())


def test_units_dropped_while_evidence_in_them_is_withdrawn_go_one_after_the_other():
    """Without the lock on the units in _drop each waits for what the other holds: deadlock."""
    place = registered_place(units=("601", "602"))
    units = [chosen_unit(place, number) for number in ("601", "602")]
    item = map_evidence(units[0])

    withdrawn, dropped = in_turn(
        no_locking_of(units[1]),
        lambda: withdraw_evidence(item=item, at=NOW),
        lambda: choose_units(enrolment=place, by=place.learner, numbers=set(), at=NOW, confirmed={"601"}),
    )

    assert (withdrawn, dropped) == (item, None)
    assert not place.units.exists()


def test_two_requests_at_once_do_not_go_beyond_the_days_limit(settings):
    """Without the lock on the learner in _check_line_manager neither counts the other, and both links are sent."""
    settings.LINE_MANAGER_ASKS_A_DAY = 1
    one, other = offered_qualification(), offered_qualification(["604"])
    learner = UserFactory()

    results = in_turn(no_writing_to(Link), asking(*one, learner), asking(*other, learner))

    assert refused(results) == [PlaceRefused]
    assert Link.objects.count() == 1


def test_a_learner_who_asks_twice_at_once_has_one_place_and_one_sentence():
    """Without the constraint enrolment_one_open there are two places."""
    version, centre = offered_qualification()
    ask = asking(version, centre, UserFactory())

    results = in_turn(no_writing_to(Enrolment), ask, ask)

    assert refused(results) == [PlaceRefused]
    assert (Enrolment.objects.count(), Link.objects.count(), OutsidePerson.objects.count()) == (1, 1, 1)


def test_an_answer_that_comes_while_somebody_else_is_asked_finds_its_link_closed():
    """With the place moved before its links are closed, the two wait for each other: deadlock."""
    place = asked_place()
    link, other = link_of(place), LineManager("Noor", "noor@example.org")

    results = in_turn(
        no_writing_to(EnrolmentEvent),
        lambda: ask_again(enrolment=place, by=place.learner, line_manager=other, at=NOW + DAY),
        lambda: use_link(link=link, data={"decision": "approve", "reason": ""}, at=NOW + DAY),
    )

    assert refused(results) == [LinkClosed]
    kept = Enrolment.objects.get()
    assert (kept.state, kept.moves, chain_is_whole(kept)) == ("requested", 1, True)


def test_asking_somebody_else_while_the_answer_comes_is_stale():
    """Without the compare and set in move() an approved place waits for an answer again."""
    place = asked_place()
    link, other = link_of(place), LineManager("Noor", "noor@example.org")

    results = in_turn(
        no_writing_to(EnrolmentEvent),
        lambda: use_link(link=link, data={"decision": "approve", "reason": ""}, at=NOW + DAY),
        lambda: ask_again(enrolment=place, by=place.learner, line_manager=other, at=NOW + DAY),
    )

    assert refused(results) == [StaleMove]
    kept = Enrolment.objects.get()
    assert (kept.state, kept.moves, chain_is_whole(kept)) == ("approved", 1, True)


def test_a_learner_who_hands_in_and_leaves_at_once_has_work_and_a_place():
    """Without the lock on the place in withdraw, work waits for an assessor under a place that has ended."""
    place = registered_place()
    unit = ready_unit(place, "601")

    results = in_turn(
        no_writing_to(Submission),
        lambda: handed_in(unit),
        lambda: withdraw(enrolment=place, by=place.learner, at=NOW),
    )

    assert refused(results) == [PlaceRefused]
    assert Enrolment.objects.get().state == "registered"
    assert Submission.objects.get().state == "allocation"


def test_two_runs_at_once_end_each_place_once():
    """Without the compare and set in move(), or without passing over what it refuses, one of the runs fails."""
    places = [registered_place() for _ in range(3)]
    Enrolment.objects.update(expires_on=NOW.date() - DAY)

    def run():
        return expire_run_out(at=NOW)

    assert sum(in_turn(no_writing_to(EnrolmentEvent), run, run)) == 3
    assert [place.events.count() for place in places] == [2, 2, 2]
