"""Members, requests and reminders in the admin: found and exported, changed nowhere, messages sent again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cmiportal.notifications.models import Notification
from cmiportal.notifications.states import Mail
from membership.models import GradeRequest, Membership, RenewalReminder
from membership.services.members.reminders import remind
from membership.services.members.requests import begin
from tests.factories.accounts import UserFactory
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def address(model, page, *args):
    return reverse(f"admin:membership_{model._meta.model_name}_{page}", args=args)


def act(client, model, rows, action):
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(address(model, "changelist"), data, follow=True)


def reminded(in_days=7):
    """A member whose reminder was sent."""
    row = member(until=NOW.date() + timedelta(days=in_days), at=NOW - timedelta(days=100))
    remind(at=NOW)
    Notification.objects.filter(kind="renewal_reminder").update(mail=Mail.SENT, sent_at=NOW)
    return row


@pytest.mark.parametrize("by", ["number", "person__name", "person__email"])
def test_a_member_is_found_by_number_name_and_address(admin_client, by):
    row = member(person=UserFactory(name="Wren Ashgrove", email="wren@example.org"))
    member()
    query = {"number": row.number, "person__name": "ashgrove", "person__email": "wren@"}[by]

    found = admin_client.get(address(Membership, "changelist"), {"q": query}).context["cl"].queryset

    assert list(found) == [row]


def test_a_membership_shows_its_grades_reminders_and_moves(admin_client):
    row = reminded()

    page = admin_client.get(address(Membership, "change", row.pk))

    shown = [formset.formset.queryset.count() for formset in page.context["inline_admin_formsets"]]
    assert shown == [1, 3, 2]
    assert reverse("membership:member_detail", args=[row.pk]) in page.content.decode()


def test_a_request_leads_to_the_page_where_it_is_decided(admin_client):
    asked = begin(person=UserFactory(), at=NOW)

    page = admin_client.get(address(GradeRequest, "change", asked.pk)).content.decode()

    assert reverse("membership:request_review", args=[asked.pk]) in page


@pytest.mark.parametrize("model", [Membership, GradeRequest, RenewalReminder])
def test_nothing_is_added_changed_or_removed(admin_client, model):
    reminded()
    begin(person=UserFactory(), at=NOW)
    row = model.objects.first()

    answers = [
        admin_client.post(address(model, *page), {}).status_code
        for page in (("add",), ("change", row.pk), ("delete", row.pk))
    ]

    assert answers == [403, 403, 403]


def test_members_leave_as_csv_without_free_text(admin_client):
    row = member(person=UserFactory(name="Wren Ashgrove", email="wren@example.org"), grade=GradeFactory(title="Member"))

    lines = act(admin_client, Membership, [row], "export_csv").content.decode("utf-8-sig").splitlines()

    assert lines == [
        "number,person name,person email,grade title,state,basis,joined on,starts on,ends on",
        f"{row.number},Wren Ashgrove,wren@example.org,Member,active,concession,"
        f"{row.joined_on},{row.starts_on},{row.ends_on}",
    ]


def test_a_reminder_that_was_sent_is_sent_again_and_one_that_was_skipped_is_not(admin_client):
    row = reminded()
    sent = RenewalReminder.objects.get(membership=row, days=7)
    skipped = RenewalReminder.objects.get(membership=row, days=60)

    page = act(admin_client, RenewalReminder, [sent, skipped], "send_the_message_again")

    assert [str(message) for message in page.context["messages"]] == ["1 of 2 queued to be sent now."]
    assert Notification.objects.filter(kind="renewal_reminder", recipient=row.person, mail=Mail.QUEUED).count() == 1
    assert RenewalReminder.objects.filter(membership=row).count() == 3


def test_who_may_not_send_messages_again_is_not_offered_it(client):
    person = UserFactory(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_renewalreminder"))
    client.force_login(person)
    reminded()

    page = client.get(address(RenewalReminder, "changelist")).content.decode()

    assert ("send_the_message_again" in page, "export_csv" in page) == (False, True)


@pytest.mark.parametrize(("model", "number"), [(Membership, 7), (RenewalReminder, 6)])
def test_a_list_takes_as_many_queries_for_three_members_as_for_one(admin_client, model, number):
    reminded()
    assert queries_of(admin_client, address(model, "changelist")) == number

    reminded()
    reminded()
    assert queries_of(admin_client, address(model, "changelist")) == number


def test_the_ledger_is_narrowed_to_a_rule_of_the_policy(admin_client):
    reminded()

    def shown(days):
        page = admin_client.get(address(RenewalReminder, "changelist"), {"days": days})
        return sorted(one.days for one in page.context["cl"].result_list)

    assert (shown("30"), shown(""), shown("nonsense")) == ([30], [7, 30, 60], [7, 30, 60])
