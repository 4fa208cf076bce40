"""What is typed for evidence, in a browser: kept from the first words on, and said as long as it is not."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cmiportal.documents.models import Item
from qualifications.models import Mapping
from tests.factories.qualifications import chosen_unit

SAVED = re.compile(r"^Last saved \d\d:\d\d\.")


@pytest.fixture
def unit():
    return chosen_unit()


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
