"""Choosing units whole: what the rule refuses, what stays, what passes count."""

import pytest

from cmiportal.documents.models import Item
from cmiportal.workflow import StaleMove, born
from qualifications.models import Case, Mapping, UnitEnrolment
from qualifications.services.registration import withdraw
from qualifications.services.unit_choice import ChoiceRefused, MappedUnits, choice_of, choices_of, choose_units
from tests.factories.places import DAY, attempt, coordinator_of, registered_place
from tests.factories.portfolio import handed_in, judged, map_evidence, ready_unit
from tests.factories.qualifications import NOW, EnrolmentFactory, chosen_unit, passed, published_unit

pytestmark = pytest.mark.django_db

LEVEL_5 = ("502", "503", "504", "505")


def choose(place, *numbers, by=None, **extra):
    choose_units(enrolment=place, by=by or place.learner, numbers=set(numbers), at=NOW, **extra)


def chosen(place):
    return list(place.units.order_by("unit__number").values_list("unit__number", flat=True))


def pass_of(place, number):
    return passed(place.learner, place.version.pool.get(unit__number=number).unit_version)


def refusal(place, *numbers, **extra):
    with pytest.raises(ChoiceRefused) as refused:
        choose(place, *numbers, **extra)
    return refused.value.reasons


def test_units_are_chosen_in_the_version_of_the_pool():
    place = registered_place()

    choose(place, "601", "603")

    assert [
        (row.unit.number, row.unit_version, row.learner, row.version, row.chosen_at)
        for row in place.units.select_related("unit")
    ] == [
        (row.unit.number, row.unit_version, place.learner, place.version, NOW)
        for row in place.version.pool.exclude(unit__number="602")
    ]


def test_a_choice_replaces_the_one_before():
    place = registered_place()
    choose(place, "601", "602")
    kept = place.units.get(unit__number="602").pk

    choose(place, "602", "603")

    assert chosen(place) == ["602", "603"]
    assert place.units.get(unit__number="602").pk == kept


def test_a_choice_short_of_the_minimum_is_saved_and_says_what_is_missing():
    place = registered_place(min_credits=13)

    choose(place, "601")

    choice = choice_of(place)
    assert (choice.verdict.credits, choice.verdict.met) == (6, False)
    assert choice.missing() == ("Choose at least 7 more credits: at least two more units, as the largest left has 6.",)


def test_a_choice_with_credits_enough_still_lacks_the_minimum_of_a_group():
    place = registered_place(min_credits=12, groups=[("Group A", 12, None, ["602", "603"])])

    choose(place, "601", "602")

    choice = choice_of(place)
    assert (choice.verdict.credits, choice.verdict.met) == (12, False)
    assert choice.missing() == ("Choose at least 6 more credits from Group A.",)


def test_barred_units_are_refused_together_with_the_rest_of_the_choice():
    place = registered_place(units=LEVEL_5, barred=[("502", "503"), ("502", "505")])

    reasons = refusal(place, "502", "503", "504", "505")

    assert reasons == (
        "Units 502 and 503 cannot be combined: take one of them out.",
        "Units 502 and 505 cannot be combined: take one of them out.",
    )
    assert chosen(place) == []


def test_more_than_the_maximum_is_refused():
    place = registered_place(min_credits=6, max_credits=12)

    assert refusal(place, "601", "602", "603") == ("The choice comes to 18 credits, and at most 12 are allowed.",)


def test_a_unit_outside_the_pool_is_refused():
    published_unit("999")

    assert refusal(registered_place(), "601", "999") == ("Unit 999 is not part of this qualification: take it out.",)


def test_mandatory_units_are_chosen_whether_ticked_or_not():
    place = registered_place(mandatory=["602"])

    choose(place, "601")
    choose(place)

    assert chosen(place) == ["602"]


def test_dropping_a_unit_forgets_its_mappings_and_keeps_the_evidence():
    place = registered_place()
    map_evidence(chosen_unit(place, "601"))

    choose(place, confirmed={"601"})

    assert (chosen(place), Mapping.objects.count(), Item.objects.count()) == ([], 0, 1)


def test_a_unit_with_mapped_evidence_is_dropped_when_that_was_confirmed_alone():
    place = registered_place()
    map_evidence(chosen_unit(place, "601"))

    with pytest.raises(MappedUnits) as asked:
        choose(place)
    assert asked.value.numbers == {"601"}
    assert chosen(place) == ["601"]


def test_a_unit_whose_work_was_handed_in_stays_chosen():
    place = registered_place()
    handed_in(ready_unit(place, "601"))
    chosen_unit(place, "602")

    assert refusal(place, "602") == ("Unit 601 cannot be taken out: work for it was submitted.",)
    assert chosen(place) == ["601", "602"]
    choose(place, "601")
    assert chosen(place) == ["601"]


