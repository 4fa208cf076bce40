"""Foundation Chartered Manager as it is offered, submitted, checked by a person and held."""

import pytest
from django.urls import reverse

from membership.models import CharteredApplication
from tests.factories.applications import begun, ready, route
from tests.factories.billing import price
from tests.factories.chartered import moderator
from tests.factories.cpd import CharteredStatusFactory
from tests.factories.membership import member
from tests.membership.views.test_applications import page, text

pytestmark = pytest.mark.django_db
BEGIN = reverse("membership:application_begin")
ROUTE = reverse("membership:application_route")
HOME = reverse("membership:application_detail")
STATUS = reverse("membership:status_detail")


def foundation(rule=((),)):
    return route(
        "foundation", rule=rule, product="", pence=None, criteria=(), needs_referee=False, has_discussion=False
    )


@pytest.fixture
def person(client):
    person = member().person
    client.force_login(person)
    return person


def prepared(person, **of_route):
    foundation(**of_route)
    return ready(person, key="foundation", status="fcmgr")


def submit(client):
    return client.post(reverse("membership:application_submit"), {"moves": 0}, follow=True)


def test_the_route_says_that_the_record_is_enough_and_costs_nothing(client):
    foundation()

    html = page(client, reverse("membership:chartered_home"))

    assert "Nothing: your record is enough" in html
    assert "None" in html


def test_who_comes_from_its_route_finds_its_status_chosen(client, person):
    route()
    foundation()

    form = client.get(f"{BEGIN}?route=foundation").context["form"]

    assert (form["route"].value(), form["status"].value()) == ("foundation", "fcmgr")
    assert client.get(BEGIN).context["form"]["status"].value() == "cmgr_mcmi"


def test_who_holds_the_status_already_is_told_where_they_choose_it(client, person):
    route()
    foundation()
    CharteredStatusFactory(person=person, status="fcmgr")
    chosen = {"route": "foundation", "status": "fcmgr"}
    said = "You are a Foundation Chartered Manager already."

    assert client.post(BEGIN, chosen).context["form"].non_field_errors() == [said]
    assert not CharteredApplication.objects.exists()
    row = begun(person)
    assert client.post(ROUTE, chosen).context["form"].non_field_errors() == [said]
    row.refresh_from_db()
    assert (row.route_id, row.status) == ("full", "cmgr_mcmi")


def test_nothing_can_be_chosen_while_no_route_is_open(client, person):
    assert client.get(BEGIN).context["form"]["status"].value() is None


def test_an_application_names_no_fee_and_no_assessor_and_is_awarded_at_once(client, person):
    price("membership-member", 22_700, audience="chartered")
    prepared(person)
    html = page(client, HOME)
    assert "Check your answers, then submit the application." in html
    assert "We check that you are eligible" in html
    assert "assessor" not in html
    html = page(client, reverse("membership:application_submit"))
    assert "The fee is next." not in html
    assert "with the status" not in html

    html = text(submit(client))

    assert "You are a Foundation Chartered Manager" in html
    assert "Nothing to pay" in html
    assert "see what was said" not in html


def test_whoever_checks_the_claim_is_told_that_confirming_awards(client, person):
    row = prepared(person, rule=None)
    submit(client)
    client.force_login(moderator())
    address = reverse("membership:application_check", args=[row.pk])
    assert "this awards the status" in page(client, address)
    row.refresh_from_db()

    data = {"confirm": "yes", "confirm-reason": "I saw the certificate.", "confirm-moves": row.moves}
    html = text(client.post(address, data, follow=True))

    assert f"{row}: eligible. The status is awarded, and the applicant is told." in html
    assert CharteredApplication.objects.get().state == "awarded"


def test_its_holder_reads_what_comes_next_and_is_in_no_sample(client, person):
    prepared(person)
    submit(client)

    html = page(client, STATUS)

    assert "You may write fCMgr after your name." in html
    assert "See which route suits you" in html
    assert "Each year we draw a sample" not in html
