"""Reading what was handed in: for assessors, for the grid, for the receipt."""

from datetime import timedelta

import pytest

from cmiportal.accounts.models import SealedPayload
from cmiportal.documents import services as documents
from cmiportal.rules.days import end_of
from qualifications.models import HandIn, UnitEnrolment
from qualifications.services.hand_ins import (
    evidence_of,
    frozen_evidence,
    last_hand_in,
    manifest_of,
    planned_dates,
    return_reason,
    unchanged_since_judged,
)
from qualifications.services.portfolio import change_pointer, unmap, work_on
from qualifications.services.submission import open_attempt, withdraw
from tests.factories.documents import upload
from tests.factories.portfolio import handed_in, judged, map_evidence, ready_unit
from tests.factories.qualifications import NOW, chosen_unit

pytestmark = pytest.mark.django_db


def said(evidence):
    return {
        given.criterion.code: [
            (item.item_version.title, item.pointer) for item in given.items if item.criterion == given.criterion
        ]
        for given in evidence
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_evidence_of_a_hand_in_comes_by_criterion_in_two_queries(django_assert_num_queries, count):
    unit = chosen_unit()
    for number in range(count):
        map_evidence(unit, "1.1", "2.1", title=f"Plan {number}", pointer=f"page {number}", upload=upload())
    map_evidence(unit, "1.2", title="Account", pointer="")
    made = HandIn.objects.get(pk=handed_in(unit).pk)

    with django_assert_num_queries(2):
        evidence = evidence_of(made)
        files = [item.item_version.file for given in evidence for item in given.items if item.item_version.file]
        outcomes = {given.criterion.outcome.number for given in evidence}

    plans = [(f"Plan {number}", f"page {number}") for number in range(count)]
    assert said(evidence) == {"1.1": plans, "1.2": [("Account", "")], "2.1": plans}
    assert (len(files), outcomes) == (2 * count, {1, 2})


def test_a_later_attempt_holds_the_open_criteria_alone():
    unit = ready_unit()
    judged(handed_in(unit), not_yet=["2.1"])

    evidence = evidence_of(handed_in(unit))

    assert {given.criterion.code: len(given.items) for given in evidence} == {"1.1": 0, "1.2": 0, "2.1": 1}


def test_over_all_attempts_each_criterion_shows_what_was_last_handed_in_for_it(django_assert_num_queries):
    unit = chosen_unit()
    old = map_evidence(unit, title="Old")
    judged(handed_in(unit), not_yet=["2.1"])
    new = map_evidence(unit, "2.1", title="New")
    documents.save_draft(item=old, text="Better.", revision=0, at=NOW)
    handed_in(unit, at=NOW + timedelta(days=1))

    with django_assert_num_queries(1):
        frozen = frozen_evidence(unit)

    codes = {criterion.pk: criterion.code for criterion in unit.unit_version.criteria.all()}
    assert {
        codes[key]: [(item.item_version.title, item.item_version.number) for item in items]
        for key, items in frozen.items()
    } == {"1.1": [("Old", 1)], "1.2": [("Old", 1)], "2.1": [("Old", 2), ("New", 1)]}
    assert new.versions.count() == 1


def test_an_open_criterion_with_the_evidence_that_was_judged_is_unchanged(django_assert_num_queries):
    unit = chosen_unit()
    item = map_evidence(unit, upload=upload())
    work = work_on(unit, at=NOW)
    with django_assert_num_queries(0):
        assert unchanged_since_judged(work) == ()
    judged(handed_in(unit), not_yet=["1.2", "2.1"])

    def unchanged():
        return [criterion.code for criterion in unchanged_since_judged(work_on(unit, at=NOW))]

    assert unchanged() == ["1.2", "2.1"]
    change_pointer(mapping=unit.mappings.get(criterion__code="1.2"), pointer="page 9", at=NOW)
    assert unchanged() == ["2.1"]
    unmap(mapping=unit.mappings.get(criterion__code="1.2"), at=NOW)
    assert unchanged() == ["2.1"]
    documents.save_draft(item=item, text="Better.", revision=0, at=NOW)
    assert unchanged() == []


def test_what_was_taken_back_is_not_shown_as_handed_in():
    unit = ready_unit()
    withdraw(submission=judged(handed_in(unit), until="returned"), by=unit.learner, at=NOW)

    assert frozen_evidence(unit) == {}


def test_the_manifest_of_a_hand_in_can_be_computed_again_from_its_rows():
    unit = chosen_unit()
    map_evidence(unit, upload=upload())
    made = HandIn.objects.get(pk=handed_in(unit, ai_use="A chat assistant.").pk)

    assert manifest_of(made, made.items.all()) == bytes(made.manifest_sha256)
    assert manifest_of(made, made.items.all()[:2]) != bytes(made.manifest_sha256)


def test_the_last_hand_in_of_an_attempt_is_the_one_that_is_judged():
    unit = ready_unit()
    draft = open_attempt(unit_enrolment=unit, by=unit.learner, at=NOW)
    assert last_hand_in(draft) is None

    judged(handed_in(unit), until="returned")
    again = handed_in(unit, at=NOW + timedelta(days=1))

    assert last_hand_in(again.submission) == again


def test_the_three_dates_of_a_hand_in_move_by_the_time_it_was_back():
    unit = ready_unit()
    submission = judged(handed_in(unit), until="returned")
    assert planned_dates(submission, at=NOW) == {
        "marking": end_of((NOW + timedelta(days=21)).date()),
        "verification": end_of((NOW + timedelta(days=35)).date()),
        "sign_off": end_of((NOW + timedelta(days=42)).date()),
    }

    again = handed_in(unit, at=NOW + timedelta(days=7))

    assert planned_dates(again.submission, at=again.at)["marking"] == end_of((NOW + timedelta(days=28)).date())


def test_the_reason_of_a_return_is_read_until_it_is_erased():
    unit = ready_unit()
    made = handed_in(unit)
    assert return_reason(made.submission) == ""

    submission = judged(made, until="returned")
    assert return_reason(submission) == "The declaration names another unit."

    SealedPayload.objects.all().delete()
    assert return_reason(submission) == ""
    assert UnitEnrolment.objects.count() == 1
