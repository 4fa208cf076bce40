"""Reading an article: to whom it is open, what stands beside it, and former addresses."""

import re

import pytest
from django.urls import reverse

from insights.services.articles import change_address
from tests.factories.accounts import UserFactory
from tests.factories.insights import (
    ArticleFactory,
    ArticleSeriesFactory,
    AuthorFactory,
    CampaignStoryFactory,
    PictureFactory,
    PictureSizeFactory,
    TopicFactory,
    editor,
    version,
)
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

SECRET = "Nobody outside reads this sentence."
BEGINS = "Ask what it will cost."
BODY = f"{BEGINS}\n\n## What then\n\n{SECRET}[^1]\n\n[^1]: A note."


def gated(audience, **fields):
    return ArticleFactory(audience=audience, body=BODY, begins=BEGINS, **fields)


def page_of(client, article, **query):
    return client.get(article.get_absolute_url(), query)


def test_an_article_says_what_it_is_who_wrote_it_and_when(client):
    authors = [AuthorFactory(name=name) for name in ("Ada Byron", "Ben Okafor", "Cai Rees")]
    article = ArticleFactory(kind="interview", topic=TopicFactory(key="change"), minutes=4, authors=authors)

    page = page_of(client, article).text

    for said in ("Interview", "Change", "Four minutes to read"):
        assert f"<span>{said}</span>" in page
    assert "<h1>Telling a team early</h1>" in page
    byline = re.sub(r"<[^>]+>|\s+", " ", page[page.index("By <a") : page.index("</time>")])
    assert " ".join(byline.split()).replace(" ,", ",") == (
        "By Ada Byron, Ben Okafor and Cai Rees, Monday 5 October 2026"
    )


def test_the_text_comes_as_html_with_footnotes(client):
    page = page_of(client, gated("public")).text

    assert re.search(r'<h2 id="[^"]+">What then</h2>', page)
    assert (SECRET in page, "A note." in page, 'class="footnote' in page) == (True, True, True)


@pytest.mark.parametrize(
    ("audience", "reader", "is_open"),
    [
        ("registered", None, False),
        ("registered", UserFactory, True),
        ("members", None, False),
        ("members", UserFactory, False),
        ("members", lambda: member().person, True),
        ("members", editor, True),
    ],
)
def test_what_is_not_open_to_the_reader_is_nowhere_in_the_page(client, audience, reader, is_open):
    if reader:
        client.force_login(reader())

    page = page_of(client, gated(audience)).text

    assert ("Nobody outside" in page, "A note." in page, "What then" in page) == (is_open,) * 3
    assert BEGINS in page
    assert ("The rest is for" in page) is not is_open


@pytest.mark.parametrize(
    ("audience", "ways"),
    [("registered", ("account_login", "account_signup")), ("members", ("account_login", "membership:grade_list"))],
)
def test_a_visitor_is_shown_what_opens_the_rest_and_comes_back(client, audience, ways):
    article = gated(audience, slug="early")

    page = page_of(client, article).text

    assert f'href="{reverse("account_login")}?next=/insights/early/"' in page
    for way in ways:
        assert f'href="{reverse(way)}' in page[page.index('id="closed"') :]


def test_somebody_who_is_signed_in_is_not_asked_to_sign_in(client):
    client.force_login(UserFactory())

    assert "Sign in to read on" not in page_of(client, gated("members")).text


def test_a_picture_stands_above_the_text_and_is_what_others_show(client):
    size = PictureSizeFactory()
    article = ArticleFactory(picture=size.picture)

    response = page_of(client, article)

    assert f'alt="{size.picture.alternative}"' in response.text
    [shown] = re.findall(r'property="og:image" content="([^"]+/pictures/[^"]+)"', response.text)
    assert response.context["linked"]["image"] == [shown]


def test_a_picture_that_is_still_being_made_is_shown_by_nobody(client):
    response = page_of(client, ArticleFactory(picture=PictureFactory()))

    assert ("og:image" in response.text, "image" in response.context["linked"]) == (False, False)


def test_pictures_of_the_text_are_shown(client):
    size = PictureSizeFactory()
    article = ArticleFactory(body=f"First.\n\n![A desk](picture:{size.picture_id})")

    assert 'alt="A desk"' in page_of(client, article).text


def test_a_picture_whose_sizes_are_still_made_says_what_it_shows(client):
    picture = PictureFactory()

    assert f"Picture: {picture.alternative}" in page_of(client, ArticleFactory(picture=picture)).text


