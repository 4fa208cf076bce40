"""An editor takes an article with a picture from the first word to its readers, with scripts and without."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from insights.models import Article
from insights.services.pictures import make_sizes_due
from tests.browser.people import Person
from tests.factories.insights import ArticleFactory, TopicFactory, editor, version
from tests.factories.insights_pictures import photograph

ADD = reverse("admin:insights_article_add")
BODY = """## What we tried

We asked *each* team first.[^1]

| Team | Days |
|---|---:|
| Calder | 3 |

> Nobody had asked before.

[^1]: All nine of them.
"""


@pytest.fixture(params=[True, pytest.param(False, marks=pytest.mark.slow)], ids=["scripts", "no scripts"])
def scripts(request) -> bool:
    """Whether scripts run."""
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, scripts):
    """The browser with scripts or without."""
    return {**browser_context_args, "java_script_enabled": scripts}


@pytest.fixture
def writer(signed_in, live_server):
    """The editor; what the policy refuses, and what is not there, is a trouble."""
    person = Person(signed_in(editor(is_staff=True, email="editor@example.org")), live_server.url)
    yield person
    assert [trouble for trouble in person.troubles if "scrolls sideways" not in trouble] == []


def types(page: Page, **words: str) -> None:
    for name, said in words.items():
        page.locator(f"[name={name}]").fill(said)


def presses(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator(f"input[type=submit][value='{name}']").first.click()


def moves(writer: Person, article: Article, name: str) -> None:
    """From the page of the article by the link at its head to the move, and make it."""
    writer.page.goto(writer.address + reverse("admin:insights_article_change", args=[article.pk]))
    with writer.page.expect_navigation():
        writer.page.get_by_role("link", name=name, exact=True).click()
    presses(writer.page, name)
    expect(writer.page.get_by_text(f"{name}: done.")).to_be_visible()


def previewed(writer: Person) -> Page:
    """The tab that the button opens."""
    with writer.page.context.expect_page() as opened:
        writer.page.locator("[name=_preview]").click()
    tab = opened.value
    tab.on("console", writer._said)
    tab.wait_for_load_state()
    return tab


def test_an_article_with_a_picture_goes_from_draft_to_its_readers(writer, browser, browser_context_args, scripts):
    topic = TopicFactory(title="Leading change")
    writer.page.goto(writer.address + ADD)
    types(writer.page, title="Asking first", standfirst="What nine teams said.", body=BODY, alternative="Nine people.")
    writer.page.locator("[name=topic]").select_option(value=topic.pk)
    photo = {"name": "team.jpg", "mimeType": "image/jpeg", "buffer": photograph(1000, 500)}
    writer.page.locator("[name=upload]").set_input_files(photo)

    tab = previewed(writer)
    expect(tab.get_by_role("heading", name="Asking first", level=1)).to_be_visible()
    expect(tab.get_by_role("region", name="Table 1: Team, Days")).to_be_visible()
    expect(tab.get_by_text("Picture: Nine people.")).to_be_visible()
    tab.close()
    assert Article.objects.count() == 0

    presses(writer.page, "Save")
    article = Article.objects.get()
    assert (article.slug, article.state, article.latest.picture.alternative) == (
        "asking-first",
        "draft",
        "Nine people.",
    )
    make_sizes_due(at=timezone.now())
    moves(writer, article, "Send to review")
    moves(writer, article, "Publish now")

    context = browser.new_context(**browser_context_args)
    reader = Person(context.new_page(), writer.address)
    reader.opens(article.get_absolute_url())
    expect(reader.main.get_by_role("heading", name="What we tried")).to_be_visible()
    picture = reader.main.get_by_role("img", name="Nine people.")
    expect(picture).to_be_visible()
    assert picture.evaluate("each => each.complete && each.naturalWidth > 0 && each.currentSrc.endsWith('.avif')")
    reader.main.get_by_role("link", name="Note 1", exact=True).click()
    expect(reader.page).to_have_url(re.compile("#note_1$"))
    context.close()
    assert reader.troubles == []


def test_the_second_of_two_editors_compares_and_saves(writer, scripts):
    article = ArticleFactory(state="draft", body="Say it early.")
    writer.page.goto(writer.address + reverse("admin:insights_article_change", args=[article.pk]))
    version(article, body="Say it late.")
    types(writer.page, body="Say it twice.")
    presses(writer.page, "Save")

    expect(writer.page.get_by_role("heading", name="What version 2 says and what you typed")).to_be_visible()
    expect(writer.page.locator(".difference del").first).to_have_text(re.compile("late"))
    expect(writer.page.locator("[name=body]")).to_have_value("Say it twice.")
    presses(writer.page, "Save")

    assert Article.objects.get().latest.body == "Say it twice."


def test_two_versions_are_compared_and_one_is_brought_back(writer, scripts):
    article = ArticleFactory(state="draft", title="One")
    version(article, title="Two")
    writer.page.goto(writer.address + reverse("admin:insights_article_versions", args=[article.pk]))

    presses(writer.page, "Compare")
    expect(writer.page.get_by_role("heading", name="From version 1 to version 2")).to_be_visible()
    writer.page.get_by_role("button", name="Bring version 1 back").click()

    expect(writer.page.get_by_text("Version 1 is the text again, as version 3.")).to_be_visible()
