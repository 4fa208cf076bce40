"""Verification and sign-off in pages: evidence beside judgements, then agree, confirm or return with a reason."""

import pytest

from qualifications.services.allocation import reallocate
from qualifications.services.sign_off import send_back
from tests.factories.accounts import UserFactory
from tests.qualifications.views.desks import desk_of_today, errors, page, said

pytestmark = pytest.mark.django_db

STALE = "This was changed while you had it open. Look at it again, then decide."


@pytest.fixture
def desk():
    return desk_of_today()


def text(response):
    return " ".join(response.content.decode().split())


def send(client, desk, name, decision, **sent):
    return client.post(page(desk, name), {"moves": desk.work.moves, "decision": decision, **sent})


def test_evidence_and_judgements_stand_beside_each_other_a_piece_in_full_once(client, desk):
    desk.sent_on(not_yet=["2.1"])
    client.force_login(desk.verifier)

    response = client.get(page(desk, "submission_verify"))

    html = text(response)
    assert html.count("I asked each team what the move would cost them before we set the date.") == 1
    assert html.count("shown in full under 1.1") == 2
    assert '<a href="#c1-1">E1: Leading the move' in html
    assert html.count("The learner points to: page 1") == 3
    assert "Judgement of 2.1" in html
    assert "Say more about 2.1." in html
    assert [(one["href"], one["word"]) for one in response.context["nav"]] == [
        ("#c1-1", "met"),
        ("#c1-2", "met"),
        ("#c2-1", "not yet met"),
    ]


def test_a_page_that_is_late_says_so_in_its_opening_sentence(client):
    desk = desk_of_today(days_ago=60).sent_on()
    client.force_login(desk.verifier)

    html = text(client.get(page(desk, "submission_verify")))

    assert "Verification was due by" in html
    assert "and is late." in html


@pytest.mark.parametrize(
    ("not_yet", "sentence"),
    [
        ([], "Every criterion is met: the unit is passed."),
        (["2.1"], "Not every criterion is met yet: the unit is referred."),
    ],
)
def test_the_page_says_what_the_judgements_amount_to(client, desk, not_yet, sentence):
    desk.agreed(not_yet=not_yet)
    client.force_login(desk.moderator)

    assert sentence in text(client.get(page(desk, "submission_sign_off")))


def test_the_last_resubmission_says_that_none_is_left(client, desk):
    desk.confirmed(not_yet=["2.1"])
    desk.resubmitted().confirmed(not_yet=["2.1"])
    desk.resubmitted().agreed(not_yet=["2.1"])
    client.force_login(desk.moderator)

    html = text(client.get(page(desk, "submission_sign_off")))

    assert "no resubmission is left: the unit is not passed." in html
    assert "in attempt 1" in html


def test_a_verifier_agrees(client, desk):
    desk.sent_on()
    client.force_login(desk.verifier)

    response = send(client, desk, "submission_verify", "agree")

    assert (response.status_code, response.url) == (302, page(desk))
    assert said(response) == ["You agree with the marking. The Institute signs it off next."]
    assert desk.work.state == "sign_off"


def test_a_verifier_returns_with_a_reason(client, desk):
    desk.sent_on()
    client.force_login(desk.verifier)

    response = send(client, desk, "submission_verify", "send_back", reason="2.1 has no feedback.")

    assert said(response) == ["Returned to the assessor, who reads your reason."]
    assert (desk.work.state, desk.work.stage.holder) == ("marking", desk.assessor)


def test_a_return_names_the_criteria_to_look_at_again(client, desk):
    desk.sent_on()
    client.force_login(desk.verifier)
    assert "9.9" in str(errors(send(client, desk, "submission_verify", "send_back", reason="No.", look_again=["9.9"])))

    send(client, desk, "submission_verify", "send_back", reason="No feedback.", look_again=["1.2", "2.1"])

    client.force_login(desk.assessor)
    for name, *more in (("submission_mark", "1.1"), ("submission_summary",)):
        assert "It is about 1.2, 2.1." in text(client.get(page(desk, name, *more)))


def test_a_moderator_confirms(client, desk):
    desk.agreed()
    client.force_login(desk.moderator)

    response = send(client, desk, "submission_sign_off", "agree")

    assert said(response) == ["The result is confirmed and the learner is told."]
    assert desk.work.state == "passed"


def test_a_moderator_returns_with_a_reason_that_the_verifier_reads(client, desk):
    desk.agreed()
    client.force_login(desk.moderator)

    response = send(client, desk, "submission_sign_off", "send_back", reason="Look at 1.2 again.")

    assert said(response) == ["Returned to the verifier, who reads your reason."]
    client.force_login(desk.verifier)
    html = text(client.get(page(desk, "submission_verify")))
    assert "Returned to you by the moderator" in html
    assert "Look at 1.2 again." in html


