"""What a centre decides about a place, and how a place ends."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from cmiportal.links.services import LinkClosed, use_link
from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from qualifications.models import Approval, Award, Enrolment, Qualification
from qualifications.services.awards import raise_award
from qualifications.services.enrolment import PlaceRefused
from qualifications.services.history import history_of
from qualifications.services.registration import (
    approve_instead,
    confirm_name,
    expire_run_out,
    refuse,
    register,
    withdraw,
)
from tests.factories.places import DAY, asked_place, attempt, coordinator_of, link_of, registered_place, told
from tests.factories.portfolio import handed_in, ready_unit
from tests.factories.qualifications import NOW, EnrolmentFactory, passed, staff_of

pytestmark = pytest.mark.django_db

APPROVE = {"decision": "approve", "reason": ""}


def being_assessed(number="601"):
    """A place with work that waits for an assessor."""
    return handed_in(ready_unit(registered_place(), number)).unit_enrolment.enrolment


def with_award():
    """A place with an award that waits for sign-off."""
    place = registered_place(min_credits=6)
    passed(place.learner, place.version.pool.first().unit_version)
    assert raise_award(enrolment=place, at=NOW).state == "raised"
    return place


def approved_place(**version):
    place = asked_place(**version)
    use_link(link=link_of(place), data=APPROVE, at=NOW)
    return Enrolment.objects.get(pk=place.pk)


def test_registering_sets_the_dates_and_the_fee_of_the_day():
    place = approved_place(fee_pence=21_000)
    Qualification.objects.update(fee_pence=23_500)
    coordinator = coordinator_of(place)

    register(enrolment=place, by=coordinator, at=NOW + DAY, moves=1)

    kept = Enrolment.objects.get()
    assert (kept.state, kept.registered_on, kept.expires_on) == ("registered", date(2026, 11, 3), date(2029, 11, 3))
    assert kept.fee_pence == 23_500
    last = history_of(kept)[-1]
    assert (last.event.action, last.event.actor) == ("register", coordinator)
    assert last.event.data == {"expires_on": "2029-11-03", "fee_pence": 23_500}


def test_the_learner_is_told_until_when_they_are_registered():
    place = approved_place()

    register(enrolment=place, by=coordinator_of(place), at=NOW)

    assert told()[-1] == ("place_registered", place.learner)
    assert told("place_registered") == [
        {
            "qualification": place.qualification.title,
            "centre": place.centre.name,
            "number": place.number,
            "path": reverse("qualifications:enrolment_detail", args=[place.pk]),
            "until": "2029-11-02",
            "units_path": reverse("qualifications:unit_choice", args=[place.pk]),
        }
    ]


def test_who_registers_on_29_february_has_until_28_february(settings):
    place = approved_place()

    register(enrolment=place, by=coordinator_of(place), at=datetime(2028, 2, 29, 12, tzinfo=NOW.tzinfo))

    assert Enrolment.objects.get().expires_on == date(2031, 2, 28)


def test_the_length_of_a_registration_is_policy(settings):
    settings.REGISTRATION_YEARS = 5
    place = approved_place()

    register(enrolment=place, by=coordinator_of(place), at=NOW)

    assert Enrolment.objects.get().expires_on == date(2031, 11, 2)


def test_a_qualification_without_a_fee_is_registered_without_one():
    place = approved_place(fee_pence=None)

    register(enrolment=place, by=coordinator_of(place), at=NOW)

    assert Enrolment.objects.get().fee_pence is None


def test_registering_is_refused_once_the_approval_has_ended():
    place = approved_place()
    Approval.objects.update(during=(date(2020, 1, 1), NOW.date()))

    with pytest.raises(PlaceRefused, match="is not approved to deliver"):
        register(enrolment=place, by=coordinator_of(place), at=NOW)

    assert Enrolment.objects.get().state == "approved"


def test_registering_is_refused_after_the_last_day_of_registration():
    place = approved_place()
    Qualification.objects.update(last_registration=NOW.date())
    coordinator = coordinator_of(place)

    with pytest.raises(PlaceRefused, match="is not open"):
        register(enrolment=place, by=coordinator, at=NOW + DAY)

    register(enrolment=place, by=coordinator, at=NOW)


def test_a_stale_form_registers_nobody():
    place = approved_place()

    with pytest.raises(StaleMove):
        register(enrolment=place, by=coordinator_of(place), at=NOW, moves=0)


def test_a_coordinator_of_another_centre_registers_nobody():
    place = approved_place()
    stranger = coordinator_of(EnrolmentFactory())

    with pytest.raises(MoveNotAllowed):
        register(enrolment=place, by=stranger, at=NOW)


def test_registering_chooses_the_mandatory_units_that_are_not_passed():
    place = approved_place(mandatory=["601", "602"])
    passed(place.learner, place.version.pool.get(unit__number="602").unit_version)

    register(enrolment=place, by=coordinator_of(place), at=NOW)

    assert [row.unit.number for row in place.units.all()] == ["601"]


def test_registering_raises_the_award_that_earlier_passes_make():
    place = approved_place(min_credits=12)
    for row in place.version.pool.exclude(unit__number="603"):
        passed(place.learner, row.unit_version)

    register(enrolment=place, by=coordinator_of(place), at=NOW)

    assert [(award.enrolment, award.state) for award in Award.objects.all()] == [(place, "raised")]


def test_a_centre_may_approve_without_the_line_manager_whose_link_then_closes():
    place = asked_place()
    coordinator = coordinator_of(place)

    approve_instead(enrolment=place, by=coordinator, reason=" She runs her own firm. ", at=NOW + DAY)

    with pytest.raises(LinkClosed):
        use_link(link=link_of(place), data=APPROVE, at=NOW + DAY)
    last = history_of(Enrolment.objects.get(state="approved"))[-1]
    assert (last.event.action, last.event.actor, last.said) == (
        "approve_instead",
        coordinator,
        {"reason": "She runs her own firm."},
    )
    assert told()[2:] == [("place_approved", place.learner), ("place_to_register", coordinator)]
    assert [said["instead"] for said in told("place_approved")] == [True]


def test_a_coordinator_who_learns_at_their_own_centre_does_not_decide_about_themselves():
    place = asked_place()
    learner = staff_of(place.centre, "coordinator")
    own = EnrolmentFactory(state="requested", learner=learner, centre=place.centre, version=place.version)

    with pytest.raises(MoveNotAllowed):
        approve_instead(enrolment=own, by=learner, reason="I am the boss.", at=NOW)

    approve_instead(enrolment=own, by=coordinator_of(place), reason="She is the boss.", at=NOW)
    assert ("place_to_register", learner) not in told()


@pytest.mark.parametrize("decide", [approve_instead, refuse, withdraw])
def test_a_centre_must_say_why(decide):
    place = asked_place()

    with pytest.raises(PlaceRefused, match="Say why"):
        decide(enrolment=place, by=coordinator_of(place), reason="  ", at=NOW)

    assert (Enrolment.objects.get().state, link_of(place).revoked_at) == ("requested", None)


@pytest.mark.parametrize("make", [asked_place, approved_place])
def test_a_centre_may_decline_a_request_and_the_learner_is_told_why(make):
    place = make()

    refuse(enrolment=place, by=coordinator_of(place), reason="The course is full.", at=NOW)

    assert Enrolment.objects.get().state == "declined"
    assert told()[-1] == ("place_declined", place.learner)
    (said,) = told("place_declined")
    assert (said["declined_by"], said["reason"]) == (place.centre.name, "The course is full.")


def test_declining_closes_the_line_managers_link():
    place = asked_place()

    refuse(enrolment=place, by=coordinator_of(place), reason="Full.", at=NOW)

    assert link_of(place).closed_because(at=NOW) == "revoked"


def test_a_learner_may_leave_without_a_reason_and_the_centre_is_told():
    place = registered_place()
    coordinator = coordinator_of(place)

    withdraw(enrolment=place, by=place.learner, at=NOW, moves=0)

    kept = Enrolment.objects.get()
    assert (kept.state, chain_is_whole(kept)) == ("withdrawn", True)
    assert told() == [("place_withdrawn", place.learner), ("place_given_up", coordinator)]
    about = {
        "qualification": place.qualification.title,
        "centre": place.centre.name,
        "number": place.number,
        "path": reverse("qualifications:enrolment_detail", args=[place.pk]),
        "reason": "",
    }
    assert told("place_withdrawn") == [{**about, "own": True}]
    manage = reverse("qualifications:enrolment_manage", args=[place.pk])
    assert told("place_given_up") == [{**about, "path": manage, "learner": place.learner.name}]


def test_a_centre_withdraws_a_learner_with_a_reason():
    place = registered_place()

    withdraw(enrolment=place, by=coordinator_of(place), reason="Left the employer.", at=NOW)

    assert told() == [("place_withdrawn", place.learner)]
    (said,) = told("place_withdrawn")
    assert (said["own"], said["reason"]) == (False, "Left the employer.")


def test_withdrawing_a_request_closes_the_link():
    place = asked_place()

    withdraw(enrolment=place, by=place.learner, at=NOW)

    assert link_of(place).closed_because(at=NOW) == "revoked"


def test_withdrawing_is_refused_from_a_stale_form_and_by_strangers():
    place = registered_place()

    with pytest.raises(StaleMove):
        withdraw(enrolment=place, by=place.learner, at=NOW, moves=5)
    with pytest.raises(MoveNotAllowed):
        withdraw(enrolment=place, by=coordinator_of(EnrolmentFactory()), reason="Mine.", at=NOW)


def test_a_place_whose_work_is_being_assessed_cannot_be_withdrawn():
    place = being_assessed("602")

    with pytest.raises(PlaceRefused, match=r"^Work for unit 602 is being assessed\."):
        withdraw(enrolment=place, by=place.learner, at=NOW)

    assert Enrolment.objects.get(pk=place.pk).state == "registered"


@pytest.mark.parametrize("state", ["draft", "returned", "referred", "failed", "withdrawn"])
def test_work_that_nobody_is_judging_does_not_keep_a_place(state):
    place = registered_place()
    attempt(place, "601", state)

    withdraw(enrolment=place, by=place.learner, at=NOW)

    assert Enrolment.objects.get().state == "withdrawn"


def test_a_place_with_an_award_raised_cannot_be_withdrawn():
    place = with_award()

    with pytest.raises(PlaceRefused, match="An award has been raised"):
        withdraw(enrolment=place, by=place.learner, at=NOW)


def test_confirming_the_name_keeps_old_and_new_sealed():
    place = registered_place()
    old = place.name_as_printed

    confirm_name(enrolment=place, by=place.learner, name="Amara Jané Whitlock", at=NOW + DAY, moves=0)

    kept = Enrolment.objects.get()
    assert (kept.name_as_printed, kept.name_confirmed_at, kept.state) == (
        "Amara Jané Whitlock",
        NOW + DAY,
        "registered",
    )
    last = history_of(kept)[-1]
    assert (last.event.data, last.said) == ({}, {"old": old, "new": "Amara Jané Whitlock"})


def test_only_the_learner_confirms_the_name():
    place = registered_place()

    with pytest.raises(MoveNotAllowed):
        confirm_name(enrolment=place, by=coordinator_of(place), name="X", at=NOW)


YESTERDAY = NOW.date() - DAY


def run_out(place, day=YESTERDAY):
    Enrolment.objects.filter(pk=place.pk).update(expires_on=day)
    return place


def test_registrations_that_have_run_out_end_and_the_learner_is_told():
    first, second = run_out(registered_place()), run_out(registered_place())
    holds = run_out(registered_place(), NOW.date())

    assert expire_run_out(at=NOW) == 2

    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert states == {first.pk: "expired", second.pk: "expired", holds.pk: "registered"}
    assert told() == [("place_expired", first.learner), ("place_expired", second.learner)]
    assert [said["ended"] for said in told("place_expired")] == ["2026-11-01"] * 2
    last = first.events.last()
    assert (last.action, last.actor, last.link) == ("expire", None, None)


def test_a_second_run_ends_nothing_twice():
    run_out(registered_place())

    assert [expire_run_out(at=NOW), expire_run_out(at=NOW)] == [1, 0]
    assert len(told()) == 1


def test_a_run_counts_days_in_uk_time():
    run_out(registered_place(), date(2027, 6, 30))

    assert expire_run_out(at=datetime(2027, 6, 30, 22, 59, tzinfo=NOW.tzinfo)) == 0
    assert expire_run_out(at=datetime(2027, 6, 30, 23, 1, tzinfo=NOW.tzinfo)) == 1  # 00:01 of 1 July in London


def test_a_place_whose_work_is_being_assessed_stays_open_until_the_result():
    run_out(being_assessed())

    assert expire_run_out(at=NOW) == 0
    assert Enrolment.objects.get().state == "registered"


def test_a_place_with_an_award_raised_stays_open_until_it_is_issued():
    run_out(with_award())

    assert expire_run_out(at=NOW + timedelta(days=30)) == 0
