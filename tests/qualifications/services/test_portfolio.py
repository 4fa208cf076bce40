"""Mapping evidence: whose it is, when it may change, and what is still missing."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from cmiportal.database import rule_broken
from cmiportal.documents.services import withdraw_item
from qualifications.models import Mapping, UnitEnrolment, UnitPass
from qualifications.services.portfolio import (
    MappingRefused,
    PortfolioClosed,
    change_pointer,
    gaps,
    locked_unit,
    map_item,
    unmap,
    work_on,
)
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory, ItemVersionFactory
from tests.factories.portfolio import handed_in, judged, map_evidence, ready_unit
from tests.factories.qualifications import NOW, EnrolmentFactory, chosen_unit

pytestmark = pytest.mark.django_db


def codes(criteria):
    return [criterion.code for criterion in criteria]


def criterion(unit, code="1.1"):
    return unit.unit_version.criteria.get(code=code)


def test_an_item_serves_several_criteria_and_the_rest_are_gaps():
    unit = chosen_unit()

    item = map_evidence(unit, "1.1", "2.1", pointer="pages 2 to 4")

    assert codes(gaps(unit, at=NOW)) == ["1.2"]
    assert list(Mapping.objects.values_list("item", "criterion__code", "pointer")) == [
        (item.pk, "1.1", "pages 2 to 4"),
        (item.pk, "2.1", "pages 2 to 4"),
    ]


def test_the_same_item_is_mapped_to_a_criterion_once():
    unit = chosen_unit()
    item = map_evidence(unit, "1.1")

    with pytest.raises(MappingRefused, match="already mapped to that criterion"):
        map_evidence(unit, "1.1", item=item)

    assert Mapping.objects.count() == 1


def test_evidence_of_another_learner_is_refused_by_the_database():
    unit, alien = chosen_unit(), ItemFactory()

    with pytest.raises(MappingRefused, match="Only your own evidence can be mapped"):
        map_evidence(unit, "1.1", item=alien)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Mapping.objects.create(
            unit_enrolment=unit,
            unit_version=unit.unit_version,
            learner=alien.owner,
            item=alien,
            criterion=criterion(unit),
        )
    assert rule_broken(refused.value) == "mapping_learner"


def test_a_criterion_of_another_unit_is_refused_by_the_database():
    unit = chosen_unit()
    other = chosen_unit(unit.enrolment, "602")

    with pytest.raises(MappingRefused, match="This criterion does not belong to the unit"):
        map_item(
            unit_enrolment=unit,
            item=ItemFactory(owner=unit.learner),
            criterion=criterion(other),
            pointer="",
            at=NOW,
        )


def test_mappings_are_their_learners_and_nobody_elses():
    unit, other = chosen_unit(), UserFactory()
    map_evidence(unit, "1.1")

    assert [Mapping.objects.visible_to(who).count() for who in (unit.learner, other, AnonymousUser())] == [1, 0, 0]


def test_withdrawn_evidence_is_not_mapped():
    unit = chosen_unit()
    item = ItemFactory(owner=unit.learner)
    withdraw_item(item=item, at=NOW)

    with pytest.raises(MappingRefused, match="This evidence was withdrawn"):
        map_evidence(unit, "1.1", item=item)


def test_a_place_in_evidence_is_changed_and_a_mapping_taken_away_twice_without_harm():
    unit = chosen_unit()
    map_evidence(unit, "1.1")
    mapping = Mapping.objects.get()

    change_pointer(mapping=mapping, pointer="slide 7", at=NOW)
    assert Mapping.objects.get().pointer == "slide 7"

    unmap(mapping=mapping, at=NOW)
    unmap(mapping=mapping, at=NOW)
    assert not Mapping.objects.exists()
    with pytest.raises(MappingRefused, match="no longer mapped"):
        change_pointer(mapping=mapping, pointer="slide 8", at=NOW)


def test_nothing_is_mapped_or_unmapped_while_the_work_is_judged():
    unit = ready_unit()
    handed_in(unit)
    mapping = Mapping.objects.filter(unit_enrolment=unit).first()

    for change in (
        lambda: map_evidence(unit, "1.1"),
        lambda: unmap(mapping=mapping, at=NOW),
        lambda: change_pointer(mapping=mapping, pointer="", at=NOW),
    ):
        with pytest.raises(PortfolioClosed, match="This work is submitted"):
            change()

    assert Mapping.objects.filter(unit_enrolment=unit).count() == 3


def test_after_a_referral_only_the_open_criteria_take_evidence():
    unit = ready_unit()
    judged(handed_in(unit), not_yet=["2.1"])

    work = work_on(unit, at=NOW)

    assert (codes(work.open), codes(work.gaps), len(work.met)) == (["2.1"], [], 2)
    assert [mapping.criterion.code for mapping in work.for_hand_in] == ["2.1"]
    assert {key: judgement.met for key, judgement in work.judgements.items()} == {
        criterion(unit, "1.1").pk: True,
        criterion(unit, "1.2").pk: True,
        criterion(unit, "2.1").pk: False,
    }
    with pytest.raises(MappingRefused, match=r"Criterion 1\.1 is met and stays met"):
        map_evidence(unit, "1.1")
    map_evidence(unit, "2.1")


def test_judgements_are_not_shown_before_they_are_signed_off():
    unit = ready_unit()
    judged(handed_in(unit), not_yet=["2.1"], until="sign_off")

    work = work_on(unit, at=NOW)

    assert (work.judgements, work.met, work.is_in_a_stage) == ({}, frozenset(), True)


def test_a_referral_can_be_resubmitted_until_its_day_and_not_after():
    unit = ready_unit()
    submission = judged(handed_in(unit), not_yet=["2.1"])
    last = submission.resubmit_by

    assert work_on(unit, at=last).closed_because == ""
    assert work_on(unit, at=last).resubmit_by == last
    closed = work_on(unit, at=last + timedelta(seconds=1)).closed_because
    assert closed == "The time to resubmit this unit ended on Monday 30 November 2026. Your centre can help."


def test_a_referral_without_a_day_stays_open():
    unit = ready_unit()
    submission = judged(handed_in(unit), not_yet=["2.1"])
    type(submission).objects.filter(pk=submission.pk).update(resubmit_by=None)

    assert work_on(unit, at=NOW + timedelta(days=400)).closed_because == ""


def test_when_fewer_resubmissions_are_allowed_later_none_is_left(settings):
    unit = ready_unit()
    judged(handed_in(unit), not_yet=["2.1"])
    settings.RESUBMISSIONS_ALLOWED = 0

    assert work_on(unit, at=NOW).closed_because == "No resubmission of this unit is left."


def test_a_returned_resubmission_keeps_its_place_after_the_day():
    unit = ready_unit()
    last = judged(handed_in(unit), not_yet=["2.1"]).resubmit_by
    judged(handed_in(unit, at=last), until="returned", at=last)

    work = work_on(unit, at=last + timedelta(days=40))

    assert (work.closed_because, work.resubmit_by) == ("", None)


def test_a_passed_and_a_failed_unit_are_closed(settings):
    settings.RESUBMISSIONS_ALLOWED = 0
    passed, failed = ready_unit(), ready_unit()
    judged(handed_in(passed))
    judged(handed_in(failed), not_yet=["1.1"])
    failed = UnitEnrolment.objects.get(pk=failed.pk)

    assert work_on(passed, at=NOW).closed_because == "You have passed this unit."
    assert work_on(failed, at=NOW).closed_because.startswith("This unit is not passed, and no resubmission is left.")


def test_a_unit_passed_under_another_place_is_closed():
    unit = ready_unit()
    UnitPass.objects.create(
        learner=unit.learner,
        unit=unit.unit,
        unit_version=unit.unit_version,
        passed_on=NOW.date(),
        decided_by=unit.learner,
        transfer=ItemVersionFactory(item__owner=unit.learner),
    )

    with pytest.raises(PortfolioClosed, match="You have passed this unit"):
        map_evidence(unit, "1.1")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("requested", "Your centre has not registered you yet. You can submit work once it has."),
        ("approved", "Your centre has not registered you yet. You can submit work once it has."),
        ("withdrawn", "Your place is withdrawn, so no more work can be submitted under it."),
        ("completed", "Your place is completed, so no more work can be submitted under it."),
        ("expired", "Your registration ended on Friday 14 September 2029. Your centre can help."),
    ],
)
def test_without_a_place_that_stands_the_portfolio_is_closed(state, sentence):
    unit = chosen_unit(EnrolmentFactory(state=state))

    assert work_on(unit, at=NOW).closed_because == sentence


def test_the_last_day_of_a_registration_still_counts_in_uk_time():
    unit = chosen_unit()
    assert unit.enrolment.expires_on == date(2029, 9, 14)

    assert work_on(unit, at=datetime.fromisoformat("2029-09-14T22:59:59+00:00")).closed_because == ""
    assert work_on(unit, at=datetime.fromisoformat("2029-09-14T23:00:00+00:00")).closed_because == (
        "Your registration ended on Friday 14 September 2029. Your centre can help."
    )


def test_a_unit_that_was_dropped_meanwhile_gives_a_sentence():
    unit = chosen_unit()
    gone = UnitEnrolment.objects.get(pk=unit.pk)
    unit.delete()

    with transaction.atomic(), pytest.raises(PortfolioClosed, match="no longer among those that you chose"):
        locked_unit(gone)


@pytest.mark.parametrize("count", [1, 3])
def test_where_work_stands_takes_five_queries_however_much_there_is(django_assert_num_queries, count):
    unit = chosen_unit()
    for _ in range(count):
        map_evidence(unit)
    unit = UnitEnrolment.objects.select_related("enrolment", "unit_version").get(pk=unit.pk)

    with django_assert_num_queries(5):
        work = work_on(unit, at=NOW)
        titles = [mapping.item.draft.text for mapping in work.mappings]

    assert len(titles) == 3 * count