def test_a_unit_that_was_passed_here_stays_chosen():
    place = registered_place()
    judged(handed_in(ready_unit(place, "601")))

    assert refusal(place, "602") == ("Unit 601 cannot be taken out: you have passed it.",)


def test_a_unit_that_a_case_is_about_stays_chosen():
    place = registered_place()
    unit = chosen_unit(place, "601")
    known = {"number": "C1", "raised_by": place.learner, "raised_at": NOW, "due_at": NOW + DAY}
    born(Case(kind=Case.Kind.ADJUSTMENT, unit_enrolment=unit, **known), at=NOW, actor=place.learner)

    assert refusal(place) == ("Unit 601 cannot be taken out: records about it are kept.",)


def test_a_unit_failed_for_good_makes_room_for_another():
    place = registered_place(units=LEVEL_5, min_credits=6, max_credits=12, barred=[("502", "503")])
    attempt(place, "502", "failed")
    UnitEnrolment.objects.update(failed_at=NOW)

    choose(place, "503", "504")

    choice = choice_of(place)
    assert (chosen(place), choice.counted, choice.verdict.met) == (["502", "503", "504"], {"503", "504"}, True)


def test_passes_from_elsewhere_count_and_need_no_choice():
    place = registered_place(min_credits=12)
    pass_of(place, "601")

    choose(place, "601", "602")

    choice = choice_of(place)
    assert (chosen(place), choice.passed, choice.counted) == (["602"], {"601"}, {"601", "602"})
    assert (choice.credits_passed, choice.verdict.met) == (6, True)


def test_a_pass_that_was_annulled_does_not_count():
    place = registered_place()
    row = pass_of(place, "601")
    row.annulled_at = NOW
    row.save()

    assert choice_of(place).counted == frozenset()


def test_a_pass_counts_with_the_credits_of_the_version_that_was_passed():
    older = published_unit("601", credits=9)
    place = registered_place(units=["601"])  # a second version, of 6 credits
    passed(place.learner, older)

    assert choice_of(place).credits_passed == 9


def test_a_pass_bars_what_it_bars():
    place = registered_place(units=LEVEL_5, barred=[("502", "503")])
    pass_of(place, "502")

    assert refusal(place, "503") == ("Units 502 and 503 cannot be combined: take one of them out.",)


def test_passes_that_bar_each_other_do_not_block_the_choice():
    place = registered_place(units=LEVEL_5, barred=[("502", "503")])
    pass_of(place, "502")
    pass_of(place, "503")

    choose(place, "504")

    assert choice_of(place).counted == {"502", "504"}


def test_a_choice_that_a_later_pass_made_impossible_can_still_be_changed():
    place = registered_place(units=LEVEL_5, barred=[("502", "503")])
    attempt(place, "503", "referred")
    pass_of(place, "502")

    choose(place, "503", "504")

    assert chosen(place) == ["503", "504"]


@pytest.mark.parametrize("state", ["requested", "approved", "completed", "withdrawn"])
def test_units_are_chosen_while_registered_only(state):
    place = EnrolmentFactory(state=state)

    assert refusal(place, "601") == ("Units can be chosen by the learner while they are registered.",)


def test_a_place_that_was_withdrawn_meanwhile_takes_no_units():
    place = registered_place()
    withdraw(enrolment=place, by=place.learner, at=NOW)
    place.state = "registered"  # as the page still saw it

    assert refusal(place, "601") == ("Units can be chosen by the learner while they are registered.",)


def test_nobody_chooses_for_a_learner():
    place = registered_place()

    refusal(place, "601", by=coordinator_of(place))

    assert chosen(place) == []


def test_a_form_that_saw_another_choice_is_stale():
    place = registered_place()
    choose(place, "601")

    with pytest.raises(StaleMove):
        choose(place, "602", seen=set())

    choose(place, "602", seen={"601"})
    assert chosen(place) == ["602"]


@pytest.mark.parametrize("places", [1, 3])
def test_choices_take_five_queries_however_many_places(places, django_assert_num_queries):
    first = registered_place()
    rows = [first, *(registered_place(learner=first.learner) for _ in range(places - 1))]
    for row in rows:
        map_evidence(chosen_unit(row, "601"), "1.1")
        attempt(row, "602", "referred")

    with django_assert_num_queries(5):
        choices = choices_of(rows)

    assert [
        [(n, row.mapped, row.asked, [each.state for each in row.attempts]) for n, row in choice.units.items()]
        for choice in choices
    ] == [[("601", 1, 3, []), ("602", 0, 3, ["referred"])]] * places
