"""The page of one piece of work: for staff facts, story and what they may do; for the learner where it stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cmiportal.ui.components.words import day
from qualifications.models import CentreStaff, Role, Submission
from qualifications.services.allocation import reallocate
from qualifications.services.marking import return_to_learner
from qualifications.services.sign_off import send_back
from qualifications.services.submission import open_attempt, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.portfolio import handed_in
from tests.factories.qualifications import CentreStaffFactory
from tests.qualifications.views.desks import desk_of_today, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return desk_of_today()


def opened(client, desk, person):
    client.force_login(person)
    return client.get(page(desk))


def ways(response):
    return [(way.heading, way.label, way.href) for way in response.context["ways"]]


def text(response):
    """The page without its blanks, so that sentences over several lines can be found."""
    return " ".join(response.content.decode().split())


def test_a_coordinator_is_offered_allocation(client, desk):
    response = opened(client, desk, desk.coordinator)

    assert ways(response) == [("Choose who marks this work", "Allocate", page(desk, "submission_allocate"))]


def test_the_assessor_is_led_to_the_next_criterion_and_may_return(client, desk):
    desk.allocated()

    assert ways(opened(client, desk, desk.assessor)) == [
        ("Three criteria to judge", "Mark 1.1", page(desk, "submission_mark", "1.1")),
        ("", "Return for a correction", page(desk, "submission_return")),
    ]
    desk.judge("1.1")
    assert ways(opened(client, desk, desk.assessor)) == [
        ("Two criteria to judge", "Mark 1.2", page(desk, "submission_mark", "1.2"))
    ]
    desk.judged()
    assert ways(opened(client, desk, desk.assessor)) == [
        ("Every criterion is judged", "Check and send to verification", page(desk, "submission_summary"))
    ]


def test_verifier_and_moderator_are_offered_their_page(client, desk):
    desk.sent_on()
    assert ways(opened(client, desk, desk.verifier)) == [
        ("Verify the marking", "Verify", page(desk, "submission_verify"))
    ]
    desk.agreed()
    response = opened(client, desk, desk.moderator)
    assert ways(response) == [("Sign off the result", "Sign off", page(desk, "submission_sign_off"))]
    assert not response.context["takes_over"]
    assert opened(client, desk, UserFactory(moderator=True)).context["takes_over"]


def test_a_coordinator_may_give_work_to_somebody_else_while_the_centre_has_it(client, desk):
    give = ("", "Give to somebody else", page(desk, "submission_reallocate"))
    desk.allocated()
    assert ways(opened(client, desk, desk.coordinator)) == [give]
    desk.sent_on()
    assert ways(opened(client, desk, desk.coordinator)) == [give]
    assert ways(opened(client, desk, desk.assessor)) == []
    desk.agreed()
    assert ways(opened(client, desk, desk.coordinator)) == []


def test_staff_read_the_story_with_its_reasons_and_the_judgements(client, desk):
    desk.sent_on(not_yet=["2.1"])
    send_back(submission=desk.work, by=desk.verifier, reason="2.1 is met\non page 4.", at=desk.at)
    other = desk.person(Role.ASSESSOR, name="Isolde Marchbank")
    reallocate(submission=desk.work, by=desk.coordinator, stage="marking", to=other, reason="Ill.", at=desk.at)

    response = opened(client, desk, desk.verifier)

    story = [(line.heading, line.who, line.note, line.reason) for line in response.context["story"]]
    assert story == [
        ("Submitted", desk.learner.name, f"Receipt {desk.made.receipt_number}.", ""),
        ("Allocated", "Marian Osgodby", "Dilwyn Tarrant marks, Ruth Carrow verifies.", ""),
        ("Marked, and sent to verification", "Dilwyn Tarrant", "", ""),
        ("Returned to the assessor", "Ruth Carrow", "", "2.1 is met\non page 4."),
        ("Given to somebody else", "Marian Osgodby", "Marking went from Dilwyn Tarrant to Isolde Marchbank.", "Ill."),
    ]
    html = text(response)
    assert "2.1 is met<br>on page 4." in html
    assert "Say more about 2.1." in html
    assert [str(holder.person) for holder in response.context["holders"]] == ["Isolde Marchbank", "Ruth Carrow"]


def test_staff_see_what_was_submitted_and_stated(client, desk):
    html = text(opened(client, desk, desk.coordinator))

    assert "I asked each team what the move would cost them before we set the date." in html
    assert desk.made.receipt_number in html
    assert "A short account is enough." in html
    assert "None stated" in html


def test_work_whose_holder_has_left_says_who_can_help(client, desk):
    desk.allocated()
    CentreStaff.objects.filter(user=desk.assessor).delete()
    html = text(opened(client, desk, desk.coordinator))
    assert "Dilwyn Tarrant no longer has the role that marking needs." in html
    assert "Dilwyn Tarrant, no longer in the role" in html


def test_a_sign_off_whose_moderator_has_left_says_who_can_help(client, desk):
    desk.agreed()
    desk.moderator.groups.clear()

    assert "Another moderator can take it over." in text(opened(client, desk, desk.coordinator))


@pytest.mark.parametrize("person", ["coordinator", "assessor", "verifier", "moderator"])
def test_everybody_who_handled_it_sees_final_work(client, desk, person):
    desk.confirmed()

    response = opened(client, desk, getattr(desk, person))

    assert "The result is final." in text(response)
    assert ways(response) == []


def test_another_attempt_is_one_click_away(client, desk):
    first = desk.confirmed(not_yet=["2.1"]).key
    desk.resubmitted()

    html = text(opened(client, desk, desk.coordinator))

    assert f'<a href="/desk/{first}/">Attempt 1</a>, referred' in html
    assert "Met in attempt 1." in html


def test_late_work_says_so_to_staff_and_learner(client):
    desk = desk_of_today(days_ago=50)

    html = text(opened(client, desk, desk.coordinator))
    assert "Waiting for an assessor, late" in html
    assert "The result was due by" in html
    assert "Your result is late" in text(opened(client, desk, desk.learner))


def test_a_late_stage_opens_the_pages_of_staff_and_learner_while_the_result_is_not_late(client):
    desk = desk_of_today(days_ago=31).allocated()
    due = day(desk.work.stage.due_at)

    assert f'<p class="lead">Marking was due by {due} and is late.</p>' in text(opened(client, desk, desk.assessor))
    assert f"Marking was due by {due} and is late." in text(client.get(page(desk, "submission_summary")))
    html = text(opened(client, desk, desk.learner))
    assert "Being marked, late" in html
    assert "Marking is late" in html
    assert f"It was due by {due}." in html
    assert f"You should still have the result by <strong>{day(desk.work.due_at)}</strong>." in html


def test_the_learner_sees_stages_and_dates_and_neither_names_nor_judgements(client, desk):
    work = desk.sent_on(not_yet=["2.1"]).work

    response = opened(client, desk, desk.learner)

    assert response.templates[0].name == "qualifications/assessment/own_submission.html"
    html = text(response)
    assert "Marking, done" in html
    assert "Verification, now" in html
    assert "There is nothing for you to do" in html
    assert f"/learning/hand-ins/{desk.made.pk}/" in html
    for secret in ("Dilwyn Tarrant", "Ruth Carrow", "Say more about 2.1.", "Not yet met"):
        assert secret not in html
    assert [(line.stage, line.done, line.now) for line in response.context["lines"]] == [
        ("marking", desk.at, False),
        ("verification", None, True),
        ("sign_off", None, False),
    ]
    assert response.context["lines"][1].due == work.stage.due_at


def test_work_that_went_back_to_the_assessor_is_being_marked_to_its_learner(client, desk):
    desk.sent_on(not_yet=["2.1"])
    send_back(submission=desk.work, by=desk.verifier, reason="2.1 is met on page 4.", at=desk.at)

    response = opened(client, desk, desk.learner)

    assert next((line.stage, line.done, line.now) for line in response.context["lines"]) == ("marking", None, True)
    assert "2.1 is met on page 4." not in text(response)


def test_the_learner_of_returned_work_reads_why_and_where_to_correct_it(client, desk):
    desk.allocated()
    return_to_learner(submission=desk.work, by=desk.assessor, reason="The declaration is unsigned.", at=desk.at)

    html = text(opened(client, desk, desk.learner))

    assert "“The declaration is unsigned.”" in html
    assert "Back with you, now" in html
    assert f'href="/learning/unit/{desk.unit.pk}/"' in html
    assert "Returned" in [line.word for line in queue_of(client, desk)]


def queue_of(client, desk):
    client.force_login(desk.coordinator)
    return client.get("/desk/", {"show": "returned"}).context["lines"]


def test_a_corrected_return_shows_both_receipts(client, desk):
    desk.allocated()
    return_to_learner(submission=desk.work, by=desk.assessor, reason="Unsigned.", at=desk.at)
    again = handed_in(desk.unit, at=desk.at + timedelta(hours=1))

    for person in (desk.learner, desk.assessor):
        html = text(opened(client, desk, person))
        assert desk.made.receipt_number in html
        assert again.receipt_number in html
    assert "Submitted again" in text(opened(client, desk, desk.learner))


def test_a_final_outcome_shows_the_learner_the_feedback_for_each_criterion(client, desk):
    desk.confirmed(not_yet=["2.1"])

    response = opened(client, desk, desk.learner)

    html = text(response)
    assert [(page.code, page.word) for page in response.context["pages"]] == [
        ("1.1", "met"),
        ("1.2", "met"),
        ("2.1", "not yet met"),
    ]
    assert "Say more about 2.1." in html
    assert "resubmit by" in html
    assert response.context["may_resubmit"]


def test_a_referral_that_was_resubmitted_or_ran_out_offers_no_resubmission(client):
    desk = desk_of_today(days_ago=40)
    desk.confirmed(not_yet=["2.1"])
    assert "The time to resubmit ended on" in text(opened(client, desk, desk.learner))

    desk = desk_of_today()
    first = desk.confirmed(not_yet=["2.1"]).key
    desk.resubmitted()
    client.force_login(desk.learner)
    assert "You have resubmitted the unit since" in text(client.get(f"/desk/{first}/"))


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        ("passed", "You have passed this unit"),
        ("failed", "This unit is not passed"),
        ("allocation", "Waiting for an assessor, now"),
        ("withdrawn", "You withdrew this attempt"),
        ("draft", "This work is not submitted yet"),
    ],
)
def test_every_state_says_what_it_means_to_the_learner(client, state, heading):
    desk = desk_of_today()
    if state == "passed":
        desk.confirmed()
    elif state == "failed":
        desk.confirmed(not_yet=["2.1"])
        desk.resubmitted().confirmed(not_yet=["2.1"])
        desk.resubmitted().confirmed(not_yet=["2.1"])
    elif state != "allocation":
        desk.confirmed(not_yet=["2.1"])
        attempt = open_attempt(unit_enrolment=desk.unit, by=desk.learner, at=timezone.now())
        desk.key = attempt.pk
        if state == "withdrawn":
            withdraw(submission=attempt, by=desk.learner, at=timezone.now())

    assert Submission.objects.get(pk=desk.key).state == state
    assert heading in text(opened(client, desk, desk.learner))


def test_somebody_who_learns_and_works_at_the_centre_sees_their_own_work_as_a_learner(client, desk):
    CentreStaffFactory(user=desk.learner, centre=desk.place.centre, role=Role.COORDINATOR)

    response = opened(client, desk, desk.learner)

    assert response.templates[0].name == "qualifications/assessment/own_submission.html"
    for name in ("submission_allocate", "submission_reallocate", "submission_summary"):
        assert client.get(page(desk, name)).status_code == 404


@pytest.mark.parametrize("pieces", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_one_piece_of_evidence_and_for_three(
    client, pieces, django_assert_num_queries
):
    desk = desk_of_today(pieces=pieces).allocated().judged()
    client.force_login(desk.coordinator)

    with django_assert_num_queries(11):
        assert len(client.get(page(desk)).context["pieces"]) == pieces


@pytest.mark.parametrize("reallocated", [False, True])
def test_work_that_came_back_says_from_whom_and_why_before_what_to_do(client, desk, reallocated):
    desk.sent_on()
    send_back(submission=desk.work, by=desk.verifier, reason="Look at 1.2 again.", at=desk.at)
    holder = desk.assessor
    if reallocated:
        holder = desk.person(Role.ASSESSOR)
        reallocate(submission=desk.work, by=desk.coordinator, stage="marking", to=holder, reason="Ill.", at=desk.at)

    shown = text(opened(client, desk, holder))

    assert shown.index("Returned by the verifier") < shown.index("Check and send to verification")
    assert "Look at 1.2 again." in shown


def test_work_that_moved_on_again_says_no_more_that_it_came_back(client, desk):
    desk.sent_on()
    send_back(submission=desk.work, by=desk.verifier, reason="Look at 1.2 again.", at=desk.at)
    desk.sent_on()

    assert opened(client, desk, desk.verifier).context["came_back"] is None


def test_who_had_the_work_is_told_that_somebody_else_has_it(client, desk):
    desk.allocated()
    other = desk.person(Role.ASSESSOR)
    reallocate(submission=desk.work, by=desk.coordinator, stage="marking", to=other, reason="Ill.", at=desk.at)

    response = opened(client, desk, desk.assessor)

    assert response.status_code == 404
    assert "Somebody else has it now." in text(response)
