"""Where a person finds the secret address of their calendar, and makes another one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.calendar_keys import person_of_calendar, renew_calendar_key
from cmiportal.accounts.groups import ADMINISTRATORS
from cmiportal.accounts.models import CalendarKey
from tests.factories.accounts import UserFactory
from tests.pages import text_of

pytestmark = pytest.mark.django_db

PAGE = reverse("accounts:calendar_key")


@pytest.fixture
def person(client):
    found = UserFactory()
    client.force_login(found)
    return found


def test_there_is_no_address_until_somebody_wants_one(client, person):
    assert "Make the address" in text_of(client.get(PAGE))
    assert not CalendarKey.objects.exists()


def test_the_account_leads_to_it(client, person):
    assert f'href="{PAGE}"' in client.get(reverse("accounts:profile_detail")).content.decode()


def test_an_address_is_made_shown_and_renewed(client, person, settings):
    settings.SITE_URL = "https://portal.example"
    client.post(PAGE)
    first = CalendarKey.objects.get(person=person).secret
    assert f"https://portal.example/calendar/{first}.ics" in text_of(client.get(PAGE))

    shown = text_of(client.post(PAGE, follow=True))

    second = CalendarKey.objects.get(person=person).secret
    assert second != first
    assert "Your calendar has a new address" in shown
    assert f"/calendar/{second}.ics" in shown
    assert first not in shown


def test_secrets_are_long_and_of_signs_that_an_address_takes_as_they_are(person, at):
    secrets = {renew_calendar_key(person=person, at=at).secret for _ in range(20)}

    assert len(secrets) == 20
    assert {len(secret) for secret in secrets} == {43}
    assert all(secret.replace("-", "").replace("_", "").isalnum() for secret in secrets)


def test_a_secret_is_its_persons_alone(at):
    first, second = UserFactory(), UserFactory()
    keys = [renew_calendar_key(person=each, at=at) for each in (first, second)]

    assert [person_of_calendar(key.secret) for key in keys] == [first, second]
    assert person_of_calendar("") is None


def test_who_sees_the_portal_as_somebody_else_sees_no_address(client):
    person, viewer = UserFactory(), UserFactory(is_staff=True, groups=[ADMINISTRATORS])
    secret = renew_calendar_key(person=person, at=timezone.now()).secret
    client.force_login(viewer)
    client.post(reverse("accounts:see_as", args=[person.pk]), {"reason": "She cannot find her order."})

    shown = client.get(PAGE).content.decode()

    assert secret not in shown
    assert "The address is hidden" in shown


def test_staff_see_who_has_one_and_never_the_address(admin_client, at):
    key = renew_calendar_key(person=UserFactory(name="Wren Ashgrove"), at=at)

    pages = [
        admin_client.get(reverse("admin:accounts_calendarkey_changelist")).content.decode(),
        admin_client.get(reverse("admin:accounts_calendarkey_change", args=[key.pk])).content.decode(),
    ]

    assert all("Wren Ashgrove" in page and key.secret not in page for page in pages)
