"""An application for Chartered Manager in a browser: words counted and saved as they are typed, and without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cmiportal.documents.words import count_words
from membership.models import CharteredApplication, Statement
from tests.factories.applications import begun, route
from tests.factories.membership import member

pytestmark = pytest.mark.slow

PAGE = reverse("membership:application_detail")
STATEMENT = reverse("membership:statement_edit", args=["leading"])
TEXTS = (
    "I led the move of two depots.",
    "Well-being and/or cost – 20 % — don’t … * 3",
    "管理は人のことです and more",
    "Ärger\u00a0über\tnichts\n\n- one\n- two",
    "",
)


@pytest.fixture
def person():
    return member().person


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_words_are_counted_and_kept_as_they_are_typed(signed_in, live_server, person):
    begun(person)
    page = signed_in(person)
    page.goto(live_server.url + STATEMENT)
    said = page.locator("[data-words]")

    for text in TEXTS:
        page.get_by_label("Your statement").fill(text)
        words = count_words(text)
        expect(said).to_contain_text(f"{words} word{'' if words == 1 else 's'}")
    page.get_by_label("Your statement").fill(TEXTS[0])
    expect(said).to_have_text("7 words, of 5 to 10.")
    expect(page.get_by_text("Not saved yet")).to_be_hidden(timeout=10_000)

    kept = Statement.objects.get(criterion="leading")
    assert (kept.text, kept.words) == (TEXTS[0], 7)
    assert fits(page)


def test_of_two_tabs_the_second_sees_both_texts(signed_in, live_server, person):
    begun(person)
    first, second = signed_in(person), signed_in(person)
    for page in (first, second):
        page.goto(live_server.url + STATEMENT)
    first.get_by_label("Your statement").fill("From the first tab.")
    expect(first.get_by_text("Not saved yet")).to_be_hidden(timeout=10_000)
    second.get_by_label("Your statement").fill("From the second tab.")

    expect(second.get_by_text("This statement was saved from another tab or device")).to_be_visible(timeout=10_000)
    expect(second.get_by_text("From the first tab.")).to_be_visible()
    assert second.get_by_label("Your statement").input_value() == "From the second tab."
    assert fits(second)


def test_the_way_from_the_route_finder_to_the_fee_needs_no_script(browser, live_server, person, signed_in, goes):
    route(rule=None)
    cookies = signed_in(person).context.cookies()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()

    def button(name):
        goes(page.get_by_role("button", name=name, exact=True))

    page.goto(live_server.url + reverse("membership:route_finder"))
    goes(page.get_by_role("link", name="Apply by this route"))
    page.get_by_label("Chartered Member").check()
    button("Begin")
    for title in ("Leading people", "Managing change"):
        goes(page.get_by_role("link", name=title))
        page.get_by_label("Your statement").fill("I led the move of two depots.")
        button("Save")
        goes(page.get_by_role("link", name="Back to your application"))
    goes(page.get_by_role("link", name="Referee"))
    page.get_by_label("Your referee’s name").fill("Gwen Adeyemi")
    page.get_by_label("Their e-mail address").fill("gwen@example.org")
    button("Ask them")
    goes(page.get_by_role("link", name="Code of Conduct"))
    page.get_by_label("I keep to the Code of Conduct").check()
    button("Save and go back")
    goes(page.get_by_role("link", name="Check your answers", exact=True))
    button("Submit the application")

    expect(page.get_by_role("main")).to_contain_text("Chartered Manager: full")
    assert CharteredApplication.objects.get().state == "payment"
    page.goto(live_server.url + PAGE)
    expect(page.get_by_text("You pay the fee, now")).to_be_visible()
