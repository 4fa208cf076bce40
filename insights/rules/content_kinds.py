"""The kinds of files that the site's texts come in, as dataclasses, and the fields of each. Pure.

The format is docs/insights-format.md. That the choices are those of the tables is held by a test.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .content_fields import Field

ARTICLE_KINDS = ("article", "news", "interview", "research", "long_read", "highlights", "case_study")
AUDIENCES = ("public", "registered", "members")
RESOURCE_KINDS = ("checklist", "model", "thinker", "video", "elearning", "definition", "book")
REPORT_KINDS = ("report", "paper", "survey", "toolkit", "annual")
LEVELS = (2, 3, 4, 5, 6, 7, 8)


@dataclass(frozen=True)
class TopicFile:
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class SeriesFile:
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class AuthorFile:
    key: str
    name: str
    role: str
    text: str


@dataclass(frozen=True)
class ArticleFile:
    slug: str
    title: str
    standfirst: str
    kind: str
    topic: str
    authors: tuple[str, ...]
    series: str
    audience: str
    published: datetime
    body: str


@dataclass(frozen=True)
class ResourceFile:
    slug: str
    title: str
    summary: str
    kind: str
    topic: str
    levels: tuple[int, ...]
    minutes: int
    link: str
    published: date
    body: str


@dataclass(frozen=True)
class ReportFile:
    slug: str
    title: str
    standfirst: str
    kind: str
    topic: str
    pages: int | None
    published: date
    body: str


@dataclass(frozen=True)
class PageFile:
    path: str
    title: str
    standfirst: str
    menu: str
    label: str
    position: int
    body: str


@dataclass(frozen=True)
class CampaignFile:
    """``definitions`` and ``quotes`` are tables of their fields; ``stories`` and ``guidance`` name slugs."""

    slug: str
    title: str
    standfirst: str
    aim: str
    why: str
    at_work_title: str
    at_work: str
    topic: str
    report: str
    contact: str
    position: int
    published: date
    definitions: tuple[dict[str, Any], ...]
    quotes: tuple[dict[str, Any], ...]
    stories: tuple[str, ...]
    guidance: tuple[str, ...]


@dataclass(frozen=True)
class PlaylistFile:
    """``resources`` are tables of ``slug`` and ``why``, in order."""

    unit: str
    text: str
    resources: tuple[dict[str, Any], ...]


NAME = {"key": Field(longest=60), "title": Field(longest=120), "text": Field(default="")}
TITLED = {"title": Field(longest=160), "standfirst": Field(longest=320)}
# In a file of several: its table's name, the class, the fields.
LISTS: dict[str, tuple[str, type, dict[str, Field]]] = {
    "topics.toml": ("topic", TopicFile, NAME),
    "series.toml": ("series", SeriesFile, NAME),
    "authors.toml": (
        "author",
        AuthorFile,
        {
            "key": Field(longest=60),
            "name": Field(longest=120),
            "role": Field(default="", longest=160),
            "text": Field(default=""),
        },
    ),
    "playlists.toml": (
        "playlist",
        PlaylistFile,
        {"unit": Field(), "text": Field(default=""), "resources": Field(list, each=dict)},
    ),
}
# In a folder, a file each: the ending, the class, the fields.
FOLDERS: dict[str, tuple[str, type, dict[str, Field]]] = {
    "articles": (
        ".md",
        ArticleFile,
        {
            **TITLED,
            "kind": Field(choices=ARTICLE_KINDS),
            "topic": Field(),
            "authors": Field(list, default=()),
            "series": Field(default=""),
            "audience": Field(default="public", choices=AUDIENCES),
            "published": Field(datetime),
        },
    ),
    "resources": (
        ".md",
        ResourceFile,
        {
            "title": Field(longest=160),
            "summary": Field(longest=320),
            "kind": Field(choices=RESOURCE_KINDS),
            "topic": Field(),
            "levels": Field(list, default=(), choices=LEVELS, each=int),
            "minutes": Field(int),
            "link": Field(default="", longest=500),
            "published": Field(date),
        },
    ),
    "reports": (
        ".md",
        ReportFile,
        {
            **TITLED,
            "kind": Field(choices=REPORT_KINDS),
            "topic": Field(),
            "pages": Field(int, default=None),
            "published": Field(date),
        },
    ),
    "pages": (
        ".md",
        PageFile,
        {
            "path": Field(longest=120),
            "title": Field(longest=120),
            "standfirst": Field(longest=320),
            "menu": Field(default="", longest=20),
            "label": Field(default="", longest=60),
            "position": Field(int, default=100),
        },
    ),
    "campaigns": (
        ".toml",
        CampaignFile,
        {
            **TITLED,
            "aim": Field(),
            "why": Field(),
            "at_work_title": Field(longest=120),
            "at_work": Field(),
            "topic": Field(),
            "report": Field(default=""),
            "contact": Field(default=""),
            "position": Field(int, default=100),
            "published": Field(date),
            "definitions": Field(list, default=(), each=dict),
            "quotes": Field(list, default=(), each=dict),
            "stories": Field(list, default=()),
            "guidance": Field(list, default=()),
        },
    ),
}
# Of tables within a file.
PARTS: dict[str, dict[str, Field]] = {
    "definitions": {"term": Field(longest=120), "text": Field()},
    "quotes": {
        "text": Field(),
        "name": Field(longest=120),
        "role": Field(longest=160),
        "link": Field(default="", longest=200),
        "link_label": Field(default="", longest=80),
    },
    "resources": {"slug": Field(), "why": Field(default="", longest=200)},
}
