"""What the frame and the components do in a browser: the policy, the keyboard, and a reader's rules (axe)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory


@pytest.fixture
def browser_context_args(browser_context_args):
    """axe is a script of the test's own, which the policy would refuse."""
    return {**browser_context_args, "bypass_csp": True}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_passes_axe_and_nothing_scrolls_sideways(page, live_server, scheme):
    page.goto(f"{live_server.url}{reverse('ui:style_guide')}?scheme={scheme}")

    assert [(found["id"], found["nodes"][0]["target"]) for found in Axe().run(page).response["violations"]] == []
    page.set_viewport_size({"width": 320, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_form_with_errors_is_announced_and_leads_to_its_first_field(page, live_server, goes):
    page.goto(live_server.url + reverse("account_login"))
    goes(page.locator("main button[type=submit]"))
    summary = page.get_by_role("alert")

    assert page.title().startswith("Error: ")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("[name=login]")).to_be_focused()


def test_the_menu_of_a_phone_closes_on_escape(page, live_server):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + reverse("ui:style_guide"))
    menu = page.get_by_role("navigation", name="Main")

    page.get_by_role("button", name="Menu", exact=True).click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def menu_of(page):
    """The name of a menu, in the drawer where there is one, and a link inside the menu."""
    drawer = page.get_by_role("button", name="Menu", exact=True)
    if drawer.is_visible():
        drawer.click()
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Find a Centre")
    return page.locator("summary", has_text="Education & Learning"), link


def tabs_to(page, target, *, most=12):
    """Go on with Tab until the target has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} times Tab do not lead there.")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_menu_opens_by_keyboard_and_escape_goes_back_to_its_name(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(live_server.url + reverse("ui:style_guide"))
    name, inside = menu_of(page)

    name.focus()
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()
    tabs_to(page, inside)
    page.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    expect(name).to_be_focused()


def test_a_menu_closes_on_a_click_outside_and_passes_axe_while_open(page, live_server):
    page.goto(live_server.url + reverse("ui:style_guide"))
    name, inside = menu_of(page)

    name.click()
    expect(inside).to_be_visible()
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    page.mouse.click(5, 5)
    expect(inside).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_menus_and_drawer_need_no_script(browser, live_server, width):
    page = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 740}).new_page()
    page.goto(live_server.url + reverse("ui:style_guide"))
    name, inside = menu_of(page)

    name.click()
    inside.click()

    expect(page).to_have_url(live_server.url + reverse("qualifications:centre_list"))
    page.context.close()


def test_the_drawer_has_a_button_that_closes_it_and_the_search(page, live_server):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + reverse("ui:style_guide"))
    opens = page.get_by_role("button", name="Menu", exact=True)
    drawer = page.get_by_role("navigation", name="Main")

    opens.focus()
    page.keyboard.press("Enter")
    expect(drawer.get_by_role("searchbox", name="Search the site")).to_be_visible()
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    drawer.get_by_role("button", name="Close menu").click()

    expect(drawer).to_be_hidden()
    expect(opens).to_be_focused()


def test_the_drawer_closes_when_the_keyboard_goes_on_behind_it(page, live_server):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + reverse("ui:style_guide"))
    drawer = page.get_by_role("navigation", name="Main")

    page.get_by_role("button", name="Menu", exact=True).click()
    drawer.get_by_role("button", name="Close menu").focus()
    page.keyboard.press("Shift+Tab")

    expect(drawer).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_words_typed_into_the_head_of_a_page_lead_to_the_search(browser, live_server, width):
    page = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 740}).new_page()
    page.goto(live_server.url + reverse("ui:style_guide"))
    if width < 960:
        page.get_by_role("button", name="Menu", exact=True).click()
    form = page.get_by_role("search").locator("visible=true")

    form.get_by_role("searchbox").fill("leadership")
    form.get_by_role("button", name="Search").click()

    expect(page).to_have_url(f"{live_server.url}{reverse('search:search')}?q=leadership")
    page.context.close()


@pytest.fixture
def signed_in(browser, live_server, client):
    """A page without scripts of somebody who is signed in, at a width."""
    client.force_login(UserFactory())
    contexts = []

    def opened(width):
        context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 740})
        contexts.append(context)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + reverse("ui:style_guide"))
        return page

    yield opened
    for context in contexts:
        context.close()


def test_the_rooms_of_a_person_fold_on_a_phone_and_stand_open_on_a_desk(signed_in):
    phone, desk = signed_in(360), signed_in(1280)
    link, name = (phone.locator(".account-nav").locator(part) for part in ("a[href='/messages/']", "summary"))
    expect(link).to_be_hidden()
    name.focus()
    phone.keyboard.press("Enter")
    expect(link).to_be_visible()

    expect(desk.locator(".account-nav a[href='/messages/']")).to_be_visible()
    expect(desk.locator(".account-nav summary")).to_be_hidden()


def test_a_form_is_sent_once_however_often_it_is_clicked(page, live_server):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(live_server.url + reverse("account_login"))

    with page.expect_navigation():
        page.locator("main form").evaluate(
            "form => { for (let i = 0; i < 3; i++) form.querySelector('[type=submit]').click() }"
        )

    assert sent == [live_server.url + reverse("account_login")]


def test_the_policy_finds_nothing_to_refuse(browser, live_server):
    said = []
    page = browser.new_context().new_page()
    page.on("console", lambda message: said.append(message.text))

    response = page.goto(live_server.url + reverse("ui:style_guide"))

    assert "style-src 'self'" in response.headers["content-security-policy"]
    assert said == []
    page.context.close()
