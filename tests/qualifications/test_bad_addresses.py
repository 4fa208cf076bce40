"""Addresses that nobody should open: wrong keys, pages and filters that there are not."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from qualifications.models import CentreStaff, Role
from tests.events.private_rows import ROWS as ROWS_OF_EVENTS
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import CentreFactory
from tests.membership.private_rows import ROWS as ROWS_OF_MEMBERSHIP
from tests.pages import addresses
from tests.qualifications.private_rows import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NO_KEYS = ("not-a-key", "01938a3c-5c3e-7000-8000-00000000000", "9" * 40, "..%2f..%2fetc", "%F0%9F%8E%93")
KEYS = {"uuid": "01938a3c-5c3e-7000-8000-000000000000", "int": "1234567", "slug": "any-slug", "str": "1.1"}
PAGES = ("999", "0", "-1", "x", "1.5", "9" * 40, "last", "")
FILTERS = ("show", "state", "level", "size", "nation", "centre", "year", "area", "q", "region", "since", "when", "word")
LISTS = (
    "qualifications:item_list",
    "qualifications:award_list",
    "qualifications:enrolment_list",
    "qualifications:work_queue",
    "qualifications:catalogue_list",
    "qualifications:centre_list",
    "notifications:message_list",
    "billing:order_list",
    "events:booking_list",
    "events:event_list",
    "events:past_list",
    "membership:check_queue",
    "membership:cpd_list",
    "membership:cpd_sample_list",
    "membership:desk",
    "membership:desk_allocation",
    "membership:desk_appeals",
    "membership:desk_moderation",
    "membership:register_search",
    "membership:reminder_plan",
    "membership:request_queue",
    "membership:slot_list",
)
TAKES_POSTS = {"membership:cpd_sample_list", "membership:slot_list"}


@pytest.fixture
def client():
    """Somebody who may open every list: a moderator of the membership team who coordinates a centre."""
    person = UserFactory(moderator=True, groups=[MEMBERSHIP_ASSESSORS])
    CentreStaff.objects.create(user=person, centre=CentreFactory(), role=Role.COORDINATOR, during=("2020-01-01", None))
    client = Client()
    client.force_login(person)
    return client


def kind_of(converter):
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_key_that_is_none_leads_nowhere(client, key):
    for name, pattern in addresses(get_resolver()):
        if name in ROWS or name in ROWS_OF_MEMBERSHIP or name in ROWS_OF_EVENTS:
            keys = {each: KEYS[kind_of(converter)] for each, converter in pattern.pattern.converters.items()}
            response = client.get(reverse(name, kwargs=keys).replace(next(iter(keys.values())), key))
            assert response.status_code in (404, 405), name
            assert response.status_code == 405 or "There is no page at this address" in response.text


@pytest.mark.parametrize("name", LISTS)
def test_a_page_that_a_list_does_not_have_is_answered(client, name):
    for page in PAGES:
        response = client.get(reverse(name), {"page": page})
        assert response.status_code in (200, 404), page
        assert "<h1" in response.text


@pytest.mark.parametrize("name", LISTS)
def test_a_filter_that_a_list_does_not_have_changes_nothing_or_says_so(client, name):
    for value in ("x", "9" * 40, "<script>alert(1)</script>", "日本"):
        response = client.get(reverse(name), dict.fromkeys(FILTERS, value))
        assert response.status_code == 200
        assert "<script>alert(1)" not in response.text


def test_lists_take_no_posts(client):
    for name in set(LISTS) - TAKES_POSTS:
        for method in (client.post, client.put, client.patch, client.delete, client.trace):
            assert method(reverse(name)).status_code == 405, name


def test_what_only_acts_shows_nothing(client):
    assert client.get(reverse("notifications:message_read_all")).status_code == 405


def test_a_form_of_three_megabytes_of_text_is_answered_in_words(client):
    response = client.post(reverse("qualifications:item_add"), {"text": "long" * 750_000})

    assert response.status_code == 413
    assert "That is too much text for one form" in response.text


def test_text_in_no_encoding_comes_back_as_what_could_be_read(client):
    sent = b"kind=&title=Amara+%FF%FE%ED%A0%80&text=kept"
    response = client.post(reverse("qualifications:item_add"), sent, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200
    assert response.context["form"]["text"].value() == "kept"
