"""Pages in menus: known to every page of the site without a query for each."""

import pytest

from cmiportal.registry import NavigationEntry, NavigationSource, find
from cmiportal.visitors import publish
from insights.models import Page
from insights.services.navigation import PAGES, above, entries_of
from tests.factories.insights import PageFactory

pytestmark = pytest.mark.django_db


def labels():
    return [entry.label for entry in find(NavigationSource, "pages").entries()]


def test_a_page_of_a_menu_is_an_entry_below_the_nearest_page_above_it_in_the_same_menu():
    PageFactory(path="community", menu="", label="")
    PageFactory(path="community/awards", menu="community", label="Awards", position=30)
    PageFactory(path="community/awards/student", menu="community", label="Student of the Year", position=33)
    PageFactory(path="community/awards/terms", menu="legal", label="Terms", position=10)

    assert entries_of(Page.objects.in_menus()) == [
        NavigationEntry("community/awards", "Awards", "/community/awards/", "main", "community", order=30),
        NavigationEntry(
            "community/awards/student",
            "Student of the Year",
            "/community/awards/student/",
            "main",
            "community",
            order=33,
            under="community/awards",
        ),
        NavigationEntry("community/awards/terms", "Terms", "/community/awards/terms/", "legal", "legal", order=10),
    ]


def test_drafts_and_pages_of_no_menu_are_not_in_menus():
    PageFactory(menu="about", label="Governance", is_published=False)
    PageFactory(menu="", label="")

    assert not Page.objects.in_menus().exists()


def test_entries_are_read_once_until_something_is_published(
    django_assert_num_queries, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        PageFactory(menu="about", label="Governance")
    with django_assert_num_queries(1):
        assert [labels(), labels()] == [["Governance"], ["Governance"]]

    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.update(label="Who decides")
        publish()
    with django_assert_num_queries(1):
        assert [labels(), labels()] == [["Who decides"], ["Who decides"]]


def test_what_is_remembered_is_of_the_present_version(django_assert_num_queries):
    PageFactory(menu="about", label="Governance")
    PAGES.remember([])

    with django_assert_num_queries(0):
        assert labels() == []


def test_addresses_above_come_nearest_first():
    assert above("community/awards/student") == ["community/awards", "community"]
    assert above("about") == []
