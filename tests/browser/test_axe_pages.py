"""Every page of every role by a reader's rules (axe), at the size of a desk and a phone, in light and in dark."""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from cmiportal.accounts.models import User
from membership.models import CharteredStatus
from qualifications.models import Award
from tests.demo import load_portal
from tests.pages import FewOfEachKind, crawl, text_of
from tests.private import OF_A_KIND

pytestmark = pytest.mark.slow

# One test looks at one part as one person: a test has five minutes.
PARTS = {
    "learning": ("/learning/", "/centre/", "/desk/", "/awards/"),
    "account": ("/messages/", "/account/"),
    "membership": ("/membership/",),
    "record": ("/cpd/", "/orders/", "/corporate/"),
    "chartered": ("/chartered-manager/",),
}
PEOPLE = {
    "learner": ("learning", "account"),
    "coordinator": ("learning",),
    "assessor": ("learning",),
    "verifier": ("learning",),
    "moderator": ("learning", "account", "chartered"),
    "member": ("membership", "record"),
    "applicant": ("membership", "record", "chartered"),
    "membership-assessor": ("membership", "record", "chartered"),
    "corporate": ("record",),
}
FOR_ANYBODY = {
    "qualifications": ("/qualifications/", "/levels/", "/units/", "/centres/", "/verify/"),
    "membership": ("/membership/", "/chartered-manager/", "/register/"),
}
# What other people find at a name shows more of the states that its page can be in.
OF_ONE_NAME = 1
AXE = Axe().axe_script
VIOLATIONS = "async (options) => (await axe.run(document, options)).violations"
# Colours fade from one look to the next; half-way they have a contrast that nobody chose.
SETTLED = "document.getAnimations().forEach((fading) => fading.cancel())"
ALL = {"resultTypes": ["violations"]}
COLOURS = {**ALL, "runOnly": ["color-contrast"]}
SHAPE = {**ALL, "rules": {"color-contrast": {"enabled": False}}}
# What the dark changes are colours alone, and what a phone changes is everything but those.
LOOKS = [(1280, "light", ALL), (1280, "dark", COLOURS), (360, "light", SHAPE)]


@pytest.fixture
def size():
    """Every page is looked at in both sizes, whatever the run."""
    return "desk"


@pytest.fixture
def browser_context_args(browser_context_args):
    """axe is a script of the test's own, which the policy would refuse."""
    return {**browser_context_args, "bypass_csp": True}


def faults(page):
    """What a reader's program or a narrow screen would stumble over on the page as it is, in each look."""
    found = []
    page.evaluate(AXE)
    for width, scheme, options in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        violations = page.evaluate(VIOLATIONS, options)
        found += [(width, scheme, each["id"], each["nodes"][0]["target"]) for each in violations]
    page.set_viewport_size({"width": 320, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    return found + ([("scrolls sideways", width)] if width > 320 else [])


def faults_of(page, live_server, addresses):
    """(faults by address) of pages opened one after the other."""
    found = {}
    for address in addresses:
        page.goto(live_server.url + address)
        found[address] = faults(page)
    return found


def pages_of(client, follow):
    """Addresses of pages that can be clicked to, a few of each name."""
    found = defaultdict(list)
    some = FewOfEachKind(OF_A_KIND, among=lambda link: link.startswith(follow))
    for address, response in crawl(client, follow=some):
        if text_of(response):
            found[resolve(urlsplit(address).path).view_name].append(address)
    return [address for addresses in found.values() for address in addresses[:OF_ONE_NAME]]


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in PEOPLE.items() for part in parts])
def test_every_page_of_a_person_is_open_to_all(signed_in, live_server, name, part):
    load_portal(at=timezone.now())
    user = User.objects.get(email=f"{name}@example.org")
    client = Client()
    client.force_login(user)
    found = faults_of(signed_in(user), live_server, pages_of(client, PARTS[part]))

    assert {address: fault for address, fault in found.items() if fault} == {}
    assert len(found) > 2


@pytest.mark.parametrize("part", FOR_ANYBODY)
def test_every_page_for_anybody_is_open_to_all(page, live_server, part):
    load_portal(at=timezone.now())
    found = faults_of(page, live_server, [*pages_of(Client(), FOR_ANYBODY[part]), *unlinked(part)])

    assert {address: fault for address, fault in found.items() if fault} == {}
    assert len(found) > 4


def unlinked(part):
    """Public pages that no link leads to: a certificate verified, and not; the register searched, and a person."""
    if part == "membership":
        status = CharteredStatus.objects.filter(register_entry__shown=True, ended_on=None).first()
        search = reverse("membership:register_search", query={"name": status.register_entry.name})
        person = reverse("membership:register_detail", args=[status.register_entry.pk])
        codes, name = (status.code, "0000-0000-0000"), "membership:status_verify"
        return [search, person, *(reverse(name, args=[code]) for code in codes)]
    code = Award.objects.filter(state="issued").values_list("code", flat=True)[0]
    return [reverse("qualifications:award_verify", args=[each]) for each in (code, "0000-0000-0000")]


@pytest.mark.parametrize(
    ("name", "way", "button"),
    [
        ("taro", ["Qualifications", "CMI Level 6 Diploma", "Request a place"], "Send your request"),
        ("learner", ["Learning", "605 ", "Add evidence"], "Add evidence"),
        ("coordinator", ["Work", "Wren Holtby", "Allocate"], "Allocate"),
        ("assessor", ["Work", "Wren Holtby", "Mark"], "Save"),
        ("verifier", ["Work", "Amara Whitlock", "Verify"], "Return to the assessor"),
        ("member", ["CPD", "Add an entry"], "Save"),
    ],
)
def test_a_form_that_comes_back_is_open_to_all(signed_in, live_server, goes, name, way, button):
    load_portal(at=timezone.now())
    page = signed_in(User.objects.get(email=f"{name}@example.org"))
    page.goto(live_server.url)
    for link in way:
        goes(page.get_by_role("link", name=link).locator("visible=true").first)
    goes(page.get_by_role("main").get_by_role("button", name=button).first)

    assert page.title().startswith("Error: ")
    assert faults(page) == []