def test_related_articles_campaigns_and_the_series_stand_beside_it(client):
    series = ArticleSeriesFactory()
    first, article = ArticleFactory(series=series, title="First"), ArticleFactory(series=series)
    story = CampaignStoryFactory(article=article)

    page = page_of(client, article)

    assert [card["title"] for card in page.context["related"]] == ["First"]
    assert f'Before: <a href="{first.get_absolute_url()}" rel="prev">First</a>' in page.text
    assert f'href="{story.campaign.get_absolute_url()}"' in page.text
    assert f'href="{series.get_absolute_url()}"' in page.text


def test_it_is_shared_by_plain_links(client, settings):
    article = ArticleFactory(slug="early")

    page = page_of(client, article).text

    address = f"{settings.SITE_URL}/insights/early/"
    assert re.findall(r'href="(mailto:|https://[^/]+)[^"]*" rel="noopener noreferrer"', page) == [
        "mailto:",
        "https://www.linkedin.com",
        "https://www.facebook.com",
    ]
    assert f">{address}</span>" in page


def test_search_engines_learn_what_it_is(client):
    linked = page_of(client, gated("members", kind="news", authors=[AuthorFactory(name="Ada Byron")])).context["linked"]

    assert (linked["@type"], linked["headline"]) == ("NewsArticle", "Telling a team early")
    assert (linked["isAccessibleForFree"], linked["author"][0]["name"]) == (False, "Ada Byron")
    assert (linked["datePublished"], linked["dateModified"]) == ("2026-10-05T08:00:00+00:00",) * 2


def test_the_institute_is_the_author_of_what_names_none(client):
    assert page_of(client, ArticleFactory()).context["linked"]["author"][0]["@type"] == "Organization"


def test_an_archived_article_says_so_and_asks_not_to_be_listed(client):
    page = page_of(client, ArticleFactory(state="archived")).text

    assert "From our archive" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "noindex" not in page_of(client, ArticleFactory()).text


def test_a_former_address_leads_on_for_good(client):
    article = ArticleFactory(slug="old")
    for slug in ("newer", "newest"):
        article = change_address(article=article, slug=slug, at=NOW)

    for slug in ("old", "newer"):
        response = client.get(reverse("insights:article_detail", args=[slug]))
        assert (response.status_code, response.url) == (301, "/insights/newest/")
        assert response.headers["Cache-Control"] == "no-cache"
    assert client.get("/insights/newest/").status_code == 200


@pytest.mark.parametrize("state", ["draft", "review", "scheduled"])
def test_what_nobody_has_seen_is_not_there_for_anybody_but_editors(client, state):
    article = ArticleFactory(state=state)
    assert page_of(client, article).status_code == 404
    client.force_login(UserFactory(admin=True))
    assert page_of(client, article).status_code == 404

    client.force_login(editor())
    page = page_of(client, article)

    assert (page.status_code, "Preview: readers do not see this text" in page.text) == (200, True)
    assert ("noindex" in page.text, "Share" in page.text, page.context["linked"]) == (True, False, None)


def test_an_address_of_nothing_is_not_found(client):
    assert client.get("/insights/nothing/").status_code == 404


def test_editors_preview_each_version_and_readers_see_the_one_that_is_shown(client):
    article = ArticleFactory(title="First")
    version(article, title="Second")
    version(article, title="Third")

    def heading(**query):
        return re.search("<h1>(.*)</h1>", page_of(client, article, **query).text)[1]

    assert [heading(), heading(version="2"), heading(version="latest")] == ["First"] * 3
    client.force_login(editor())
    assert [heading(), heading(version="2"), heading(version="latest")] == ["First", "Second", "Third"]
    assert "There is a newer text that readers do not see yet" in page_of(client, article).text
    assert page_of(client, article, version="9").status_code == 404
    assert page_of(client, article, version="99999999999999999999").status_code == 404


def test_an_editor_is_told_nothing_of_an_article_that_is_as_readers_see_it(client):
    client.force_login(editor())

    page = page_of(client, ArticleFactory()).text

    assert ("Preview" in page, "newer text" in page) == (False, False)


def test_an_article_without_a_text_has_no_page_yet(client):
    article = ArticleFactory(state="draft")
    type(article).objects.update(latest=None)
    client.force_login(editor())

    assert page_of(client, article).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_as_many_queries_however_much_stands_beside_it(client, django_assert_num_queries, count):
    series, sizes = ArticleSeriesFactory(), [PictureSizeFactory() for _ in range(count)]
    body = "\n\n".join(f"![A desk](picture:{size.picture_id})" for size in sizes)
    authors = [AuthorFactory() for _ in range(count)]
    article = ArticleFactory(series=series, authors=authors, picture=PictureSizeFactory().picture, body=body)
    for _ in range(count):
        ArticleFactory(series=series)
        ArticleFactory(topic=article.topic)
        CampaignStoryFactory(article=article)

    with django_assert_num_queries(6):
        page_of(client, article)
