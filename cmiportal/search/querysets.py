"""Entries by the words that they hold, for those who may read them; known words by what they are like.

Not by who sees an entry: what is not to be found has none. What somebody may not read is not looked through either.
"""

from collections.abc import Collection, Sequence
from typing import Any, Self

from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db.models import BooleanField, Case, Count, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Lower

CODE, TITLE = 10.0, 5.0
# Of D, C, B, A: the text, then the summary, then the title.
WEIGHTS = [0.05, 0.1, 0.4, 1.0]
DIVIDED_BY_LENGTH = 2


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

    def ranked(self, query: SearchQuery, text: str, codes: Sequence[str], audiences: Collection[str]) -> Self:
        """The best first: whose number it is, whose very title it is, then by where and how often the words stand."""
        vector = Case(When(audience__in=sorted(audiences), then="vector"), default="open_vector") if audiences else None
        rank = SearchRank(vector or F("open_vector"), query, weights=WEIGHTS)
        in_title = SearchRank(F("title_vector"), query, weights=[1.0] * 4, normalization=DIVIDED_BY_LENGTH)
        is_numbered = (
            Case(When(codes__overlap=list(codes), then=Value(CODE)), default=Value(0.0)) if codes else Value(0.0)
        )
        same = ExpressionWrapper(Q(_title=Lower(Unaccent(Value(text)))), output_field=BooleanField())
        is_titled = Case(When(same, then=Value(TITLE)), default=Value(0.0))
        rows = self.alias(_title=Lower(Unaccent("title")))
        score = F("weight") * (rank + in_title + is_titled) + is_numbered
        return rows.order_by(score.desc(), F("at").desc(nulls_last=True), "pk")

    def counted_by_kind(self) -> dict[str, int]:
        """How many there are of each kind."""
        return dict(self.order_by().values_list("kind").annotate(Count("pk")))


class SearchWordQuerySet(QuerySet):
    """Words that anybody may find."""

    def alike(self, word: str, most: int) -> Any:
        """Words and their counts that share enough letters with this one, the most alike first; by their index."""
        near = self.filter(word__trigram_similar=word).annotate(likeness=TrigramSimilarity("word", word))
        return near.order_by("-likeness", "-count", "word").values_list("word", "count")[:most]
