"""Choosing a qualification in a browser: with and without script, by keyboard, and by a reader's rules."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_axe_pages import faults
from tests.factories.accounts import UserFactory
from tests.factories.grades import all_grades
from tests.factories.qualifications import LevelFactory, published_unit, published_version
from tests.factories.record import ExperienceFactory

CHOOSE = reverse("insights:choose")
PICKED = (
    "I manage a department or a service",
    "By evidence from my work",
    "About 8",
    "12 months",
    "My employer",
    "Yes, it should cost as little as it can",
    "Nothing in particular, or I have none",
)
WHOLE = "work=department&chartered=no&assessment=work&hours=8&months=12&pays=me&cost=yes&employer=none"


@pytest.fixture(autouse=True)
def catalogue(db):
    """A diploma of Level 5, and the grades of the stages."""
    all_grades()
    units = [published_unit("U501")]
    return published_version(units, min_credits=1, level=LevelFactory(number=5), size="diploma").qualification


def answer(page):
    for label in PICKED:
        page.get_by_label(label, exact=True).check()
    page.get_by_role("group", name="Do you want to become a Chartered Manager?").get_by_label("No", exact=True).check()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_who_answers_sees_what_suits_them_why_and_where_to_go(browser, live_server, catalogue, goes, script):
    page = browser.new_context(java_script_enabled=script).new_page()
    page.goto(live_server.url + CHOOSE)
    answer(page)
    goes(page.get_by_role("button", name="Show what suits me"))

    expect(page.get_by_role("heading", name="A Level 5 diploma of ILM")).to_be_visible()
    assert "work=department" in page.url
    goes(page.get_by_role("link", name=catalogue.title))
    expect(page.get_by_role("heading", level=1)).to_have_text(catalogue.title)


def test_what_would_change_the_level_opens_on_demand(page, live_server):
    page.goto(f"{live_server.url}{CHOOSE}?{WHOLE}")
    expect(page.get_by_text("A Level 7 diploma of ILM").first).to_be_hidden()
    page.get_by_text("What would change the level or the size alone").click()

    expect(page.get_by_text("A Level 7 diploma of ILM").first).to_be_visible()


def test_a_person_sees_where_they_stand(signed_in, live_server, goes):
    person = UserFactory()
    ExperienceFactory(person=person, people_led=12)
    page = signed_in(person)
    page.goto(live_server.url + reverse("insights:career_journey"))

    expect(page.get_by_role("heading", name="You stand at stage 3: Middle Manager")).to_be_visible()
    goes(page.get_by_role("link", name="see which route is open to you"))


@pytest.mark.slow
@pytest.mark.parametrize("size", ["desk"])
def test_the_pages_are_open_to_all(browser, live_server, signed_in, size):
    page = browser.new_context(bypass_csp=True).new_page()
    addresses = (CHOOSE, f"{CHOOSE}?{WHOLE}", f"{CHOOSE}?work=x&pays=me", reverse("insights:choose_compare"))
    found = {}
    for address in (*addresses, reverse("insights:career_journey")):
        page.goto(live_server.url + address)
        found[address] = faults(page)

    assert {address: fault for address, fault in found.items() if fault} == {}
