"""Grades, routes, criteria and areas in the admin: changed with their rule read first, and with a history."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from membership.models import Area, CharteredCriterion, Grade, Route
from tests.factories.accounts import UserFactory
from tests.factories.grades import grade

pytestmark = pytest.mark.django_db


def address(model, page, *args):
    return reverse(f"admin:membership_{model._meta.model_name}_{page}", args=args)


def typed(row, **changes):
    values = {
        "rank": row.rank,
        "title": row.title,
        "post_nominals": row.post_nominals,
        "summary": row.summary,
        "rule": "",
        "product": row.product,
        "source": row.source,
    }
    return values | changes


def test_the_list_of_grades_says_what_each_asks(admin_client):
    grade("associate")
    grade("member")

    html = admin_client.get(address(Grade, "changelist")).content.decode()

    assert "a person decides" in html
    assert "at level 6 or above; or Five years in management" in html


def test_a_rule_is_read_before_it_is_saved(admin_client):
    row = grade("member")
    page = address(Grade, "change", row.pk)

    refused = admin_client.post(page, typed(row, rule='[[{"month": 3}]]'))
    assert refused.context["adminform"].form.errors == {
        "rule": ["A condition is an object with one of years, qualification, registered, assessed, not {'month': 3}."]
    }

    assert admin_client.post(page, typed(row, rule='[[{"years": 4}]]')).status_code == 302
    assert Grade.objects.get().rule == [[{"years": 4}]]


def test_an_empty_rule_means_that_a_person_decides(admin_client):
    row = grade("member")

    admin_client.post(address(Grade, "change", row.pk), typed(row))

    assert Grade.objects.get().rule is None


def test_the_key_is_given_once(admin_client):
    row = grade("member")

    new = admin_client.get(address(Grade, "add")).context["adminform"].form
    kept = admin_client.get(address(Grade, "change", row.pk)).context["adminform"].form
    assert ("key" in new.fields, "key" in kept.fields) == (True, False)


def test_who_may_only_look_sees_the_rule_too(client):
    person = UserFactory(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_grade"))
    client.force_login(person)

    assert client.get(address(Grade, "change", grade("member").pk)).status_code == 200


def test_a_change_stands_in_the_history(admin_client):
    row = grade("member")

    admin_client.post(address(Grade, "change", row.pk), typed(row, title="Full Member"))

    html = admin_client.get(reverse("admin:membership_gradehistory_changelist")).content.decode()
    assert "Full Member" in html


def test_criteria_name_their_routes_and_areas_their_domain(admin_client):
    route = Route.objects.create(key="full", position=1, title="Full assessment", summary="For all.", rule=[[]])
    criterion = CharteredCriterion.objects.create(
        key="impact", position=1, title="Impact", detail="What changed.", words_from=100, words_to=200
    )
    criterion.routes.add(route)
    Area.objects.create(key="results", position=1, domain="Performance", title="Results", summary="What is done.")

    said_of = {CharteredCriterion: "Full assessment", Route: "it is open to everybody", Area: "Performance"}
    for model, said in said_of.items():
        assert said in admin_client.get(address(model, "changelist")).content.decode()
