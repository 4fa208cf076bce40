"""CPD in a browser: an entry, an offer, the files; and the yearly sample from the draw to its close, without script."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cmiportal.rules.days import uk_day
from membership.models import CpdSample
from tests.factories.accounts import UserFactory
from tests.factories.cpd import (
    AreaFactory,
    CpdEntryFactory,
    CpdOfferFactory,
    chartered,
    nine_areas,
    reviewer,
    sampled,
    sent,
)
from tests.factories.documents import ItemFactory
from tests.factories.record import ExperienceFactory

LIST = reverse("membership:cpd_list")


@pytest.fixture
def opened(browser, live_server, size):
    """A page without script for this person, at an address."""

    @contextmanager
    def open_for(person, address):
        client = Client()
        client.force_login(person)
        sizes = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
        context = browser.new_context(java_script_enabled=False, viewport=sizes[size], locale="en-GB")
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + address)
        yield page
        context.close()

    return open_for


def faults(page):
    """What axe or a narrow screen would stumble over."""
    found = [each["id"] for each in Axe().run(page).response["violations"]]
    scrolls = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found + (["scrolls sideways"] if scrolls else [])


@pytest.fixture
def browser_context_args(browser_context_args):
    """axe is a script of the test's own, which the policy would refuse."""
    return {**browser_context_args, "bypass_csp": True}


