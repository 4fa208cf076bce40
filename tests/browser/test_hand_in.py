"""From a gap to the receipt: each thing that is missing leads to where it is mended; with scripts and without."""

import pytest
from django.core.files.storage import default_storage
from playwright.sync_api import expect

from cmiportal.notifications.models import Notification
from qualifications.models import HandIn
from tests.browser.people import Person
from tests.factories.documents import upload
from tests.factories.portfolio import map_evidence
from tests.factories.qualifications import chosen_unit, published_unit, published_version
from tests.qualifications.views.places import place_of_today


@pytest.fixture
def unit():
    return chosen_unit(place_of_today(), "601")


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture
def learner(signed_in, live_server, unit):
    """The unit's learner, with whom nothing may go wrong."""
    person = Person(signed_in(unit.learner), live_server.url)
    yield person
    assert person.troubles == []


def test_each_gap_leads_to_its_repair_and_the_receipt_says_what_was_handed_in(learner, unit):
    item = map_evidence(unit, "1.1", "1.2", title="Minutes of May", dated_on=None, upload=upload("May.png"))
    default_storage.delete(item.draft.file.storage_key)

    submit = f"/learning/unit/{unit.pk}/submit/"
    learner.opens(submit)
    learner.sees("This cannot be submitted yet", "One criterion lacks evidence", "A file cannot be opened")
    learner.sees("One piece of evidence has no date", "Say when it is from:")

    learner.follows("Map evidence to 2.1")
    learner.picks("Which evidence?", "Minutes of May")
    learner.presses("Map evidence")
    learner.opens(submit)
    learner.follows("Replace the file of Minutes of May")
    learner.main.locator("input[type=file]").set_input_files(
        {"name": "May.png", "mimeType": "image/png", "buffer": upload().read()}
    )
    learner.presses("Save")
    learner.opens(submit)
    learner.follows("Date Minutes of May")
    for part, text in (("Day", "27"), ("Month", "3"), ("Year", "2025")):
        learner.types(part, text)
    learner.presses("Save")

    learner.opens(submit)
    learner.sees("All files can be opened", "All evidence is dated")
    learner.types("If the length is outside the range, why?", "The pictures carry most of it.")
    learner.picks("Did you use artificial intelligence for this work?", "No")
    learner.types("Your full name", unit.learner.name)
    signed = learner.main.get_by_label("I have read the declaration, and I sign it with my name")
    signed.focus()
    learner.page.keyboard.press("Space")
    button = learner.main.get_by_role("button", name="Sign and submit")
    button.focus()
    with learner.page.expect_navigation():
        learner.page.keyboard.press("Enter")

    made = HandIn.objects.get()
    learner.is_told(f"Your receipt is {made.receipt_number}.")
    learner.sees("Attempt 1", "Minutes of May", "May.png", "The pictures carry most of it.", "Marking", "Verification")
    assert Notification.objects.filter(kind="submission_received", recipient=unit.learner).count() == 1

    learner.opens("/learning/")
    learner.follows("Allocation of unit 601")
    expect(learner.main).to_contain_text("Waiting for an assessor, now")


@pytest.fixture
def barred_place():
    """A place whose rule bars unit 503 beside 502."""
    units = [published_unit(number) for number in ("501", "502", "503")]
    return place_of_today(version=published_version(units, barred=[("502", "503")], min_credits=12))


def test_a_refusal_stands_at_its_unit_before_and_after_saving(signed_in, live_server, barred_place):
    learner = Person(signed_in(barred_place.learner), live_server.url)
    learner.opens(f"/learning/{barred_place.pk}/units/")
    for number in ("502", "503"):
        learner.main.get_by_role("checkbox", name=number).focus()
        learner.page.keyboard.press("Space")
        if learner.page.evaluate("!!window.htmx"):
            learner.sees("Not saved yet.")
    if not learner.page.evaluate("!!window.htmx"):
        learner.presses("Save")

    box = learner.main.get_by_role("checkbox", name="503")
    expect(box).to_be_checked()
    expect(box).to_have_accessible_description("6 credits Cannot be combined with unit 502, which you have chosen.")
    assert not barred_place.units.exists()


def test_the_choice_of_units_says_at_once_what_it_comes_to(learner, unit):
    learner.opens(f"/learning/{unit.enrolment_id}/units/")
    box = learner.main.get_by_role("checkbox").nth(1)
    box.focus()
    learner.page.keyboard.press("Space")

    if learner.page.evaluate("!!window.htmx"):
        learner.sees("Not saved yet.")
        expect(box).to_be_focused()
    learner.presses("Save")
    learner.is_told("Your choice is saved.")
