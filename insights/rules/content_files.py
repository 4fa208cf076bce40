"""Reading the files of the site's texts: from bytes by name to what is to be loaded, and what is to be mended. Pure.

A text is a file of Markdown that begins with TOML between two lines ``+++``; docs/insights-format.md says more.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .content_fields import values_of
from .content_kinds import (
    FOLDERS,
    LISTS,
    PARTS,
    ArticleFile,
    AuthorFile,
    CampaignFile,
    PageFile,
    PlaylistFile,
    ReportFile,
    ResourceFile,
    SeriesFile,
    TopicFile,
)
from .markdown_faults import faults as faults_of_markdown

FENCE = "+++"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PATH = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
# Parts of a campaign and introductions are Markdown, too.
MARKDOWN = ("body", "aim", "why", "at_work", "text")
# What no two of a kind may share; of files in a folder, the name sees to it.
KEYS = (("topics", "key"), ("series", "key"), ("authors", "key"), ("pages", "path"), ("playlists", "unit"))


class NotReadable(Exception):
    """The file is no text of this format; the argument is a sentence without its name."""


@dataclass
class Content:
    """Everything that the files hold, in the order of their names, or as it stands in the file."""

    topics: list[TopicFile] = field(default_factory=list)
    series: list[SeriesFile] = field(default_factory=list)
    authors: list[AuthorFile] = field(default_factory=list)
    articles: list[ArticleFile] = field(default_factory=list)
    reports: list[ReportFile] = field(default_factory=list)
    resources: list[ResourceFile] = field(default_factory=list)
    campaigns: list[CampaignFile] = field(default_factory=list)
    pages: list[PageFile] = field(default_factory=list)
    playlists: list[PlaylistFile] = field(default_factory=list)


def judge(files: Mapping[str, bytes]) -> tuple[Content, list[str]]:
    """What files hold, by their names within the folder such as ``articles/first.md``, and everything to mend.

    With faults, the content is not to be used.
    """
    content, faults = Content(), []
    for name in sorted(files):
        try:
            faults += _take(content, name, files[name])
        except NotReadable as error:
            faults.append(f"{name}: {error}")
    return content, faults or [*_twice(content), *_unknown(content)]


def split(text: str) -> tuple[dict[str, Any], str]:
    """The fields at the top of a text and the Markdown below them; raises NotReadable."""
    first, _, rest = text.partition("\n")
    top, fence, body = rest.partition(f"\n{FENCE}\n")
    if first.strip() != FENCE or not fence:
        raise NotReadable(f"it is to begin with its fields between two lines {FENCE}.")
    return _toml(top), body.strip()


def _take(content: Content, name: str, data: bytes) -> list[str]:
    """Add what one file holds; returns its faults."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NotReadable("it is to be UTF-8.") from error
    return _take_list(content, name, text) if name in LISTS else _take_text(content, name, text)


def _take_text(content: Content, name: str, text: str) -> list[str]:
    folder, _, file = name.partition("/")
    ending, kind, fields = FOLDERS.get(folder, ("", Content, {}))
    stem = file.removesuffix(ending)
    if not ending or stem == file or not SLUG.fullmatch(stem):
        raise NotReadable("nothing of that name is read; mend the name or the folder.")
    table, body = split(text) if ending == ".md" else (_toml(text), "")
    values, faults = _checked(name, table, fields)
    if "path" not in fields:
        values["slug"] = stem
    elif not faults and not PATH.fullmatch(values["path"]):
        faults.append(
            f"{name}: path is to be of small letters, figures, hyphens and slashes, such as about/governance."
        )
    if ending == ".md":
        values["body"] = body
        faults += [f"{name}: there is no text below the fields."] if not body else []
    if not faults:
        faults += _faults_of_texts(name, values)
        getattr(content, folder).append(kind(**values))
    return faults


def _take_list(content: Content, name: str, text: str) -> list[str]:
    word, kind, fields = LISTS[name]
    document = _toml(text)
    if set(document) - {word} or not isinstance(document.get(word, []), list):
        raise NotReadable(f"it is to hold tables [[{word}]] alone.")
    faults: list[str] = []
    for number, table in enumerate(document.get(word, []), start=1):
        values, wrong = _checked(f"{name}, {word} {number}", table, fields)
        wrong = wrong or _faults_of_texts(f"{name}, {word} {number}", values)
        faults += wrong
        if not wrong:
            getattr(content, name.removesuffix(".toml")).append(kind(**values))
    return faults


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotReadable(f"its fields cannot be read as TOML: {error}.") from error


def _checked(place: str, table: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """As ``values_of``, with the tables within it checked, too."""
    values, faults = values_of(place, table, fields)
    if faults:
        return values, faults
    for name, field_ in fields.items():
        if field_.each is dict:
            checked = [
                values_of(f"{place}: {name} {number}", part, PARTS[name]) for number, part in _counted(values[name])
            ]
            values[name] = tuple(part for part, _ in checked)
            faults += [fault for _, wrong in checked for fault in wrong]
    return values, faults


def _counted(parts: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(parts, start=1)


def _faults_of_texts(place: str, values: Mapping[str, Any]) -> list[str]:
    return [f"{place}: {fault}" for name in MARKDOWN if name in values for fault in faults_of_markdown(values[name])]


def _twice(content: Content) -> Iterator[str]:
    """Keys, addresses and units that stand twice, and what a campaign or a playlist names twice."""
    for name, key in KEYS:
        for value in _repeated(getattr(row, key) for row in getattr(content, name)):
            yield f"{name}: {key} {value} stands twice."
    for campaign in content.campaigns:
        for name in ("stories", "guidance"):
            for value in _repeated(getattr(campaign, name)):
                yield f"campaigns/{campaign.slug}.toml: {name} has {value} twice."
    for playlist in content.playlists:
        for value in _repeated(part["slug"] for part in playlist.resources):
            yield f"playlists.toml, unit {playlist.unit}: {value} stands twice."


def _repeated(values: Iterable[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]


def _unknown(content: Content) -> Iterator[str]:
    """Whatever a file names that no other file holds."""
    known = {
        "topic": {row.key for row in content.topics},
        "series": {row.key for row in content.series},
        "author": {row.key for row in content.authors},
        "article": {row.slug for row in content.articles},
        "resource": {row.slug for row in content.resources},
        "report": {row.slug for row in content.reports},
    }
    for place, word, name in _named(content):
        if name and name not in known[word]:
            yield f"{place}: there is no {word} {name}; mend it, or add the {word}."


def _named(content: Content) -> Iterator[tuple[str, str, str]]:
    """(place, what it is, name) of everything that a file names."""
    for article in content.articles:
        place = f"articles/{article.slug}.md"
        yield from ((place, "author", author) for author in article.authors)
        yield from ((place, "topic", article.topic), (place, "series", article.series))
    yield from ((f"resources/{row.slug}.md", "topic", row.topic) for row in content.resources)
    yield from ((f"reports/{row.slug}.md", "topic", row.topic) for row in content.reports)
    for campaign in content.campaigns:
        place = f"campaigns/{campaign.slug}.toml"
        yield from ((place, "topic", campaign.topic), (place, "report", campaign.report))
        yield from ((place, "article", slug) for slug in campaign.stories)
        yield from ((place, "resource", slug) for slug in campaign.guidance)
    for playlist in content.playlists:
        place = f"playlists.toml, unit {playlist.unit}"
        yield from ((place, "resource", part["slug"]) for part in playlist.resources)
