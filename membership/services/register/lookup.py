"""Looking somebody up in the public register: by the words of the name, else by names that are alike.

Only what anybody may see is found, never without words, and never more than one page of it.
"""

from dataclasses import dataclass
from itertools import chain, islice

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db.models import Value

from cmiportal.database import ImmutableUnaccent, by_index

from ...models import RegisterEntry
from ...querysets.statuses import RegisterEntryQuerySet
from ...rules.names import forgives_slips, letters_in, respelt, tidy, with_one_slip

AT_A_TIME = 200
# How many words a search with slips asks for: some hundreds for each that was typed.
SLIPS_AT_ONCE = 3_000
SPELLINGS_MAX = 8  # each is a query


@dataclass(frozen=True)
class Found:
    """Who was found, by name; ``alike`` where nobody has just these words, ``more`` where not all are shown."""

    entries: tuple[RegisterEntry, ...] = ()
    alike: bool = False
    more: bool = False


def search(words: str) -> Found:
    """Who has all these words in their name, in any order and with any accents; if nobody, who has a name alike.

    Two queries, three for names alike, and one more for each spelling that is tried; nothing is asked of the database
    without a letter. At most REGISTER_RESULTS_MAX are given.
    """
    typed = tidy(words)
    if not letters_in(typed):
        return Found()
    found = _page(_named(SearchQuery(ImmutableUnaccent(Value(typed)), config="simple")))
    if found.entries or not forgives_slips(typed):
        return found
    alike = _page(_alike(typed), alike=True)
    return alike if alike.entries else _near(typed)


def _near(typed: str) -> Found:
    """Who has words one slip away, from what was typed or from another spelling of it that sounds alike.

    One spelling after the other: all at once cost each row of a common name a look at every word.
    """
    found = Found()
    for spelling in islice(chain([typed], respelt(typed)), SPELLINGS_MAX):
        found = found if found.entries else _with_one_slip(spelling)
    return found


def _with_one_slip(typed: str) -> Found:
    """Who has words one slip away: a short name with a wrong letter has too few others to be alike."""
    words = with_one_slip(typed)
    if not 0 < sum(map(len, words)) <= SLIPS_AT_ONCE:
        return Found()
    asked = " & ".join(f"({' | '.join(sorted(each))})" for each in words)
    with by_index():
        return _page(_named(SearchQuery(asked, config="simple", search_type="raw")), alike=True)


def _named(asked: SearchQuery) -> RegisterEntryQuerySet:
    """Index ``register_words``; in order of the name, which says nothing of who came when."""
    words = SearchVector("folded", config="simple")
    return RegisterEntry.objects.filter(shown=True).alias(words=words).filter(words=asked).order_by("folded", "pk")


def _alike(typed: str) -> RegisterEntryQuerySet:
    """Index ``register_name``; the most alike first."""
    folded = ImmutableUnaccent(Value(typed))
    rows = RegisterEntry.objects.filter(shown=True, folded__trigram_word_similar=folded)
    likeness = TrigramWordSimilarity(folded, "folded")  # type: ignore[arg-type]  # an expression will do
    return rows.order_by(likeness.desc(), "folded", "pk")


def _page(rows: RegisterEntryQuerySet, *, alike: bool = False) -> Found:
    """The first of those whose status and membership stand.

    These are asked for of a few at a time, in their order: joined to all who bear a common name they cost more than
    the search.
    """
    most = settings.REGISTER_RESULTS_MAX
    found: list[RegisterEntry] = []
    start, there_are_more = 0, True
    while there_are_more:
        keys = list(rows.values_list("pk", flat=True)[start : start + AT_A_TIME])
        standing = RegisterEntry.objects.shown_now().select_related("status").in_bulk(keys) if keys else {}
        found += [standing[key] for key in keys if key in standing]
        start += AT_A_TIME
        there_are_more = len(found) <= most and len(keys) == AT_A_TIME
    return Found(tuple(found[:most]), alike=alike and bool(found), more=len(found) > most)
