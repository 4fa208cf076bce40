"""The library without JavaScript: found, kept, done, offered for CPD, a journey's progress; all its states by axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from insights.services.keeping import keep, mark_done
from membership.models import CpdEntry
from tests.browser.people import Person
from tests.browser.test_axe_pages import faults
from tests.factories.cpd import nine_areas
from tests.factories.insights import PlaylistFactory, PlaylistItemFactory, ResourceFactory, TopicFactory
from tests.factories.membership import member
from tests.factories.qualifications import NOW, published_unit

LIST = reverse("insights:resource_list")
KEPT = reverse("insights:resource_kept")
BODY = "## Before\n\nSay what the meeting is to decide.\n\n| Who | Brings |\n|---|---|\n| Chair | a clock |"


@pytest.fixture(autouse=True)
def journey(db):
    """A journey of two resources, with a third beside them that somebody keeps elsewhere."""
    nine_areas()
    topic = TopicFactory(title="Communication")
    meeting = ResourceFactory(title="Running a meeting", slug="running-a-meeting", topic=topic, body=BODY)
    why = ResourceFactory(title="Asking why", kind="definition", topic=topic, minutes=90)
    ResourceFactory(title="A film on delegating", kind="video", topic=topic, link="https://films.example.org/1")
    playlist = PlaylistFactory(unit=published_unit("601").unit)
    for position, resource in enumerate((meeting, why), start=1):
        PlaylistItemFactory(playlist=playlist, position=position, resource=resource, why=f"Step {position}.")
    return playlist


@pytest.fixture
def person(signed_in):
    """A member with a long name, signed in."""
    return member().person


class TestWithoutScripts:
    """What a member does with the library."""

    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        """No scripts run."""
        return {**browser_context_args, "java_script_enabled": False}

    @pytest.fixture
    def reader(self, signed_in, live_server, person):
        """The member; what goes wrong in the browser is a trouble."""
        reader = Person(signed_in(person), live_server.url)
        yield reader
        assert reader.troubles == []

    def test_a_member_finds_keeps_and_finishes_a_resource_and_takes_the_offer_up(self, reader, person, size):
        reader.opens(LIST)
        if (opener := reader.main.get_by_role("button", name="Filters").first).is_visible():
            opener.click()
        reader.types("Words", "meeting")
        reader.presses("Show results")
        reader.sees("One resource")
        reader.follows("Running a meeting")
        reader.sees("Say what the meeting is to decide.", "5 minutes")

        reader.presses("Keep for later")
        reader.is_told("You keep “Running a meeting” for later.")
        reader.presses("Mark as done")
        reader.is_told("“Running a meeting” is marked as done.")
        reader.sees("Does this belong in your CPD record?")
        reader.follows("Learning journey for unit 601")
        reader.sees("1 of 2 done", "Step 1.")

        reader.enters("Your library")
        reader.sees("Running a meeting")
        reader.presses("No longer keep")
        reader.sees("You keep nothing for later.")
        reader.follows("Done", exact=True)
        reader.follows("Running a meeting")
        reader.follows("Add it to my record")
        expect(reader.field("What is it?")).to_have_value("Running a meeting")
        assert not CpdEntry.objects.filter(person=person).exists()

    def test_what_is_done_by_mistake_is_undone_with_its_offer(self, reader, size):
        reader.opens("/resources/running-a-meeting/")
        reader.presses("Mark as done")
        reader.presses("Not done after all")

        reader.is_told("“Running a meeting” is not marked as done any more.")
        expect(reader.main.get_by_text("Does this belong in your CPD record?")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize("size", ["desk"])  # faults() looks at both
class TestOpenToAll:
    """Each page by a reader's rules, light and dark, in both sizes."""

    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        """axe is a script of the test's own, which the policy would refuse."""
        return {**browser_context_args, "bypass_csp": True}

    def look(self, page, live_server, *addresses):
        found = {}
        for address in addresses:
            page.goto(live_server.url + address)
            found[address] = faults(page)
        return {address: fault for address, fault in found.items() if fault}

    def pages_of(self, journey):
        detail = [item.resource.get_absolute_url() for item in journey.items.all()]
        return [LIST, f"{LIST}?word=nowhere", reverse("insights:playlist_list"), journey.get_absolute_url(), *detail]

    def test_to_visitors(self, page, live_server, journey, size):
        assert self.look(page, live_server, *self.pages_of(journey)) == {}

    def test_to_a_member_who_keeps_and_has_done_something(self, signed_in, live_server, journey, person, size):
        empty = self.look(signed_in(person), live_server, KEPT, f"{KEPT}?show=done")
        first = journey.items.first().resource
        keep(person=person, resource=first, at=NOW)
        mark_done(person=person, resource=first, at=NOW)
        page = signed_in(person)

        assert empty | self.look(page, live_server, *self.pages_of(journey), KEPT, f"{KEPT}?show=done") == {}
