"""A learner's pages: asking for a place, following it, the line manager, the name, leaving."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.links.services import use_link
from cmiportal.rules.days import uk_day
from qualifications.models import Approval, Enrolment, Role
from qualifications.services.registration import refuse, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.places import (
    LINE_MANAGER,
    asked_place,
    coordinator_of,
    link_of,
    offered_qualification,
    told,
)
from tests.factories.portfolio import handed_in, ready_unit
from tests.factories.qualifications import (
    ApprovalFactory,
    EnrolmentFactory,
    published_unit,
    published_version,
    staff_of,
)
from tests.qualifications.views.places import place_of_today
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

REQUEST = {
    "name_as_printed": "Amara J. Whitlock",
    "line_manager_name": "Priya Ostrander",
    "line_manager_email": "priya@example.org",
    "line_manager_organisation": "",
}
BORN = {"date_of_birth_0": "10", "date_of_birth_1": "5", "date_of_birth_2": "1990"}
REFUSED = (404, 405)  # the second on a page that only shows
OWN_PAGES = ["enrolment_detail", "unit_choice", "enrolment_withdraw", "name_confirm", "line_manager_change"]


def asked_now(**fields):
    return asked_place(at=timezone.now(), **fields)


def page(name, place):
    return reverse(f"qualifications:{name}", args=[place.pk])


def request_page(version):
    return reverse("qualifications:enrolment_request", args=[version.qualification.slug])


@pytest.fixture
def learner(client):
    person = UserFactory(name="Amara Whitlock", email="amara@example.org", date_of_birth=date(1990, 5, 10))
    client.force_login(person)
    return person


def test_a_visitor_signs_in_and_comes_back(client):
    version, _ = offered_qualification()

    assert client.get(request_page(version)).url == f"{reverse('account_login')}?next={request_page(version)}"


def test_the_form_begins_with_what_is_known(client, learner):
    version, centre = offered_qualification()

    form = client.get(request_page(version)).context["form"]

    assert (form["name_as_printed"].value(), form["centre"].value()) == ("Amara Whitlock", centre.slug)
    assert "date_of_birth" not in form.fields


def test_a_link_from_a_centre_chooses_it(client, learner):
    version, _ = offered_qualification()
    other = ApprovalFactory(qualification=version.qualification).centre

    form = client.get(request_page(version), {"centre": other.slug}).context["form"]

    assert form["centre"].value() == other.slug


def test_a_request_leads_to_the_place_and_says_who_is_next(client, learner):
    version, centre = offered_qualification()

    response = client.post(request_page(version), {**REQUEST, "centre": centre.slug}, follow=True)

    place = Enrolment.objects.get()
    assert (place.learner, place.centre, place.name_as_printed) == (learner, centre, "Amara J. Whitlock")
    assert place.requested_on == uk_day(timezone.now())
    assert response.redirect_chain == [(page("enrolment_detail", place), 302)]
    assert response.context["step"].heading == "Your line manager has your request"
    assert [str(message) for message in response.context["messages"]] == [
        "Your request is sent. Your line manager answers next."
    ]
    assert [kind for kind, _ in told()] == ["line_manager_asked", "place_requested"]


def test_a_date_of_birth_is_asked_for_once(client):
    learner = UserFactory()
    client.force_login(learner)
    version, centre = offered_qualification()
    data = {**REQUEST, "centre": centre.slug}

    response = client.post(request_page(version), data)
    assert list(response.context["form"].errors) == ["date_of_birth"]

    client.post(request_page(version), {**data, **BORN})
    learner.refresh_from_db()
    assert learner.date_of_birth == date(1990, 5, 10)


def test_only_centres_approved_today_can_be_chosen(client, learner):
    version, centre = offered_qualification()
    ended = ApprovalFactory(
        qualification=version.qualification, during=(date(2020, 1, 1), uk_day(timezone.now()))
    ).centre

    response = client.post(request_page(version), {**REQUEST, "centre": ended.slug})

    assert list(response.context["form"].fields["centre"].queryset) == [centre]
    assert response.context["form"].errors == {"centre": ["Choose one of the centres listed"]}


def test_a_refusal_of_the_service_stands_in_the_form_and_nothing_typed_is_lost(client, settings):
    learner = UserFactory(date_of_birth=uk_day(timezone.now()) - timedelta(days=6000))
    client.force_login(learner)
    version, centre = offered_qualification(minimum_age=18)

    form = client.post(request_page(version), {**REQUEST, "centre": centre.slug}).context["form"]

    (sentence,) = form.non_field_errors()
    assert sentence.startswith("You must be at least 18 years old to register on the Level 6 Certificate")
    assert form["line_manager_name"].value() == "Priya Ostrander"


def test_a_page_that_was_open_when_registration_closed_says_so(client, learner):
    version, _ = offered_qualification(last_registration=uk_day(timezone.now()) - timedelta(days=1))

    response = client.get(request_page(version))

    assert response.context["reason"] == f"Registration on the {version.qualification} is not open."


def test_a_qualification_that_no_centre_delivers_says_so(client, learner):
    version, _ = offered_qualification()
    Approval.objects.all().delete()

    response = client.get(request_page(version))

    assert response.context["reason"] == f"No centre is approved to deliver the {version.qualification} at present."


def test_who_has_a_place_is_led_to_it(client, learner):
    place = asked_now(learner=learner)

    response = client.get(request_page(place.version))

    assert response.context["open_place"] == place
    assert page("enrolment_detail", place) in response.content.decode()


def test_an_unknown_qualification_is_not_found(client, learner):
    assert client.get(reverse("qualifications:enrolment_request", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("name", OWN_PAGES)
def test_nobody_else_finds_a_learners_pages(client, name):
    place = asked_now()
    strangers = [
        UserFactory(),
        coordinator_of(place),
        staff_of(place.centre, Role.ASSESSOR),
        coordinator_of(EnrolmentFactory()),
        UserFactory(moderator=True),
        UserFactory(admin=True),
    ]

    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(page(name, place)).status_code == 404
        assert client.post(page(name, place), {"moves": 0, "units": ["601"]}).status_code in REFUSED
    assert Enrolment.objects.get(pk=place.pk).moves == 0
    client.logout()
    assert client.get(page(name, place)).url.startswith(reverse("account_login"))


def test_a_request_shows_whom_it_waits_for(client):
    place = asked_now()
    client.force_login(place.learner)

    context = client.get(page("enrolment_detail", place)).context

    assert context["line_manager"]["name"] == "Priya Ostrander"
    assert [line.heading for line in context["story"]] == ["Place requested"]
    assert [(one.heading, one.now) for one in context["coming"]] == [
        ("The line manager answers", True),
        ("Registration", False),
    ]
    assert context["offered"] == {"ask_again", "withdraw"}


def test_a_link_that_has_expired_can_be_sent_again(client):
    place = asked_place(at=timezone.now() - timedelta(days=15))
    client.force_login(place.learner)

    step = client.get(page("enrolment_detail", place)).context["step"]
    assert (step.heading, step.href) == ("Your line manager has not answered", page("line_manager_change", place))

    form = client.get(step.href).context["form"]
    data = {name: form[name].value() for name in form.fields}
    assert data["line_manager_email"] == LINE_MANAGER.email
    response = client.post(step.href, data, follow=True)

    assert response.context["step"].heading == "Your line manager has your request"
    assert [line.heading for line in response.context["story"]] == ["Place requested", "Line manager asked again"]


def test_the_learners_own_address_is_refused_for_a_line_manager(client, learner):
    place = asked_now(learner=learner)
    data = {**REQUEST, "moves": 0, "line_manager_email": "AMARA@example.org"}

    form = client.post(page("line_manager_change", place), data).context["form"]

    assert form.errors == {"line_manager_email": ["Enter your line manager’s e-mail address, not your own."]}


def test_a_declined_place_says_why_and_can_be_asked_for_again(client):
    place = asked_now()
    use_link(link=link_of(place), data={"decision": "decline", "reason": "No budget."}, at=timezone.now())
    client.force_login(place.learner)

    response = client.get(page("enrolment_detail", place))

    assert [(line.heading, line.who, line.reason) for line in response.context["story"]][1:] == [
        ("Declined by the line manager", "Priya Ostrander", "No budget.")
    ]
    assert (response.context["step"], response.context["coming"], response.context["offered"]) == (None, [], set())
    assert request_page(place.version) in response.content.decode()


def test_an_approved_place_waits_for_the_centre(client):
    place = asked_now()
    use_link(link=link_of(place), data={"decision": "approve", "reason": ""}, at=timezone.now())
    client.force_login(place.learner)

    context = client.get(page("enrolment_detail", place)).context

    assert context["step"].heading == f"{place.centre} registers you next"
    assert [(one.heading, one.now) for one in context["coming"]] == [("Registration", True)]


def test_the_name_is_confirmed_or_corrected(client):
    place = place_of_today()
    client.force_login(place.learner)
    old = place.name_as_printed

    response = client.post(page("name_confirm", place), {"moves": 0, "name_as_printed": "Amara Jané"}, follow=True)

    place.refresh_from_db()
    assert (place.name_as_printed, place.name_confirmed_at is not None) == ("Amara Jané", True)
    assert response.context["story"][-1].names == (old, "Amara Jané")
    assert "formerly" in response.content.decode()


def test_a_form_that_has_gone_stale_says_so_keeps_what_was_typed_and_can_be_sent_again(client):
    place = place_of_today()
    client.force_login(place.learner)
    client.post(page("name_confirm", place), {"moves": 0, "name_as_printed": "First"})

    response = client.post(page("name_confirm", place), {"moves": 0, "name_as_printed": "Second"})

    form = response.context["form"]
    assert form.non_field_errors() == ["This was changed while you had it open. Look at it again, then decide."]
    data = {name: form[name].value() for name in form.fields}
    assert data == {"moves": "1", "name_as_printed": "Second"}
    client.post(page("name_confirm", place), data)
    place.refresh_from_db()
    assert place.name_as_printed == "Second"


def test_a_learner_withdraws(client):
    place = place_of_today()
    client.force_login(place.learner)

    response = client.post(page("enrolment_withdraw", place), {"moves": 0, "reason": "A new job."}, follow=True)

    place.refresh_from_db()
    assert place.state == "withdrawn"
    assert response.context["story"][-1].reason == "A new job."


def test_withdrawing_is_refused_while_work_is_being_assessed(client):
    place = place_of_today()
    handed_in(ready_unit(place, "601"), at=timezone.now())
    client.force_login(place.learner)

    form = client.post(page("enrolment_withdraw", place), {"moves": 0}).context["form"]

    assert form.non_field_errors() == [
        "Work for unit 601 is being assessed. The place can end when its result is there."
    ]


@pytest.mark.parametrize("name", ["enrolment_withdraw", "name_confirm", "line_manager_change"])
def test_a_place_that_has_ended_offers_no_form(client, name):
    place = place_of_today()
    withdraw(enrolment=place, by=place.learner, at=timezone.now())
    client.force_login(place.learner)

    response = client.get(page(name, place))

    assert not response.context["offered"]
    assert "This cannot be done now" in response.content.decode()


def test_a_learner_reads_why_the_centre_declined(client):
    place = asked_now()
    coordinator = coordinator_of(place, name="Joan Petherick")
    refuse(enrolment=place, by=coordinator, reason="The course is full.", at=timezone.now())
    client.force_login(place.learner)

    last = client.get(page("enrolment_detail", place)).context["story"][-1]

    assert (last.heading, last.who, last.reason) == (
        "Declined by the centre",
        "Joan Petherick",
        "The course is full.",
    )


def test_the_page_of_a_place_takes_as_many_queries_for_three_units_as_for_one(client):
    place = place_of_today(version=published_version([published_unit(number) for number in ("601", "602", "603")]))
    client.force_login(place.learner)
    counts = []
    for numbers in (["601"], ["602", "603"]):
        for number in numbers:
            handed_in(ready_unit(place, number), at=timezone.now())
        counts.append(queries_of(client, page("enrolment_detail", place)))

    assert counts[0] == counts[1]


def test_the_line_manager_answers_without_an_account(client):
    place = asked_now()
    path = told("line_manager_asked")[0]["path"]

    shown = client.get(path)
    assert (shown.context["learner"], shown.context["centre"]) == (place.learner.name, place.centre.name)
    assert Enrolment.objects.get().state == "requested"

    refused = client.post(path, {"decision": "decline", "reason": " "})
    assert refused.context["form"].errors == {"reason": ["Say why you decline; the learner reads it"]}

    thanks = client.post(path, {"decision": "approve", "reason": ""})
    assert f"You approved {place.learner.name}" in thanks.content.decode()
    assert Enrolment.objects.get().state == "approved"
    assert client.get(path).status_code == 410
