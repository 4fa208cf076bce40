"""A visitor looks for an event: filters, calendar, region, the page of one; also without JavaScript; by axe."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cmiportal.rules.days import uk_day
from events.models import AgendaItem, Speaker
from events.rules.months import after
from tests.factories.events import CommunityFactory, EventFactory, RegionFactory, TopicFactory, in_person, priced

LIST = reverse("events:event_list")


@pytest.fixture(autouse=True)
def programme(db):
    """Two events of the coming days, one of them in a region, and one that is over; none beyond midnight."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    region = RegionFactory(key="wales", title="Wales", text="In Welsh and in English.")
    visit = in_person(
        title="Behind the scenes of a mill",
        slug="mill",
        venue="Spinning House",
        region=region,
        starts_at=noon + timedelta(days=3),
        description="Bring shoes.\n\nThere are stairs.",
        cpd_minutes=90,
        capacity=60,
    )
    priced(visit, member=0)
    visit.topics.add(TopicFactory(key="operations", title="Operations"))
    visit.communities.add(CommunityFactory(key="cmi-women", title="CMI Women"))
    Speaker.objects.create(event=visit, name="Elin Pritchard", role="Head of people")
    AgendaItem.objects.create(event=visit, starts_at=visit.starts_at, title="Coffee")
    EventFactory(title="Net zero, and how", slug="net-zero", starts_at=noon + timedelta(days=5))
    EventFactory(title="Saying no upwards", slug="no", starts_at=noon - timedelta(days=20))


def show_filters(page):
    """Open the drawer in which a phone keeps the filters."""
    opener = page.get_by_role("button", name="Filters", exact=False).first
    if opener.is_visible():
        opener.click()


def test_filters_narrow_the_list_in_place_and_the_address_follows(page, live_server):
    page.goto(live_server.url + LIST)
    show_filters(page)
    page.get_by_label("In person").check()

    expect(page).to_have_url(f"{live_server.url}{LIST}?format=in_person")
    expect(page.locator("#found")).to_have_text("One event")
    page.get_by_label("Words").fill("zero")
    expect(page.locator("#found")).to_have_text("No events")
    page.go_back()
    expect(page.locator("#found")).to_have_text("One event")

    show_filters(page)
    page.get_by_label("First day").fill((uk_day(timezone.now()) + timedelta(days=4)).isoformat())
    expect(page.locator("#found")).to_have_text("No events")


def test_a_visitor_goes_from_the_menu_by_the_region_to_an_event(page, live_server, goes):
    page.goto(live_server.url + reverse("site:region_list"))
    goes(page.get_by_role("link", name="Wales", exact=True))
    goes(page.get_by_role("link", name="Behind the scenes of a mill"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Behind the scenes of a mill")
    expect(page.get_by_text("Members free, everybody else £60, VAT included")).to_be_visible()
    expect(page.get_by_role("link", name="Book a place").last).to_have_attribute("href", "/events/mill/book/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Add to your calendar").click()
    assert download.value.suggested_filename == "mill.ics"


def test_a_month_is_a_table_at_a_desk_and_a_list_on_a_phone(page, live_server, size, goes):
    first = uk_day(timezone.now()).replace(day=1)
    page.goto(live_server.url + reverse("events:event_calendar", args=[first.year, first.month]))
    shown = page.get_by_role("table").locator("td:visible").count()
    assert (shown < 20) is (size == "phone")

    following = after(first)
    goes(page.get_by_role("link", name=f"{following:%B %Y}"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Events in {following:%B %Y}")


def test_the_calendar_is_narrowed_in_place_and_months_and_lists_keep_its_filters(page, live_server, goes):
    first = uk_day(timezone.now() + timedelta(days=3)).replace(day=1)
    month, online = reverse("events:event_calendar", args=[first.year, first.month]), "?format=online"
    page.goto(live_server.url + month)
    expect(page.get_by_role("link", name="Behind the scenes of a mill")).to_be_visible()
    show_filters(page)
    page.get_by_label("Online").check()

    expect(page).to_have_url(live_server.url + month + online)
    expect(page.get_by_role("link", name="Behind the scenes of a mill")).to_have_count(0)
    if page.get_by_role("button", name="Close filters").is_visible():
        page.get_by_role("button", name="Close filters").click()
    following = after(first)
    goes(page.get_by_role("link", name=f"{following:%B %Y}", exact=True))
    expect(page).to_have_url(
        live_server.url + reverse("events:event_calendar", args=[following.year, following.month]) + online
    )
    goes(page.get_by_role("link", name="To come", exact=True))
    expect(page).to_have_url(live_server.url + LIST + online)
    expect(page.locator("#found")).to_have_text("One event")


def test_without_javascript_the_form_and_the_links_do_the_same(browser, live_server, goes):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(live_server.url + LIST)
    page.get_by_label("Words").fill("mill")
    page.get_by_label("In person").check()
    goes(page.get_by_role("button", name="Show results"))

    expect(page).to_have_url(f"{live_server.url}{LIST}?word=mill&format=in_person")
    goes(page.get_by_role("link", name="Remove filter In person"))
    expect(page).to_have_url(f"{live_server.url}{LIST}?word=mill")
    goes(page.get_by_role("link", name="Next seven days"))
    expect(page.locator("#found")).to_have_text("One event")
    goes(page.get_by_role("link", name="Past", exact=True))
    expect(page.locator("#found")).to_have_text("No past events")
    goes(page.get_by_role("link", name="Remove filter “mill”"))
    expect(page.locator("#found")).to_have_text("One past event")
    page.context.close()


@pytest.mark.parametrize(
    "address",
    [
        LIST,
        "/past-events/",
        "/events/mill/",
        "/events/no/",
        "/regions/",
        "/regions/wales/",
        "/communities/",
        "/communities/cmi-women/",
        f"/events/calendar/{timezone.now():%Y/%-m}/",
        f"/events/calendar/{timezone.now():%Y/%-m}/?word=nowhere",
    ],
)
def test_the_policy_refuses_nothing_and_a_reader_stumbles_over_nothing(browser, live_server, size, address):
    width = 1280 if size == "desk" else 360
    for bypass in (False, True):
        context = browser.new_context(bypass_csp=bypass, viewport={"width": width, "height": 800})
        page, said = context.new_page(), []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.goto(live_server.url + address)
        assert [text for text in said if "Content Security Policy" in text] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if bypass:
            assert [each["id"] for each in Axe().run(page).response["violations"]] == []
        context.close()
