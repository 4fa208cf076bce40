"""Addresses that nobody should open: wrong keys, pages that there are not, methods that nothing answers to."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.models import User
from tests.demo import portal_of
from tests.qualifications.filled_forms import FORMS
from tests.qualifications.private_rows import ROWS

pytestmark = pytest.mark.django_db

NO_KEYS = ("not-a-key", "01938a3c-5c3e-7000-8000-00000000000", "1", "-1", "9" * 40, "..%2f..%2fetc", "%F0%9F%8E%93")
PAGES = ("999", "0", "-1", "x", "1.5", "9" * 40, "last", "")
FILTERS = ("show", "state", "level", "size", "nation", "centre")
LISTS = {
    "qualifications:item_list": "learner",
    "qualifications:award_list": "moderator",
    "qualifications:enrolment_list": "coordinator",
    "qualifications:work_queue": "coordinator",
    "qualifications:catalogue_list": "learner",
    "qualifications:centre_list": "learner",
    "notifications:message_list": "learner",
}


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal as of now."""
    with portal_of(django_db_blocker, at=timezone.now()):
        yield


def signed_in(name):
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_key_that_is_none_leads_nowhere(key):
    clients = [signed_in(name) for name in ("learner", "coordinator", "moderator")]
    for name, rows in ROWS.items():
        keys = next(rows("calderbridge")).keys
        address = reverse(name, kwargs=keys).replace(str(next(iter(keys.values()))), key)
        for client in clients:
            response = client.get(address)
            assert response.status_code in (404, 405), address
            assert response.status_code == 405 or "There is no page at this address" in response.text


@pytest.mark.parametrize("code", ["9.9", "1.1.1", "x", "%2e", "日本", "1" * 500])
def test_a_criterion_that_there_is_not_leads_nowhere(code):
    for form in FORMS:
        if "code" in (keys := form.where()):
            address = reverse(form.name, kwargs=keys | {"code": "CODE"}).replace("CODE", code)
            assert signed_in(form.person).get(address).status_code == 404, form


@pytest.mark.parametrize("name", LISTS)
def test_a_page_that_a_list_does_not_have_is_answered(name):
    client = signed_in(LISTS[name])
    for page in PAGES:
        response = client.get(reverse(name), {"page": page})
        assert response.status_code in (200, 404), page
        assert "<h1" in response.text


@pytest.mark.parametrize("name", LISTS)
def test_a_filter_that_a_list_does_not_have_changes_nothing_or_says_so(name):
    client = signed_in(LISTS[name])
    plain = client.get(reverse(name))
    for value in ("x", "9" * 40, "<script>alert(1)</script>", "日本"):
        response = client.get(reverse(name), dict.fromkeys(FILTERS, value))
        assert response.status_code == plain.status_code == 200
        assert "<script>alert(1)" not in response.text


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_a_method_that_nothing_answers_to_is_refused(method):
    for form in FORMS:
        sender = signed_in(form.person) if form.person else Client()
        assert getattr(sender, method)(form.address()).status_code == 405, form
    for name in LISTS:
        assert getattr(signed_in(LISTS[name]), method)(reverse(name)).status_code == 405, name


def test_lists_take_no_posts():
    for name, person in LISTS.items():
        assert signed_in(person).post(reverse(name)).status_code == 405, name


@pytest.mark.parametrize("name", ["message_read_all"])
def test_what_only_acts_shows_nothing(name):
    assert signed_in("learner").get(reverse(f"notifications:{name}")).status_code == 405


def test_a_form_of_three_megabytes_of_text_is_answered_in_words():
    response = signed_in("learner").post(reverse("qualifications:item_add"), {"text": "long" * 750_000})

    assert response.status_code == 400
    assert "We could not understand that request" in response.text


def test_text_in_no_encoding_comes_back_as_what_could_be_read():
    response = signed_in("learner").post(
        reverse("qualifications:item_add"),
        b"kind=&title=Amara+%FF%FE%ED%A0%80&text=kept",
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 200
    assert ">kept</textarea>" in response.text.replace(">\nkept", ">kept")
