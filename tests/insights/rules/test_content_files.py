"""Reading the files of the site's texts: what they hold, and a sentence for whatever is to be mended."""

from datetime import UTC, date, datetime

import pytest

from insights.models import Article, Audience, Report, Resource
from insights.rules import content_kinds as kinds
from insights.rules.content_files import NotReadable, judge, split
from tests.insights.content_examples import (
    ARTICLE,
    CAMPAIGN,
    EVERYTHING,
    PAGE,
    PLAYLIST,
    REPORT,
    RESOURCE,
    TOPICS,
    encoded,
)

A_TEXT = "a text in quotation marks"
A_MOMENT = "a moment with its zone, such as 2026-11-04T07:00:00Z"
A_PATH = "small letters, figures, hyphens and slashes, such as about/governance"


def faults_of(**changed):
    """What is wrong with all files, of which some are changed; names in keywords have their dots and slashes as _."""
    files = dict(EVERYTHING)
    for name, text in changed.items():
        files[next(known for known in files if known.replace("/", "_").replace(".", "_").replace("-", "_") == name)] = (
            text
        )
    return judge(encoded(files))[1]


def test_files_of_every_kind_are_read():
    content, faults = judge(encoded(EVERYTHING))

    assert faults == []
    assert content.topics == [kinds.TopicFile(key="people", title="People", text="")]
    assert content.series == [kinds.SeriesFile(key="week", title="Week", text="")]
    assert content.authors == [kinds.AuthorFile(key="ada", name="Ada Lorne", role="", text="")]
    assert content.articles == [
        kinds.ArticleFile(
            slug="first",
            title="First",
            standfirst="What it is about.",
            kind="article",
            topic="people",
            authors=(),
            series="",
            audience="public",
            published=datetime(2026, 3, 4, 7, tzinfo=UTC),
            body="Some words.",
        )
    ]
    assert (content.resources[0].levels, content.resources[0].published) == ((3, 4), date(2026, 3, 4))
    assert (content.reports[0].slug, content.reports[0].pages) == ("found", None)
    assert (content.pages[0].path, content.pages[0].position) == ("about/us", 100)
    assert content.campaigns[0].definitions == ({"term": "Word", "text": "What it means."},)
    assert content.playlists[0].resources == ({"slug": "list", "why": "First"},)


def test_nothing_is_no_fault():
    assert judge({})[1] == []


def test_the_choices_are_those_of_the_tables():
    assert list(kinds.ARTICLE_KINDS) == [value for value, _ in Article._meta.get_field("kind").choices]
    assert list(kinds.AUDIENCES) == Audience.values
    assert list(kinds.RESOURCE_KINDS) == Resource.Kind.values
    assert list(kinds.REPORT_KINDS) == Report.Kind.values


def test_a_text_is_split_into_its_fields_and_its_words():
    assert split("+++\na = 1\n+++\n\nWords.\n\n+++\n") == ({"a": 1}, "Words.\n\n+++")


@pytest.mark.parametrize("text", ["", "Words.", "+++\na = 1\n", "a = 1\n+++\nWords.\n"])
def test_a_text_without_its_two_lines_cannot_be_read(text):
    with pytest.raises(NotReadable, match="between two lines"):
        split(text)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "First"', "", "title is missing; add it."),
        ('title = "First"', 'title = " "', "title is empty; write it."),
        ('title = "First"', "title = 1", f"title is to be {A_TEXT}."),
        ('title = "First"', f'title = "{"x" * 161}"', "title has 161 characters; 160 are the most."),
        ('title = "First"', 'title = "First"\nsub = "x"', "sub is not known here; mend its name or take it out."),
        (
            'kind = "article"',
            'kind = "poem"',
            "kind: poem is not one of article, news, interview, research, long_read, highlights, case_study.",
        ),
        ('topic = "people"', 'topic = "cats"', "there is no topic cats; mend it, or add the topic."),
        ('topic = "people"', 'topic = "people"\nseries = "x"', "there is no series x; mend it, or add the series."),
        ('topic = "people"', 'topic = "people"\nauthors = ["x"]', "there is no author x; mend it, or add the author."),
        (
            'topic = "people"',
            'topic = "people"\nauthors = [1]',
            "authors: each entry is to be a text in quotation marks.",
        ),
        (
            "2026-03-04T07:00:00Z",
            "2026-03-04",
            f"published is to be {A_MOMENT}.",
        ),
        (
            "2026-03-04T07:00:00Z",
            "2026-03-04T07:00:00",
            f"published is to be {A_MOMENT}.",
        ),
        ("Some words.", "", "there is no text below the fields."),
    ],
)
def test_a_fault_of_an_article_is_a_sentence_with_its_file(old, new, fault):
    assert faults_of(articles_first_md=ARTICLE.replace(old, new)) == [f"articles/first.md: {fault}"]


