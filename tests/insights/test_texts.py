"""The texts that we ship: sound, of a length that somebody reads, in our spelling, with links that lead somewhere."""

import re
from itertools import chain

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import resolve

from insights.management.commands.import_insights import files_of
from insights.models import Article, ArticleSeries, Author, Campaign, Page, Playlist, Report, Resource, Topic
from insights.rules.content_files import judge
from insights.rules.markdown import plain, render
from qualifications.models import Unit

FOLDER = settings.BASE_DIR / "insights/data"
CATALOGUE = settings.BASE_DIR / "qualifications/data/catalogue.json"
CONTENT, FAULTS = judge(files_of(FOLDER))
TEXTS = [
    *((f"articles/{row.slug}", row.body) for row in CONTENT.articles),
    *((f"resources/{row.slug}", row.body) for row in CONTENT.resources),
    *((f"reports/{row.slug}", row.body) for row in CONTENT.reports),
    *((f"pages/{row.path}", row.body) for row in CONTENT.pages),
    *((f"campaigns/{row.slug}", f"{row.aim}\n\n{row.why}\n\n{row.at_work}") for row in CONTENT.campaigns),
]
# Fewest and most words; news and highlights may be short.
ARTICLE_WORDS = {"long_read": (900, 1300), "news": (300, 700), "highlights": (300, 700)}
WORDS = {"articles": (350, 700), "resources": (180, 450), "reports": (400, 1200)}
LINK = re.compile(r"\]\((/[^)#\s]*)")
# Titles of books are spelt as on their covers, and so are names.
NAMES = re.compile(r"(?<!\*)\*[^*\n]+\*(?!\*)|World Health Organization|Partner Portal")
AMERICAN = re.compile(
    r"\bcatalogs?\b|\b(?:color|behavior|center|labor(?!a)|favorite|honor(?!a)|neighbor|program(?!me)|fulfill|skillful|traveler|gray)\w*"
    r"|\b\w+(?:yz|aniz|aliz|ogniz)(?:e|ed|es|ing|ation)\b",
    re.IGNORECASE,
)
NOT_OURS = re.compile(r"\b(?:users?|portals?|candidates?|please|simply)\b|!", re.IGNORECASE)
ROWS = {
    "insights:article_detail": (Article, "slug"),
    "insights:report_detail": (Report, "slug"),
    "insights:campaign_detail": (Campaign, "slug"),
    "insights:resource_detail": (Resource, "slug"),
    "insights:topic_detail": (Topic, "key"),
    "insights:series_detail": (ArticleSeries, "key"),
    "insights:author_detail": (Author, "key"),
    "pages:page_detail": (Page, "path"),
}


def test_they_can_be_read_and_hold_together():
    assert FAULTS == []


def test_there_are_as_many_as_we_promised():
    audiences = [row.audience for row in CONTENT.articles]

    assert len(CONTENT.articles) >= 40
    assert len(CONTENT.resources) >= 60
    assert len(CONTENT.playlists) >= 24
    assert 4 <= len(CONTENT.reports) <= 6
    assert (audiences.count("registered"), audiences.count("members")) == (7, 5)


def test_there_is_something_of_every_kind_topic_series_and_author():
    topics = {row.topic for row in (*CONTENT.articles, *CONTENT.resources)}

    assert {row.kind for row in CONTENT.articles} == set(dict(Article._meta.get_field("kind").choices))
    assert {row.kind for row in CONTENT.resources} == set(Resource.Kind.values)
    assert {row.topic for row in CONTENT.articles} == topics == {row.key for row in CONTENT.topics}
    assert {row.series for row in CONTENT.articles} - {""} == {row.key for row in CONTENT.series}
    assert set(chain(*(row.authors for row in CONTENT.articles))) == {row.key for row in CONTENT.authors}


def test_no_two_of_a_kind_have_one_title():
    for rows in (CONTENT.articles, CONTENT.resources, CONTENT.reports, CONTENT.pages, CONTENT.campaigns):
        titles = [row.title for row in rows]
        assert sorted({title for title in titles if titles.count(title) > 1}) == []


@pytest.mark.parametrize(("name", "body"), TEXTS, ids=[name for name, _ in TEXTS])
def test_a_text_is_drawn_and_in_our_words(name, body):
    ours = NAMES.sub("", body)
    words = plain(ours)

    assert render(body).strip()
    assert AMERICAN.findall(ours) == []
    assert NOT_OURS.findall(words) == []


def lengths():
    """(name, words, fewest, most) of every text whose length is bounded."""
    for row in CONTENT.articles:
        yield f"articles/{row.slug}", row.body, *ARTICLE_WORDS.get(row.kind, WORDS["articles"])
    for kind, rows in (("resources", CONTENT.resources), ("reports", CONTENT.reports)):
        for row in rows:
            yield f"{kind}/{row.slug}", row.body, *WORDS[kind]


def test_each_is_of_a_length_that_somebody_reads():
    counted = {name: len(body.split()) for name, body, _, _ in lengths()}

    assert {name: counted[name] for name, _, least, most in lengths() if not least <= counted[name] <= most} == {}


def links():
    """(where it stands, address) of every link within the site, those of quotations in campaigns too."""
    for name, body in TEXTS:
        yield from ((name, address) for address in LINK.findall(body))
    for campaign in CONTENT.campaigns:
        yield from ((campaign.slug, quote["link"]) for quote in campaign.quotes if quote["link"])


def leads_nowhere(address):
    """Whether nothing answers at an address of the site as it is with all texts."""
    path = address.partition("?")[0]
    found = resolve(path)
    if found.view_name == "insights:playlist_detail":
        return not Playlist.objects.filter(unit__number=found.kwargs["number"]).exists()
    if found.view_name not in ROWS:
        return False
    model, name = ROWS[found.view_name]
    [value] = found.kwargs.values()
    return not model.objects.filter(**{name: value.rstrip("/")}).exists()


@pytest.mark.django_db
def test_links_within_the_site_lead_somewhere():
    call_command("import_catalogue", str(CATALOGUE), verbosity=0)
    call_command("import_insights", str(FOLDER), verbosity=0)

    assert {(name, address) for name, address in links() if leads_nowhere(address)} == set()


@pytest.mark.django_db
def test_all_are_loaded_in_time_and_a_second_time_with_few_queries(django_assert_max_num_queries):
    call_command("import_catalogue", str(CATALOGUE), verbosity=0)
    call_command("import_insights", str(FOLDER), verbosity=0)

    assert Article.objects.count() == len(CONTENT.articles)
    assert Playlist.objects.count() == len(CONTENT.playlists)
    assert set(Unit.objects.filter(playlist__isnull=False).values_list("number", flat=True)) == {
        row.unit for row in CONTENT.playlists
    }
    with django_assert_max_num_queries(20):
        call_command("import_insights", str(FOLDER), verbosity=0)
