"""A member of staff in the admin: finds a learner's place, exports it, and sends a lost message again."""

import csv

import pytest
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from cmiportal.notifications.states import Mail
from tests.browser.people import Person, saved
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.qualifications import EnrolmentFactory

PLACES = reverse("admin:qualifications_enrolment_changelist")
MESSAGES = reverse("admin:notifications_notification_changelist")


@pytest.fixture
def staff(signed_in, live_server):
    """Somebody who may do everything; a script or style that the policy refuses is a trouble."""
    person = Person(signed_in(UserFactory(admin=True)), live_server.url)
    yield person
    assert [trouble for trouble in person.troubles if "scrolls sideways" not in trouble] == []


def narrows(staff, words):
    staff.page.locator("#searchbar").fill(words)
    with staff.page.expect_navigation():
        staff.page.locator("#searchbar").press("Enter")


def ticks_all_and_chooses(staff, action):
    staff.page.locator("#action-toggle").check()
    staff.page.locator("select[name=action]").select_option(label=action)
    return staff.page.locator("button[name=index]")


def test_a_place_is_found_and_exported_with_formulas_as_text(staff, tmp_path):
    place, _ = EnrolmentFactory(learner__name="=1+1", learner__email="zoe@example.org"), EnrolmentFactory()
    staff.opens(PLACES)
    narrows(staff, "zoe@example.org")
    run = ticks_all_and_chooses(staff, "Export selected rows as CSV")
    with staff.page.expect_download() as found:
        run.click()

    with saved(found.value, tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[:3] for row in rows[1:]] == [[place.number, "'=1+1", "zoe@example.org"]]


def test_a_lost_message_is_found_by_its_state_and_sent_again(staff):
    lost = NotificationFactory(mail=Mail.FAILED, attempts=8, last_error="The server refused it")
    NotificationFactory(sent=True)
    staff.page.goto(f"{staff.address}{MESSAGES}?mail__exact=failed")
    assert staff.page.locator("#result_list tbody tr").count() == 1
    run = ticks_all_and_chooses(staff, "Send again (sent, failed or bounced)")
    with staff.page.expect_navigation():
        run.click()

    assert Notification.objects.get(pk=lost.pk).mail == Mail.QUEUED
    assert Notification.objects.count() == 2


def test_forms_histories_and_the_search_for_people_run_under_the_sites_policy(staff):
    EnrolmentFactory(learner=UserFactory(name="Zoë Hartley-Fenwick"))
    person = User.objects.get(name="Zoë Hartley-Fenwick")
    for name in ("change", "history"):
        staff.opens(reverse(f"admin:accounts_user_{name}", args=[person.pk]))
    staff.opens(reverse("admin:qualifications_centrestaff_add"))
    staff.page.locator(".field-user .select2-selection").click()
    staff.page.keyboard.type("Hartley")

    staff.page.get_by_role("option", name="Hartley-Fenwick").click()

    assert staff.page.locator("[name=user]").input_value() == str(person.pk)
