"""The person's own page: what it shows, what it lets them change, and in which zone times are shown."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.forms import ProfileForm
from cmiportal.accounts.middleware import time_zone_middleware
from cmiportal.accounts.zones import place, zone_choices, zone_of
from tests.factories.accounts import UserFactory

TODAY = date(2027, 1, 19)
DETAILS = {"name": "Amara Whitlock", "preferred_name": "", "time_zone": "Europe/London"}


def born(day, month, year):
    return {f"date_of_birth_{part}": str(value) for part, value in enumerate((day, month, year))}


@pytest.mark.django_db
def test_the_page_shows_what_we_know_and_leads_to_every_change(client):
    person = UserFactory(
        name="李小龙",
        preferred_name="Bruce",
        date_of_birth=date(1990, 11, 27),
        time_zone="Asia/Hong_Kong",
        uln="1234567890",
    )
    client.force_login(person)

    page = client.get(reverse("accounts:profile_detail")).content.decode()

    for shown in ("李小龙", "Bruce", "27 November 1990", "Hong Kong", "1234567890", person.email, "Off"):
        assert shown in page
    for name in ("accounts:profile_edit", "account_email", "account_change_password", "mfa_index"):
        assert f'href="{reverse(name)}"' in page


@pytest.mark.django_db
def test_details_are_saved_as_they_were_cleaned(client):
    person = UserFactory()
    client.force_login(person)

    response = client.post(
        reverse("accounts:profile_edit"),
        {"name": " Zoe\u0308  Quillson ", "preferred_name": "Zo", "time_zone": "Asia/Kathmandu", **born(7, 3, 1991)},
    )

    assert response.url == reverse("accounts:profile_detail")
    person.refresh_from_db()
    assert (person.name, person.preferred_name) == ("Zoë Quillson", "Zo")
    assert (person.time_zone, person.date_of_birth) == ("Asia/Kathmandu", date(1991, 3, 7))
    assert "Your details are saved." in client.get(response.url).content.decode()


@pytest.mark.django_db
def test_a_refused_change_is_not_shown_as_if_it_were_true(client):
    person = UserFactory(name="Amara Whitlock")
    client.force_login(person)

    page = client.post(reverse("accounts:profile_edit"), DETAILS | {"name": "x" * 301}).content.decode()

    assert "Use 300 characters or fewer; you used 301." in page
    assert "<p>Amara Whitlock</p>" in page
    person.refresh_from_db()
    assert person.name == "Amara Whitlock"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (DETAILS, {}),
        (DETAILS | born(18, 1, 2027), {}),
        (DETAILS | born(19, 1, 2027), {"date_of_birth": ["The date of birth must lie between 1900 and yesterday"]}),
        (DETAILS | born(31, 12, 1899), {"date_of_birth": ["The date of birth must lie between 1900 and yesterday"]}),
        (DETAILS | {"name": ""}, {"name": ["Enter your full name"]}),
    ],
)
def test_what_the_form_refuses(data, errors):
    assert ProfileForm(data, today=TODAY, instance=UserFactory.build()).errors == errors


@pytest.mark.django_db
def test_a_zone_that_nobody_knows_is_refused():
    form = ProfileForm(DETAILS | {"time_zone": "Mars/Olympus"}, today=TODAY, instance=UserFactory.build())

    assert list(form.errors) == ["time_zone"]


def test_zones_are_listed_by_part_of_the_world_and_place():
    choices = dict(zone_choices())

    assert ("Europe/London", "London") in choices["Europe"]
    assert ("America/Argentina/Buenos_Aires", "Buenos Aires, Argentina") in choices["America"]
    assert choices["Other"] == [("UTC", "UTC")]
    assert list(choices) == sorted(choices)


def test_a_zone_that_is_kept_stays_to_choose_from():
    assert dict(zone_choices(kept="Etc/GMT+5"))["Other"] == [("Etc/GMT+5", "GMT+5"), ("UTC", "UTC")]


def test_a_zone_without_a_place_is_called_by_its_name():
    assert place("UTC") == "UTC"


@pytest.mark.parametrize(
    ("user", "hour"),
    [
        (AnonymousUser(), "11:30 BST"),
        (UserFactory.build(time_zone="Asia/Kathmandu"), "16:15 +0545"),
        (UserFactory.build(time_zone="Mars/Olympus"), "11:30 BST"),
        (UserFactory.build(time_zone=""), "11:30 BST"),
        (UserFactory.build(time_zone="../etc/passwd"), "11:30 BST"),
    ],
)
def test_times_are_shown_in_the_zone_of_the_reader(rf, user, hour):
    def view(request):
        return HttpResponse(f"{timezone.localtime(datetime(2027, 7, 1, 10, 30, tzinfo=UTC)):%H:%M %Z}")

    request = rf.get("/")
    request.user = user
    before = timezone.get_current_timezone()

    assert time_zone_middleware(view)(request).content.decode() == hour
    assert timezone.get_current_timezone() == before


def test_the_zone_of_a_person_is_a_zone():
    assert zone_of(UserFactory.build(time_zone="Asia/Kathmandu")) == ZoneInfo("Asia/Kathmandu")
