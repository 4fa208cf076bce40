"""A visitor in the catalogue: filters, comparison, a unit, a centre; also without JavaScript, and by keyboard alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.demo import load_portal

LIST = "/qualifications/"


@pytest.fixture(autouse=True)
def portal(db):
    """The project's own catalogue."""
    load_portal(at=timezone.now())


def show_filters(page):
    """Open the drawer in which a phone keeps the filters."""
    opener = page.get_by_role("button", name="Filters", exact=False).first
    if opener.is_visible():
        opener.click()


def test_filters_narrow_the_list_in_place_and_the_address_follows(page, live_server):
    page.goto(live_server.url + LIST)
    show_filters(page)
    page.locator("#id_level").get_by_label("Level 6").check()

    expect(page).to_have_url(f"{live_server.url}{LIST}?level=6")
    expect(page.locator("#found")).to_have_text("Three qualifications")
    expect(page.locator("#id_level").get_by_label("Level 6")).to_be_focused()

    page.get_by_label("Words").fill("practice diploma")
    expect(page.locator("#found")).to_have_text("One qualification")
    page.go_back()
    expect(page.locator("#found")).to_have_text("Three qualifications")
    expect(page.get_by_role("heading", level=1)).to_have_text("Qualifications")


def test_a_visitor_compares_two_and_reads_a_unit_and_a_centre(page, live_server, goes):
    page.goto(live_server.url + LIST + "?level=6")
    for size in ("Diploma", "Certificate"):
        page.get_by_label(f"Compare CMI Level 6 {size}").check()
    goes(page.get_by_role("button", name="Compare", exact=True))
    expect(page.get_by_role("table")).to_contain_text("At least 37 credits from 10 units.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    goes(page.get_by_role("link", name="Units, dates and centres").last)
    goes(page.get_by_role("link", name="Innovation and Change"))
    expect(page.get_by_role("heading", name="What the verbs ask")).to_be_visible()
    page.go_back()
    goes(page.locator("section[aria-labelledby=centres] h3 a").first)
    expect(page.get_by_role("heading", name="What it may deliver today")).to_be_visible()


def test_ticks_stay_when_a_filter_changes(page, live_server, goes):
    page.goto(live_server.url + LIST)
    page.get_by_label("Compare CMI Level 6 Diploma").check()
    show_filters(page)
    page.locator("#id_level").get_by_label("Level 5").check()
    expect(page.locator("#found")).to_have_text("Five qualifications")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Compare CMI Level 6 Diploma")).to_be_checked()

    page.get_by_label("Compare CMI Level 5 Award").check()
    goes(page.get_by_role("link", name="Level 7", exact=True))
    for title in ("Level 6 Diploma", "Level 5 Award"):
        expect(page.get_by_label(f"Compare CMI {title}")).to_be_checked()
    goes(page.get_by_role("button", name="Compare", exact=True))
    expect(page.get_by_role("columnheader")).to_have_text(["Level 5 Award", "Level 6 Diploma"])


def test_without_javascript_the_form_and_the_links_do_the_same(browser, live_server, goes):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(live_server.url + LIST)
    page.get_by_label("Words").fill("practice diploma")
    page.locator("#id_level").get_by_label("Level 6").check()
    page.get_by_label("Compare CMI Level 2 Award").check()
    goes(page.get_by_role("button", name="Show results"))

    ticked = "q=level-2-award-in-team-leading"
    expect(page).to_have_url(f"{live_server.url}{LIST}?word=practice+diploma&level=6&{ticked}")
    goes(page.get_by_role("link", name="Remove filter Level 6"))
    expect(page).to_have_url(f"{live_server.url}{LIST}?word=practice+diploma&{ticked}")
    expect(page.get_by_label("Compare CMI Level 2 Award")).to_be_checked()
    goes(page.get_by_role("button", name="Compare", exact=True))
    expect(page).to_have_url(f"{live_server.url}{LIST}compare/?{ticked}")
    page.context.close()


def test_by_keyboard_alone_a_filter_is_set_and_taken_away(page, live_server, size):
    page.goto(live_server.url + LIST)
    show_filters(page)
    page.locator("#id_level").get_by_label("Level 7").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{live_server.url}{LIST}?level=7")
    page.keyboard.press("Escape")

    chip = page.get_by_role("link", name="Remove filter Level 7")
    chip.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + LIST)
