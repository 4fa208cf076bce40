"""A session that ends and a button that is pressed twice, as somebody at a browser meets them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cmiportal.documents.models import Item
from cmiportal.posts.models import KeptForm
from tests.browser.people import Person
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.slow

WORDS = "I asked the team what the rota costs them.\nThey named four things, and we changed two."


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture
def learner():
    return UserFactory(name="Zoë Hartley-Fenwick", email="zoe@example.org")


@pytest.fixture
def person(page, live_server, learner):
    """The learner, at the page for new evidence with a text typed into it; nothing may go wrong meanwhile."""
    found = Person(page, live_server.url)
    found.signs_in(learner)
    found.opens(reverse("qualifications:item_add"))
    found.field("Type of evidence").select_option("Work product")
    found.types("Title", "Rota review")
    found.types("Text", WORDS)
    yield found
    assert found.troubles == []


def test_what_was_typed_is_sent_after_signing_in_again(person, learner):
    person.page.context.clear_cookies(name="sessionid")
    person.presses("Add evidence")
    person.is_told("You were signed out before your form arrived. It is kept: sign in to send it.")
    person.signs_in(learner)

    person.reads("Send what you had typed")
    person.sees("Rota review", "They named four things, and we changed two.")
    person.presses("Send it now")

    added = Item.objects.filter(owner=learner).values_list("title", "draft__text")
    assert [(title, text.replace("\r", "")) for title, text in added] == [("Rota review", WORDS)]
    assert not KeptForm.objects.exists()


def test_what_was_typed_can_be_let_go(person, learner):
    person.page.context.clear_cookies(name="sessionid")
    person.presses("Add evidence")
    person.signs_in(learner)
    person.presses("Open the page without it")

    expect(person.field("Title")).to_have_value("")
    assert not Item.objects.exists()
    assert not KeptForm.objects.exists()


def test_a_button_pressed_twice_counts_once(person):
    # The second press breaks off the answer to the first, so the page is waited for and not the navigation.
    person.main.get_by_role("button", name="Add evidence").dblclick()

    person.reads("Your evidence")
    assert Item.objects.count() == 1
