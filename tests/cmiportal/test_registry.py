"""The registry: entries by kind and key, in order, each key once."""

import pytest

from cmiportal import registry
from cmiportal.registry import AlreadyRegistered, DocumentKind, NavigationEntry, UnknownKey, every, find, register


@pytest.fixture(autouse=True)
def own_entries(monkeypatch):
    monkeypatch.setattr(registry, "_entries", {})


def open_to_all(user, file):
    return True


PHOTO = DocumentKind(key="photo", label="Photo", may_open=open_to_all)


def test_an_entry_is_found_by_its_kind_and_key():
    register(PHOTO)

    assert find(DocumentKind, "photo") is PHOTO


def test_an_unknown_key_is_refused_by_name():
    register(PHOTO)

    with pytest.raises(UnknownKey, match="No NavigationEntry is registered as 'photo'"):
        find(NavigationEntry, "photo")


def test_every_gives_the_entries_of_one_kind_in_order_of_registration():
    home = NavigationEntry(key="home", label="Home", url_name="site:home", section="main")
    about = NavigationEntry(key="about", label="About", url_name="site:home", section="footer")
    register(home, PHOTO, about)

    assert every(NavigationEntry) == [home, about]
    assert every(DocumentKind) == [PHOTO]


def test_every_is_empty_for_a_kind_that_nobody_registered():
    assert every(DocumentKind) == []


def test_the_same_entry_twice_is_harmless():
    register(PHOTO)
    register(PHOTO)

    assert every(DocumentKind) == [PHOTO]


def test_another_entry_under_a_taken_key_is_refused():
    register(PHOTO)

    with pytest.raises(AlreadyRegistered, match="DocumentKind 'photo'"):
        register(DocumentKind(key="photo", label="Another", may_open=open_to_all))


def test_two_apps_of_the_portal_register_kinds_of_their_own():
    from django.apps import apps

    apps.get_app_config("accounts").ready()
    apps.get_app_config("qualifications").ready()

    owners = {key.split("_")[0] for key in registry._entries[registry.NotificationKind]}
    assert {"account", "outcome"} <= owners
