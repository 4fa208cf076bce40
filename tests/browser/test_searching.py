"""A visitor searches: suggestions while typing, by keys, kinds, a slip; also without JavaScript; by axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from cmiportal.search.services import count_words
from tests.cmiportal.search.entries import entry

SEARCH = reverse("search:search")


@pytest.fixture(autouse=True)
def pages(db):
    """A unit, an article that says much, and a page of the library."""
    cache.clear()
    entry("Leading change", kind="unit", label="Unit 605", codes=["605"], words="605", url="/membership/", weight=1.2)
    entry("Leadership at night", summary="A year of leadership without daylight.", url="/events/")
    entry("Trust", kind="resource", label="Checklist", audience="members", summary="Leadership by small promises.")
    count_words()


def test_suggestions_come_while_somebody_types_and_lead_on_by_keys(page, live_server):
    page.goto(live_server.url + SEARCH)
    field = page.get_by_role("searchbox", name="Search for")
    field.press_sequentially("leadi")

    expect(page.locator("#suggested")).to_contain_text("One page begins like that")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leading change")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/membership/")


def test_enter_searches_and_kinds_narrow_what_is_found(page, live_server):
    page.goto(live_server.url + SEARCH)
    page.get_by_role("searchbox", name="Search for").fill("leadership")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Two pages for “leadership”")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("leadership")
    page.get_by_role("navigation", name="Kinds of pages").get_by_role("link", name="Resources").click()
    expect(page.get_by_role("heading", name="One page for “leadership”")).to_be_visible()
    expect(page.get_by_text("For members")).to_be_visible()


def test_a_slip_finds_what_was_meant_without_javascript_too(browser, browser_context_args, live_server):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + SEARCH)
    page.get_by_role("searchbox", name="Search for").fill("leadreship")
    page.get_by_role("button", name="Search", exact=True).last.click()

    expect(page.get_by_text("We looked for leadership instead")).to_be_visible()
    page.get_by_role("link", name="Search for exactly “leadreship”").click()
    expect(page.get_by_role("heading", name="Nothing for “leadreship”")).to_be_visible()
    context.close()


@pytest.mark.parametrize("query", ["", "?q=leadership", "?q=leadreship", "?q=xylophone", "?q=the"])
def test_every_answer_passes_axe(browser, browser_context_args, live_server, query):
    context = browser.new_context(**browser_context_args, bypass_csp=True)
    page = context.new_page()
    page.goto(live_server.url + SEARCH + query)

    assert Axe().run(page).response["violations"] == []
    context.close()
