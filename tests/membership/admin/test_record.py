"""Claims in the admin: looked at, confirmed or not accepted by the membership team, never edited."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from membership.models import Experience, QualificationHeld
from tests.factories.accounts import UserFactory
from tests.factories.record import ExperienceFactory, QualificationHeldFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

TABLES = [(Experience, ExperienceFactory), (QualificationHeld, QualificationHeldFactory)]


def address(model, page, *args):
    return reverse(f"admin:membership_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def team(client):
    """Somebody of the membership team who may look at records."""
    person = UserFactory(is_staff=True, groups=[MEMBERSHIP_ASSESSORS])
    names = ("view_experience", "view_qualificationheld")
    person.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(person)
    return person


def act(client, model, rows, action, reason=""):
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows], "reason": reason}
    response = client.post(address(model, "changelist"), data, follow=True)
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(("model", "factory"), TABLES)
def test_claims_are_confirmed(client, team, model, factory):
    rows = [factory(), factory()]

    assert act(client, model, rows, "confirm_claims") == ["Decided: 2. Each person is told."]
    assert set(model.objects.values_list("state", "decided_by")) == {("confirmed", team.pk)}


@pytest.mark.parametrize(("model", "factory"), TABLES)
def test_claims_are_not_accepted_for_a_reason(client, team, model, factory):
    assert act(client, model, [factory()], "refuse_claims", "The letter is unsigned.") == [
        "Decided: 1. Each person is told."
    ]
    assert model.objects.values_list("state", "because").get() == ("refused", "The letter is unsigned.")


def test_what_cannot_be_decided_is_named_and_the_rest_is_decided(client, team):
    own, other = ExperienceFactory(person=team, post="Own"), ExperienceFactory(post="Other")

    said = act(client, Experience, [own, other], "confirm_claims")

    assert sorted(said) == [
        "Decided: 1. Each person is told.",
        "Own, Fellgate Logistics: Only the membership team decides, and nobody about their own record.",
    ]
    assert set(Experience.objects.values_list("post", "state")) == {("Own", "claimed"), ("Other", "confirmed")}


def test_nothing_is_refused_without_a_reason(client, team):
    row = ExperienceFactory()

    assert act(client, Experience, [row], "refuse_claims") == [
        f"{row}: Say why it is not accepted; the person reads it.",
        "Decided: 0. Each person is told.",
    ]


@pytest.mark.parametrize(("model", "factory"), TABLES)
def test_who_is_not_of_the_team_is_not_offered_to_decide_and_nobody_edits(admin_client, model, factory):
    row = factory()

    actions = dict(admin_client.get(address(model, "changelist")).context["action_form"].fields["action"].choices)

    assert {"confirm_claims", "refuse_claims"} & set(actions) == set()
    assert admin_client.post(address(model, "change", row.pk), {"state": "confirmed"}).status_code == 403


@pytest.mark.parametrize(("model", "factory"), TABLES)
def test_lists_take_as_many_queries_for_three_rows_as_for_one(admin_client, model, factory):
    factory()
    one = queries_of(admin_client, address(model, "changelist"))

    factory()
    factory()

    assert queries_of(admin_client, address(model, "changelist")) == one
