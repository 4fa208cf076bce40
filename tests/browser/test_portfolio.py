"""Evidence in a browser: a draft saved as it is typed, a version restored, several files, many criteria."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cmiportal.documents.models import Item, ItemDraft
from qualifications.models import Mapping
from tests.factories.documents import ItemFactory, png
from tests.factories.qualifications import EnrolmentFactory, chosen_unit

pytestmark = pytest.mark.slow


@pytest.fixture
def unit():
    return chosen_unit()


@pytest.fixture
def item(unit):
    return ItemFactory(owner=unit.learner, text="I asked the team.")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def files():
    good = [{"name": name, "mimeType": "image/png", "buffer": png()} for name in ("One.png", "Two.png")]
    return [good[0], {"name": "Bad.png", "mimeType": "image/png", "buffer": b"MZ no picture"}, good[1]]


def test_a_draft_is_saved_as_it_is_typed_and_an_earlier_text_comes_back(signed_in, live_server, unit, item, goes):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_edit", args=[item.pk]))
    goes(page.get_by_role("button", name="Save", exact=True))
    page.get_by_label("Text").fill("I asked both supervisors.")
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    expect(page.get_by_text("Not saved yet")).to_be_hidden(timeout=10_000)
    assert ItemDraft.objects.get(item=item).text == "I asked both supervisors."

    page.reload()
    goes(page.get_by_role("link", name="See what changed"))
    assert fits(page)
    expect(page.locator("ins")).to_contain_text("both supervisors")
    goes(page.get_by_role("button", name="Restore this version"))

    assert page.get_by_label("Text").input_value() == "I asked the team."
    assert fits(page)


def test_who_is_signed_out_while_typing_is_told_and_keeps_the_text(signed_in, live_server, unit, item):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_edit", args=[item.pk]))
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Text").fill("Typed without a session.")

    expect(page.get_by_text("You are signed out.")).to_be_visible(timeout=10_000)
    assert page.get_by_label("Text").input_value() == "Typed without a session."


def test_three_uploads_arrive_one_by_one_and_the_refused_one_is_named(signed_in, live_server, unit):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_add_files"))
    page.get_by_label("Type of evidence").select_option("work_product")
    page.get_by_label("Files").set_input_files(files())
    page.get_by_role("button", name="Add files").click()

    expect(page.get_by_role("status").filter(has_text="2 files have arrived, 1 did not.")).to_be_visible()
    expect(page.get_by_role("button", name="Try again Bad.png")).to_be_visible()
    assert sorted(Item.objects.values_list("title", flat=True)) == ["One", "Two"]
    assert fits(page)


def test_uploads_arrive_without_script(browser, live_server, unit, signed_in, goes):
    cookies = signed_in(unit.learner).context.cookies()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(live_server.url + reverse("qualifications:item_add_files"))
    page.get_by_label("Type of evidence").select_option("work_product")
    page.get_by_label("Files").set_input_files(files())
    goes(page.get_by_role("button", name="Add files"))

    expect(page.get_by_text("Not added. Bad.png")).to_be_visible()
    assert Item.objects.count() == 2


def test_an_upload_repeated_from_the_same_page_counts_once(signed_in, live_server, unit):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_add_files"))
    page.get_by_label("Type of evidence").select_option("work_product")
    for sentence in ("1 file has arrived.", "One.png had arrived before and counts once. 1 file has arrived."):
        page.get_by_label("Files").set_input_files(files()[:1])
        page.get_by_role("button", name="Add files").click()
        expect(page.locator("[data-uploads-said]")).to_have_text(sentence)
        expect(page.get_by_role("list", name="What was sent").get_by_role("listitem")).to_have_text(
            ["One.png is added"]
        )

    assert Item.objects.count() == 1


def test_an_upload_refused_for_a_lost_session_arrives_after_signing_in_elsewhere(signed_in, live_server, unit):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_add_files"))
    page.get_by_label("Type of evidence").select_option("work_product")
    page.context.clear_cookies()
    page.get_by_label("Files").set_input_files(files()[:1])
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_role("list", name="What was sent")).to_contain_text("You are signed out.")
    signed_in(unit.learner)
    page.get_by_role("button", name="Try again One.png").click()

    expect(page.get_by_role("link", name="One.png")).to_be_visible()
    assert Item.objects.get().title == "One"


def test_evidence_is_mapped_by_keyboard_alone(signed_in, live_server, unit, item):
    page = signed_in(unit.learner)
    page.goto(live_server.url + reverse("qualifications:item_map", args=[item.pk]))
    first = page.get_by_role("checkbox").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if first.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert fits(page)
    page.get_by_label("Where in it?").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert Mapping.objects.filter(item=item).count() == 2


def test_one_piece_is_mapped_to_criteria_of_two_units_and_shown_in_both(signed_in, live_server, goes):
    place = EnrolmentFactory()
    units = [chosen_unit(place, number) for number in ("601", "602")]
    item = ItemFactory(owner=place.learner, title="Leading the move")
    page = signed_in(place.learner)
    page.goto(live_server.url + reverse("qualifications:item_edit", args=[item.pk]))
    goes(page.get_by_role("link", name="Map to criteria"))
    for unit in units:
        of_unit = page.get_by_role("group", name=f"{unit.unit}: {unit.unit_version.title}")
        of_unit.get_by_label(re.compile(r"^1\.1 ")).check()
        of_unit.get_by_label(re.compile(r"^2\.1 ")).check()
    page.get_by_label("Where in it?").fill("page 2")
    assert fits(page)
    goes(page.get_by_role("button", name="Map to these criteria"))

    expect(page.get_by_text("“Leading the move” is mapped to 4 more criteria.")).to_be_visible()
    assert fits(page)
    for unit in units:
        where = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=str(unit.unit)))
        expect(where).to_have_text(f"{unit.unit}: 1.1 and 2.1")
        goes(where.get_by_role("link"))
        expect(page.get_by_role("link", name="page 2")).to_have_count(2)
        assert fits(page)
        with page.expect_navigation():
            page.go_back()
