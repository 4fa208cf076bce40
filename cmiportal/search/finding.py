"""Finding: what the words stand in, the best first; what else may have been meant; what begins with what was typed.

A search asks a few queries of a bounded cost however much is found: it is counted by kind, and of what is found only
RANKED are put in order, first those with all words in their title (docs/decisions/search.md).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import log
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Case, TextField, Value, When
from django.db.models.functions import Left

from cmiportal.database import by_index, stems_of
from cmiportal.registry import SearchAudience, SearchKind, every

from .models import ENGLISH, PUBLIC, WORDS, SearchEntry, SearchWord
from .querysets import Ranking, SearchEntryQuerySet
from .words import (
    SLIP_LETTERS,
    apart,
    beginnings,
    codes_in,
    leaves_out,
    nearest,
    replaced,
    slips_between,
    spelled_otherwise,
    words_in,
)

RANKED = 300
ROWS_READ = 800
SUGGESTIONS = 6
ALIKE = 30
UNKNOWN_MAX = 3
# A word on FEW pages is a slip where it is long, and one that OFTEN is used is one slip away.
FEW, RARE_LETTERS, OFTEN = 1, 6, 10
EXTRACT_FROM = 20_000
# What stands around a word that was found, until it is safe in HTML; no text holds them.
BEGIN, END = "\x02", "\x03"


@dataclass(frozen=True)
class Search:
    """What was asked: the words, of one kind or all, by somebody to whom these audiences are open."""

    text: str
    kind: str = ""
    audiences: frozenset[str] = frozenset()
    exact: bool = False


@dataclass(frozen=True)
class Found:
    """What a search found: how many of each kind, and the keys of the first RANKED of the kind that was asked for.

    ``text`` is what was looked for in the end: other words than were typed where ``meant``; all of them, but not in a
    row as was asked for, where ``scattered``; any of them instead of all where ``loosened``. ``looked_for`` says it as
    ``query_of`` reads it. ``too_common`` where there was no word that can be looked for.
    """

    text: str
    kind: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    keys: tuple[int, ...] = ()
    looked_for: str = ""
    meant: bool = False
    scattered: bool = False
    loosened: bool = False
    too_common: bool = False

    @property
    def total(self) -> int:
        """How many there are of every kind."""
        return sum(self.counts.values())

    @property
    def of_kind(self) -> int:
        """How many there are of the kind that was asked for."""
        return self.counts.get(self.kind, 0) if self.kind else self.total


@dataclass(frozen=True)
class Suggestion:
    """A page whose title begins with what was typed; ``what`` tells it from others of the same title."""

    title: str
    url: str
    what: str


def audiences_of(user: Any) -> frozenset[str]:
    """The audiences whose texts are open to this person, beyond what is open to everybody."""
    return frozenset(audience.key for audience in every(SearchAudience) if audience.holds(user))


def kinds() -> list[SearchKind]:
    """What things are called, in their order."""
    return sorted(every(SearchKind), key=lambda kind: kind.order)


def search(asked: Search) -> Found:
    """What holds all the words; where nothing does, what holds those that were meant, or else any of them.

    Two queries, up to five where very much is found, and up to a dozen where next to nothing is.
    """
    with by_index():
        found = _found(asked, asked.text)
        if found.total > FEW or asked.exact:
            return found
        stems = stems_of(words_in(asked.text), config=ENGLISH)
        for other in _others(asked, found, stems, SearchWord.objects.used(stems.values())):
            if other.total:
                return other
    is_common = bool(stems) and not any(stems.values()) and not codes_in(asked.text)
    return replace(found, too_common=not found.total and is_common)


def _others(asked: Search, found: Found, stems: Mapping[str, str], used: Mapping[str, int]) -> Iterator[Found]:
    """What else there may be, the likeliest first; each is looked for when the one before has found nothing."""
    slips = _rather(found, stems, used) if found.total else _meant(stems, used)
    text = replaced(asked.text, slips)
    meant = text != asked.text
    if meant:
        yield _found(asked, text, meant=True)
    if found.total:
        return
    for other in spelled_otherwise(text):
        yield _found(asked, other, meant=True)
    if leaves_out(text):
        return
    if apart(text):
        yield replace(_found(asked, apart(text), meant=meant), scattered=True)
    if meant:
        stems = stems_of(words_in(text), config=ENGLISH)
        used = SearchWord.objects.used(stems.values())
    known = {word: used.get(stem, 0) for word, stem in stems.items() if stem and len(word) > 1}
    worth = {word: 1 / log(2 + known.get(word, 0)) for word in [*known, *codes_in(text)]}
    if len(worth) > 1:
        yield _found(asked, text, meant=meant, worth=worth)


def extracts(keys: Iterable[int], found: Found, audiences: Collection[str]) -> list[SearchEntry]:
    """The entries of these keys in their order, ``extract`` a part of what each says with the words between marks."""
    closed = {"audience__in": [PUBLIC, *audiences]}
    text = Case(When(**closed, then=Left("text", EXTRACT_FROM)), default=Value(""), output_field=TextField())
    marks: dict[str, Any] = {"start_sel": BEGIN, "stop_sel": END, "max_words": 35, "min_words": 20}
    query = query_of(found.looked_for)
    entries = (
        SearchEntry.objects.only("kind", "title", "label", "summary", "url", "at", "audience")
        .annotate(
            of_text=SearchHeadline(text, query, config=ENGLISH, **marks),
            of_summary=SearchHeadline(
                "summary", query, config=ENGLISH, start_sel=BEGIN, stop_sel=END, highlight_all=True
            ),
        )
        .in_bulk(list(keys))
    )
    return [entries[key] for key in keys if key in entries]


def suggestions(text: str, *, meant: bool = True) -> list[Suggestion]:
    """Pages whose titles hold these words, the last of which may only have begun; else those that were meant.

    One query, and four more where nothing begins like that.
    """
    begun = beginnings(text)
    if not begun or (len(begun) == 1 and len(begun[0]) < 2):
        return []
    query = SearchQuery(" & ".join([*begun[:-1], f"{begun[-1]}:*"]), config=WORDS, search_type="raw")
    with by_index():
        rows = SearchEntry.objects.titled(query).in_cheap_order().values("pk")[:RANKED]
        near = SearchEntry.objects.filter(pk__in=rows).ranked(Ranking(query, text, WORDS, tuple(codes_in(text))), ())
        found = list(near.values_list("title", "url", "label", "kind")[:SUGGESTIONS])
        other = "" if found or not meant else _other_words(text)
    if other and other != text:
        return suggestions(other, meant=False)
    names = {kind.key: kind.one for kind in every(SearchKind)}
    return [Suggestion(title, url, label or names.get(kind, "")) for title, url, label, kind in found]


def _rather(found: Found, stems: Mapping[str, str], used: Mapping[str, int]) -> dict[str, str]:
    """For a word on one page alone, and not in its title: a word one slip away that very many pages have."""
    rare = [word for word, stem in stems.items() if stem and len(word) >= RARE_LETTERS and used.get(stem) == 1]
    if not rare or SearchEntry.objects.titled(query_of(found.text)).exists():
        return {}
    near = {word: SearchWord.objects.alike(word, ALIKE, often=OFTEN) for word in rare[:UNKNOWN_MAX]}
    meant = {word: nearest(word, known) for word, known in near.items()}
    return {word: other for word, other in meant.items() if other and slips_between(word, other) == 1}


def _other_words(text: str) -> str:
    stems = stems_of(words_in(text), config=ENGLISH)
    return replaced(text, _meant(stems, SearchWord.objects.used(stems.values())))


def query_of(text: str) -> SearchQuery:
    """The words as people write them: all of them, "these in a row", this or that, -without."""
    return SearchQuery(text, config=ENGLISH, search_type="websearch")


def _found(asked: Search, text: str, *, meant: bool = False, worth: Mapping[str, float] | None = None) -> Found:
    """``worth`` are words of which any will do: one that few use counts for more."""
    looked_for = " or ".join(worth) if worth else text
    each = tuple((query_of(word), each) for word, each in (worth or {}).items())
    by = Ranking(query_of(looked_for), text.replace('"', " ").strip(), WORDS, tuple(codes_in(text)), each)
    rows = _rows(looked_for, asked.audiences)
    found = Found(text, asked.kind, rows.counted_by_kind(), looked_for=looked_for, meant=meant, loosened=bool(worth))
    if not found.of_kind:
        return found
    rows = rows.of_kind(asked.kind)
    if found.of_kind > RANKED:
        titled = SearchEntry.objects.titled(by.query).of_kind(asked.kind)
        rows = SearchEntry.objects.filter(pk__in=_first_of([*_numbered(rows, by.codes), titled, rows], RANKED))
    return replace(found, keys=tuple(rows.ranked(by, asked.audiences).values_list("pk", flat=True)[:RANKED]))


def _numbered(rows: SearchEntryQuerySet, codes: Collection[str]) -> list[SearchEntryQuerySet]:
    return [rows.filter(codes__overlap=list(codes))] if codes else []


def _rows(text: str, audiences: Collection[str]) -> SearchEntryQuerySet:
    """What says the text: of words in a row, which no index tells, the first ROWS_READ that have them anywhere."""
    rows = SearchEntry.objects.saying(query_of(text), audiences)
    words = query_of(apart(text)) if apart(text) else None
    if words is None:
        return rows
    near = [SearchEntry.objects.titled(words), SearchEntry.objects.saying(words, audiences)]
    return rows.filter(pk__in=_first_of(near, ROWS_READ))


def _first_of(rows: list[SearchEntryQuerySet], most: int) -> set[int]:
    """``most`` keys at least where there are so many: of the first rows, and of the next where those are too few."""
    keys: set[int] = set()
    for each in rows:
        if len(keys) < most:
            keys.update(each.in_cheap_order().values_list("pk", flat=True)[:most])
    return keys


def _meant(stems: Mapping[str, str], used: Collection[str]) -> dict[str, str]:
    """For words that nobody uses, the word that was most likely meant."""
    unknown = [word for word, stem in stems.items() if stem and stem not in used and len(word) >= SLIP_LETTERS]
    found = {word: nearest(word, SearchWord.objects.alike(word, ALIKE)) for word in unknown[:UNKNOWN_MAX]}
    return {word: other for word, other in found.items() if other}
