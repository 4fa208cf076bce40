"""Whoever has nothing to do with a piece of work: no address of it exists for them, and no number counts it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from cmiportal.registry import NavigationEntry, find
from qualifications.models import CentreStaff, Role, Stage, Submission
from qualifications.services.allocation import candidates, reallocate
from qualifications.services.submission import open_attempt
from tests.factories.accounts import UserFactory
from tests.factories.documents import png, upload
from tests.factories.portfolio import map_evidence
from tests.factories.qualifications import chosen_unit
from tests.qualifications.views.desks import Desk, desk_of_today, page
from tests.qualifications.views.places import place_of_today

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGES = [
    ("submission_detail",),
    ("submission_allocate",),
    ("submission_reallocate",),
    ("submission_take_over",),
    ("submission_mark", "1.1"),
    ("submission_summary",),
    ("submission_return",),
    ("submission_verify",),
    ("submission_sign_off",),
]
STEPS = ["allocated", "sent_on", "agreed", "confirmed"]
FORM = {"moves": 1, "revision": 0, "met": "met", "feedback": "Well argued.", "reason": "Because.", "decision": "agree"}


def addresses(desk):
    """Every address about the desk's work, and that of its file."""
    file = desk.made.items.first().item_version.file
    return [*(page(desk, *names) for names in PAGES), reverse("documents:document_open", args=[file.pk])]


def answers(client, desk, person):
    """The statuses of all addresses for this person, GET and POST."""
    client.force_login(person)
    pages = addresses(desk)
    return {client.get(address).status_code for address in pages} | {
        client.post(address, FORM).status_code for address in pages[1:-1]
    }


@pytest.fixture
def desk():
    at = timezone.now() - timedelta(days=2)
    unit = chosen_unit(place_of_today())
    map_evidence(unit, upload=upload(), at=at)
    return Desk(unit=unit, at=at)


@pytest.fixture
def elsewhere(desk):
    """Another centre that teaches the same, with work of its own in every stage."""
    other = desk_of_today(version=desk.place.version)
    for role in ("coordinator", "assessor", "verifier", "learner"):
        assert getattr(other, role) != getattr(desk, role)
    return other


@pytest.mark.parametrize("step", ["", *STEPS])
def test_people_of_another_centre_find_no_address(client, desk, elsewhere, step):
    if step:
        getattr(desk, step)()
    both = CentreStaff.objects.create(
        user=elsewhere.coordinator, centre=elsewhere.place.centre, role=Role.ASSESSOR, during=("2020-01-01", None)
    )
    state = desk.work.state

    for person in (both.user, elsewhere.assessor, elsewhere.verifier, elsewhere.learner):
        assert answers(client, desk, person) == {404}
    assert desk.work.state == state


@pytest.mark.parametrize("step", STEPS)
def test_staff_of_the_centre_who_do_not_hold_it_and_administrators_find_no_address(client, desk, step):
    getattr(desk, step)()

    for person in (desk.person(Role.ASSESSOR), desk.person(Role.VERIFIER), UserFactory(admin=True), UserFactory()):
        assert answers(client, desk, person) == {404}


def test_moderators_find_what_came_to_sign_off_and_nothing_before(client, desk):
    for step in ("allocated", "sent_on"):
        getattr(desk, step)()
        assert answers(client, desk, desk.moderator) == {404}
    desk.agreed()
    client.force_login(desk.moderator)
    assert client.get(page(desk)).status_code == 200


def test_whoever_handles_the_work_opens_its_files(client, desk):
    file = addresses(desk.agreed())[-1]

    for person in (desk.coordinator, desk.assessor, desk.verifier, desk.moderator, desk.learner):
        client.force_login(person)
        response = client.get(file)
        assert (response.status_code, b"".join(response.streaming_content)) == (200, png())


def test_a_moderator_who_also_works_at_a_centre_sees_what_either_sees(desk, elsewhere):
    elsewhere.agreed()
    person = elsewhere.work.stage.holder
    assert set(Submission.objects.handled_by(person)) == {elsewhere.work}

    CentreStaff.objects.create(
        user=person, centre=desk.place.centre, role=Role.COORDINATOR, during=("2020-01-01", None)
    )

    assert set(Submission.objects.handled_by(person)) == {desk.work, elsewhere.work}
    assert Stage.objects.to_do_for(person).count() == 2


def test_visitors_see_no_rows(desk):
    assert not Submission.objects.visible_to(AnonymousUser()).exists()


def test_visitors_are_asked_to_sign_in(client, desk):
    assert {client.get(address).status_code for address in addresses(desk)} == {302}


def test_the_learner_finds_the_page_of_the_work_and_none_of_those_of_staff(client, desk):
    desk.allocated()
    client.force_login(desk.learner)

    assert client.get(page(desk)).status_code == 200
    assert {client.get(page(desk, *names)).status_code for names in PAGES[1:]} == {404}
    assert {client.post(page(desk, *names), FORM).status_code for names in PAGES[1:]} == {404}


def test_a_draft_is_the_learners_alone(client, desk):
    desk.confirmed(not_yet=["2.1"])
    draft = open_attempt(unit_enrolment=desk.unit, by=desk.learner, at=desk.at)

    for person in (desk.coordinator, desk.assessor, desk.verifier, desk.moderator):
        client.force_login(person)
        assert client.get(reverse("qualifications:submission_detail", args=[draft.pk])).status_code == 404


def test_who_no_longer_holds_it_finds_no_address_and_gets_only_their_own_words_back(client, desk):
    desk.allocated()
    other = desk.person(Role.ASSESSOR)
    reallocate(submission=desk.work, by=desk.coordinator, stage="marking", to=other, reason="Ill.", at=desk.at)
    client.force_login(desk.assessor)

    assert {client.get(address).status_code for address in addresses(desk)} == {404}
    gone = client.post(page(desk, "submission_mark", "1.1"), FORM)
    assert gone.status_code == 409
    assert desk.learner.name not in gone.content.decode()


def test_numbers_count_what_a_person_handles_and_nothing_else(client, desk, elsewhere):
    for one in (desk, elsewhere):
        one.allocated()
    moderator = desk.moderator

    for person, seen in (
        (desk.coordinator, {desk.key}),
        (elsewhere.coordinator, {elsewhere.key}),
        (desk.assessor, {desk.key}),
        (elsewhere.verifier, {elsewhere.key}),
        (moderator, set()),
    ):
        client.force_login(person)
        response = client.get("/desk/", {"show": "all"})
        assert {line.work.pk for line in response.context["lines"]} == seen
        assert next(view.count for view in response.context["views"] if view.key == "all") == len(seen)
        assert set(Submission.objects.handled_by(person).values_list("pk", flat=True)) == seen
    assert find(NavigationEntry, "work").waiting(desk.assessor).count() == 1
    assert Stage.objects.to_do_for(moderator).count() == 0
    assert [one.load for one in candidates(desk.work, "marking", at=desk.at)] == [1]


def test_the_load_of_somebody_who_marks_at_two_centres_counts_what_they_have_at_this_one(client, desk, elsewhere):
    CentreStaff.objects.filter(user=desk.assessor).delete()
    CentreStaff.objects.create(
        user=elsewhere.assessor, centre=desk.place.centre, role=Role.ASSESSOR, during=("2020-01-01", None)
    )
    elsewhere.allocated()
    client.force_login(desk.coordinator)

    html = client.get(page(desk, "submission_allocate")).content.decode()

    assert "Dilwyn Tarrant, no pieces of work open" in html
