"""The desk in a browser: by keyboard alone, without scripts, a stale form in two tabs, work that comes again."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from qualifications.models import Judgement
from tests.browser.people import Person
from tests.qualifications.views.desks import desk_of_today, page

pytestmark = pytest.mark.slow


@pytest.fixture
def desk():
    return desk_of_today().allocated()


@pytest.fixture
def assessor(desk, signed_in, live_server):
    return Person(signed_in(desk.assessor), live_server.url)


def keys(person, *pressed):
    for key in pressed:
        person.page.keyboard.press(key)


def test_an_assessor_judges_a_unit_by_keyboard_alone(desk, assessor):
    assessor.opens(page(desk, "submission_mark", "1.1"))
    for code, choice in (("1.1", "m"), ("1.2", "m"), ("2.1", "n")):
        assessor.reads(f"Criterion {code}")
        keys(assessor, choice, "f")
        assessor.page.keyboard.type("Jill names the model (E1, page 1).")
        assessor.reads(f"Criterion {code}")
        with assessor.page.expect_navigation():
            keys(assessor, "Control+Enter")
    assessor.reads("Summary of your marking")

    found = Judgement.objects.order_by("criterion__position").values_list("met", "feedback")
    assert list(found) == [(met, "Jill names the model (E1, page 1).") for met in (True, True, False)]
    assert assessor.troubles == []


def test_keys_go_from_criterion_to_criterion_until_they_are_turned_off(desk, assessor):
    assessor.opens(page(desk, "submission_mark", "1.1"))
    with assessor.page.expect_navigation():
        keys(assessor, "j")
    assessor.reads("Criterion 1.2")
    with assessor.page.expect_navigation():
        keys(assessor, "k")
    assessor.reads("Criterion 1.1")

    assessor.presses("Turn single keys off")
    keys(assessor, "m", "j")
    expect(assessor.main.get_by_label("Met", exact=True)).not_to_be_checked()
    assessor.reads("Criterion 1.1")
    assert assessor.troubles == []


def test_a_stale_form_of_another_tab_is_kept_beside_what_is_stored(desk, assessor, live_server):
    address = page(desk, "submission_mark", "1.1")
    assessor.opens(address)
    other_tab = Person(assessor.page.context.new_page(), live_server.url)
    other_tab.opens(address)
    other_tab.picks("Is criterion 1.1 met?", "Not yet met")
    other_tab.types("Feedback to the learner", "Weigh one against another.")
    other_tab.presses("Save")
    other_tab.is_told("Criterion 1.1: saved")
    assessor.picks("Is criterion 1.1 met?", "Met")
    assessor.types("Feedback to the learner", "It is weighed on page 4.")
    assessor.presses("Save")

    assessor.sees("It is weighed on page 4.", within=assessor.part("Yours, not saved"))
    assessor.sees("Weigh one against another.", within=assessor.part("Stored"))
    assessor.presses("Save yours")
    assert Judgement.objects.get().feedback == "It is weighed on page 4."
    assert all(trouble.startswith(("409 ", "Failed to load resource")) for trouble in assessor.troubles)


def test_a_verifier_goes_through_the_criteria_and_returns_by_keyboard(desk, signed_in, live_server):
    desk.sent_on(not_yet=["2.1"])
    verifier = Person(signed_in(desk.verifier), live_server.url)
    verifier.opens(page(desk, "submission_verify"))

    keys(verifier, "j", "j", "k")
    expect(verifier.page).to_have_url(re.compile("#c1-1$"))
    keys(verifier, "r")
    verifier.page.keyboard.type("Judge 2.1 again.")
    verifier.presses("Return to the assessor")
    verifier.is_told("Returned to the assessor, who reads your reason.")
    assert verifier.troubles == []


def test_a_verifier_agrees_and_a_moderator_confirms_by_keyboard_alone(desk, signed_in, live_server):
    desk.sent_on()
    for who, name, told in (
        (desk.verifier, "submission_verify", "You agree with the marking."),
        (desk.moderator, "submission_sign_off", "The result is confirmed and the learner is told."),
    ):
        person = Person(signed_in(who), live_server.url)
        person.opens(page(desk, name))
        keys(person, "j", "d")
        expect(person.main.get_by_role("region", name="Your decision")).to_be_focused()
        tab_to(person, "agree")
        with person.page.expect_navigation():
            keys(person, "Enter")
        person.is_told(told)
        assert person.troubles == []
    assert desk.work.state == "passed"


def tab_to(person, element):
    for _ in range(20):
        keys(person, "Tab")
        if person.page.evaluate("document.activeElement.id") == element:
            return
    raise AssertionError(f"Tab does not reach {element}.")


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_a_whole_unit_is_marked_and_sent(self, desk, signed_in, live_server):
        page_of = signed_in(desk.assessor)
        page_of.goto(live_server.url + page(desk, "submission_summary"))
        expect(page_of.get_by_role("main").get_by_role("link", name="2.1", exact=True)).to_have_count(2)
        page_of.get_by_role("link", name="Go to 1.1").click()
        expect(page_of.get_by_text("Turn single keys off")).to_be_hidden()
        for code, onward in (("1.1", "1.2"), ("1.2", "2.1"), ("2.1", "the summary")):
            expect(page_of.get_by_role("heading", level=1)).to_have_text(f"Criterion {code}")
            page_of.get_by_label("Met", exact=True).check()
            page_of.get_by_role("button", name=f"Save, go to {onward}").click()
        page_of.get_by_role("button", name="Send to verification").click()
        expect(page_of.get_by_role("status").filter(has_text="Sent to verification.")).to_be_visible()
        assert desk.work.state == "verification"


class TestByAReadersRules:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        """axe is a script of the test's own, which the policy would refuse."""
        return {**browser_context_args, "bypass_csp": True}

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_a_resubmission_has_no_fault(self, desk, assessor, scheme):
        desk.confirmed(not_yet=["2.1"]).resubmitted().allocated()
        assessor.page.emulate_media(color_scheme=scheme)
        assessor.opens(page(desk, "submission_mark", "2.1"))
        assessor.sees("Met in an earlier attempt, and stays met: 1.1, 1.2.")

        assert [each["id"] for each in Axe().run(assessor.page).response["violations"]] == []
        assert assessor.troubles == []
