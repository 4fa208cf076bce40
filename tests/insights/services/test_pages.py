"""Pages: written, moved, and found again under an address that they had."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from insights.models import Page, PageAddress
from insights.services.pages import PageRefused, change_address, first_parts, why_not_path, write
from tests.factories.insights import PageFactory
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)


def written(**fields):
    return write(page=PageFactory.build(**fields), at=NOW)


def test_a_new_page_was_changed_when_it_was_written():
    page = written(path="about/governance")

    assert Page.objects.get() == page
    assert page.updated_at == NOW


def test_other_words_are_a_change_and_another_place_in_the_menu_is_none():
    page = written(path="about/governance")
    page.menu, page.label = "about", "Governance"
    assert write(page=page, at=LATER).updated_at == NOW

    page.body = "Twelve trustees decide."
    assert write(page=page, at=LATER).updated_at == LATER
    assert Page.objects.get().label == "Governance"


def test_a_former_address_leads_on_and_the_same_one_again_changes_nothing():
    page = written(path="about/governance")

    moved = change_address(page=page, path="about/who-decides", at=LATER)
    again = change_address(page=moved, path="about/who-decides", at=LATER)

    assert again.path == "about/who-decides"
    assert list(PageAddress.objects.values_list("path", "page", "since")) == [("about/governance", page.pk, LATER)]


def test_a_page_that_goes_back_takes_its_address_again():
    page = change_address(page=written(path="about/governance"), path="about/who-decides", at=NOW)

    change_address(page=page, path="about/governance", at=LATER)

    assert list(PageAddress.objects.values_list("path", flat=True)) == ["about/who-decides"]


def test_a_new_page_may_take_an_address_that_another_had():
    change_address(page=written(path="about/governance"), path="about/who-decides", at=NOW)

    written(path="about/governance")

    assert not PageAddress.objects.exists()


def test_an_address_of_another_page_is_refused():
    written(path="about/governance")
    page = written(path="about/trustees")

    with pytest.raises(PageRefused, match=r"Another page has this address\."):
        change_address(page=page, path="about/governance", at=NOW)
    with pytest.raises(PageRefused, match=r"Another page has this address\."):
        written(path="about/governance")


def test_what_the_database_refuses_otherwise_is_no_refusal_of_the_address():
    page = written(path="about/governance")
    page.menu, page.label = "about", ""

    with pytest.raises(IntegrityError, match="page_in_menu_has_label"):
        write(page=page, at=LATER)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("events", "This is the address of another part of the site. Choose one that is free, such as about/events."),
        ("research/managers-and-time", "This is the address of another part of the site."),
        ("admin/help", "This is the address of another part of the site."),
        ("desk/how-it-works/for-you", "Addresses that begin with desk/ belong to another part of the site."),
        ("membership/renew", "This is the address of another part of the site."),
    ],
)
def test_addresses_of_other_parts_of_the_site_are_theirs(path, said):
    with pytest.raises(PageRefused, match=said):
        written(path=path)
    assert not Page.objects.exists()


@pytest.mark.parametrize("path", ["about", "about/governance", "membership/reasons-to-join", "Not A Path"])
def test_what_is_nobody_elses_is_free(path):
    assert why_not_path(path) == ""


def test_the_first_words_of_other_addresses_are_known():
    assert {"admin", "events", "desk", "membership"} <= first_parts()
    assert "" not in first_parts()
