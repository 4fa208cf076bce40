"""Passes and awards in the admin: shown, found, filtered, never written; lists without a query for each row."""

import pytest
from django.urls import reverse

from qualifications.models import Award, UnitPass
from qualifications.services import awards
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import NOW, EnrolmentFactory, passed, published_unit, published_version
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return published_version([published_unit("601"), published_unit("613", credits=7)])


def raised_for(version, name):
    """An award that waits for sign-off, of a person who has passed everything in the pool."""
    place = EnrolmentFactory(version=version, learner__name=name, name_as_printed=name, name_confirmed_at=NOW)
    for row in version.pool.all():
        passed(place.learner, row.unit_version)
    return awards.raise_award(enrolment=place, at=NOW)


def award_of(version, name):
    """An award that was issued to this person."""
    return awards.issue(award=raised_for(version, name), by=UserFactory(moderator=True), at=NOW)


def address(model, page, *args):
    return reverse(f"admin:qualifications_{model._meta.model_name}_{page}", args=args)


def shown(client, model, **query):
    return list(client.get(address(model, "changelist"), query).context["cl"].queryset)


@pytest.mark.parametrize("model", [Award, UnitPass])
def test_rows_are_found_by_learner_and_cannot_be_written(admin_client, version, model):
    award = award_of(version, "Wren Holtby")
    row = model.objects.first()

    assert row in shown(admin_client, model, q=award.learner.email)
    assert shown(admin_client, model, q="nobody@example.org") == []
    page = admin_client.get(address(model, "change", row.pk))
    assert page.context["has_change_permission"] is False
    assert admin_client.post(address(model, "change", row.pk), {"state": "revoked"}).status_code == 403
    assert admin_client.get(address(model, "add")).status_code == 403
    assert admin_client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("asked", ["number", "code"])
def test_an_award_is_found_by_what_stands_on_its_certificate(admin_client, version, asked):
    award, _ = award_of(version, "Wren Holtby"), award_of(version, "Noor Haddad")

    assert shown(admin_client, Award, q=getattr(award, asked)) == [award]
    assert shown(admin_client, Award, q="Wren Holtby") == [award]


def test_awards_are_filtered_by_state_and_passes_by_being_annulled(admin_client, version):
    award, other = award_of(version, "Wren Holtby"), award_of(version, "Noor Haddad")
    awards.revoke(award=award, by=UserFactory(moderator=True), reason="It was not her work.", at=NOW)
    annulled = UnitPass.objects.filter(learner=award.learner).first()
    UnitPass.objects.filter(pk=annulled.pk).update(annulled_at=NOW)

    assert shown(admin_client, Award, state="issued") == [other]
    assert shown(admin_client, UnitPass, annulled_at__isempty=0) == [annulled]


def test_the_page_of_an_award_shows_its_units_certificates_and_moves(admin_client, version):
    award = award_of(version, "Wren Holtby")
    awards.replace(award=award, by=UserFactory(moderator=True), name="Wren Holtby-Marsh", at=NOW)

    page = admin_client.get(address(Award, "change", award.pk)).content.decode()

    for said in ("Unit 601", "Unit 613", "Wren Holtby-Marsh", award.code, "replace"):
        assert said in page


def test_the_page_of_an_award_does_not_show_what_is_sealed(admin_client, version):
    award = raised_for(version, "Wren Holtby")
    awards.cancel(award=award, by=UserFactory(moderator=True), reason="Two people wrote it.", at=NOW)

    page = admin_client.get(address(Award, "change", award.pk)).content.decode()

    assert "cancel" in page
    assert "Two people wrote it." not in page


@pytest.mark.parametrize("model", [Award, UnitPass])
def test_lists_ask_no_query_for_each_row(admin_client, version, model):
    award_of(version, "Wren Holtby")
    one = queries_of(admin_client, address(model, "changelist"))
    award_of(version, "Noor Haddad")
    award_of(version, "Ines Marlow")

    assert queries_of(admin_client, address(model, "changelist")) == one


def test_the_page_of_an_award_asks_no_query_for_each_unit(admin_client):
    few = award_of(published_version([published_unit("601"), published_unit("613", credits=7)]), "Wren Holtby")
    many = award_of(
        published_version([published_unit(number, credits=5) for number in ("602", "603", "604")]), "Noor Haddad"
    )

    assert (few.units.count(), many.units.count()) == (2, 3)
    assert queries_of(admin_client, address(Award, "change", many.pk)) == queries_of(
        admin_client, address(Award, "change", few.pk)
    )
