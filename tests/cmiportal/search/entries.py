"""Entries of pages that no table holds, for tests of finding."""

from itertools import count

from cmiportal.search.models import SearchEntry
from cmiportal.search.services import count_words

NUMBERS = count(1)


def entry(title, **fields):
    """A page that can be found."""
    number = next(NUMBERS)
    known = {"source": "test", "kind": "article", "key": str(number), "url": f"/pages/{number}/"}
    return SearchEntry.objects.create(title=title, **(known | fields))


def counted(*titles):
    """Pages with these titles, and their words counted."""
    made = [entry(title) for title in titles]
    count_words()
    return made
