"""Choosing who has the work: allocation, giving it to somebody else, taking a sign-off over."""

import pytest

from qualifications.models import CentreStaff, Role
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import CentreStaffFactory
from tests.qualifications.views.desks import desk_of_today, errors, page, said

pytestmark = pytest.mark.django_db

MOVED_ON = "This can no longer be done: the work has moved on. Here is where it stands now."
STALE = "This was changed while you had it open. Look at it again, then decide."


@pytest.fixture
def desk(client):
    desk = desk_of_today()
    client.force_login(desk.coordinator)
    return desk


def text(response):
    return " ".join(response.content.decode().split())


def allocate(client, desk, **sent):
    form = {"moves": desk.work.moves, "assessor": desk.assessor.pk, "verifier": desk.verifier.pk, **sent}
    return client.post(page(desk, "submission_allocate"), form)


def reallocate(client, desk, to, *, stage="", **sent):
    form = {"moves": desk.work.moves, "to": to.pk, "reason": "Ill for some weeks.", **sent}
    return client.post(f"{page(desk, 'submission_reallocate')}?stage={stage}", form)


def options(response, field):
    """(label, whether it can be chosen, hint) of each person."""
    return [
        (one.data["label"], "disabled" not in one.data["attrs"], one.data.get("hint", ""))
        for one in response.context["form"][field].subwidgets
    ]


def test_people_are_listed_with_their_load_and_the_barred_with_the_reason(client, desk):
    CentreStaffFactory(user=desk.learner, centre=desk.place.centre, role=Role.ASSESSOR)
    busy = desk_of_today(centre=desk.place.centre, version=desk.place.version)
    CentreStaff.objects.filter(user__in=[busy.assessor, busy.verifier]).delete()
    busy.assessor, busy.verifier = desk.assessor, desk.verifier
    busy.allocated()

    response = client.get(page(desk, "submission_allocate"))

    assert options(response, "assessor") == [
        ("Dilwyn Tarrant, one piece of work open", True, ""),
        (f"{desk.learner}, no pieces of work open", False, "Cannot be chosen: is the learner."),
    ]
    assert options(response, "verifier") == [("Ruth Carrow, no pieces of work open", True, "")]
    assert "Nobody is free" not in text(response)


def test_an_allocation_gives_the_work_away(client, desk):
    response = allocate(client, desk)

    assert (response.status_code, response.url) == (302, page(desk))
    assert said(response) == ["Allocated: Dilwyn Tarrant marks, Ruth Carrow verifies."]
    assert (desk.work.state, desk.work.stage.holder) == ("marking", desk.assessor)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"assessor": ""}, {"assessor": ["This field is required."]}),
        ({"assessor": "0"}, {"assessor": ["Choose one of those who can be chosen"]}),
        ({"verifier": "x"}, {"verifier": ["Choose one of those who can be chosen"]}),
    ],
)
def test_who_is_missing_or_not_listed_is_asked_for(client, desk, sent, found):
    response = allocate(client, desk, **sent)

    assert errors(response) == found
    assert desk.work.state == "allocation"


def test_one_person_cannot_do_both(client, desk):
    CentreStaffFactory(user=desk.assessor, centre=desk.place.centre, role=Role.VERIFIER)

    response = allocate(client, desk, verifier=desk.assessor.pk)

    assert errors(response) == {"verifier": ["Choose somebody else: nobody verifies their own marking"]}


def test_somebody_barred_cannot_be_sent_either(client, desk):
    CentreStaffFactory(user=desk.learner, centre=desk.place.centre, role=Role.ASSESSOR)

    response = allocate(client, desk, assessor=desk.learner.pk)

    assert errors(response) == {"assessor": ["Choose one of those who can be chosen"]}


def test_a_centre_without_a_free_person_is_told_so(client, desk):
    CentreStaff.objects.filter(user=desk.verifier).delete()

    html = text(client.get(page(desk, "submission_allocate")))

    assert "Nobody at your centre can take verification" in html
    assert "Nobody at your centre can take marking" not in html


def test_a_stale_allocation_is_refused_with_the_choice_kept(client, desk):
    response = allocate(client, desk, moves=0)

    assert errors(response) == {"__all__": [STALE]}
    form = response.context["form"]
    assert (form["assessor"].value(), form["moves"].value()) == (str(desk.assessor.pk), str(desk.work.moves))
    assert desk.work.state == "allocation"


def test_work_that_was_allocated_meanwhile_is_shown_as_it_is(client, desk):
    stale = desk.work.moves
    desk.allocated()

    response = allocate(client, desk, moves=stale)

    assert response.status_code == 409
    assert "This can no longer be done: the work has moved on." in text(response)
    assert "Being marked" in text(response)
    assert client.get(page(desk, "submission_allocate")).url == page(desk)