@pytest.mark.parametrize(
    ("step", "role", "name"),
    [("sent_on", "verifier", "submission_verify"), ("agreed", "moderator", "submission_sign_off")],
)
def test_a_return_without_a_reason_is_asked_for_one(client, desk, step, role, name):
    getattr(desk, step)()
    client.force_login(getattr(desk, role))
    before = desk.work.state

    response = send(client, desk, name, "send_back", reason=" ")

    assert "Answer “Why do you return it?”" in text(response)
    assert desk.work.state == before


@pytest.mark.parametrize(
    ("step", "role", "name"),
    [("sent_on", "verifier", "submission_verify"), ("agreed", "moderator", "submission_sign_off")],
)
def test_a_stale_form_is_refused_with_what_was_typed(client, desk, step, role, name):
    getattr(desk, step)()
    client.force_login(getattr(desk, role))

    response = send(client, desk, name, "send_back", reason="Look at 1.2 again.", moves=0)
    assert (response.status_code, errors(response)) == (409, {"__all__": [STALE]})
    form = response.context["form"]
    assert (form["reason"].value(), form["moves"].value()) == ("Look at 1.2 again.", str(desk.work.moves))
    assert errors(send(client, desk, name, "agree", moves=0)) == {"__all__": [STALE]}


def test_without_a_free_moderator_the_verifier_is_told_whom_to_ask(client, desk):
    desk.sent_on()
    desk.moderator.groups.clear()
    client.force_login(desk.verifier)

    response = send(client, desk, "submission_verify", "agree")

    assert errors(response) == {
        "__all__": ["No moderator of the Institute is free to sign this off. Tell the Institute, then try again."]
    }


def test_who_decided_in_another_tab_is_told_and_gets_the_reason_back(client, desk):
    desk.sent_on()
    stale = desk.work.moves
    desk.agreed()
    client.force_login(desk.verifier)

    response = send(client, desk, "submission_verify", "send_back", reason="Look at 1.2 again.", moves=stale)

    assert response.status_code == 409
    html = text(response)
    assert "This can no longer be done: the work has moved on." in html
    assert "Look at 1.2 again." in html


def test_who_lost_the_work_gets_the_reason_back(client, desk):
    desk.sent_on()
    other = desk.person("verifier")
    reallocate(submission=desk.work, by=desk.coordinator, stage="verification", to=other, reason="Ill.", at=desk.at)
    client.force_login(desk.verifier)

    response = send(client, desk, "submission_verify", "send_back", reason="Look at 1.2 again.")

    assert response.status_code == 409
    assert "Look at 1.2 again." in text(response)
    assert client.get(page(desk, "submission_verify")).status_code == 404


def test_pages_are_for_whoever_has_the_stage(client, desk):
    desk.sent_on()
    for person in (desk.assessor, desk.coordinator):
        client.force_login(person)
        assert client.get(page(desk, "submission_verify")).url == page(desk)
    desk.agreed()
    client.force_login(UserFactory(moderator=True))
    assert client.get(page(desk, "submission_sign_off")).url == page(desk)


def test_a_moderator_sees_what_they_asked_when_the_work_comes_again(client, desk):
    desk.agreed()
    send_back(submission=desk.work, by=desk.moderator, reason="Look at 1.2 again.", at=desk.at)
    desk.agreed()
    client.force_login(desk.moderator)

    shown = client.get(page(desk, "submission_sign_off"))
    assert (shown.context["came_back"], shown.context["gave_back"].reason) == (None, "Look at 1.2 again.")
    assert "Returned before, and sent again" in text(shown)


def test_a_verifier_sees_what_they_asked_and_about_which_criteria(client, desk):
    desk.sent_on()
    said = {"reason": "Look at 1.2 again.", "look_again": ["1.2"]}
    send_back(submission=desk.work, by=desk.verifier, at=desk.at, **said)
    desk.sent_on()
    client.force_login(desk.verifier)

    given = client.get(page(desk, "submission_verify")).context["gave_back"]
    assert (given.heading, given.reason, given.look_again) == (
        "Returned by the verifier",
        "Look at 1.2 again.",
        ["1.2"],
    )


@pytest.mark.parametrize("pieces", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_one_piece_of_evidence_and_for_three(
    client, pieces, django_assert_num_queries
):
    desk = desk_of_today(pieces=pieces).sent_on()
    client.force_login(desk.verifier)

    with django_assert_num_queries(8):
        assert len(client.get(page(desk, "submission_verify")).context["pages"][0].sheets) == pieces
