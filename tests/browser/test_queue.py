"""A coordinator with a backlog: narrows it, allocates five pieces at once, and comes back to where they were."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cmiportal.accounts.models import User
from qualifications.models import Role, Submission
from tests.browser.people import Person
from tests.browser.test_axe_pages import SETTLED
from tests.factories.qualifications import CentreStaffFactory
from tests.qualifications.views.desks import desk_of_today
from tests.qualifications.views.test_assessment_queue import another

pytestmark = pytest.mark.slow

NAMES = ("Corin Aldiss", "Tamsin Oyelaran", "Piers Okonjo", "Amara Whitlock-Fotheringay", "Femi Ravensworth")


@pytest.fixture
def backlog():
    """Five pieces to allocate, one of them of somebody who assesses at the centre too, and two that are under way."""
    desk = desk_of_today()
    # The last is late on any day, the others on none: what would be due at a weekend is due on Monday.
    pieces = [desk, *(another(desk, days_ago=days) for days in (1, 2, 3, 9))]
    for piece, name in zip(pieces, NAMES, strict=True):
        User.objects.filter(pk=piece.learner.pk).update(name=name)
    CentreStaffFactory(user=pieces[-1].learner, centre=desk.place.centre, role=Role.ASSESSOR)
    for days_ago in (5, 40):
        another(desk, days_ago=days_ago).allocated()
    return desk


def without_faults(page: Page) -> None:
    """No fault by a reader's rules, in light and in dark; nothing runs out of the screen."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def walk(page: Page, address: str) -> None:
    """Narrow, tick all five, give them to somebody who is the learner of one, and read what came of each."""
    coordinator = Person(page, address)
    coordinator.opens("/desk/")
    coordinator.follows("To allocate")
    coordinator.sees("Five pieces of work wait for you", "Two are late")
    without_faults(page)
    coordinator.types("Learner, number or unit", "601")
    coordinator.presses("Filter")
    for name in NAMES:
        page.get_by_label(f"{name}, unit 601").check()
    coordinator.presses("Allocate what is ticked")
    coordinator.reads("Choose who marks five pieces of work")
    coordinator.sees(
        "two pieces of work open, one of them late", "Cannot have Femi Ravensworth, unit 601 (is the learner)"
    )
    without_faults(page)
    coordinator.picks("Who marks it?", "Femi Ravensworth")
    coordinator.picks("Who verifies it?", "Ruth Carrow")
    coordinator.presses("Continue")
    coordinator.sees("Four pieces of work go to Femi Ravensworth", "Femi Ravensworth is the learner")
    without_faults(page)
    coordinator.presses("Allocate four pieces of work")
    coordinator.is_told("Four pieces of work are allocated.")
    coordinator.sees("Nobody may hold a stage of their own work")
    without_faults(page)
    coordinator.follows("Back to the queue")
    expect(page).to_have_url(re.compile(re.escape("/desk/?show=allocation&q=601") + "$"))
    coordinator.sees("Femi Ravensworth")
    coordinator.follows("Clear filters")
    assert Submission.objects.filter(state="allocation").count() == 1
    assert coordinator.troubles == []


def test_five_pieces_are_allocated_at_once_and_the_one_that_is_refused_says_why(signed_in, live_server, backlog):
    walk(signed_in(backlog.coordinator), live_server.url)


def test_the_same_works_without_javascript(browser, browser_context_args, signed_in, live_server, backlog):
    page = signed_in(backlog.coordinator)
    cookies = page.context.cookies()
    with browser.new_context(**browser_context_args, java_script_enabled=False) as plain:
        plain.add_cookies(cookies)
        page = plain.new_page()
        page.goto(f"{live_server.url}/desk/?show=allocation")
        for name in NAMES[:2]:
            page.get_by_label(f"{name}, unit 601").check()
        page.get_by_role("button", name="Allocate what is ticked").click()
        page.get_by_role("group", name="Who marks it?").get_by_label("Dilwyn Tarrant").check()
        page.get_by_role("group", name="Who verifies it?").get_by_label("Ruth Carrow").check()
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Allocate two pieces of work").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What was allocated")
    assert Submission.objects.filter(state="marking").count() == 4


def test_by_keyboard_a_piece_is_ticked_and_given_away(signed_in, live_server, backlog):
    page = signed_in(backlog.coordinator)
    page.goto(f"{live_server.url}/desk/?show=allocation")
    page.get_by_label("Corin Aldiss, unit 601").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Allocate what is ticked").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for question in ("Who marks it?", "Who verifies it?"):
        page.get_by_role("group", name=question).get_by_role("radio").first.focus()
        page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Allocate one piece of work").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What was allocated")


STEPS = [("allocated", "assessor"), ("sent_on", "verifier"), ("agreed", "moderator")]


@pytest.mark.parametrize(("step", "role"), STEPS)
def test_whoever_has_work_sees_it_first(signed_in, live_server, step, role):
    desk = desk_of_today()
    getattr(desk, step)()
    page = signed_in(getattr(desk, role))
    person = Person(page, live_server.url)

    person.opens("/desk/")

    person.sees("One piece of work waits for you.", str(desk.learner))
    without_faults(page)
    assert person.troubles == []
