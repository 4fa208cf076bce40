"""The learner's overview: what now, what next, how far."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from cmiportal.rules.days import uk_day
from qualifications.models import UnitEnrolment
from qualifications.services.awards import raise_award
from tests.factories.accounts import UserFactory
from tests.factories.places import asked_place, attempt
from tests.factories.portfolio import handed_in, judged, map_evidence, ready_unit
from tests.factories.qualifications import EnrolmentFactory, chosen_unit, passed, published_unit, published_version
from tests.qualifications.views.places import place_of_today
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

HOME = reverse("qualifications:learning_home")


def place_on(*numbers, learner=None, **version):
    version = published_version([published_unit(number) for number in numbers], **version)
    return place_of_today(version=version, learner=learner or UserFactory())


def show(client, person):
    client.force_login(person)
    return client.get(HOME).context


def now(client, person):
    step = show(client, person)["step"]
    return step.heading, step.href


def portfolio(place, number):
    return reverse("qualifications:unit_portfolio", args=[place.units.get(unit__number=number).pk])


def day_of(moment):
    return format_date(uk_day(moment), "j F Y")


def lines(client, person):
    (card,) = show(client, person)["current"]
    return [(line.number, line.word, line.shape, line.hint) for line in card["lines"]]


def test_a_visitor_signs_in_first(client):
    assert client.get(HOME).url == f"{reverse('account_login')}?next={HOME}"


def test_who_has_no_place_is_led_to_the_catalogue(client):
    client.force_login(UserFactory())

    response = client.get(HOME)

    assert (response.context["step"], response.context["current"], response.context["past"]) == (None, [], [])
    assert "You have no place yet" in response.content.decode()
    assert reverse("qualifications:catalogue_list") in response.content.decode()


def test_another_learners_places_are_not_shown(client):
    place_on("601")

    assert show(client, UserFactory())["current"] == []


def test_a_request_waits_for_the_line_manager(client):
    place = asked_place(at=timezone.now())

    assert now(client, place.learner) == (
        "Your line manager has your request",
        reverse("qualifications:enrolment_detail", args=[place.pk]),
    )


def test_a_request_without_an_answer_in_time_can_be_sent_again(client):
    place = asked_place(at=timezone.now() - timedelta(days=14))

    assert now(client, place.learner) == (
        "Your line manager has not answered",
        reverse("qualifications:line_manager_change", args=[place.pk]),
    )


def test_a_request_without_any_link_can_be_sent_again(client):
    place = EnrolmentFactory(state="requested")

    assert now(client, place.learner)[0] == "Your line manager has not answered"


def test_an_approved_place_waits_for_the_centre(client):
    place = EnrolmentFactory(state="approved")

    assert now(client, place.learner) == (f"{place.centre} registers you next", "")


def test_a_new_learner_chooses_units_first(client):
    place = place_on("601", "602", "603")

    choose = reverse("qualifications:unit_choice", args=[place.pk])
    assert now(client, place.learner) == ("Choose your units", choose)
    (card,) = show(client, place.learner)["current"]
    assert (card["choose_label"], card["lines"], card["parts"]) == ("Choose your units", [], [])


def test_a_unit_is_started_then_filled_then_submitted(client):
    place = place_on("601", "602", "603")
    unit = chosen_unit(place, "601")
    assert now(client, place.learner) == ("Start unit 601", portfolio(place, "601"))

    item = map_evidence(unit, "1.1")
    assert now(client, place.learner)[0] == "Two criteria of unit 601 still lack evidence"

    map_evidence(unit, "1.2", item=item)
    assert now(client, place.learner)[0] == "One criterion of unit 601 still lacks evidence"

    map_evidence(unit, "2.1", item=item)
    assert now(client, place.learner)[0] == "Unit 601 is ready to submit"


def test_work_that_came_back_comes_before_everything_else(client):
    place = place_on("601", "602", "603")
    judged(handed_in(ready_unit(place, "602"), at=timezone.now()), until="returned")
    ready_unit(place, "601")

    assert now(client, place.learner) == ("Correct your work for unit 602", portfolio(place, "602"))


def test_a_referral_says_by_when(client):
    place = place_on("601", "602")
    judged(handed_in(ready_unit(place, "601"), at=timezone.now()), not_yet=["1.1"])

    step = show(client, place.learner)["step"]

    assert step.heading == "Work again on unit 601"
    assert "submit the unit by " in step.text


def test_a_referral_without_a_date_can_be_submitted_again(client):
    place = place_on("601", "602")
    attempt(place, "601", "referred")

    assert "submit the unit again." in show(client, place.learner)["step"].text


def test_while_all_is_being_assessed_there_is_nothing_to_do(client):
    place = place_on("601", min_credits=6)
    handed_in(ready_unit(place, "601"), at=timezone.now())

    step = show(client, place.learner)["step"]

    assert step.heading == "Your work for unit 601 is being assessed"
    assert step.text.startswith("You need do nothing. The result comes by ")


def test_the_dates_of_all_units_stand_in_order_with_the_role_that_has_each(client):
    place = place_on("601", "602", "603")
    made = handed_in(ready_unit(place, "601"), at=timezone.now())
    judged(made, until="verification")
    judged(handed_in(ready_unit(place, "602"), at=timezone.now()), not_yet=["1.1"])
    ready_unit(place, "603")

    (card,) = show(client, place.learner)["current"]

    found = {line.what: (line.note, line.is_late) for line in card["dates"]}
    assert found == {
        "Verification of unit 601": ("a verifier at your centre has it", False),
        "Resubmit unit 602": ("", False),
        "Result of unit 601": ("", False),
    }
    assert [line.by for line in card["dates"]] == sorted(line.by for line in card["dates"])


def test_a_late_result_is_said_plainly_with_who_has_it_and_who_knows(client):
    place = place_on("601", min_credits=6)
    made = handed_in(ready_unit(place, "601"), at=timezone.now() - timedelta(days=50))

    context = show(client, place.learner)

    due = day_of(made.submission.due_at)
    step, (card,) = context["step"], context["current"]
    assert step.heading == "Your result for unit 601 is late"
    assert step.text.startswith("It was due by ")
    assert step.href == reverse("qualifications:submission_detail", args=[made.submission_id])
    assert [(line.what, line.is_late) for line in card["dates"]] == [
        ("Allocation of unit 601", True),
        ("Result of unit 601", True),
    ]
    assert card["lines"][0].hint == f"6 credits, result late: it was due by {due}"
    assert "the Institute have been told." in client.get(HOME).text


def test_a_submission_that_was_withdrawn_begins_again(client):
    place = place_on("601", min_credits=6)
    attempt(place, "601", "withdrawn")

    assert now(client, place.learner) == ("Start unit 601", portfolio(place, "601"))


def test_a_short_choice_is_finished_once_nothing_else_waits(client):
    place = place_on("601", "602", "603")
    handed_in(ready_unit(place, "601"), at=timezone.now())

    assert now(client, place.learner)[0] == "Choose the rest of your units"


def test_an_award_waits_for_the_name_then_for_sign_off(client):
    place = place_on("601", min_credits=6)
    passed(place.learner, place.version.pool.get().unit_version)
    award = raise_award(enrolment=place, at=timezone.now())

    assert now(client, place.learner) == (
        "Confirm the name on your certificate",
        reverse("qualifications:name_confirm", args=[place.pk]),
    )

    client.post(reverse("qualifications:name_confirm", args=[place.pk]), {"moves": 0, "name_as_printed": "Amara"})
    response = client.get(HOME)
    assert response.context["step"].heading == "Your award is being signed off"
    assert reverse("qualifications:award_detail", args=[award.pk]) in response.content.decode()


def test_of_several_places_the_most_urgent_step_is_shown_and_says_of_which(client):
    learner = UserFactory()
    first = place_on("601", learner=learner)
    second = place_on("602", learner=learner)
    attempt(second, "602", "returned")
    chosen_unit(first, "601")

    step = show(client, learner)["step"]

    assert (step.heading, step.about) == ("Correct your work for unit 602", second.qualification.title)
    assert second.qualification.title in client.get(HOME).content.decode()


def test_each_unit_has_its_state_and_what_comes_next(client):
    place = place_on("601", "602", "603", "604", "605", "606")
    learner, day = place.learner, timezone.now()
    handed_in(ready_unit(place, "601"), at=day)
    attempt(place, "602", "referred", resubmit_by=day)
    attempt(place, "603", "returned")
    map_evidence(chosen_unit(place, "604"), "1.1")
    passed(learner, place.version.pool.get(unit__number="605").unit_version)
    attempt(place, "606", "failed")
    UnitEnrolment.objects.filter(unit__number="606").update(failed_at=day)

    by_number = {number: rest for number, *rest in lines(client, learner)}

    due = place.units.get(unit__number="601").submissions.get().due_at
    assert by_number == {
        "601": ["Waiting for an assessor", "info", f"6 credits, result by {day_of(due)}"],
        "602": ["Referred", "attention", f"6 credits, resubmit by {day_of(day)}"],
        "603": ["Returned for a correction", "attention", "6 credits, correct it and submit it again"],
        "604": ["Two criteria missing", "attention", "6 credits, 1 of 3 criteria have evidence"],
        "605": ["Passed", "positive", "6 credits, passed on 2 November 2026"],
        "606": ["Not passed, no resubmission left", "negative", "6 credits"],
    }


def test_units_not_begun_and_units_that_are_ready_say_so(client):
    place = place_on("601", "602")
    chosen_unit(place, "601")
    ready_unit(place, "602")

    assert lines(client, place.learner) == [
        ("601", "Not started", "neutral", "6 credits, 0 of 3 criteria have evidence"),
        ("602", "Ready to submit", "attention", "6 credits, 3 of 3 criteria have evidence"),
    ]


def test_one_credit_is_one_credit(client):
    version = published_version([published_unit("601", credits=1)], min_credits=1)
    place = place_of_today(version=version)
    passed(place.learner, version.pool.get().unit_version)

    assert lines(client, place.learner) == [("601", "Passed", "positive", "1 credit, passed on 2 November 2026")]


def test_how_far_shows_passed_assessed_and_in_progress(client):
    place = place_on("601", "602", "603")
    passed(place.learner, place.version.pool.get(unit__number="603").unit_version)
    handed_in(ready_unit(place, "602"), at=timezone.now())
    chosen_unit(place, "601")

    (card,) = show(client, place.learner)["current"]

    assert [(part.size, part.name, part.tone) for part in card["parts"]] == [
        (6, "unit 603", "done"),
        (6, "unit 602", "going"),
        (6, "unit 601", "chosen"),
    ]


def test_places_that_have_ended_stand_below(client):
    learner = UserFactory()
    declined = EnrolmentFactory(state="declined", learner=learner)
    completed = EnrolmentFactory(state="completed", learner=learner, requested_on=date(2026, 9, 2))

    context = show(client, learner)

    assert (context["step"], context["current"], context["past"]) == (None, [], [completed, declined])


def test_the_overview_takes_as_many_queries_for_three_places_as_for_one(client):
    learner = UserFactory()
    client.force_login(learner)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            place = place_on("601", "602", "603", learner=learner)
            for number in ("601", "602")[:more]:
                map_evidence(chosen_unit(place, number), "1.1")
        counts.append(queries_of(client, HOME))

    assert counts[0] == counts[1]
