"""What is typed for evidence, in a browser: kept from the first words on, and said as long as it is not."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cmiportal.documents.models import Item
from qualifications.models import Mapping
from tests.browser.people import Person
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import chosen_unit

pytestmark = pytest.mark.slow

WORDS = "I asked the team what the rota costs them."
SAVED = re.compile(r"^Last saved \d\d:\d\d\.")


@pytest.fixture
def unit():
    return chosen_unit()


@pytest.fixture
def without_script(browser, browser_context_args, live_server, unit):
    """The learner in a browser without JavaScript, signed in by the form; nothing may go wrong meanwhile."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    learner = Person(context.new_page(), live_server.url)
    learner.signs_in(unit.learner)
    yield learner
    context.close()
    assert learner.troubles == []


def kept():
    return list(Item.objects.values_list("title", "draft__text"))


def test_new_evidence_is_kept_as_it_is_typed_and_added_by_the_button(signed_in, live_server, unit, goes):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_add_to_criterion", args=[unit.pk, "1.1"]))
    page.get_by_label("Text").fill("I asked the team.")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert kept() == [("Untitled evidence", "I asked the team.")]

    page.get_by_label("Title").fill("Rota review")
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    expect(page.get_by_text("Not saved yet")).to_be_hidden()
    assert kept() == [("Rota review", "I asked the team.")]

    page.get_by_label("Type of evidence").select_option("work_product")
    page.get_by_label("Where in it?").fill("page 2")
    goes(page.get_by_role("button", name="Add evidence"))
    expect(page.get_by_text("“Rota review” is added and mapped to 1.1.")).to_be_visible()
    assert list(Mapping.objects.values_list("item__title", "item__kind", "pointer")) == [
        ("Rota review", "work_product", "page 2")
    ]


def test_a_page_that_is_opened_again_goes_on_with_the_draft(signed_in, live_server, unit):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_add"))
    page.get_by_label("Text").fill("I asked the team.")
    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page).to_have_url(re.compile(str(Item.objects.get().pk)))
    page.reload()

    expect(page.get_by_label("Text")).to_have_value("I asked the team.")
    expect(page.get_by_label("Title")).to_have_value("Untitled evidence")
    assert Item.objects.count() == 1


def test_an_answer_that_is_lost_makes_no_second_piece(signed_in, live_server, unit):
    page = signed_in(unit.learner)
    page.clock.install()
    page.goto(live_server.url + reverse("qualifications:item_add"))
    address = re.compile(reverse("qualifications:item_draft_new"))
    page.route(address, lambda route: (route.fetch(), route.abort()))
    page.get_by_label("Text").fill("I asked ")
    page.clock.fast_forward(2_500)
    expect(page.get_by_text("the portal cannot be reached")).to_be_visible()
    page.unroute(address)
    page.get_by_label("Text").fill("I asked both supervisors.")
    for _ in range(2):
        page.clock.fast_forward(2_500)
        expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page.get_by_text("Not saved yet")).to_be_hidden()

    assert kept() == [("Untitled evidence", "I asked both supervisors.")]


def test_the_button_waits_for_the_draft_that_is_on_its_way(signed_in, live_server, unit, goes):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_add"))
    page.get_by_label("Type of evidence").select_option("work_product")
    page.get_by_label("Title").fill("Rota review")
    page.get_by_label("Text").fill("I asked ")
    held = []
    page.route(re.compile(reverse("qualifications:item_draft_new")), lambda route: held.append(route))
    with page.expect_request("**/draft/"):
        pass
    page.get_by_label("Text").fill("I asked both supervisors.")
    page.get_by_role("button", name="Add evidence").click(no_wait_after=True)
    with page.expect_navigation():
        held[0].continue_()

    expect(page.get_by_text("“Rota review” is added.")).to_be_visible()
    assert kept() == [("Rota review", "I asked both supervisors.")]


def test_without_script_drafts_are_saved_by_buttons_and_an_earlier_text_comes_back(without_script):
    learner = without_script
    learner.opens(reverse("qualifications:item_add"))
    learner.types("Text", WORDS)
    learner.presses("Save draft")
    learner.is_told("“Untitled evidence” is saved as a draft.")
    learner.page.reload()
    expect(learner.field("Text")).to_have_value(WORDS)
    learner.sees("Last saved")

    learner.types("Title", "Rota review")
    learner.types("Text", "Something else.")
    learner.presses("Save")
    learner.is_told("“Rota review” is saved.")
    learner.page.reload()
    expect(learner.field("Text")).to_have_value("Something else.")

    learner.follows("Version 1")
    learner.sees("What you added and removed from this version", "Something else.")
    learner.presses("Restore this version")
    learner.is_told("The text is again as in version 1.")
    expect(learner.field("Text")).to_have_value(WORDS)


def test_without_script_a_session_that_ends_in_the_middle_of_a_draft_loses_nothing(without_script, unit):
    learner = without_script
    item = ItemFactory(owner=unit.learner, text="I asked ")
    learner.opens(reverse("qualifications:item_edit", args=[item.pk]))
    learner.types("Text", WORDS)
    learner.page.context.clear_cookies(name="sessionid")
    learner.presses("Save")
    learner.signs_in(unit.learner)
    learner.sees(WORDS)
    learner.presses("Send it now")

    learner.is_told("is saved.")
    expect(learner.field("Text")).to_have_value(WORDS)
    assert kept() == [(item.title, WORDS)]


def test_a_draft_goes_on_after_signing_in_again_in_another_tab(signed_in, live_server, unit):
    page = signed_in(unit.learner)
    page.clock.install()
    page.goto(live_server.url + reverse("qualifications:item_add"))
    page.get_by_label("Text").fill("I asked ")
    page.clock.fast_forward(2_500)
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Text").fill(WORDS)
    page.clock.fast_forward(2_500)
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    signed_in(unit.learner)
    page.clock.fast_forward(16_000)

    expect(page.get_by_text("You are signed out.")).to_be_hidden()
    expect(page.get_by_text("Not saved yet")).to_be_hidden()
    assert kept() == [("Untitled evidence", WORDS)]


def test_a_draft_of_new_evidence_goes_on_after_the_session_ended_and_the_button_was_pressed(page, live_server, unit):
    learner = Person(page, live_server.url)
    learner.signs_in(unit.learner)
    learner.opens(reverse("qualifications:item_add"))
    learner.field("Type of evidence").select_option("Work product")
    learner.types("Title", "Rota review")
    learner.types("Text", "I asked ")
    learner.sees("Last saved")
    page.context.clear_cookies(name="sessionid")
    learner.types("Text", WORDS)
    learner.presses("Add evidence")
    learner.signs_in(unit.learner)
    learner.sees("Rota review", WORDS)
    learner.presses("Send it now")

    learner.is_told("“Rota review” is added.")
    assert kept() == [("Rota review", WORDS)]


def test_the_browser_warns_of_text_that_is_not_saved_and_of_none_that_is(signed_in, live_server, unit, goes):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_add"))
    held, warned = [], []
    page.route(re.compile(reverse("qualifications:item_draft_new")), lambda route: held.append(route), times=1)
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.dismiss()))
    back = page.get_by_role("link", name="Back to your evidence")
    with page.expect_request("**/draft/"):
        page.get_by_label("Text").press_sequentially(WORDS)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    with page.expect_event("dialog"):
        back.click(no_wait_after=True)
    expect(page.get_by_label("Text")).to_have_value(WORDS)
    assert warned == ["beforeunload"]

    held[0].continue_()
    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page.get_by_text("Not saved yet")).to_be_hidden()
    goes(back)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your evidence")
    assert warned == ["beforeunload"]
