"""Centres in the admin: counts of today, periods that may not overlap, lists without a query for each row."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from qualifications.models import Approval, CentreStaff
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import (
    LONG_AGO,
    ApprovalFactory,
    CentreFactory,
    CentreStaffFactory,
    QualificationFactory,
)

pytestmark = pytest.mark.django_db


def today():
    return uk_day(timezone.now())


def changelist(table):
    return reverse(f"admin:qualifications_{table}_changelist")


def shown(client, table, **query):
    return list(client.get(changelist(table), query).context["cl"].queryset)


def test_a_centre_counts_what_holds_today(admin_client):
    centre = CentreFactory()
    ended = (LONG_AGO, today())
    ApprovalFactory.create_batch(2, centre=centre)
    ApprovalFactory(centre=centre, during=ended)
    person = CentreStaffFactory(centre=centre, role="assessor").user
    CentreStaffFactory(centre=centre, user=person, role="verifier")
    CentreStaffFactory(centre=centre, during=ended)
    CentreFactory()

    assert [(row.approval_count, row.staff_count) for row in shown(admin_client, "centre")] == [(2, 1), (0, 0)]


@pytest.mark.parametrize("table", ["centre", "approval", "centrestaff"])
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(admin_client, django_assert_max_num_queries, table):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            centre = CentreFactory()
            ApprovalFactory(centre=centre)
            CentreStaffFactory(centre=centre)
        admin_client.get(changelist(table))
        with django_assert_max_num_queries(100) as captured:
            assert admin_client.get(changelist(table)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_page_of_a_centre_takes_as_many_queries_for_three_rows_as_for_one(
    admin_client, django_assert_max_num_queries
):
    centre = CentreFactory()
    address = reverse("admin:qualifications_centre_change", args=[centre.pk])
    admin_client.get(address)  # fills the cache of content types
    counts = []
    for more in (1, 2):
        ApprovalFactory.create_batch(more, centre=centre)
        CentreStaffFactory.create_batch(more, centre=centre)
        with django_assert_max_num_queries(100) as captured:
            assert admin_client.get(address).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_periods_are_filtered_by_whether_they_hold_today(admin_client):
    holding = ApprovalFactory()
    ended = ApprovalFactory(during=(LONG_AGO, today()))

    assert shown(admin_client, "approval", today="yes") == [holding]
    assert shown(admin_client, "approval", today="no") == [ended]
    assert set(shown(admin_client, "approval")) == {holding, ended}


def test_an_approval_is_made_for_a_period(admin_client):
    centre, qualification = CentreFactory(), QualificationFactory()

    response = admin_client.post(
        reverse("admin:qualifications_approval_add"),
        {"centre": centre.pk, "qualification": qualification.pk, "during_0": "2027-01-01", "during_1": "2030-01-01"},
    )

    assert response.status_code == 302
    during = Approval.objects.get().during
    assert (during.lower, during.upper) == (date(2027, 1, 1), date(2030, 1, 1))


def test_an_approval_that_overlaps_another_is_refused_in_words(admin_client):
    approval = ApprovalFactory()

    response = admin_client.post(
        reverse("admin:qualifications_approval_add"),
        {"centre": approval.centre_id, "qualification": approval.qualification_id, "during_0": "2027-01-01"},
    )

    assert response.status_code == 200
    assert Approval.objects.get() == approval
    assert "already has an approval" in str(response.context["errors"])


def test_a_role_without_a_first_day_or_twice_at_once_is_refused_in_words(admin_client):
    staff = CentreStaffFactory(role="assessor")
    address = reverse("admin:qualifications_centrestaff_add")
    data = {"user": staff.user_id, "centre": staff.centre_id, "role": "assessor"}

    twice = admin_client.post(address, {**data, "during_0": str(today() + timedelta(days=1))})
    never = admin_client.post(address, {**data, "user": UserFactory().pk, "during_1": "2030-01-01"})

    assert "already holds that role" in str(twice.context["errors"])
    assert "first day" in str(never.context["errors"])
    assert CentreStaff.objects.get() == staff