def test_a_resubmission_opens_with_those_who_did_it_before(client, desk):
    desk.confirmed(not_yet=["2.1"]).resubmitted()

    form = client.get(page(desk, "submission_allocate")).context["form"]

    assert (form["assessor"].value(), form["verifier"].value()) == (desk.assessor.pk, desk.verifier.pk)


def test_marking_is_given_to_somebody_else_with_a_reason(client, desk):
    other = desk.person(Role.ASSESSOR, name="Isolde Marchbank")
    desk.allocated()

    response = client.get(page(desk, "submission_reallocate"))
    assert options(response, "to") == [
        ("Isolde Marchbank, no pieces of work open", True, ""),
        ("Dilwyn Tarrant, one piece of work open", False, "Cannot be chosen: has it now."),
    ]

    response = reallocate(client, desk, other)
    assert (response.status_code, said(response)) == (302, ["Marking is with Isolde Marchbank now."])
    assert desk.work.stage.holder == other


def test_verification_is_given_away_before_it_is_reached(client, desk):
    other = desk.person(Role.VERIFIER)
    desk.allocated()

    response = client.get(page(desk, "submission_reallocate"), {"stage": "verification"})
    assert (response.context["stage"], response.context["former"]) == ("verification", desk.verifier)

    assert reallocate(client, desk, other, stage="verification").status_code == 302
    assert desk.sent_on().work.stage.holder == other


def test_a_reason_is_asked_for_and_a_stale_form_refused(client, desk):
    other = desk.person(Role.ASSESSOR)
    desk.allocated()

    assert errors(reallocate(client, desk, other, reason="  ")) == {"reason": ["This field is required."]}
    response = reallocate(client, desk, other, moves=1)
    assert errors(response) == {"__all__": [STALE]}
    assert response.context["form"]["reason"].value() == "Ill for some weeks."
    assert desk.work.stage.holder == desk.assessor


def test_a_centre_with_nobody_else_is_told_so(client, desk):
    desk.allocated()
    assert "Nobody else is free" in text(client.get(page(desk, "submission_reallocate")))
    desk.person(Role.ASSESSOR)
    assert "Nobody else is free" not in text(client.get(page(desk, "submission_reallocate")))


def test_nothing_is_given_away_before_it_is_allocated_or_after_it_left_the_centre(client, desk):
    assert client.get(page(desk, "submission_reallocate")).url == page(desk)
    desk.agreed()
    assert client.get(page(desk, "submission_reallocate")).url == page(desk)
    client.force_login(desk.moderator)
    assert client.get(page(desk, "submission_reallocate")).url == page(desk)


def test_a_moderator_takes_over_after_being_asked(client, desk):
    other = UserFactory(name="Solveig Ahearn", moderator=True)
    desk.moderator = desk.agreed().work.stage.holder
    client.force_login(next(person for person in (other, desk.moderator) if person != desk.work.stage.holder))
    taker = other if desk.work.stage.holder != other else desk.moderator

    asked = client.get(page(desk, "submission_take_over"))
    assert f"{desk.work.stage.holder} has it now" in text(asked)
    response = client.post(page(desk, "submission_take_over"), {"moves": asked.context["form"]["moves"].value()})

    assert (response.status_code, said(response)) == (302, ["You have this sign-off now."])
    assert desk.work.stage.holder == taker


def test_a_stale_take_over_is_refused(client, desk):
    desk.agreed()
    client.force_login(UserFactory(moderator=True))

    response = client.post(page(desk, "submission_take_over"), {"moves": 0})

    assert errors(response) == {"__all__": [STALE]}
    assert desk.work.stage.holder == desk.moderator


def test_nobody_takes_over_what_they_have_or_what_is_elsewhere(client, desk):
    desk.agreed()
    client.force_login(desk.moderator)
    response = client.get(page(desk, "submission_take_over"))
    assert (response.url, said(response)) == (page(desk), ["You already have this work."])

    client.get(page(desk))
    desk = desk_of_today().allocated()
    client.force_login(desk.coordinator)
    response = client.get(page(desk, "submission_take_over"))
    assert (response.url, said(response)) == (page(desk), [MOVED_ON])


@pytest.mark.parametrize("people", [1, 3])
def test_the_form_asks_the_same_number_of_queries_for_one_person_and_for_three(
    client, desk, people, django_assert_num_queries
):
    for _ in range(people - 1):
        desk.person(Role.ASSESSOR)
    client.get(page(desk))

    with django_assert_num_queries(8):
        assert len(options(client.get(page(desk, "submission_allocate")), "assessor")) == people


def test_two_people_of_one_name_are_told_apart_by_their_addresses(client, desk):
    one, other = (desk.person(Role.ASSESSOR, name="Pim van der Zee") for _ in range(2))
    client.force_login(desk.coordinator)

    shown = client.get(page(desk, "submission_allocate")).content.decode()

    for person in (one, other):
        assert f"Pim van der Zee ({person.email}), no pieces of work open" in shown
    assert f"{desk.assessor} (" not in shown
