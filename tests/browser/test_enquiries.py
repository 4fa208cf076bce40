"""Writing to the Institute in a browser, and answering in the inbox."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cmiportal.enquiries.models import Enquiry
from tests.browser.test_axe_pages import faults
from tests.factories.enquiries import administrator, enquiry, fresh


def fill(page):
    page.get_by_label("Events", exact=True).check()
    page.get_by_label("Your message").fill("When is the next one in Leeds?")
    page.get_by_label("Your name").fill("Wren Holtby")
    page.get_by_label("Your e-mail address").fill("wren.holtby@example.org")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_visitor_finds_the_form_sends_it_and_gets_a_number(browser, live_server, settings, goes, script):
    settings.ENQUIRY_LEAST_SECONDS = 0
    page = browser.new_context(java_script_enabled=script).new_page()
    page.goto(live_server.url + reverse("enquiries:contact"))
    goes(page.get_by_role("link", name="Ask us a question"))
    fill(page)
    expect(page.locator("[name=topic_2]")).to_be_hidden()
    goes(page.get_by_role("button", name="Send the question"))

    row = Enquiry.objects.get()
    expect(page.get_by_text(row.number)).to_be_visible()
    assert (row.state, row.message) == ("new", "When is the next one in Leeds?")


def test_the_hidden_field_is_not_reached_by_the_keyboard(page, live_server):
    page.goto(live_server.url + reverse("enquiries:contact_form", args=["media"]))
    page.get_by_label("Your name").focus()
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || ''"))

    assert "email" in reached
    assert "topic_2" not in reached


def test_a_form_with_gaps_leads_to_them(page, live_server, goes):
    page.goto(live_server.url + reverse("enquiries:contact_form", args=["centre"]))
    goes(page.get_by_role("button", name="Send the enquiry"))

    expect(page).to_have_title("Error: Become a centre – Chartered Management Institute")
    page.get_by_role("link", name="Enter organisation").click()
    expect(page.get_by_label("Organisation")).to_be_focused()


def test_staff_take_an_enquiry_and_answer_it(signed_in, live_server, goes):
    row = enquiry()
    page = signed_in(administrator())
    page.goto(live_server.url + reverse("admin:enquiries_enquiry_changelist"))
    goes(page.get_by_role("link", name=row.number))
    for move in ("Take it", "Answer"):
        goes(page.get_by_role("link", name=move, exact=True))
        if move == "Answer":
            page.get_by_label("Answer").fill("On the third of May.")
        goes(page.get_by_role("button", name=move, exact=True))

    assert fresh(row).state == "answered"
    expect(page.get_by_text("On the third of May.").first).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("size", ["desk"])
def test_the_pages_are_open_to_all(browser, live_server, size, goes):
    page = browser.new_context(bypass_csp=True).new_page()
    kinds = ("general", "centre", "corporate", "media")
    addresses = [reverse("enquiries:contact"), *(reverse("enquiries:contact_form", args=[kind]) for kind in kinds)]
    found = {}
    for address in (*addresses, enquiry().get_absolute_url(), enquiry("check").get_absolute_url()):
        page.goto(live_server.url + address)
        found[address] = faults(page)
    page.goto(live_server.url + addresses[1])
    goes(page.get_by_role("button", name="Send the question"))
    found["with errors"] = faults(page)

    assert {address: fault for address, fault in found.items() if fault} == {}
