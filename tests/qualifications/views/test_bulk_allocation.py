"""Several pieces to the same two people: choose who, check, allocate, and read what came of each."""

import pytest

from qualifications.models import Role, Submission
from tests.factories.qualifications import CentreStaffFactory
from tests.qualifications.views.desks import desk_of_today, errors, said
from tests.qualifications.views.test_assessment_queue import another

pytestmark = pytest.mark.django_db

SEVERAL = "/desk/allocate/"


@pytest.fixture
def desk(client):
    desk = desk_of_today()
    client.force_login(desk.coordinator)
    return desk


def text(response):
    return " ".join(response.content.decode().split())


def ways(desk, *pieces):
    """The query of the page that checks."""
    return {
        "piece": [piece.key for piece in pieces],
        "assessor": desk.assessor.pk,
        "verifier": desk.verifier.pk,
        "step": "check",
    }


def send(client, desk, *pieces, **sent):
    """Allocate what the page that checks would send."""
    shown = client.get(SEVERAL, ways(desk, *pieces))
    return client.post(SEVERAL, {**ways(desk, *pieces), "piece": [one.sent for one in shown.context["pieces"]], **sent})


def states():
    return sorted(Submission.objects.values_list("state", flat=True))


def test_the_people_are_offered_with_what_they_have_open(client, desk):
    another(desk).allocated()
    late = another(desk, days_ago=30).allocated()

    response = client.get(SEVERAL, {"piece": [desk.key]})

    assert "Dilwyn Tarrant, two pieces of work open, one of them late" in text(response)
    assert errors(response) == {}
    assert f"{desk.learner}, unit 601" in text(response)
    assert str(late.learner) not in text(response)


def test_who_cannot_have_some_pieces_is_named_with_the_reason_for_each(client, desk):
    other = another(desk)
    CentreStaffFactory(user=other.learner, centre=desk.place.centre, role=Role.ASSESSOR)

    response = client.get(SEVERAL, {"piece": [desk.key, other.key]})

    assert f"Cannot have {other.learner}, unit 601 (is the learner)." in text(response)
    response = client.get(SEVERAL, {**ways(desk, desk, other), "assessor": other.learner.pk})
    assert [(one.name, one.obstacle) for one in response.context["pieces"] if one.obstacle] == [
        (f"{other.learner}, unit 601", f"{other.learner} is the learner")
    ]
    assert "One piece of work goes to" in text(response)


def test_nobody_chosen_is_asked_for(client, desk):
    assert errors(client.get(SEVERAL, {"piece": [desk.key], "step": "check"})) == {
        "assessor": ["This field is required."],
        "verifier": ["This field is required."],
    }


def test_every_piece_is_allocated_and_the_result_says_so(client, desk):
    others = [another(desk), another(desk)]

    response = send(client, desk, desk, *others)

    assert (response.status_code, response.url) == (302, "/desk/allocated/")
    assert said(response) == ["Three pieces of work are allocated."]
    assert {piece.work.stage.holder for piece in (desk, *others)} == {desk.assessor}
    result = client.get(response.url)
    assert [one["name"] for one in result.context["allocated"]] == [f"{d.learner}, unit 601" for d in (desk, *others)]
    assert result.context["refused"] == []


def test_a_piece_that_is_refused_stops_no_other(client, desk):
    other = another(desk)
    CentreStaffFactory(user=other.learner, centre=desk.place.centre, role=Role.ASSESSOR)

    response = send(client, desk, desk, other, assessor=other.learner.pk)

    refused = client.get(response.url).context["refused"]
    assert states() == ["allocation", "marking"]
    assert [(one["name"], one["refusal"]) for one in refused] == [
        (
            f"{other.learner}, unit 601",
            f"{other.learner}: Nobody may hold a stage of their own work.",
        )
    ]


def test_a_piece_that_somebody_else_allocated_meanwhile_says_who_has_it(client, desk):
    other, isolde = another(desk), desk.person(Role.ASSESSOR, name="Isolde Marchbank")
    sent = [one.sent for one in client.get(SEVERAL, ways(desk, desk, other)).context["pieces"]]
    other.assessor = isolde
    other.allocated()

    response = client.post(SEVERAL, {**ways(desk, desk, other), "piece": sent})

    (refused,) = client.get(response.url).context["refused"]
    assert refused["refusal"] == "It was allocated meanwhile: Isolde Marchbank marks it."
    assert desk.work.stage.holder == desk.assessor


def test_a_piece_that_moved_on_further_says_where_it_is(client, desk):
    sent = [one.sent for one in client.get(SEVERAL, ways(desk, desk)).context["pieces"]]
    other = another(desk)
    sent.append(f"{other.key}:{other.work.moves}")
    other.sent_on()

    response = client.post(SEVERAL, {**ways(desk, desk), "piece": sent})

    (refused,) = client.get(response.url).context["refused"]
    assert refused["refusal"] == "It has moved on meanwhile: being verified."


def test_the_version_that_the_person_saw_is_the_one_that_counts(client, desk):
    response = client.post(SEVERAL, {**ways(desk, desk), "piece": [f"{desk.key}:0"]})

    (refused,) = client.get(response.url).context["refused"]
    assert refused["refusal"].startswith("This was changed while you had it open")
    assert said(response)[0] == "No pieces of work are allocated."


@pytest.mark.parametrize("pieces", [[], ["x"], ["x:y"], ["01938a3c-5c3e-7000-8000-000000000000"]])
def test_nothing_ticked_leads_back_to_the_queue(client, desk, pieces):
    response = client.get(SEVERAL, {"piece": pieces})

    assert (response.url, said(response)) == ("/desk/", ["Tick the pieces of work to allocate first."])


def test_what_is_allocated_already_is_not_offered_again(client, desk):
    desk.allocated()

    assert said(client.get(SEVERAL, {"piece": [desk.key]})) == ["What you ticked is allocated already."]


def test_work_of_another_centre_is_not_there(client, desk):
    elsewhere = desk_of_today()

    response = client.get(SEVERAL, {"piece": [desk.key, elsewhere.key]})

    assert [one.work.pk for one in response.context["pieces"]] == [desk.key]


def test_others_have_no_such_page_and_nobody_a_result_before_they_allocated(client, desk):
    assert client.get("/desk/allocated/").url == "/desk/"
    client.force_login(desk.assessor)
    assert client.get(SEVERAL).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("step", ["choose", "check"])
def test_pages_ask_as_many_queries_for_one_piece_as_for_three(client, desk, rows, step, django_assert_num_queries):
    pieces = [desk, *(another(desk) for _ in range(rows - 1))]
    query = ways(desk, *pieces) if step == "check" else {"piece": [piece.key for piece in pieces]}
    client.get(SEVERAL, query)

    with django_assert_num_queries(7):
        assert len(client.get(SEVERAL, query).context["pieces"]) == rows


def test_who_sends_what_somebody_else_has_allocated_is_told_piece_by_piece(client, desk):
    sent = [one.sent for one in client.get(SEVERAL, ways(desk, desk)).context["pieces"]]
    desk.allocated()

    response = client.post(SEVERAL, {**ways(desk, desk), "piece": sent})

    told = f"{desk.learner}, unit 601: it is being marked already."
    assert (response.url, said(response)) == ("/desk/", [told])