def test_somebody_keeps_a_record(opened, goes, live_server):
    first, *_ = chartered(1)
    nine_areas()
    ItemFactory(owner=first, title="Feedback of two colleagues")
    CpdOfferFactory(person=first, title="Unit 605, Innovation and Change")
    with opened(first, LIST) as page:
        goes(page.get_by_role("link", name="Add an entry"))
        page.get_by_label("What is it?").fill("Difficult conversations")
        page.get_by_label("Kind of activity").select_option("Course or qualification")
        page.get_by_label("Which area").select_option("Communicating and influencing")
        for part, value in (("Day", "9"), ("Month", "3"), ("Year", "2026")):
            page.get_by_label(part, exact=True).fill(value)
        page.get_by_label("what have you learnt").fill("I begin with a question.")
        page.get_by_label("Feedback of two colleagues").check()
        goes(page.get_by_role("button", name="Save"))
        expect(page.get_by_text("The entry is in your record.")).to_be_visible()
        expect(page.get_by_text("Evidence: Feedback of two colleagues")).to_be_visible()

        goes(page.get_by_role("link", name="Add to my record"))
        page.get_by_label("Which area").select_option("Making decisions")
        goes(page.get_by_role("button", name="Save"))
        expect(page.get_by_role("heading", name="Two entries")).to_be_visible()
        expect(page.get_by_role("heading", name="Add to your record?")).to_be_hidden()

        goes(page.get_by_role("link", name="Making decisions"))
        expect(page.get_by_role("heading", name="One entry")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Record as PDF").click()
        assert download.value.suggested_filename == "cpd-record-making_decisions.pdf"

        goes(page.get_by_role("link", name="Unit 605"))
        goes(page.get_by_role("link", name="Remove this entry"))
        goes(page.get_by_role("button", name="Remove the entry"))
        expect(page.get_by_text("Unit 605, Innovation and Change” is removed")).to_be_visible()


def test_a_sample_goes_from_the_draw_to_its_close(opened, goes):
    first, second = chartered(2)
    year = uk_day(timezone.now()).year
    CpdEntryFactory(person=first, on=uk_day(timezone.now()), title="Difficult conversations")
    officer = reviewer()
    with opened(officer, reverse("membership:cpd_sample_list")) as page:
        page.get_by_label("How many people?").fill("2")
        goes(page.get_by_role("button", name="Draw the sample"))
        expect(page.get_by_text("The sample is drawn, and everybody in it is told.")).to_be_visible()
    with opened(first, LIST) as page:
        goes(page.get_by_role("link", name="See what to do"))
        goes(page.get_by_role("button", name="Send the record"))
        expect(page.get_by_text(f"We have your record of {year}.")).to_be_visible()
    with opened(officer, reverse("membership:cpd_sample_detail", args=[year])) as page:
        goes(page.get_by_role("link", name=first.name))
        expect(page.get_by_role("heading", name="Difficult conversations")).to_be_visible()
        goes(page.get_by_role("button", name="Accept the record"))
        goes(page.get_by_role("link", name=second.name))
        page.get_by_label("Why is no record needed?").fill("On parental leave all year.")
        goes(page.get_by_role("button", name="Excuse"))

    assert CpdSample.objects.get().closed_at


def test_one_piece_of_evidence_serves_twice_and_its_withdrawal_shows_in_both(opened, live_server):
    person = UserFactory()
    AreaFactory()
    letter = ItemFactory(owner=person, title="Letter of the depot")
    CpdEntryFactory(person=person, on=uk_day(timezone.now()), title="Moving the depot")
    ExperienceFactory(person=person, post="Depot manager", evidence=letter)
    with opened(person, LIST) as page:
        page.get_by_role("link", name="Moving the depot").click()
        page.get_by_label("Letter of the depot").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Evidence: Letter of the depot")).to_be_visible()

        page.goto(live_server.url + reverse("qualifications:item_withdraw", args=[letter.pk]))
        expect(page.get_by_text("“Moving the depot” in your CPD record")).to_be_visible()
        expect(page.get_by_text("“Depot manager” in your record of experience")).to_be_visible()
        page.get_by_role("button", name="Withdraw evidence").click()
        expect(page.get_by_text("“Letter of the depot” is withdrawn.")).to_be_visible()

        page.goto(live_server.url + LIST)
        expect(page.get_by_text("Letter of the depot (withdrawn)")).to_be_visible()
        page.goto(live_server.url + reverse("membership:record_detail"))
        expect(page.get_by_text("The evidence was withdrawn")).to_be_visible()


@pytest.mark.parametrize(
    ("label", "typed", "sentence"),
    [
        ("What is it?", "", "Enter what it is"),
        ("What is it?", "x" * 301, "Use 300 characters or fewer; you used 301."),
        ("Day", "30", "The day must be between 1 and 28 in that month"),
        ("Year", "2099", "The date must be after 1939, and not more than a year ahead"),
        ("Month", "thirteen", "27 3 2026"),
        ("How many hours did it take? (optional)", "many", "Enter hours in figures, for example 1.5"),
        ("How many hours did it take? (optional)", "-3", "Enter hours in figures, for example 1.5"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_typed_is_lost(opened, label, typed, sentence):
    AreaFactory()
    with opened(UserFactory(), reverse("membership:cpd_entry_add")) as page:
        page.get_by_label("What is it?").fill("Difficult conversations")
        page.get_by_label("Kind of activity").select_option("Course or qualification")
        page.get_by_label("Which area").select_option("Communicating")
        for part, value in (("Day", "28"), ("Month", "2"), ("Year", "2026")):
            page.get_by_label(part, exact=True).fill(value)
        page.get_by_label("what have you learnt").fill("I begin with a question.")
        page.get_by_label(label, exact=True).fill(typed)
        page.get_by_role("button", name="Save").click()

        summary = page.get_by_role("alert")
        expect(summary).to_contain_text(sentence)
        expect(page.get_by_label("what have you learnt")).to_have_value("I begin with a question.")


def test_a_reviewer_asks_for_more_and_then_accepts(opened):
    now = timezone.now()
    year = uk_day(now).year
    review = sent(sampled(chartered(1)[0], at=now, year=year), at=now)
    address = reverse("membership:cpd_sample_review", args=[year, review.pk])
    with opened(reviewer(), address) as page:
        page.get_by_role("button", name="Ask for more").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("What is missing?").fill("Say what you learnt from the course.")
        page.get_by_role("button", name="Ask for more").click()
        expect(page.get_by_text(f"{review.person.name} is asked for more.")).to_be_visible()
    with opened(review.person, reverse("membership:cpd_review")) as page:
        expect(page.get_by_text("Say what you learnt from the course.").first).to_be_visible()
        page.get_by_role("button", name="Send the record").click()
        expect(page.get_by_role("alert")).to_contain_text("Add one, or tell us why there is none.")
        page.get_by_label("Is there anything we should know?").fill("There was no course this year.")
        page.get_by_role("button", name="Send the record").click()
        expect(page.get_by_text(f"We have your record of {year}.")).to_be_visible()
    with opened(reviewer(), address) as page:
        page.get_by_role("button", name="Accept the record").click()
        expect(page.get_by_text(f"{review.person.name}: the record is accepted.")).to_be_visible()

    assert CpdSample.objects.get().closed_at


def test_every_page_is_open_to_all(signed_in, live_server):
    first, *_ = chartered(2)
    areas, today = nine_areas(), uk_day(timezone.now())
    entries = [CpdEntryFactory(person=first, area=area, on=today, need="I put it off.") for area in areas[:4]]
    offer = CpdOfferFactory(person=first)
    officer = reviewer()
    before = [LIST, "/cpd/add/", f"/cpd/{entries[0].pk}/", f"/cpd/{entries[0].pk}/remove/", f"/cpd/offers/{offer.pk}/"]
    found = looked_at(signed_in(first), live_server, [*before, "/cpd/review/"])
    review = sent(sampled(first, at=timezone.now(), year=today.year), at=timezone.now())
    found |= looked_at(signed_in(first), live_server, [LIST, "/cpd/review/"])
    samples = ["/cpd/samples/", f"/cpd/samples/{today.year}/", f"/cpd/samples/{today.year}/{review.pk}/"]
    found |= looked_at(signed_in(officer), live_server, samples)

    assert {address: fault for address, fault in found.items() if fault} == {}


def looked_at(page, live_server, addresses):
    found = {}
    for address in addresses:
        page.goto(live_server.url + address)
        found[address] = faults(page)
    return found
