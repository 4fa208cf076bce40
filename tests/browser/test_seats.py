"""A seat of an organisation in a browser: somebody is invited, accepts by the link, and is released from it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.letters import link_in, mail_to
from tests.browser.people import Person
from tests.factories.accounts import UserFactory
from tests.factories.seats import Corporate, pay

pytestmark = pytest.mark.slow

INVITED = "priya@example.net"


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture
def people(settings, live_server, new_context):
    """Who acts for an organisation with two seats, and the person invited, each at a browser of their own."""
    settings.SITE_URL = live_server.url
    firm, now = Corporate(0), timezone.now()
    pay(firm.ordered(2, at=now), at=now)
    invited = UserFactory(name="Priya Ostrander", email=INVITED)
    found = []
    for user in (firm.staff, invited):
        found.append(Person(new_context().new_page(), live_server.url))
        found[-1].signs_in(user)
    yield found
    assert [trouble for person in found for trouble in person.troubles] == []


def test_a_seat_is_offered_accepted_and_released(people):
    staff, member = people
    staff.opens("/")
    staff.enters("Your organisation")
    staff.reads("Fellgate Logistics")
    staff.sees("Two seats until", "two free")
    staff.types("E-mail address", INVITED)
    staff.presses("Send the invitation")
    staff.is_told(f"We have written to {INVITED}.")
    staff.types("E-mail address", INVITED)
    staff.presses("Send the invitation")
    staff.sees("This address has a seat already.", "One seat taken")

    first = link_in(mail_to(INVITED))
    staff.presses("Invite again")
    staff.is_told("The link before no longer works.")
    member.opens(link_in(mail_to(INVITED)))
    member.reads("Fellgate Logistics offers you membership")
    member.sees("It never sees your CPD, your applications or your evidence.")
    member.presses("Accept the seat")
    member.sees("Accept the Code of Conduct to become a member")
    member.main.get_by_label("I keep to the Code of Conduct").check()
    member.presses("Accept the seat")
    member.reads("Thank you")
    member.opens("/membership/mine/")
    member.sees("Active", "By your organisation")

    staff.opens("/corporate/")
    staff.sees("Priya Ostrander", "Active", "accepted on")
    staff.follows("Release")
    staff.reads("Release the seat of Priya Ostrander?")
    staff.presses("Release the seat")
    staff.is_told("The seat is free again.")
    staff.sees("two free")
    expect(staff.main).not_to_contain_text("Priya Ostrander")
    assert "Fellgate Logistics" in mail_to(INVITED)
    assert member.page.request.get(first).status == 410
