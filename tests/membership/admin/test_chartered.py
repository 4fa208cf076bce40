"""Discussions, holders, appeals and statuses in the admin: to be read, without what was said in confidence."""

import pytest
from django.urls import reverse

from membership.models import Appeal, ApplicationHolder, CharteredStatus, CriterionJudgement, Slot
from tests.factories.chartered import Desk

pytestmark = pytest.mark.django_db

TABLES = (Appeal, ApplicationHolder, CharteredStatus, CriterionJudgement, Slot)


def address(model, page, *args):
    return reverse(f"admin:membership_{model._meta.model_name}_{page}", args=args)


def test_a_holder_a_judgement_and_a_status_are_found_by_the_applicant(admin_client):
    desk = Desk().allocated()
    status = desk.awarded()

    for model in (ApplicationHolder, CriterionJudgement, CharteredStatus):
        found = admin_client.get(address(model, "changelist"), {"q": "Ostrander"}).context["cl"].queryset
        assert {getattr(row, "application_id", None) for row in found} == {status.application_id}


def test_a_status_shows_whether_it_is_on_the_register_and_never_its_code(admin_client):
    status = Desk().allocated().awarded()

    listed = admin_client.get(address(CharteredStatus, "changelist")).content.decode()
    page = admin_client.get(address(CharteredStatus, "change", status.pk)).content.decode()

    assert "icon-no" in listed
    assert status.code not in page
    assert "Priya Ostrander" in page


@pytest.mark.parametrize("model", TABLES)
def test_each_list_answers_and_nothing_is_added(admin_client, model):
    assert admin_client.get(address(model, "changelist"), {"q": "x"}).status_code == 200
    assert admin_client.get(address(model, "add")).status_code == 403