def test_a_picture_without_words_and_a_heading_too_high_are_faults():
    faults = faults_of(articles_first_md=ARTICLE.replace("Some words.", "# High\n\n![](picture:x)"))

    assert len(faults) >= 2
    assert all(fault.startswith("articles/first.md: ") for fault in faults)
    assert any("alternative text" in fault for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[3, 4]", "[3, 9]", "levels: 9 is not one of 2, 3, 4, 5, 6, 7, 8."),
        ("[3, 4]", '["3"]', "levels: each entry is to be a whole number."),
        ("minutes = 5", "minutes = true", "minutes is to be a whole number."),
        ('topic = "people"', 'topic = "cats"', "there is no topic cats; mend it, or add the topic."),
    ],
)
def test_a_fault_of_a_resource_is_a_sentence_with_its_file(old, new, fault):
    assert faults_of(resources_list_md=RESOURCE.replace(old, new)) == [f"resources/list.md: {fault}"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (
            {"reports_found_md": REPORT.replace("people", "x")},
            "reports/found.md: there is no topic x; mend it, or add the topic.",
        ),
        (
            {"campaigns_theme_toml": CAMPAIGN.replace('"found"', '"x"')},
            "campaigns/theme.toml: there is no report x; mend it, or add the report.",
        ),
        (
            {"campaigns_theme_toml": CAMPAIGN.replace('["first"]', '["x"]')},
            "campaigns/theme.toml: there is no article x; mend it, or add the article.",
        ),
        (
            {"campaigns_theme_toml": CAMPAIGN.replace('["list"]', '["x"]')},
            "campaigns/theme.toml: there is no resource x; mend it, or add the resource.",
        ),
        (
            {"campaigns_theme_toml": CAMPAIGN.replace('["list"]', '["list", "list"]')},
            "campaigns/theme.toml: guidance has list twice.",
        ),
        (
            {"campaigns_theme_toml": CAMPAIGN.replace("term", "word")},
            "campaigns/theme.toml: definitions 1: word is not known here; mend its name or take it out.",
        ),
        (
            {"campaigns_theme_toml": CAMPAIGN.replace('stories = ["first"]', "definitions = [1]").partition("\n[[")[0]},
            "campaigns/theme.toml: definitions: each entry is to be a table.",
        ),
        (
            {"playlists_toml": PLAYLIST.replace("list", "x").replace("[[playx]]", "[[playlist]]")},
            "playlists.toml, unit 301: there is no resource x; mend it, or add the resource.",
        ),
        (
            {"playlists_toml": PLAYLIST.replace("[{", '[{ slug = "list" }, {')},
            "playlists.toml, unit 301: list stands twice.",
        ),
        ({"playlists_toml": PLAYLIST * 2}, "playlists: unit 301 stands twice."),
        ({"topics_toml": TOPICS.decode() * 2}, "topics: key people stands twice."),
        ({"authors_toml": '[[author]]\nkey = "ada"\n'}, "authors.toml, author 1: name is missing; add it."),
        ({"topics_toml": "[[theme]]\n"}, "topics.toml: it is to hold tables [[topic]] alone."),
        ({"topics_toml": "topic = 1\n"}, "topics.toml: it is to hold tables [[topic]] alone."),
        (
            {"pages_about_us_md": PAGE.replace("about/us", "About us")},
            f"pages/about-us.md: path is to be of {A_PATH}.",
        ),
        ({"articles_first_md": "Words."}, "articles/first.md: it is to begin with its fields between two lines +++."),
    ],
)
def test_what_does_not_fit_together_is_named(changed, fault):
    assert fault in faults_of(**changed)


def test_a_fault_of_toml_says_where():
    [fault] = faults_of(series_toml="[[series]\n")[:1]

    assert fault.startswith("series.toml: its fields cannot be read as TOML: ")


@pytest.mark.parametrize(
    "name", ["poems/first.md", "articles/First.md", "articles/first.toml", "notes.md", "articles/a/b.md"]
)
def test_a_file_that_nothing_reads_is_named(name):
    assert judge({name: b""})[1] == [f"{name}: nothing of that name is read; mend the name or the folder."]


def test_a_file_in_another_encoding_is_named():
    assert judge({"topics.toml": b"\xff"})[1] == ["topics.toml: it is to be UTF-8."]
