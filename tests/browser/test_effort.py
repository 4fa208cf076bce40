"""What the commonest task of each role costs by keyboard alone; docs/design.md says it, and is held to it."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from qualifications.models import Judgement, Mapping, Submission
from tests.factories.portfolio import map_evidence
from tests.factories.qualifications import chosen_unit
from tests.qualifications.views.desks import desk_of_today
from tests.qualifications.views.places import place_of_today
from tests.qualifications.views.test_assessment_queue import another

LONGEST_WAY = 120  # keys from one thing to the next: further away, something is wrong with the page


class Keyboard:
    """Somebody without a pointer: counts the keys pressed and the pages opened, less the words that are typed."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.keys = 0
        page.goto(address)
        self.pages = 1

    def presses(self, *keys: str) -> None:
        """Press these keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def reaches(self, wanted: Locator) -> None:
        """Go to the element, by Tab."""
        wanted.wait_for(state="visible")
        for _ in range(LONGEST_WAY):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.presses("Tab")
        raise AssertionError(f"{wanted} is out of reach")

    def writes(self, wanted: Locator, words: str) -> None:
        """Go to the field and type; the words themselves are not counted."""
        self.reaches(wanted)
        self.page.keyboard.insert_text(words)

    def opens(self, *keys: str) -> None:
        """Press the keys, of which the last leads to another page."""
        with self.page.expect_navigation():
            self.presses(*keys)
        self.pages += 1

    def skips(self) -> None:
        """Past the frame of the page, by its first link."""
        self.reaches(self.page.get_by_role("link", name="Skip to main content"))
        self.presses("Enter")


def written(task: str) -> tuple[int, int]:
    """Pages and keys of the task, as the page of the design says."""
    text = (settings.BASE_DIR / "docs/design.md").read_text()
    found = re.search(rf"^\| {re.escape(task)} \|.*\| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    assert found, f"docs/design.md has no line for: {task}"
    return int(found[1]), int(found[2])


@pytest.fixture
def size():
    """Keys are those of a desk."""
    return "desk"


def test_a_learner_writes_evidence_for_a_criterion_that_has_none(signed_in, live_server):
    unit = chosen_unit(place_of_today(), "601")
    map_evidence(unit, "1.1", "1.2")
    page = signed_in(unit.learner)
    main = page.get_by_role("main")
    keyboard = Keyboard(page, f"{live_server.url}/learning/")
    keyboard.skips()
    keyboard.reaches(main.get_by_role("link", name="unit 601").first)
    keyboard.opens("Enter")
    keyboard.skips()
    keyboard.reaches(main.get_by_role("link", name="Map evidence 2.1"))
    keyboard.opens("Enter")
    keyboard.skips()
    keyboard.reaches(main.get_by_role("link", name="Add"))
    keyboard.opens("Enter")
    keyboard.skips()
    keyboard.reaches(main.get_by_label("Type of evidence"))
    keyboard.presses("w")
    keyboard.writes(main.get_by_label("Title"), "Rota review")
    keyboard.writes(main.get_by_label("Text"), "I asked the team what the rota costs them.")
    keyboard.reaches(main.get_by_role("button", name="Add evidence"))
    keyboard.opens("Enter")

    assert Mapping.objects.filter(criterion__code="2.1").count() == 1
    assert (keyboard.pages, keyboard.keys) == written("Learner: write a piece of evidence for a criterion")


def test_an_assessor_judges_a_unit_and_sends_it_on(signed_in, live_server):
    desk = desk_of_today().allocated()
    page = signed_in(desk.assessor)
    main = page.get_by_role("main")
    keyboard = Keyboard(page, f"{live_server.url}/desk/")
    keyboard.skips()
    keyboard.reaches(main.get_by_role("link", name=desk.learner.name))
    keyboard.opens("Enter")
    keyboard.skips()
    keyboard.reaches(main.get_by_role("link", name="Mark").first)
    keyboard.opens("Enter")
    for number in range(3):
        keyboard.presses("m", "f")
        page.keyboard.insert_text(f"Page {number} weighs one against the other.")
        keyboard.opens("Control+Enter")
    keyboard.skips()
    keyboard.reaches(main.get_by_role("button", name="Send to verification"))
    keyboard.opens("Enter")

    assert Judgement.objects.filter(met=True).count() == 3
    assert Submission.objects.get().state == "verification"
    assert (keyboard.pages, keyboard.keys) == written("Assessor: judge a unit of three criteria and send it on")


def test_a_coordinator_allocates_three_pieces(signed_in, live_server):
    desk = desk_of_today()
    for days_ago in (2, 3):
        another(desk, days_ago=days_ago)
    page = signed_in(desk.coordinator)
    main = page.get_by_role("main")
    keyboard = Keyboard(page, f"{live_server.url}/desk/")
    keyboard.skips()
    for box in main.get_by_role("table").get_by_role("checkbox").all():
        keyboard.reaches(box)
        keyboard.presses("Space")
    keyboard.reaches(main.get_by_role("button", name="Allocate what is ticked"))
    keyboard.opens("Enter")
    keyboard.skips()
    for question, person in (("Who marks", desk.assessor), ("Who verifies", desk.verifier)):
        group = main.get_by_role("group", name=question)
        keyboard.reaches(group.get_by_role("radio").first)
        keyboard.presses("Space")
        expect(group.get_by_label(person.name)).to_be_checked()
    keyboard.reaches(main.get_by_role("button", name="Continue"))
    keyboard.opens("Enter")
    keyboard.skips()
    keyboard.reaches(main.get_by_role("button", name="Allocate three pieces of work"))
    keyboard.opens("Enter")

    assert Submission.objects.filter(state="marking").count() == 3
    assert (keyboard.pages, keyboard.keys) == written("Coordinator: allocate three pieces of work")
