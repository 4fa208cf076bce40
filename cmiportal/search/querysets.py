"""Entries by the words that they hold, for those who may read them; known words by what they are like.

Not by who sees an entry: what is not to be found has none. What somebody may not read is not looked through either.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Lower

# What is added: for its number, its very title, the words in a row in its title, all of them ("no" too) in any order.
CODE, TITLE, PHRASE, EVERY_WORD = 10.0, 5.0, 1.5, 0.5
# Of D, C, B, A: the text, then the summary, then the title.
WEIGHTS = [0.05, 0.1, 0.4, 1.0]
DIVIDED_BY_LENGTH = 2


@dataclass(frozen=True)
class Ranking:
    """By what entries are put in order: the query, the words as they were typed, numbers among them.

    ``as_typed`` is the text search configuration that keeps words as they are. ``each`` are queries that count for
    themselves, where not all words have to be found, and what each is worth.
    """

    query: SearchQuery
    text: str
    as_typed: str
    codes: tuple[str, ...] = ()
    each: tuple[tuple[SearchQuery, float], ...] = ()


def _titled(by: Ranking) -> Case:
    in_a_row = SearchQuery(by.text, config=by.as_typed, search_type="phrase")
    all_of_them = SearchQuery(by.text, config=by.as_typed, search_type="plain")
    return Case(
        When(plain_title=Lower(Unaccent(Value(by.text))), then=Value(TITLE)),
        When(title_vector=in_a_row, then=Value(PHRASE)),
        When(title_vector=all_of_them, then=Value(EVERY_WORD)),
        default=Value(0.0),
    )


class SearchEntryQuerySet(QuerySet):
    """Search entries; ``audiences`` are those beyond everybody whose texts are open to who looks."""

    def saying(self, query: SearchQuery, audiences: Collection[str]) -> Self:
        """Those in which the query is found: by its index for each audience, and no text read to see whether."""
        held = (Q(audience=audience, vector=query) for audience in sorted(audiences))
        condition = Q(open_vector=query)
        for each in held:
            condition |= each
        return self.filter(condition)

    def of_kind(self, kind: str) -> Self:
        """Those of one kind; all where none is named."""
        return self.filter(kind=kind) if kind else self

    def titled(self, query: SearchQuery) -> Self:
        """Those whose title holds all that is asked for."""
        return self.filter(title_vector=query)

    def in_cheap_order(self) -> Self:
        """What matters most first, of that the latest: for very many, of which only some can be ranked."""
        return self.order_by("-weight", F("at").desc(nulls_last=True), "pk")

    def ranked(self, by: Ranking, audiences: Collection[str]) -> Self:
        """The best first: whose number it is, whose very title it is, then by where and how often the words stand."""
        whole = Case(When(audience__in=sorted(audiences), then="vector"), default="open_vector")
        vector = whole if audiences else F("open_vector")
        rank = SearchRank(vector, by.query, weights=WEIGHTS)
        in_title = SearchRank(F("title_vector"), by.query, weights=[1.0] * 4, normalization=DIVIDED_BY_LENGTH)
        score = F("weight") * (rank + in_title + _titled(by))
        for query, worth in by.each:
            score += Case(When(open_vector=query, then=Value(worth)), default=Value(0.0))
        if by.codes:
            score += Case(When(codes__overlap=list(by.codes), then=Value(CODE)), default=Value(0.0))
        rows = self.alias(plain_title=Lower(Unaccent("title")))
        return rows.order_by(score.desc(), F("at").desc(nulls_last=True), "pk")

    def counted_by_kind(self) -> dict[str, int]:
        """How many there are of each kind."""
        return dict(self.order_by().values_list("kind").annotate(Count("pk")))


class SearchWordQuerySet(QuerySet):
    """Words that anybody may find."""

    def used(self, stems: Collection[str]) -> dict[str, int]:
        """How often words of these stems are used, by stem; a stem that nobody uses is not there."""
        return dict(self.filter(stem__in=stems).order_by().values_list("stem").annotate(Sum("count")))

    def alike(self, word: str, most: int, *, often: int = 0) -> Any:
        """Words and their counts that share enough letters with this one, the most alike first; by their index.

        Those alone that ``often`` entries have at least.
        """
        near = self.filter(word__trigram_similar=word, count__gte=often)
        near = near.annotate(likeness=TrigramSimilarity("word", word)).order_by("-likeness", "-count", "word")
        return near.values_list("word", "count")[:most]
