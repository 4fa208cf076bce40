"""Every page of every role by a reader's rules (axe), at the size of a desk and a phone, in light and in dark."""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from cmiportal.accounts.models import User
from qualifications.models import Award
from tests.demo import load_portal
from tests.pages import crawl, text_of

pytestmark = pytest.mark.slow

OURS = (
    "/learning/",
    "/centre/",
    "/desk/",
    "/awards/",
    "/messages/",
    "/account/",
    "/membership/",
    "/chartered-manager/",
)
FOR_ANYBODY = (
    "/qualifications/",
    "/levels/",
    "/units/",
    "/centres/",
    "/verify/",
    "/membership/",
    "/chartered-manager/",
)
# So many addresses of one name show the states that its page can be in.
OF_ONE_NAME = 3
# Colours fade from one look to the next; half-way they have a contrast that nobody chose.
SETTLED = "document.getAnimations().forEach((fading) => fading.cancel())"
LOOKS = [(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]


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
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        violations = Axe().run(page).response["violations"]
        found += [(width, scheme, each["id"], each["nodes"][0]["target"]) for each in violations]
    page.set_viewport_size({"width": 320, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    return found + ([("scrolls sideways", width)] if width > 320 else [])


def pages_of(client, follow):
    """Addresses of pages that can be clicked to, a few of each name."""
    found = defaultdict(list)
    for address, response in crawl(client, follow=lambda link: link.startswith(follow)):
        if text_of(response):
            found[resolve(urlsplit(address).path).view_name].append(address)
    return [address for addresses in found.values() for address in addresses[:OF_ONE_NAME]]


@pytest.mark.parametrize("name", ["learner", "kofi", "coordinator", "assessor", "verifier", "moderator"])
def test_every_page_of_a_person_is_open_to_all(signed_in, live_server, name):
    load_portal(at=timezone.now())
    user = User.objects.get(email=f"{name}@example.org")
    client = Client()
    client.force_login(user)
    page = signed_in(user)
    found = {}
    for address in pages_of(client, OURS):
        page.goto(live_server.url + address)
        found[address] = faults(page)

    assert {address: fault for address, fault in found.items() if fault} == {}
    assert len(found) > 8


def test_every_page_for_anybody_is_open_to_all(page, live_server):
    load_portal(at=timezone.now())
    codes = Award.objects.filter(state="issued").values_list("code", flat=True)
    verified = [reverse("qualifications:award_verify", args=[code]) for code in (*codes[:1], "0000-0000-0000")]
    found = {}
    for address in (*pages_of(Client(), FOR_ANYBODY), *verified):
        page.goto(live_server.url + address)
        found[address] = faults(page)

    assert {address: fault for address, fault in found.items() if fault} == {}


@pytest.mark.parametrize(
    ("name", "way", "button"),
    [
        ("taro", ["Qualifications", "CMI Level 6 Diploma", "Request a place"], "Send your request"),
        ("learner", ["Learning", "605 ", "Add evidence"], "Add evidence"),
        ("coordinator", ["Work", "Wren Holtby", "Allocate"], "Allocate"),
        ("assessor", ["Work", "Wren Holtby", "Mark"], "Save"),
        ("verifier", ["Work", "Amara Whitlock", "Verify"], "Return to the assessor"),
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
