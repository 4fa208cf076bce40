"""A coordinator's pages: the list of learners, and what is decided about one place."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.links.services import use_link
from cmiportal.registry import NavigationEntry, WorkQueue, find
from cmiportal.rules.days import uk_day
from qualifications.models import Enrolment, Qualification, Role
from tests.factories.accounts import UserFactory
from tests.factories.places import asked_place, coordinator_of, link_of, told
from tests.factories.portfolio import handed_in, map_evidence, ready_unit
from tests.factories.qualifications import CentreStaffFactory, EnrolmentFactory, chosen_unit, staff_of
from tests.qualifications.views.places import place_of_today
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("qualifications:enrolment_list")


def approved_now(**fields):
    place = asked_place(at=timezone.now(), **fields)
    use_link(link=link_of(place), data={"decision": "approve", "reason": ""}, at=timezone.now())
    return Enrolment.objects.get(pk=place.pk)


def manage(place):
    return reverse("qualifications:enrolment_manage", args=[place.pk])


def decide(client, place, action, **said):
    data = {"action": action, f"{action}-moves": place.moves, **{f"{action}-{k}": v for k, v in said.items()}}
    return client.post(manage(place), data, follow=True)


def state_of(place):
    return Enrolment.objects.values_list("state", flat=True).get(pk=place.pk)


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.VERIFIER, None])
def test_only_coordinators_find_the_list(client, role):
    place = place_of_today()
    client.force_login(staff_of(place.centre, role) if role else place.learner)

    assert client.get(LIST).status_code == 404
    assert client.get(manage(place)).status_code == 404


def test_a_visitor_signs_in_first(client):
    assert client.get(LIST).url == f"{reverse('account_login')}?next={LIST}"


def test_a_coordinator_of_another_centre_finds_nothing_of_this_one(client):
    place = approved_now()
    client.force_login(coordinator_of(EnrolmentFactory()))

    assert place not in client.get(LIST).context["page_obj"].object_list
    assert client.get(manage(place)).status_code == 404
    assert client.post(manage(place), {"action": "register", "register-moves": 1}).status_code == 404
    assert state_of(place) == "approved"


def test_somebody_who_coordinated_until_yesterday_finds_nothing(client):
    place = place_of_today()
    today = uk_day(timezone.now())  # a period ends on the day after its last
    former = CentreStaffFactory(centre=place.centre, role=Role.COORDINATOR, during=(date(2020, 1, 1), today)).user
    client.force_login(former)

    assert client.get(manage(place)).status_code == 404


def test_the_list_begins_with_who_waits_for_the_centre(client):
    registered = place_of_today(learner__name="Aaron")
    centre, version = registered.centre, registered.version
    known = {"centre": centre, "version": version}
    asked = EnrolmentFactory(state="requested", learner__name="Bea", **known)
    approved = EnrolmentFactory(state="approved", learner__name="Zoe", **known)
    ended = EnrolmentFactory(state="withdrawn", learner__name="Cai", **known)
    client.force_login(coordinator_of(registered))

    context = client.get(LIST).context

    assert list(context["page_obj"]) == [approved, asked, registered, ended]
    assert [(view.label, view.count) for view in context["views"]] == [
        ("All", 4),
        ("To register", 1),
        ("With the line manager", 1),
        ("Registered", 1),
        ("Completed", 0),
        ("Ended", 1),
    ]
    assert (context["waiting"], [view.label for view in context["views"] if view.current]) == (1, ["All"])


def test_the_list_is_filtered_by_state_and_takes_an_unknown_one_for_all(client):
    registered = place_of_today()
    approved = EnrolmentFactory(state="approved", centre=registered.centre, version=registered.version)
    client.force_login(coordinator_of(registered))

    assert list(client.get(LIST, {"show": "registered"}).context["page_obj"]) == [registered]
    assert list(client.get(LIST, {"show": "completed"}).context["page_obj"]) == []
    assert list(client.get(LIST, {"show": "x"}).context["page_obj"]) == [approved, registered]


def test_a_centre_without_learners_says_how_they_come(client):
    client.force_login(CentreStaffFactory(role=Role.COORDINATOR).user)

    assert "Learners appear once they ask for a place" in client.get(LIST).content.decode()


def test_who_coordinates_two_centres_sees_which_is_which(client):
    first, second = place_of_today(), place_of_today()
    coordinator = coordinator_of(first)
    CentreStaffFactory(user=coordinator, centre=second.centre, role=Role.COORDINATOR)
    client.force_login(coordinator)

    response = client.get(LIST)

    assert set(response.context["page_obj"]) == {first, second}
    assert second.centre.name in response.content.decode()


def test_the_list_takes_as_many_queries_for_three_places_as_for_one(client):
    first = place_of_today()
    client.force_login(coordinator_of(first))
    counts = [queries_of(client, LIST)]
    for _ in range(2):
        EnrolmentFactory(centre=first.centre, version=first.version)
    counts.append(queries_of(client, LIST))

    assert counts[0] == counts[1]


def test_a_long_list_has_pages(client):
    first = place_of_today()
    for _ in range(26):
        EnrolmentFactory(centre=first.centre, version=first.version)
    client.force_login(coordinator_of(first))

    response = client.get(LIST, {"page": 2, "show": "registered"})

    assert len(response.context["page_obj"].object_list) == 2
    assert "?page=1&amp;show=registered" in response.content.decode()


def test_an_approved_place_is_registered(client):
    place = approved_now(fee_pence=21_000)
    coordinator = coordinator_of(place)
    client.force_login(coordinator)
    shown = client.get(manage(place))
    assert [one.action for one in shown.context["decisions"]] == ["register", "refuse", "withdraw"]
    assert (shown.context["fee_label"], shown.context["fee_pence"]) == ("Fee today", 21_000)

    response = decide(client, place, "register")

    assert state_of(place) == "registered"
    assert [str(message) for message in response.context["messages"]] == [f"{place.learner} is registered."]
    assert response.context["fee_label"] == "Fee invoiced"
    assert [line.heading for line in response.context["story"]][-1] == "Registered"
    assert told()[-1] == ("place_registered", place.learner)


def test_the_date_of_birth_is_shown_to_those_who_register(client):
    place = approved_now(learner=UserFactory(date_of_birth=date(1990, 5, 10)))
    client.force_login(coordinator_of(place))

    assert "10 May 1990" in client.get(manage(place)).content.decode()


def test_a_request_can_be_approved_without_the_line_manager_with_a_reason(client):
    place = asked_place(at=timezone.now())
    client.force_login(coordinator_of(place))
    assert [one.action for one in client.get(manage(place)).context["decisions"]] == [
        "approve_instead",
        "refuse",
        "withdraw",
    ]

    refused = decide(client, place, "approve_instead", reason="")
    (form,) = [one.form for one in refused.context["decisions"] if one.form.is_bound]
    assert form.errors == {"reason": ["Say why"]}

    decide(client, place, "approve_instead", reason="She runs the firm.")
    assert state_of(place) == "approved"


@pytest.mark.parametrize(("action", "state"), [("refuse", "declined"), ("withdraw", "withdrawn")])
def test_a_place_is_declined_or_withdrawn_with_a_reason(client, action, state):
    place = approved_now()
    client.force_login(coordinator_of(place))

    response = decide(client, place, action, reason="The course is full.")

    assert state_of(place) == state
    assert response.context["story"][-1].reason == "The course is full."
    assert response.context["decisions"] == []


def test_a_stale_form_is_refused_with_a_sentence_and_can_be_sent_again(client):
    place = place_of_today()
    coordinator = coordinator_of(place)
    client.force_login(place.learner)
    client.post(reverse("qualifications:name_confirm", args=[place.pk]), {"moves": 0, "name_as_printed": "Amara"})
    client.force_login(coordinator)

    response = decide(client, place, "withdraw", reason="Left us.")

    (form,) = [one.form for one in response.context["decisions"] if one.form.is_bound]
    assert form.non_field_errors() == ["This was changed while you had it open. Look at it again, then decide."]
    assert (form["moves"].value(), form["reason"].value(), state_of(place)) == ("1", "Left us.", "registered")
    place.refresh_from_db()
    decide(client, place, "withdraw", reason="Left us.")
    assert state_of(place) == "withdrawn"


def test_what_the_service_refuses_stands_in_the_form(client):
    place = approved_now()
    Qualification.objects.update(last_registration=date(2020, 1, 1))
    client.force_login(coordinator_of(place))

    response = decide(client, place, "register")

    (form,) = [one.form for one in response.context["decisions"] if one.form.is_bound]
    assert form.non_field_errors() == [f"Registration on the {place.qualification} is not open."]


@pytest.mark.parametrize("action", ["register", "correct", "nonsense", ""])
def test_what_is_not_offered_is_answered_with_the_place_as_it_is(client, action):
    place = place_of_today()
    client.force_login(coordinator_of(place))

    response = decide(client, place, action)

    assert [str(message) for message in response.context["messages"]] == [
        "This can no longer be done. Look at the place as it is now."
    ]
    assert state_of(place) == "registered"


def test_a_centre_sees_what_was_submitted_and_not_the_portfolio_in_the_making(client):
    place = place_of_today()
    map_evidence(chosen_unit(place, "602"), "1.1")
    handed_in(ready_unit(place, "601"), at=timezone.now())
    client.force_login(coordinator_of(place))

    lines = client.get(manage(place)).context["lines"]

    assert [(line.number, line.word, line.href) for line in lines] == [
        ("601", "Waiting for an assessor", ""),
        ("602", "Nothing submitted", ""),
    ]


@pytest.mark.parametrize(
    ("place", "heading"),
    [(0, "The line manager has the request"), (15, "The line manager has not answered")],
)
def test_a_request_says_whether_the_link_still_works(client, place, heading):
    asked = asked_place(at=timezone.now() - timedelta(days=place))
    client.force_login(coordinator_of(asked))

    assert heading in client.get(manage(asked)).content.decode()


def test_the_page_of_a_place_takes_as_many_queries_for_two_units_as_for_one(client):
    place = place_of_today()
    client.force_login(coordinator_of(place))
    counts = []
    for number in ("601", "602"):
        chosen_unit(place, number)
        counts.append(queries_of(client, manage(place)))

    assert counts[0] == counts[1]


def test_the_account_bar_leads_people_to_their_rooms_with_counts(client):
    place = approved_now()
    coordinator = coordinator_of(place)
    learning, centre = find(NavigationEntry, "learning"), find(NavigationEntry, "centre")

    assert [learning.show(person) for person in (place.learner, coordinator, UserFactory(moderator=True))] == [
        True,
        False,
        False,
    ]
    assert [centre.show(person) for person in (place.learner, coordinator)] == [False, True]
    assert (
        list(centre.waiting(coordinator)) == list(find(WorkQueue, "places_to_register").waiting(coordinator)) == [place]
    )
    assert learning.waiting(place.learner).count() == 0


def test_staff_who_learn_themselves_find_their_learning():
    place = place_of_today(learner=staff_of(EnrolmentFactory().centre, Role.ASSESSOR))

    assert find(NavigationEntry, "learning").show(place.learner)
