import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cmiportal import registry
from cmiportal.registry import NavigationEntry
from cmiportal.ui.context_processors import Link, Navigation, nearest, page
from tests.factories.accounts import UserFactory


@pytest.fixture
def entries(monkeypatch):
    """The registry with entries of this test alone."""

    def only(*given: NavigationEntry) -> None:
        monkeypatch.setattr(registry, "_entries", {NavigationEntry: {entry.key: entry for entry in given}})

    only()
    return only


def asked(rf, path="/", user=None):
    request = rf.get(path)
    request.user = user or AnonymousUser()
    return page(request)["navigation"]


def test_without_entries_every_section_is_empty(rf, entries):
    navigation = asked(rf)

    assert [navigation.main, navigation.account, navigation.footer] == [[], [], []]


def test_entries_come_in_order_with_addresses_for_those_whom_they_concern(rf, entries):
    entries(
        NavigationEntry("guide", "Style guide", "ui:style_guide", "main", order=2),
        NavigationEntry("home", "Home", "site:home", "main", order=1),
        NavigationEntry("secret", "Secret", "site:home", "main", show=lambda user: user.is_authenticated),
    )

    assert asked(rf, "/elsewhere/").main == [Link("Home", "/", "", 0), Link("Style guide", "/style-guide/", "", 0)]


@pytest.mark.parametrize(
    ("path", "current"), [("/style-guide/", "page"), ("/style-guide/colour/", "true"), ("/other/", "")]
)
def test_the_entry_of_this_page_or_section_is_current(rf, entries, path, current):
    entries(NavigationEntry("guide", "Style guide", "ui:style_guide", "footer"))

    assert asked(rf, path).footer == [Link("Style guide", "/style-guide/", current, 0)]


def test_one_entry_at_most_is_current():
    assert nearest(["/learning/", "/learning/evidence/", "/"], "/learning/evidence/add/") == "/learning/evidence/"


def test_an_entry_whose_page_is_not_installed_is_left_out(rf, entries):
    entries(NavigationEntry("gone", "Gone", "nowhere:at_all", "main"))

    assert asked(rf).main == []


@pytest.mark.django_db
def test_rooms_are_for_people_who_are_signed_in_and_say_what_is_new(rf, entries):
    entries(NavigationEntry("messages", "Messages", "site:home", "account", count=lambda user: 2))

    assert asked(rf, "/x/").account == []
    assert asked(rf, "/x/", UserFactory()).account == [Link("Messages", "/", "", 2)]


def test_a_request_without_a_person_has_no_rooms(rf, entries):
    assert Navigation(rf.get("/")).account == []


def test_every_registered_entry_leads_to_a_page():
    assert [entry.key for entry in registry.every(NavigationEntry) if not reverse(entry.url_name)] == []
